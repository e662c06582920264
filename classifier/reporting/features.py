"""What the model weighs, in words: its features have names that are short rather than plain."""

from __future__ import annotations

from ..labels import DISPLAY, Label

_CLASSES = {
    "official": "officials", "igo": "officials of international organisations", "movement": "armed or political movements",
    "former": "former officials", "personal": "officials in a personal capacity", "appointed": "appointed envoys",
    "scholar": "scholars", "ngo": "NGOs", "religious": "religious figures", "business": "businesspeople", "media": "media",
    "party": "parties", "people": "other non-officials", "person": "persons without an office", "somebody": "actors of unknown standing",
    "negated": "actors said not to take part", "facilitator": "non-official facilitators", "non_official": "non-officials",
    "private": "non-officials or facilitators",
}  # fmt: skip
_SEATS = {
    "table": "at the table", "near": "in a sentence on an interaction", "facilitator": "as facilitators", "organiser": "as hosts or organisers",
    "unknown": "in an unknown role", "away": "not at the table",
}  # fmt: skip
_TABLES = {
    "both": "officials and non-officials", "official": "officials only", "private": "non-officials only", "nobody": "nobody",
    "sides": "officials of two sides", "share": "share of non-officials",
}  # fmt: skip
_POOLS = {
    "table": "at the table",
    "near": "at the table or in a sentence on an interaction",
    "any": "at the table or in an unknown role",
}
_HOW = {
    "any": "anybody",
    "likeliest": "the likeliest",
    "opening": "the likeliest of the opening",
    "expected": "how many",
}


def feature_in_words(name: str) -> str:
    """Say what a feature of the model stands for; one that is not known stays as it is.

    Examples
    --------
    >>> feature_in_words("words:track_2"), feature_in_words("seat:official:any")
    ('how far the words are like those of Track 2', 'seat at the table, as the model reads it: officials (anybody)')
    >>> feature_in_words("open:former@table:n")
    'opening: how many former officials at the table'
    """
    kind, *rest = name.split(":")
    if kind.startswith("open") and kind != "opening":
        plain = {"open": "who", "openmix": "mix", "opencue": "cue", "opensides": "sides"}.get(kind)
        return name if plain is None else f"opening: {feature_in_words(':'.join([plain, *rest]))}"
    try:
        return _SAY[kind](rest)
    except (KeyError, IndexError, ValueError):
        return name


def _words(rest: list[str]) -> str:
    return f"how far the words are like those of {DISPLAY[Label(rest[0])]}"


def _claim(rest: list[str]) -> str:
    return f"the text calls it {DISPLAY[Label(rest[0])]}"


def _seat(rest: list[str]) -> str:
    return f"seat at the table, as the model reads it: {_CLASSES[rest[0]]} ({_HOW[rest[1]]})"


def _table(rest: list[str]) -> str:
    if len(rest) == 1:
        return f"the codebook's decision table says {DISPLAY[Label(rest[0])]}"
    return f"at the table, as the model reads it: {_TABLES[rest[1]]} ({_HOW[rest[0]]})"


def _who(rest: list[str]) -> str:
    name, _, seat = rest[0].partition("@")
    told = f"{_CLASSES[name]} {_SEATS[seat]}" if seat else _CLASSES[name]
    return f"how many {told}" if rest[1:] == ["n"] else told


def _mix(rest: list[str]) -> str:
    return f"{_TABLES[rest[1]]} {_POOLS[rest[0]]}"


def _office(rest: list[str]) -> str:
    name, _, seat = rest[0].partition("@")
    return f"the office '{name}'" + (f" {_SEATS[seat]}" if seat else "")


def _cue(rest: list[str]) -> str:
    if rest == ["balance"]:
        return "cues of talks against cues of other activities"
    many = "several cues" if rest[2:] == ["n"] else "cue"
    return f"{many} of {rest[0]}: {rest[1].replace('_', ' ')}"


def _sides(rest: list[str]) -> str:
    return f"states named: {'3 or more' if rest[0] == '3' else rest[0]}"


def _size(rest: list[str]) -> str:
    return {"words": "length of the passage"}[rest[0]]


_SAY = {
    "words": _words, "claim": _claim, "seat": _seat, "table": _table, "who": _who, "mix": _mix, "office": _office,
    "cue": _cue, "sides": _sides, "size": _size,
}  # fmt: skip
