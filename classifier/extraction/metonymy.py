"""Governments by places: 'Islamabad objected', 'talks between India and Pakistan', 'the Indian side'.

Logic
    A building's name is always its government. A country, capital or people is one for certain where it acts or
    is acted with: before a verb, after 'between' or 'with', joined to another place by 'and'. Where it may be a
    mere location the mention is doubtful, and where it only modifies ('the London talks') there is none.
Patterns
    `places.csv`, `predicates.csv`.
"""

from __future__ import annotations

from ..labels import Kind, Status
from ..lexicon import Head, Office, Organisation, Place, Predicate
from .mention import REGION, Mention, party, text
from .modifiers import ADJECTIVES, NUMBERS
from .tokens import Tokens, Unit

_AUXILIARIES = frozenset([
    "has", "had", "have", "was", "were", "is", "are", "would", "will", "did", "does", "could", "may", "might", "must",
    "never", "also",
])  # fmt: skip
_CLAUSE_OPENERS = frozenset([
    ";", ":", "–", "—", "that", "when", "while", "and", "but", "or", "if", "because", "neither", "nor", "as",
    "after", "before",
])  # fmt: skip
LOCATIVE = frozenset([
    "in", "at", "near", "from", "to", "across", "through", "outside", "inside", "around", "via", "into",
    "throughout", "leave", "left", "toward", "towards", "within",
])  # fmt: skip


def metonym(tokens: Tokens, unit: Unit, place: Place) -> Mention | None:
    """Take a place as its government where the grammar says so, not where it is a location."""
    i, end = unit.start, unit.end
    n = len(tokens)
    if place.code == REGION:
        return None
    if place.form == "building":
        return _government(tokens, unit, place, i, end)
    before = tokens.lower[i - 1] if i and tokens.sentence[i - 1] == tokens.sentence[i] else ""
    if before == "the" and i > 1:
        before = tokens.lower[i - 2]
    after = tokens.lower[end] if end < n else ""
    if place.form == "demonym":
        return _people(tokens, unit, place, before, after)
    if _only_modifies(tokens, end):
        return None
    if before in LOCATIVE or after == "'s" or before == "of":
        return _perhaps_government(tokens, unit, place)
    if before in ("between", "with", "against", "by") or (before == "and" and _after_place(tokens, i)):
        return _government(tokens, unit, place, i, end)
    following = tokens.unit_at.get(end)
    if following and following.sense(Predicate):
        return _government(tokens, unit, place, i, end)
    if after in _AUXILIARIES or (after == "and" and _before_place(tokens, end)):
        return _government(tokens, unit, place, i, end)
    opens = tokens.opens_sentence(i) or before in _CLAUSE_OPENERS
    if opens and after.endswith(("ed", "s")) and tokens.surface[end][0].islower():
        return _government(tokens, unit, place, i, end)
    return _perhaps_government(tokens, unit, place)


_OCCASIONS = frozenset([
    "talks", "negotiations", "conference", "meeting", "summit", "agreement", "agreements", "accord", "accords",
    "treaty", "declaration", "protocol", "process", "round", "forum", "dialogue", "convention", "peace",
])  # fmt: skip


def _only_modifies(tokens: Tokens, end: int) -> bool:
    """Whether a place only tells where somebody or something is from: 'Beijing scholars', 'the London talks'."""
    n = len(tokens)
    while end + 1 < n and tokens.lower[end] in ("and", ","):
        unit = tokens.unit_at.get(end + 1)
        if not unit or not unit.sense(Place):
            break
        end = unit.end
    unit = tokens.unit_at.get(end)
    if end < n and tokens.lower[end] in _OCCASIONS:
        return True
    return unit is not None and unit.sense(Office) is not None and not unit.sense(Predicate)


def _people(tokens: Tokens, unit: Unit, place: Place, before: str, after: str) -> Mention | None:
    """Take 'the Indian side' and 'the Indians' as their government, 'four Swedes' as people of unknown standing."""
    end = unit.end
    if after in ("side", "sides"):
        return _government(tokens, unit, place, unit.start, end + 1)
    plural = place.term.endswith(("s", "ese", "ish", "ch")) and not place.term.endswith("ss")
    following = tokens.unit_at.get(end)
    modifies = following and any(following.sense(c) for c in (Office, Head, Organisation, Place))
    if not plural or modifies or (end < len(tokens) and (after in ADJECTIVES or tokens.is_capital(end))):
        return None
    if before in NUMBERS - {"the", "a", "an", "its", "their", "his", "her", "both", "other", "all"} or before.isdigit():
        return Mention(unit.start, unit.start, end, Status.UNKNOWN, Kind.INDIVIDUAL, plural=True, determined=True,
                       office=place.term, party=party(place), rules=[place.rule])  # fmt: skip
    follows_verbally = after in _AUXILIARIES or after in ("and", ",", ".") or (following and following.sense(Predicate))
    if before in ("the", "between", "with", "and") and follows_verbally:
        return _government(tokens, unit, place, unit.start, end)
    return _perhaps_government(tokens, unit, place)


def _before_place(tokens: Tokens, at: int) -> bool:
    unit = tokens.unit_at.get(at + 1)
    place = unit.sense(Place) if unit else None
    return place is not None and place.form != "demonym"


def _after_place(tokens: Tokens, i: int) -> bool:
    j = i - 2 if tokens.lower[i - 1] == "and" else i - 3
    return any((u := tokens.unit_at.get(k)) and u.sense(Place) for k in range(max(0, j - 3), j + 1))


def _government(tokens: Tokens, unit: Unit, place: Place, start: int, end: int) -> Mention:
    return Mention(
        start, start, end, Status.OFFICIAL, Kind.EXECUTIVE, name=text(tokens, unit.start, unit.end),
        party=place.code or place.name, metonym=True, rules=[place.rule, "mention:metonym"],
    )  # fmt: skip


def _perhaps_government(tokens: Tokens, unit: Unit, place: Place) -> Mention:
    mention = _government(tokens, unit, place, unit.start, unit.end)
    mention.doubtful = True
    return mention
