r"""Characters that a format cannot hold in its fields, written as ``\u`` and four hex digits; they come back."""

from __future__ import annotations

import re

_WRITTEN = r"\\u(?!d[89a-f])[0-9a-f]{4}"


def escape(text: str, characters: str) -> str:
    r"""Write characters as escapes, and the backslash of what looks like one.

    Parameters
    ----------
    text : str
    characters : str
        A pattern of single characters, none of them beyond U+FFFF.

    Examples
    --------
    >>> print(escape("first\nthen; \\u0041 \\n", "[\n;]"))
    first\u000athen\u003b \u005cu0041 \n
    """
    return re.sub(rf"{characters}|\\(?=u[0-9a-f]{{4}})", lambda match: f"\\u{ord(match[0]):04x}", text)


def unescape(text: str) -> str:
    r"""Read escapes; halves of surrogate pairs stay as they are written.

    Examples
    --------
    >>> unescape("first\\u000athen\\u003b \\u005cu0041 \\n \\ud800")
    'first\nthen; \\u0041 \\n \\ud800'
    """
    return re.sub(_WRITTEN, lambda match: chr(int(match[0][2:], 16)), text)
