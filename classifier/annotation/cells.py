"""Texts in the cells of spreadsheets: as long as a cell can be, never a formula, and addressed as people do."""

from __future__ import annotations

import re

#: Rows of a sheet of Excel.
ROWS = 1_048_576
CUT = " … [cut: a cell holds no more]"
_CELL = 32_767
#: What a spreadsheet takes for a formula at the beginning of a cell of a CSV file, or what we put before one.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def within_cell(text: str) -> str:
    """Cut a text to what a cell of Excel holds, in which a character beyond the first 65,536 counts for two.

    Examples
    --------
    >>> len(within_cell("x" * 40_000)), within_cell("short")
    (32767, 'short')
    """
    data = text.encode("utf-16-le")
    if len(data) <= 2 * _CELL:
        return text
    return data[: 2 * (_CELL - len(CUT))].decode("utf-16-le", "ignore").rstrip() + CUT


def guarded(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula.

    Examples
    --------
    >>> guarded("=1+1"), unguarded("'=1+1"), unguarded("'tis so")
    ("'=1+1", '=1+1', "'tis so")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Read what `guarded` writes."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def escaped(text: str) -> str:
    r"""Write what XML cannot hold as Excel does (ECMA-376, ST_Xstring).

    Examples
    --------
    >>> escaped("a\rb"), unescaped("a_x000D_b")
    ('a_x000D_b', 'a\rb')
    """
    return re.sub("[\0-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)", lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    """Read what `escaped` writes."""
    return re.sub("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def letters(number: int) -> str:
    """Name of a column, counted from 1, as spreadsheets have it.

    Examples
    --------
    >>> letters(1), letters(26), letters(27), letters(703)
    ('A', 'Z', 'AA', 'AAA')
    """
    out = ""
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(ord("A") + rest) + out
    return out
