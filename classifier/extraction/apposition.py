"""A name and an office beside each other, in either order: 'NAME, a former OFFICE' and 'the OFFICE, NAME,'.

Logic
    Behind a comma or bracket after a name, the office that tells who it is; behind one after an office, the name.
    A predicate, another name or a word that opens no apposition ends the search.
Patterns
    `predicates.csv`, `qualifiers.csv`.
"""

from __future__ import annotations

from ..labels import Status
from ..lexicon import Head, Office, Organisation, Place, Predicate, Qualifier
from .assembly import mention_at
from .mention import Mention, text
from .modifiers import ADJECTIVES, NUMBERS
from .names import name_end
from .tokens import Tokens


def with_apposition(tokens: Tokens, bodies: dict[int, Mention], mention: Mention) -> Mention:
    """Join 'NAME, a former OFFICE' and 'the OFFICE, NAME,' into one mention."""
    at = mention.end
    n = len(tokens)
    if at + 1 >= n or tokens.surface[at] not in (",", "(") or tokens.sentence[at + 1] != tokens.sentence[at]:
        return mention
    if mention.is_name:
        return _name_then_office(tokens, bodies, mention, at)
    if not mention.name and not mention.plural and mention.office:
        end = name_end(tokens, at + 1)
        closes = end is not None and (
            end >= n
            or tokens.surface[end] in (",", ")", ".", ";", ":")
            or tokens.sentence[end - 1] != tokens.sentence[min(end, n - 1)]
        )
        if end is not None and closes and end - at > 2:
            mention.name = text(tokens, at + 1, end)
            mention.end = end
            mention.rules.append("mention:apposition")
    return mention


_APPOSITION_ENDS = frozenset([",", ";", ")", ":", "where", "which", "when", "while", "whose", "whom"])


def _name_then_office(tokens: Tokens, bodies: dict[int, Mention], mention: Mention, comma: int) -> Mention:
    n = len(tokens)
    i = comma + 1
    floor = i
    stop = min(n, comma + 14)
    while i < stop and tokens.sentence[i] == tokens.sentence[comma] and tokens.lower[i] not in _APPOSITION_ENDS:
        unit = tokens.unit_at.get(i)
        if unit and unit.sense(Predicate) and not unit.sense(Qualifier):
            return mention
        found = mention_at(tokens, bodies, i, floor)
        if found and (found.office or found.status is not Status.UNKNOWN) and not found.metonym and not found.is_name:
            _absorb(tokens, mention, found, comma + 1)
            return mention
        if (found and found.is_name) or not _opens_apposition(tokens, i):
            return mention
        i += 1 if not unit else max(unit.end - i, 1)
    return mention


_DETERMINERS = frozenset([
    "a", "an", "the", "his", "her", "its", "their", "our", "some", "several", "many", "no", "these", "those", "both",
])  # fmt: skip
_APPOSITION_OPENERS = _DETERMINERS | NUMBERS | ADJECTIVES | frozenset(["until", "who", "and", "at", "time", "of"])


def _opens_apposition(tokens: Tokens, i: int) -> bool:
    """Whether a word may stand between a name's comma and the office that tells who it is."""
    unit = tokens.unit_at.get(i)
    if unit and any(unit.sense(c) for c in (Place, Organisation, Head, Qualifier, Office)):
        return True
    first = tokens.surface[i][0]
    return not first.isalpha() or first.isupper() or tokens.lower[i] in _APPOSITION_OPENERS or tokens.lower[i] == "'s"


def _absorb(tokens: Tokens, mention: Mention, found: Mention, start: int) -> None:
    mention.status, mention.kind, mention.office = found.status, found.kind, found.office or found.name
    mention.party = found.party
    mention.semi_official = found.semi_official
    mention.qualifiers += found.qualifiers
    for i in range(start, found.lead):
        unit = tokens.unit_at.get(i)
        qualifier = unit.sense(Qualifier) if unit else None
        if qualifier and qualifier.scope in ("apposition", "next"):
            mention.qualifiers.append((i, qualifier))
            mention.rules.append(qualifier.rule)
    mention.end = found.end
    mention.is_name = False
    mention.rules += [*found.rules, "mention:apposition"]
