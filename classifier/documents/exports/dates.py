"""Dates as the databases write them, in the languages of their interfaces, to ISO where there is no doubt."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (
    "january jan januar jänner januari janvier janv enero ene gennaio gen janeiro",
    "february feb februar februari février fevrier févr fevr fév fev febrero febbraio fevereiro",
    "march mar märz maerz mär mrz maart mrt mars marzo março marco",
    "april apr avril avr abril abr aprile",
    "may mai mei mayo maggio mag maio",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug augustus août aout agosto ago",
    "september sept sep septembre septiembre set settembre setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro",
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAME = "|".join(sorted(_MONTH, key=len, reverse=True))
#: Each gives year, month and day by name; the first that matches near the start is taken.
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)",
        r"\b(?P<y>(?:1[5-9]|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:T\d{4,6}|\b)",
        r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日",
        rf"\b(?P<m>{_NAME})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})\b",
        rf"\b(?P<d>\d{{1,2}})(?:\.|er|º|st|nd|rd|th)?\s+(?:de\s+)?(?P<m>{_NAME})\.?,?\s+(?:del?\s+)?(?P<y>\d{{4}})\b",
        r"\b(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})\b",
    )
)
#: A date stands near the start of its line; further on, it is part of a sentence.
_NEAR = 30


def iso_date(text: str) -> str:
    """Bring a date to ISO, or give it back as written where a part is missing or could be read two ways.

    Examples
    --------
    >>> iso_date("January 12, 2005 Wednesday"), iso_date("27. Februar 2012 Montag 9:50 PM GMT+1")
    ('2005-01-12', '2012-02-27')
    >>> iso_date("1er mars 2012"), iso_date("Spring 2010"), iso_date("03/04/2010")
    ('2012-03-01', 'Spring 2010', '03/04/2010')
    """
    return find_date(text) or text.strip()


def find_date(text: str) -> str:
    """Find the ISO date near the start of a line; empty where there is none.

    Examples
    --------
    >>> find_date("Thursday, May 2, 2002, FINAL EDITION"), find_date("The Daily Letter")
    ('2002-05-02', '')
    """
    text = text[: _NEAR + 40]
    for form in _FORMS:
        found = form.search(text)
        if found and found.start() <= _NEAR:
            month = found["m"].lower()
            try:
                return date(int(found["y"]), _MONTH.get(month) or int(month), int(found["d"])).isoformat()
            except ValueError:
                continue
    return ""
