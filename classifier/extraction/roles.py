"""What an actor does at the table, or away from it: from predicates, prepositions, voice and clause bounds.

Logic
    A predicate gives a role to the actors before it (its subject) and to those after it (its object), as far as
    the next predicate or clause boundary; coordinated actors share it. 'Including' and its like pass the role on.
    Where two predicates disagree about one mention, the nearer one wins; a place at the table outweighs talk
    about it, for whoever has a seat keeps it when quoted. Further mentions of the same person share its seat.
Patterns
    `predicates.csv`.
Source
    Codebook, step 1 ('Leave out those who comment on it …') and 'Borderline roles'.
"""

from __future__ import annotations

from bisect import bisect_left

from ..labels import AT_THE_TABLE, Aspect, Role
from ..lexicon import CueSense, Predicate
from .mention import Mention
from .tokens import Tokens

_SUBJECT_REACH = 14
_OBJECT_REACH = 10
_BREAKS = frozenset([
    ";", ":", "–", "—", "that", "while", "whereas", "but", "because", "although", "when", "after", "before",
    "which",
])  # fmt: skip
_LIST_REACH = 10
#: What tells a clause from a member of a list.
_VERBAL = frozenset(["who", "whose", "whom", "to", "he", "she", "they", "it", "has", "had", "have", "was", "were", "is", "are", "will", "would",
                     "said", "by", "with", "not"])  # fmt: skip
_JOINS = frozenset({",", "and", "or", "&", "as", "well", "the", "a", "an", "both", "with", "-"})
_PRIORITY = {Role.FACILITATOR: 5, Role.PARTICIPANT: 4, Role.COMPANION: 4, Role.OBSERVER: 4, Role.HOST: 3,
             Role.FUNDER: 3, Role.ORGANISER: 3, Role.ADDRESSEE: 2, Role.SUBJECT: 1, Role.COMMENTATOR: 2,
             Role.UNKNOWN: 0}  # fmt: skip


def roles(tokens: Tokens, mentions: list[Mention]) -> list[Role]:
    """Tell each mention's role.

    Parameters
    ----------
    tokens : Tokens
    mentions : list of Mention
        Their ``rules`` grow by the predicates that fired.

    Returns
    -------
    list of Role
        One a mention; ``unknown`` where no predicate reaches it.
    """
    found: list[tuple[Role, int]] = [(Role.UNKNOWN, 99)] * len(mentions)
    inside = {i for m in mentions for i in range(m.lead, m.end)}
    predicates = [
        (unit, sense) for unit in tokens.units if unit.start not in inside and (sense := unit.sense(Predicate))
    ]
    groups = _coordination(tokens, mentions)
    for k, (unit, sense) in enumerate(predicates):
        previous_end = predicates[k - 1][0].end if k else 0
        next_start = predicates[k + 1][0].start if k + 1 < len(predicates) else len(tokens)
        subject = _before(tokens, mentions, unit.start, previous_end)
        following = _after(tokens, mentions, unit.end, next_start)
        if sense.subject and subject is not None:
            _assign(mentions, groups, found, subject, sense.subject, unit.start - mentions[subject].end, sense)
        if sense.passes_on:
            if subject is not None and following is not None:
                _assign(mentions, groups, found, following, found[subject][0], 1, sense)
        elif sense.object and following is not None:
            _assign(mentions, groups, found, following, sense.object, mentions[following].lead - unit.end, sense)
    _seat_the_rest(tokens, mentions, found)
    _share_by_name(mentions, found)
    return [role for role, _ in found]


def _coordination(tokens: Tokens, mentions: list[Mention]) -> list[int]:
    """Number the group of coordinated mentions to which each belongs."""
    groups = list(range(len(mentions)))
    for k in range(1, len(mentions)):
        start, end = mentions[k - 1].end, mentions[k].lead
        same = tokens.sentence[mentions[k - 1].head] == tokens.sentence[mentions[k].head]
        if same and 0 < end - start <= _LIST_REACH and _is_list(tokens, start, end):
            groups[k] = groups[k - 1]
    return groups


