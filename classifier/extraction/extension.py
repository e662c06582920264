"""What belongs to a mention before its head: ``[qualifier] [number] [country] [organisation's]``.

Logic
    Word by word to the left, as far as the sentence and the mention before allow. A country gives the party, an
    organisation the affiliation, a qualifier waits for the reading of capacity; an office that says little by
    itself ('delegation') is the state's whose country stands before it.
Patterns
    `places.csv`, `qualifiers.csv`.
"""

from __future__ import annotations

from ..labels import Kind, Status
from ..lexicon import Office, Place, Qualifier
from .affiliation import affiliate
from .mention import Mention, party
from .modifiers import ADJECTIVES, NUMBERS, is_qualifier
from .tokens import Tokens, Unit


def extend_left(tokens: Tokens, mention: Mention, floor: int, bodies: dict[int, Mention] | None = None) -> Mention:
    """Take in what stands before the head: determiner, number, qualifier, country, organisation, adjectives."""
    i = mention.lead
    while i > floor:
        j = i - 1
        if tokens.sentence[j] != tokens.sentence[i]:
            break
        unit = _unit_ending_at(tokens, i, floor)
        qualifier = unit.sense(Qualifier) if unit else None
        place = unit.sense(Place) if unit else None
        if unit and qualifier and qualifier.scope == "next":
            mention.qualifiers.append((unit.start, qualifier))
            mention.rules.append(qualifier.rule)
            i = unit.start
        elif unit and place and not mention.is_name:
            mention.party = mention.party or party(place)
            i = unit.start
        elif unit and unit.body and bodies is not None:
            body = bodies.get(unit.start)
            if body:
                affiliate(mention, body)
            i = unit.start
        elif bodies is not None and (start := _body_ending_at(bodies, i, floor)) is not None:
            affiliate(mention, bodies[start])
            i = start
        elif unit and unit.sense(Office) and not mention.is_name and tokens.lower[j] not in ADJECTIVES:
            break
        elif tokens.lower[j] == "'s" and not mention.is_name:
            if i - 1 <= floor:
                break
            i = j
        elif tokens.surface[j] in "-‑–" and i - 1 > floor:
            if not (is_qualifier(tokens, j - 1) or tokens.unit_at.get(j - 1)):
                break
            i = j
        elif tokens.lower[j] in ADJECTIVES and not tokens.is_capital(j):
            i = j
        elif tokens.lower[j] in NUMBERS or tokens.surface[j].isdigit():
            mention.determined = True
            i = j
        else:
            break
    if mention.status is Status.UNKNOWN and mention.party and _speaks_for(mention):
        mention.status, mention.kind = Status.OFFICIAL, Kind.EXECUTIVE
        mention.rules.append("mention:speaks-for-a-state")
    # A possessive or hyphen that found no owner is no part of the mention.
    while i < mention.lead and tokens.surface[i] in ("'s", "’s", "-", "‑", "–", ","):
        i += 1
    mention.lead = i
    return mention


_SPOKESMEN = frozenset([
    "delegation", "delegations", "delegate", "delegates", "representative", "representatives", "team", "leader",
    "leaders", "spokesman", "spokeswoman", "spokesperson", "head", "heads", "chief",
])  # fmt: skip


def _speaks_for(mention: Mention) -> bool:
    """Whether an office that says little by itself is a state's, by the country named with it."""
    return bool(mention.office) and mention.office.lower().split()[-1] in _SPOKESMEN


def _unit_ending_at(tokens: Tokens, end: int, floor: int) -> Unit | None:
    for length in range(1, 7):
        start = end - length
        if start < floor:
            return None
        unit = tokens.unit_at.get(start)
        if unit:
            return unit if unit.end == end else None
    return None


def _body_ending_at(bodies: dict[int, Mention], end: int, floor: int) -> int | None:
    for start in range(end - 1, max(floor, end - 12) - 1, -1):
        if start in bodies:
            return start if bodies[start].end == end else None
    return None
