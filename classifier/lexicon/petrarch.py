"""Read PETRARCH/CAMEO dictionaries of actors and agents as they are published.

Logic
    ``*.actors.txt``: a name, its synonyms (``+NAME``) and its codes (``[IGOUNO 970101-061231]``), on one line or on
    the lines that follow. ``*.agents.txt``: a noun, its irregular plural in braces, and one code (``[~GOV]``), with
    substitution sets (``!PERSON! = MAN, WOMAN``). Of a code, its country gives the party, and the first of its parts
    that `cameo.csv` knows as a role gives status and kind. What gives neither is left out,
    and so is a code whose dates cannot be read.
    A name matches as a whole; the stems that TABARI would lengthen are not.
Patterns
    `cameo.csv`.
Source
    Schrodt (2012), *CAMEO Conflict and Mediation Event Observations Codebook*; Norris, Schrodt and Beieler (2017),
    *PETRARCH2*, whose dictionaries are MIT-licensed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from ..errors import LexiconError
from ..labels import Kind, Status
from .entries import Office, Organisation, Place, Sense
from .terms import plural_of, term_key

CODE = re.compile(r"\[([^\[\]]*)\]?")
SET = re.compile(r"!(\w+)!\s*=\s*(.+)")
SET_NAME = re.compile(r"!(\w+)!")
_PLURAL = re.compile(r"\{([^{}]*)\}?")
_DATES = re.compile(r"([<>]?)\s*(\d{8}|\d{6})(?:\s*-\s*(\d{8}|\d{6}))?")
#: Two-digit years from here on are of the last century, as PETRARCH has it.
_CENTURY_TURNS = "30"


@dataclass(frozen=True, slots=True)
class _Code:
    """A CAMEO code with the days, as ISO dates, between which it holds; empty where it is open."""

    code: str
    since: str = ""
    until: str = ""


@dataclass(slots=True)
class _Entry:
    line: int
    names: list[str]
    codes: list[_Code]


def is_dictionary(file: str) -> bool:
    """Whether a file is named as PETRARCH's dictionaries are.

    Examples
    --------
    >>> is_dictionary("Phoenix.Countries.actors.txt"), is_dictionary("mine.csv")
    (True, False)
    """
    return file.lower().endswith(".txt")


def read_dictionary(text: str, file: str) -> Iterator[Sense]:
    """Yield the senses of a dictionary's entries.

    Parameters
    ----------
    text : str
    file : str
        Its name; an ``agents`` in it tells an agents' dictionary.

    Raises
    ------
    LexiconError
        If no line holds a code, so that the file is none of PETRARCH's.
    """
    if not CODE.search(text):
        raise LexiconError(f"{file}: no CAMEO code in brackets; a .txt overlay must be a PETRARCH dictionary")
    if "agents" in file.lower():
        yield from _agents(text, file)
    else:
        yield from _actors(text, file)


def _actors(text: str, file: str) -> Iterator[Sense]:
    for entry in _entries(text):
        origin = f"{file}:{entry.line}"
        for name in dict.fromkeys(map(_name, entry.names)):
            if not term_key(name):
                continue
            for code in entry.codes:
                country, role = meaning_of(code.code)
                if role is not None:
                    yield Organisation(name, origin, name, *role, country, since=code.since, until=code.until)
                elif country and code == entry.codes[-1]:
                    yield Place(name, origin, name, country, "name")


def _entries(text: str) -> Iterator[_Entry]:
    """Gather the lines of an entry: a name opens it, codes and synonyms go on with it."""
    entry: _Entry | None = None
    for line, content in lines_of(text):
        codes = [code for found in CODE.findall(content) if (code := parse_code(found)) is not None]
        name = CODE.sub("", content).strip()
        if entry is not None and (name.startswith("+") or not name):
            entry.names += [name[1:]] if name else []
            entry.codes += codes
            continue
        if entry is not None:
            yield entry
        entry = _Entry(line, [name.lstrip("+")], codes)
    if entry is not None:
        yield entry


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield what a dictionary's lines say, without comments, with their numbers."""
    for line, content in enumerate(text.splitlines(), 1):
        kept = re.split(r"[#;]", content, maxsplit=1)[0].strip()
        if kept and not kept.startswith(("<", "--")):
            yield line, kept


def parse_code(content: str) -> _Code | None:
    """Read a code with its dates; None where the dates cannot be read, for a code of unknown time misleads."""
    code, *dates = re.split(r"(?=[<>])|\s+", content.strip().lstrip("~"), maxsplit=1)
    if not dates or not dates[0].strip():
        return _Code(code)
    found = _DATES.fullmatch(dates[0].strip())
    days = [_day(digits) for digits in found.groups()[1:] if digits] if found else [None]
    if found is None or None in days or (found[1] and found[3]):
        return None
    first, last = days[0] or "", days[-1] or ""
    if found[3]:
        return _Code(code, first, last)
    return _Code(code, until=first) if found[1] == "<" else _Code(code, since=first)


def _day(digits: str) -> str | None:
    if len(digits) == 6:
        digits = ("19" if digits[:2] >= _CENTURY_TURNS else "20") + digits
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
    except ValueError:
        return None


def _name(raw: str) -> str:
    return re.sub(r"[_\s]+", " ", raw).strip()


def _agents(text: str, file: str) -> Iterator[Sense]:
    sets: dict[str, list[str]] = {}
    for line, content in lines_of(text):
        if found := SET.match(content):
            sets[found[1]] = [member.strip() for member in found[2].split(",")]
            continue
        codes = CODE.findall(content)
        code = parse_code(codes[0]) if codes else None
        _, role = meaning_of(code.code) if code else ("", None)
        plural = _PLURAL.search(content)
        for name in _substituted(_name(_PLURAL.sub("", CODE.sub("", content))), sets):
            term = name.lower()
            if role is None or not term_key(term):
                continue
            origin = f"{file}:{line}"
            several = plural_of(term) if plural is None else _name(plural[1]).lower()
            yield Office(term, origin, *role, plural=False)
            if several and several != term:
                yield Office(several, origin, *role, plural=True)


def _substituted(name: str, sets: dict[str, list[str]]) -> Iterable[str]:
    found = SET_NAME.search(name)
    if found is None:
        return [name]
    return [name.replace(found[0], member) for member in sets.get(found[1], [])]


def meaning_of(code: str) -> tuple[str, tuple[Status, Kind] | None]:
    """Country of a code, or empty, and the status and kind of its first part that is a role, or None."""
    countries, roles = _cameo()
    parts = [code[i : i + 3] for i in range(0, len(code), 3)]
    country = countries.get(parts[0], "") if parts else ""
    return country, next((roles[p] for p in parts[bool(country) :] if p in roles), None)


@cache
def _cameo() -> tuple[dict[str, str], dict[str, tuple[Status, Kind]]]:
    rows = csv.DictReader((files("classifier.lexicon") / "data" / "cameo.csv").read_text("utf-8").splitlines())
    countries: dict[str, str] = {}
    roles: dict[str, tuple[Status, Kind]] = {}
    for row in rows:
        if row["kind"] == "country":
            countries[row["code"]] = row["is"]
        else:
            roles[row["code"]] = Status(row["is"]), Kind(row["kind"])
    return countries, roles