def _is_list(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a list goes on between two mentions: 'A, B and C', 'A, dean of law, and B'."""
    gap = tokens.lower[start:end]
    if all(t in _JOINS for t in gap):
        return True
    if not {",", "and", ";", ")"} & set(gap) or gap[-1] not in _JOINS | {";", ")"}:
        return False
    if any(t in _VERBAL or t in _BREAKS - {";"} for t in gap):
        return False
    return not any((u := tokens.unit_at.get(i)) and u.sense(Predicate) for i in range(start, end))


def _before(tokens: Tokens, mentions: list[Mention], at: int, floor: int) -> int | None:
    # Mentions stand in order and don't overlap: only the last two that begin before can end before.
    best = bisect_left(mentions, at, key=_lead) - 1
    if best >= 0 and mentions[best].end > at:
        best -= 1
    if best < 0 or tokens.sentence[mentions[best].head] != tokens.sentence[at]:
        return None
    mention = mentions[best]
    while best and _hangs_on(tokens, mentions[best - 1], mentions[best]):
        best -= 1
    gap = tokens.lower[mention.end : at]
    if len(gap) > _SUBJECT_REACH or any(t in _BREAKS for t in gap):
        return None
    return best if mention.end > floor or not any(t in (",",) for t in gap) else None


_HANGING = frozenset(["of", "in", "from", "at", "near", "around", "for"])


def _hangs_on(tokens: Tokens, previous: Mention, mention: Mention) -> bool:
    """Whether a mention is part of the phrase before it: 'elders of the Kuki villages in the hills'."""
    gap = tokens.lower[previous.end : mention.lead]
    same = tokens.sentence[previous.head] == tokens.sentence[mention.head]
    return same and 0 < len(gap) <= 3 and gap[-1] in _HANGING and not {",", "and", ";"} & set(gap)


def _after(tokens: Tokens, mentions: list[Mention], at: int, ceiling: int) -> int | None:
    k = bisect_left(mentions, at, key=_lead)
    if k == len(mentions):
        return None
    mention = mentions[k]
    gap = tokens.lower[at : mention.lead]
    same = at < len(tokens) and tokens.sentence[mention.head] == tokens.sentence[at - 1]
    if not same or len(gap) > _OBJECT_REACH or any(t in _BREAKS for t in gap):
        return None
    return k if mention.lead <= ceiling + 2 else None


def _lead(mention: Mention) -> int:
    return mention.lead


def _assign(
    mentions: list[Mention],
    groups: list[int],
    found: list[tuple[Role, int]],
    target: int,
    role: Role,
    distance: int,
    sense: Predicate,
) -> None:
    for k in range(groups[target], len(groups)):
        if groups[k] != groups[target]:
            break  # a group's members follow one another, and its number is its first
        old, old_distance = found[k]
        stronger = _PRIORITY[role] > _PRIORITY[old]
        nearer = _PRIORITY[role] == _PRIORITY[old] and distance < old_distance
        if stronger or nearer:
            found[k] = (role, distance)
            mentions[k].rules.append(sense.rule)


def _seat_the_rest(tokens: Tokens, mentions: list[Mention], found: list[tuple[Role, int]]) -> None:
    """Seat those whom no predicate reaches, in a sentence that tells of an interaction and of nothing else."""
    telling: dict[int, int] = {}
    activities: set[int] = set()
    for unit in tokens.units:
        cue = unit.sense(CueSense)
        if cue and cue.aspect is Aspect.ACTIVITY:
            activities.update(range(unit.start, unit.end))
            weight = -1 if cue.value.startswith("other") else 1
            telling[tokens.sentence[unit.start]] = telling.get(tokens.sentence[unit.start], 0) + weight
    for k, mention in enumerate(mentions):
        if _is_topic(tokens, mention, activities):
            continue
        if found[k][0] is Role.UNKNOWN and telling.get(tokens.sentence[mention.head], 0) > 0:
            found[k] = (Role.PARTICIPANT, 50)
            mention.rules.append("role:interaction")


#: 'The case of nine detainees', 'a letter about the fishermen': what is talked of does not talk.
_ABOUT = frozenset(["of", "on", "about", "over", "for", "concerning", "regarding", "against", "from", "in", "under"])


def _is_topic(tokens: Tokens, mention: Mention, activities: set[int]) -> bool:
    before = mention.lead - 1
    return before > 0 and tokens.lower[before] in _ABOUT and before - 1 not in activities


def _share_by_name(mentions: list[Mention], found: list[tuple[Role, int]]) -> None:
    """Give all mentions of one name the weightiest role among them."""
    by_name: dict[str, list[int]] = {}
    for k, mention in enumerate(mentions):
        if mention.name and not mention.metonym:
            by_name.setdefault(mention.name.split()[-1].lower(), []).append(k)
    for group in by_name.values():
        best = max((found[k] for k in group), key=lambda item: _PRIORITY[item[0]])
        if best[0] in AT_THE_TABLE:
            for k in group:
                if found[k][0] not in AT_THE_TABLE:
                    found[k] = best
                    mentions[k].rules.append("role:same-name")
