"""Actors, whole: from lexicon units and capitalised runs to mentions.

Logic
    A mention is ``[qualifier] [number] [country] [organisation's] office [Name] [of organisation or country]``,
    an apposition of a name and an office in either order, an organisation by its name or by its head noun, a
    government by metonymy, or a bare name. Organisations are found first, since offices lean on them, then all
    mentions from left to right; 'counterparts' and the dictionaries of persons come last.
Patterns
    `offices.csv`, `organisations.csv`, `organisation_heads.csv`, `places.csv`, `qualifiers.csv`.
"""

from __future__ import annotations

from ..labels import Status
from ..records import Body
from .apposition import with_apposition
from .assembly import mention_at
from .bodies import by_acronym, introduced_acronyms, named_bodies
from .memory import IN_DICTIONARY
from .mention import Mention
from .tokens import Tokens


def find_mentions(tokens: Tokens) -> tuple[list[Mention], dict[str, Body]]:
    """Find every mention of an actor.

    Parameters
    ----------
    tokens : Tokens

    Returns
    -------
    (list of Mention, dict of str to Body)
        The mentions in order, not overlapping; and the acronyms that the passage introduces.
    """
    bodies = named_bodies(tokens)
    acronyms = introduced_acronyms(tokens, bodies)
    bodies.update(by_acronym(tokens, {**tokens.memory.acronyms, **acronyms}))
    mentions: list[Mention] = []
    i = floor = 0
    n = len(tokens)
    surface, unit_at = tokens.surface, tokens.unit_at
    while i < n:
        if i not in unit_at and i not in bodies and not surface[i][0].isupper():
            i += 1  # most words: nothing can begin here
            continue
        mention = mention_at(tokens, bodies, i, floor)
        if mention is None:
            unit = tokens.unit_at.get(i)
            i = unit.end if unit else i + 1
            continue
        mention = with_apposition(tokens, bodies, mention)
        mentions.append(mention)
        i = floor = mention.end
    _liken_counterparts(mentions)
    for mention in mentions:
        _known_by_dictionary(tokens, mention)
    return mentions, acronyms


def _known_by_dictionary(tokens: Tokens, mention: Mention) -> None:
    """Give a bare name what a dictionary says of the person on the text's date, or whenever it was written."""
    unit = tokens.unit_at.get(mention.head)
    if unit is None or not unit.person or not mention.is_name or mention.status is not Status.UNKNOWN:
        return
    senses, date = unit.person, tokens.memory.date
    if date:
        senses = tuple(s for s in senses if s.dated and s.holds_on(date)) or tuple(s for s in senses if not s.dated)
    if len({(s.status, s.kind, s.code) for s in senses}) == 1:
        mention.status, mention.kind = senses[0].status, senses[0].kind
        mention.party = senses[0].code if senses[0].status is Status.OFFICIAL else ""
        mention.rules += [senses[0].rule, IN_DICTIONARY]


_COUNTERPARTS = frozenset(["counterpart", "counterparts", "number", "numbers"])


def _liken_counterparts(mentions: list[Mention]) -> None:
    """Give 'his Iranian counterpart' and 'her opposite number' the standing of the officer named before."""
    before: Mention | None = None
    for mention in mentions:
        if (
            mention.status is Status.UNKNOWN
            and mention.office.lower().split()[-1:]
            and (mention.office.lower().split()[-1] in _COUNTERPARTS)
        ):
            if before is not None:
                mention.status, mention.kind = before.status, before.kind
                mention.qualifiers += [(at, q) for at, q in before.qualifiers if q.effect == "former"]
                mention.rules.append("mention:counterpart")
        elif mention.office and mention.status is not Status.UNKNOWN:
            before = mention
