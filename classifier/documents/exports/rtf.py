"""RTF files to lines of text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import BinaryIO

from ...errors import InputError, needed
from ..encoding import decode
from .limits import read_whole

#: The addresses of links, which would be written after their text.
_FIELD_CODES = re.compile(r"\{\\\*\\fldinst[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")


def rtf_text(stream: BinaryIO) -> str:
    """Read an RTF file as plain text, a line per paragraph; links leave their text only.

    Raises
    ------
    InputError
        If the file is damaged or too large, or striprtf is missing.
    """
    convert: Callable[..., str] = needed("striprtf.striprtf", "reading RTF files").rtf_to_text
    rtf = _FIELD_CODES.sub("", decode(read_whole(stream)))
    try:
        text = convert(rtf, errors="replace")
    except (ValueError, LookupError, OverflowError) as error:
        raise InputError(f"damaged RTF: {error}; download it again") from error
    return text.replace("\u00a0", " ")
