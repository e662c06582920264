"""The tracks and the other enums of the contract, in the order in which they are shown everywhere."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final


class Label(StrEnum):
    """Which track of diplomacy a passage describes (codebook, 'What is labelled')."""

    NONE = "none"
    TRACK_1 = "track_1"
    TRACK_1_5 = "track_1_5"
    TRACK_2 = "track_2"


class Status(StrEnum):
    """Whether an actor is official (codebook, step 1)."""

    OFFICIAL = "official"
    NON_OFFICIAL = "non_official"
    UNKNOWN = "unknown"


class Capacity(StrEnum):
    """In what capacity an actor acts; ``none`` is an actor who never held office."""

    INCUMBENT = "incumbent"
    FORMER = "former"
    APPOINTED = "appointed"
    PERSONAL = "personal"
    DESIGNATE = "designate"
    NONE = "none"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What an actor does at the table, or away from it."""

    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    HOST = "host"
    FUNDER = "funder"
    ORGANISER = "organiser"
    OBSERVER = "observer"
    COMPANION = "companion"
    COMMENTATOR = "commentator"
    ADDRESSEE = "addressee"
    SUBJECT = "subject"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What sort of body or person an actor is."""

    EXECUTIVE = "executive"
    LEGISLATURE = "legislature"
    MILITARY = "military"
    INTELLIGENCE = "intelligence"
    SUBNATIONAL = "subnational"
    IGO = "igo"
    MOVEMENT = "movement"
    PARTY = "party"
    ACADEMIC = "academic"
    THINK_TANK = "think_tank"
    NGO = "ngo"
    RELIGIOUS = "religious"
    BUSINESS = "business"
    MEDIA = "media"
    CIVIL_SOCIETY = "civil_society"
    INDIVIDUAL = "individual"
    UNKNOWN = "unknown"


class Aspect(StrEnum):
    """What a cue is a cue of (codebook, 'Evidence that a label should be able to show')."""

    ACTIVITY = "activity"
    PURPOSE = "purpose"
    FORMALITY = "formality"
    IMPACT = "impact"
    FACILITATION = "facilitation"
    CONTINUITY = "continuity"
    DESIGNATION = "designation"


LABELS: Final = tuple(Label)
TRACKS: Final = (Label.TRACK_1, Label.TRACK_1_5, Label.TRACK_2)
DISPLAY: Final = {
    Label.NONE: "None",
    Label.TRACK_1: "Track 1",
    Label.TRACK_1_5: "Track 1.5",
    Label.TRACK_2: "Track 2",
}
CODES: Final = {Label.NONE: 0, Label.TRACK_1: 10, Label.TRACK_1_5: 15, Label.TRACK_2: 20}
#: What people write for a label, in lower case.
_BY_NAME: Final = {
    **{str(label): label for label in LABELS},
    **{name.lower(): label for label, name in DISPLAY.items()},
    **{str(code): label for label, code in CODES.items()},
    "1": Label.TRACK_1, "1.5": Label.TRACK_1_5, "2": Label.TRACK_2,
}  # fmt: skip
LABELS_ARE: Final = "write " + "; ".join(f"{label} or '{DISPLAY[label]}' or {CODES[label]}" for label in LABELS)
#: Roles whose holders take part in the activity; only they decide the label (codebook, step 1).
AT_THE_TABLE: Final = frozenset({Role.PARTICIPANT, Role.FACILITATOR})


def track_distance(first: Label, second: Label) -> int:
    """Steps between two labels, the cost of taking one for the other.

    Parameters
    ----------
    first, second : Label

    Returns
    -------
    int
        0, 1 or 2: neighbouring tracks are one step apart; ``none`` is two steps from any track.

    Notes
    -----
    Contract, 'Enums': track distance.

    Examples
    --------
    >>> track_distance(Label.TRACK_1, Label.TRACK_1_5), track_distance(Label.NONE, Label.TRACK_2)
    (1, 2)
    """
    if first == second:
        return 0
    if Label.NONE in (first, second):
        return 2
    return abs(TRACKS.index(first) - TRACKS.index(second))


def parse_label(value: Any) -> Label:
    """Read a label as slug, display name or integer code.

    Raises
    ------
    ValueError
        Says what a label may be.

    Examples
    --------
    >>> [str(parse_label(value)) for value in ("track_1_5", "Track 1.5", 15, "15", "None", 0)]
    ['track_1_5', 'track_1_5', 'track_1_5', 'track_1_5', 'none', 'none']
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    key = str(value).strip().lower()
    found = _BY_NAME.get(key) or _BY_NAME.get(key.replace("-", "_").replace(" ", "_").replace(".", "_"))
    if found is None:
        raise ValueError(f"unknown label {value!r}; {LABELS_ARE}")
    return found
