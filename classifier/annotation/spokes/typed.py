"""Labels as people type them into a spreadsheet, and as spreadsheets garble them."""

from __future__ import annotations

import datetime
import re
from typing import Any

#: What R and others write where there is nothing.
MISSING = frozenset({"", "NA", "NaN", "."})
_DATE = re.compile(
    r"\d{1,4}[-./ ]+(\d{1,2}|[^\W\d]{3,9}\.?)([-./ ,]+\d{1,4})?([T ]+0?0:00(:00)?)?|[^\W\d]{3,9}[-. ]+\d{1,4}"
)
_MONTHS = re.compile(
    "jan|feb|f[ée]v|m[aä]r|apr|abr|avr|ma[iyj]|jun|jui|jul|aug|ago|sep|o[ck]t|nov|de[czs]", re.IGNORECASE
)
#: Days since 1900 of the years in which people may have typed: what a date shows as in a cell of plain numbers.
_DAYS = range(36_000, 60_000)


def typed_label(value: Any) -> str:
    """Read the cell of a label.

    Returns
    -------
    str
        For `parse_label`; empty where nothing is typed.

    Raises
    ------
    ValueError
        Where a spreadsheet has made a date of it, as of ``1.5``.

    Examples
    --------
    >>> [typed_label(value) for value in (" track_1_5 ", "1,5", 1.5, "15.0", 15, None, "NA")]
    ['track_1_5', '1.5', '1.5', '15', '15', '', '']
    >>> typed_label("1. Mai")
    Traceback (most recent call last):
        ...
    ValueError: the spreadsheet has made the date '1. Mai' of what was typed; write track_1_5, not 1.5
    """
    text = "" if value is None else str(value).strip()
    if text in MISSING:
        return ""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = None
    dated = _is_date(text) if number is None else number in _DAYS
    if dated or isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        raise ValueError(f"the spreadsheet has made the date {text!r} of what was typed; write track_1_5, not 1.5")
    return text.replace(",", ".") if number is None else f"{number:g}"


def _is_date(text: str) -> bool:
    return bool(_DATE.fullmatch(text)) and (bool(_MONTHS.search(text)) or text[0].isdigit())
