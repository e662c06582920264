"""Dates as inputs write them, as strings that sort by time."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from ...documents.exports.dates import find_date

_PART = re.compile(r"\d{4}(?:-\d\d)?")


def sortable(date: str) -> str:
    """Bring a date to a string that sorts by time; empty for one that is missing or can be read two ways.

    A time with its zone is brought to UTC; a day without a time comes before that day's times.

    Examples
    --------
    >>> sortable("2024-03-05T01:30:00+02:00"), sortable("January 12, 2005 Wednesday"), sortable("1998")
    ('2024-03-04T23:30:00', '2005-01-12', '1998')
    >>> sortable("03/04/2010")
    ''
    """
    date = date.strip()
    if _PART.fullmatch(date):
        return date
    if len(date) > 10 and date[:4].isdecimal():
        try:
            moment = datetime.fromisoformat(date)
        except ValueError:
            return find_date(date)
        if moment.tzinfo is not None:
            try:
                moment = moment.astimezone(UTC).replace(tzinfo=None)
            except OverflowError:
                return date[:10]
        return moment.isoformat(timespec="seconds")
    return find_date(date)
