"""In what capacity an actor acts: triggers with a direction, a scope and a stop, after ConText.

Logic
    A qualifier before a mention ('former', 'retired', 'serving') holds for it and for those coordinated with it
    that bring no determiner or qualifier of their own. One after it ('(Retd)', '-designate') holds for it alone;
    one in an apposition or relative clause ('who had been', 'once') for the name before it; one of clause scope
    ('in a personal capacity') for the officials of its sentence, or, where that names none, of the passage.
    An office given for the task ('named UN envoy') outweighs a former one.
Patterns
    `qualifiers.csv`.
Source
    Chapman et al. (2007), ConText; codebook, step 1, 'Capacity', and 'Borderline roles'.
"""

from __future__ import annotations

from ..labels import Capacity, Kind, Status
from ..lexicon import Office, Predicate, Qualifier
from .mention import Mention
from .tokens import Tokens

_JOINS = frozenset({",", "and", "or", "&", ";", "as", "well", "plus", "nor"})
_AFTER = 4


def capacities(tokens: Tokens, mentions: list[Mention]) -> list[tuple[Capacity, bool]]:
    """Tell each mention's capacity and whether it is said not to take part.

    Parameters
    ----------
    tokens : Tokens
    mentions : list of Mention
        Their ``rules`` grow by the triggers that fired.

    Returns
    -------
    list of (Capacity, bool)
        One a mention: the capacity, and whether it is negated.
    """
    found = [_own(tokens, mention) for mention in mentions]
    _distribute(tokens, mentions, found)
    _clause_scope(tokens, mentions, found)
    return [(capacity, negated) for capacity, negated, _ in found]


def _default(mention: Mention) -> Capacity:
    if mention.status is Status.OFFICIAL:
        return Capacity.INCUMBENT
    if mention.status is Status.NON_OFFICIAL:
        return Capacity.NONE
    return Capacity.UNKNOWN


def _own(tokens: Tokens, mention: Mention) -> tuple[Capacity, bool, bool]:
    """Capacity, negation, and whether the mention brings a qualifier of its own."""
    effects = [(q.effect, at) for at, q in sorted(mention.qualifiers, key=lambda item: item[0])]
    effects += _following(tokens, mention)
    negated = any(e == "negated" for e, _ in effects)
    names = [e for e, _ in effects if e != "negated"]
    if "appointed" in names:
        return Capacity.APPOINTED, negated, True
    if "now" in names and names[-1] == "now" and mention.status is not Status.UNKNOWN:
        return _default(mention), negated, True
    if "former" in names:
        return Capacity.FORMER, negated, True
    if "designate" in names:
        return Capacity.DESIGNATE, negated, True
    if "incumbent" in names or "then" in names:
        return Capacity.INCUMBENT if mention.status is Status.OFFICIAL else _default(mention), negated, True
    return _default(mention), negated, bool(effects)


def _following(tokens: Tokens, mention: Mention) -> list[tuple[str, int]]:
    """Triggers after the mention: '(Retd)', '-elect', ', who had been ambassador', 'did not attend'."""
    effects = []
    n = len(tokens)
    for i in range(mention.end, min(n, mention.end + _AFTER)):
        if tokens.sentence[i] != tokens.sentence[mention.end - 1] or tokens.surface[i] in (";", ":"):
            break
        unit = tokens.unit_at.get(i)
        qualifier = unit.sense(Qualifier) if unit else None
        if unit is None or qualifier is None or qualifier.scope == "next":
            if unit and unit.sense(Predicate):
                break
            continue
        near = i <= mention.end + 1
        if (qualifier.scope == "previous" and (near or qualifier.effect == "negated")) or (
            qualifier.scope == "apposition"
            and qualifier.effect in ("former", "appointed", "now")
            and _office_follows(tokens, unit.end, official=qualifier.effect == "now")
        ):
            effects.append((qualifier.effect, i))
            mention.rules.append(qualifier.rule)
            break
    return effects


def _office_follows(tokens: Tokens, at: int, *, official: bool) -> bool:
    """Whether an office, or only an official one, is what 'who was', 'named' or 'now' speaks of."""
    for i in range(at, min(len(tokens), at + 5)):
        unit = tokens.unit_at.get(i)
        office = unit.sense(Office) if unit else None
        if office:
            return office.status is Status.OFFICIAL or not official
        if tokens.surface[i] in (",", ";", "."):
            return False
    return False


def _distribute(tokens: Tokens, mentions: list[Mention], found: list[tuple[Capacity, bool, bool]]) -> None:
    """Carry 'former' over 'former ministers, generals and ambassadors'; stop at a determiner or qualifier."""
    for k in range(1, len(mentions)):
        previous, mention = mentions[k - 1], mentions[k]
        capacity, negated, own = found[k]
        gap = tokens.lower[previous.end : mention.lead]
        joined = 0 < len(gap) <= 3 and all(t in _JOINS for t in gap)
        if not joined or own or mention.determined or mention.is_name or mention.metonym:
            continue
        before, before_negated, before_own = found[k - 1]
        shares = before is Capacity.FORMER and (not previous.name or mention.plural == previous.plural)
        if before_own and shares and mention.status is not Status.UNKNOWN and not mention.name:
            found[k] = (Capacity.FORMER, negated or before_negated, True)
            mention.rules.append("capacity:coordination")
        elif before_negated:
            found[k] = (capacity, True, True)
            mention.rules.append("capacity:coordination")


def _clause_scope(tokens: Tokens, mentions: list[Mention], found: list[tuple[Capacity, bool, bool]]) -> None:
    for unit in tokens.units:
        qualifier = unit.sense(Qualifier)
        if qualifier is None or qualifier.scope != "clause":
            continue
        sentence = tokens.sentence[unit.start]
        officials = [
            k for k, m in enumerate(mentions)
            if m.status is Status.OFFICIAL and found[k][0] is not Capacity.FORMER and not m.metonym
            and m.kind is not Kind.MOVEMENT
        ]  # fmt: skip
        here = [k for k in officials if tokens.sentence[mentions[k].head] == sentence]
        before = [k for k in here if mentions[k].end <= unit.start]
        capacity = Capacity.PERSONAL if qualifier.effect == "personal" else Capacity.APPOINTED
        for k in before or here or officials:
            found[k] = (capacity, found[k][1], True)
            mentions[k].rules.append(qualifier.rule)
