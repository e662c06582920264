"""Whose office it is, as told behind it: 'of the Institute for X', 'of India', 'from both sides'.

Logic
    The body, country or group behind a preposition gives the mention its party and, where the office says nothing
    by itself ('representative', 'leader'), its status. Of a body or country the mention takes in the name too.
Patterns
    `offices.csv`, `organisations.csv`, `organisation_heads.csv`, `places.csv`.
"""

from __future__ import annotations

from ..labels import Kind, Status
from ..lexicon import Office, Place
from .bodies import body_tail
from .mention import Mention, party
from .modifiers import ADJECTIVES, NUMBERS
from .tokens import Tokens, Unit

_AFFILIATION = frozenset(["of", "for", "at", "from", "with", "to", "in"])
_STATES = frozenset(["country", "countries", "nation", "nations", "state", "states", "government", "governments"])


def take_affiliation(tokens: Tokens, bodies: dict[int, Mention], mention: Mention) -> None:
    """Take in 'of the Institute for X', 'of India', 'from both sides', and what they say of the status."""
    n = len(tokens)
    at = mention.end
    if at + 1 >= n or tokens.lower[at] not in _AFFILIATION or tokens.sentence[at + 1] != tokens.sentence[at]:
        return
    preposition = tokens.lower[at]
    at += 1
    while at < n and (tokens.lower[at] in NUMBERS or tokens.lower[at] in ADJECTIVES or tokens.surface[at].isdigit()):
        if tokens.unit_at.get(at) or at in bodies:
            break
        at += 1
    if at >= n or tokens.sentence[at] != tokens.sentence[mention.end]:
        return
    body = bodies.get(at)
    unit = tokens.unit_at.get(at)
    place = unit.sense(Place) if unit else None
    if body and preposition in ("of", "for", "at", "from", "with"):
        affiliate(mention, body)
        mention.end = body.end
    elif unit and place and _modifies_body(tokens, bodies, unit.end):
        head = unit.end + (tokens.lower[unit.end] == "'s")
        body = bodies[head]
        affiliate(mention, body)
        mention.party = mention.party or party(place)
        mention.end = body.end
    elif unit and (own := unit.sense(Office)) and mention.status is Status.UNKNOWN and own.status is not Status.UNKNOWN:
        # 'representatives of the Dogon', 'leaders of armed groups': those spoken for say who speaks.
        mention.status, mention.kind = own.status, own.kind
        mention.rules.append(own.rule)
    elif mention.status is Status.UNKNOWN and tokens.lower[at] in _STATES:
        mention.status, mention.kind = Status.OFFICIAL, Kind.EXECUTIVE
        mention.rules.append("mention:speaks-for-a-state")
    elif preposition in ("of", "for") and not unit and tokens.is_capital(mention.head) and tokens.is_capital(at):
        mention.end = body_tail(tokens, at + 1)  # the portfolio: 'Minister of Higher Education'
    elif unit and place and (group := _office_at(tokens, unit.end)):
        # 'leaders of the two Cypriot communities'
        if mention.status is Status.UNKNOWN:
            mention.status, mention.kind = group[1].status, group[1].kind
        mention.party = mention.party or party(place)
        mention.rules.append(group[1].rule)
        mention.end = group[0].end
    elif unit and place and preposition in ("of", "for", "from", "to"):
        if preposition != "to":
            mention.party = mention.party or party(place)
        mention.end = _places_end(tokens, unit.end) if mention.plural else unit.end


def _office_at(tokens: Tokens, at: int) -> tuple[Unit, Office] | None:
    unit = tokens.unit_at.get(at)
    office = unit.sense(Office) if unit else None
    return (unit, office) if unit and office else None


def _places_end(tokens: Tokens, end: int) -> int:
    """Take in the rest of 'ambassadors of India, Nepal and Pakistan'."""
    n = len(tokens)
    while end + 1 < n and tokens.lower[end] in (",", "and"):
        start = end + 1 + (tokens.lower[end + 1] in ("and", "the"))
        unit = tokens.unit_at.get(start)
        if not unit or not unit.sense(Place) or unit.sense(Office):
            break
        end = unit.end
    return end


def _modifies_body(tokens: Tokens, bodies: dict[int, Mention], at: int) -> bool:
    if at < len(tokens) and tokens.lower[at] == "'s":
        at += 1
    return at in bodies


def affiliate(mention: Mention, body: Mention) -> None:
    """Let the body decide what an office that says nothing by itself is ('representative', 'leader', 'adviser')."""
    mention.rules += body.rules
    mention.party = mention.party or body.party or (body.name if body.status is Status.OFFICIAL else "")
    mention.semi_official = mention.semi_official or body.semi_official
    if mention.status is Status.UNKNOWN or (
        mention.status is Status.OFFICIAL and body.status is Status.NON_OFFICIAL and _is_generic(mention)
    ):
        mention.status, mention.kind = body.status, body.kind


_GENERIC = frozenset([
    "president", "director", "secretary", "general", "commissioner", "chairman", "chairwoman", "official",
    "officials", "head", "heads", "chief", "governor", "secretary-general", "minister", "officer", "envoy",
])  # fmt: skip


def _is_generic(mention: Mention) -> bool:
    """Whether the office's title is also used in private bodies ('president of the university')."""
    return bool(mention.office) and mention.office.lower().split()[-1] in _GENERIC - {"minister", "envoy"}
