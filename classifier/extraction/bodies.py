"""Organisations: by their name, by their head noun, and by an acronym that the document introduces.

Logic
    A name that the gazetteer knows comes first. A capitalised head noun ('Institute', 'Ministry') takes in the
    capitalised words before it and the tail after it ('of Foreign Affairs'); in lower case it stands for itself.
    An acronym in brackets behind such a name stands for it from then on.
Patterns
    `organisations.csv`, `organisation_heads.csv`.
Source
    Schwartz and Hearst (2003), *A Simple Algorithm for Identifying Abbreviation Definitions in Biomedical Text*.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..labels import Status
from ..lexicon import Head, Office, Place
from ..records import Body
from .mention import Mention, party, text
from .names import NOT_NAMES
from .tokens import Tokens, Unit

_CONNECTORS = frozenset([
    "of", "for", "and", "the", "on", "in", "&", "de", "des", "du", "la", "et", "der", "für", "und",
])  # fmt: skip


def named_bodies(tokens: Tokens) -> dict[int, Mention]:
    """Find organisations, by gazetteer and by head noun, keyed by their first token."""
    bodies: dict[int, Mention] = {}
    taken = 0
    for unit in tokens.units:
        if unit.start < taken:
            continue
        body = _gazetteer_body(tokens, unit) or _head_body(tokens, unit, taken)
        if body:
            bodies[body.head] = body
            taken = body.end
    return bodies


def introduced_acronyms(tokens: Tokens, bodies: dict[int, Mention]) -> dict[str, Body]:
    """Find the acronyms that stand in brackets behind a body's name: 'the Centre for Humanitarian Dialogue (HD)'."""
    found: dict[str, Body] = {}
    for body in bodies.values():
        following = tokens.surface[body.end : body.end + 3]
        if len(following) == 3 and following[0] == "(" and following[2][0] == ")" and _is_acronym(following[1]):
            introduced = Body(body.name or body.office, body.status, body.kind, body.party, body.semi_official)
            found.setdefault(following[1], introduced)
    return found


def _is_acronym(word: str) -> bool:
    return 2 <= len(word) <= 10 and sum(letter.isupper() for letter in word) >= 2


def by_acronym(tokens: Tokens, known: Mapping[str, Body]) -> Iterator[tuple[int, Mention]]:
    """Find the mentions of bodies by acronyms that the lexicon does not know."""
    for i, word in enumerate(tokens.surface):
        body = known.get(word)
        if body and i not in tokens.unit_at and not (i and tokens.surface[i - 1] == "("):
            yield i, Mention(i, i, i + 1, body.status, body.kind, name=body.name, party=body.party,
                             semi_official=body.semi_official, rules=["mention:acronym"])  # fmt: skip


def _gazetteer_body(tokens: Tokens, unit: Unit) -> Mention | None:
    sense = unit.body
    if sense is None:
        return None
    # 'Carnegie Mellon', 'Oxford Street': a capitalised word that follows makes another name of it.
    return Mention(
        unit.start, unit.start, unit.end, sense.status, sense.kind, name=sense.name,
        party=(sense.code or sense.name) if sense.status is Status.OFFICIAL else "",
        semi_official=sense.semi_official, rules=[sense.rule],
    )  # fmt: skip


def _head_body(tokens: Tokens, unit: Unit, floor: int) -> Mention | None:
    sense = unit.sense(Head)
    if sense is None:
        return None
    start, end = unit.start, unit.end
    if not tokens.is_capital(start):
        if not sense.lower:
            return None
        return Mention(start, start, end, sense.status, sense.kind, office=text(tokens, start, end),
                       plural=tokens.lower[end - 1].endswith("s"), doubtful=sense.lower == "perhaps", rules=[sense.rule])  # fmt: skip
    first = start
    while first > floor and _in_body_name(tokens, first - 1, start):
        first -= 1
    while first < start and tokens.lower[first] in _CONNECTORS:
        first += 1
    if first < start and tokens.opens_sentence(first) and tokens.lower[first] in NOT_NAMES:
        first += 1
    end = body_tail(tokens, end)
    lone = first == start and end == unit.end and sense.lower != "yes"  # 'the Committee'
    code = _place_code(tokens, first, end) if sense.status is Status.OFFICIAL else ""
    return Mention(first, first, end, sense.status, sense.kind, name=text(tokens, first, end), party=code,
                   doubtful=lone, rules=[sense.rule])  # fmt: skip


def _in_body_name(tokens: Tokens, i: int, head: int) -> bool:
    if tokens.sentence[i] != tokens.sentence[head]:
        return False
    token = tokens.surface[i]
    if token[0].isupper():
        unit = tokens.unit_at.get(i)
        return not (unit and unit.sense(Office) and not tokens.is_capital(max(0, i - 1)))
    joins = token in ("of", "for", "and", "&", "-", "on", "the", "'s", "’s")
    return joins and i > 0 and tokens.is_capital(i - 1) and token != "'s"


def body_tail(tokens: Tokens, end: int) -> int:
    """Take in 'of Foreign Affairs', 'for Peace and Conflict Studies', 'of Cape Town'."""
    n = len(tokens)
    at = end
    while at < n and tokens.sentence[at] == tokens.sentence[end - 1]:
        if tokens.is_capital(at) and (at > end or tokens.surface[at - 1][0].isupper()):
            at += 1
            end = at
        elif tokens.surface[at] in _CONNECTORS and at + 1 < n:
            ahead = at + 1
            while ahead < n and tokens.surface[ahead] in _CONNECTORS and ahead - at < 3:
                ahead += 1
            joins_and = tokens.surface[at] == "and" and end - at <= 0 and not _tail_word(tokens, ahead)
            if ahead < n and tokens.is_capital(ahead) and not joins_and and tokens.surface[at] != "in":
                at = ahead
            else:
                break
        else:
            break
    return end


def _tail_word(tokens: Tokens, i: int) -> bool:
    """Whether 'and X' goes on with a body's name ('Peace and Conflict Studies') rather than to another actor."""
    if i >= len(tokens):
        return False
    unit = tokens.unit_at.get(i)
    if unit and (unit.sense(Place) or unit.body or unit.sense(Office) or unit.sense(Head)):
        return False
    return i + 1 < len(tokens) and tokens.is_capital(i + 1)


def _place_code(tokens: Tokens, start: int, end: int) -> str:
    for i in range(start, end):
        unit = tokens.unit_at.get(i)
        place = unit.sense(Place) if unit else None
        if place:
            return party(place)
    return ""
