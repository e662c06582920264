"""What surrounds a mention: the words, predicates and neighbours from which its seat at the table can be read.

Logic
    Every mention gets a set of named traits: its own class and words, the words to its left and right, the
    nearest predicates, the mentions beside it, and what its sentence tells of. Names of persons, places and
    bodies give way to classes, as in the delexicalised passage.
Source
    Gildea and Jurafsky (2002), *Automatic Labeling of Semantic Roles*: such traits of a constituent and of its
    predicate tell its role.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from ..labels import Aspect
from ..lexicon import CueSense, Place, Predicate
from ..records import Actor
from .delexicalise import actor_class
from .mention import Mention
from .tokens import Tokens, Unit

_REACH = 8
_NEAR, _MIDDLE = 2, 8
_LIST_GAP = 3
_OPENING_SENTENCES = 3
#: Of a sentence's words so many count, or time would grow with the square of its length; no real sentence has more.
_MOST_WORDS = 100
_EDGE = "#"


def contexts(tokens: Tokens, mentions: Sequence[Mention], actors: Sequence[Actor]) -> tuple[tuple[str, ...], ...]:
    """Describe every actor by its context.

    Parameters
    ----------
    tokens : Tokens
    mentions, actors : sequence
        The passage's mentions, and the actors made of them, in the same order.

    Returns
    -------
    tuple of tuple of str
        The traits of each actor, such as ``left=with`` or ``subject of=commentator``.
    """
    if not mentions:
        return ()
    classes = [actor_class(actor) for actor in actors]
    plain = _plain_words(tokens)
    words = list(plain)
    for mention, name in zip(mentions, classes, strict=True):
        words[mention.lead : mention.end] = [f"<{name}>"] * (mention.end - mention.lead)
    bounds = _sentence_bounds(tokens)
    predicates, told, common = _by_sentence(tokens, mentions)
    out = []
    for k, (mention, actor) in enumerate(zip(mentions, actors, strict=True)):
        sentence = tokens.sentence[mention.lead]
        first, last = bounds[sentence]
        traits = _own(actor, classes[k], plain[mention.lead : mention.end])
        traits += _around(words, mention, first, last)
        traits += _governed(tokens, mention, predicates[sentence], classes[k])
        traits += _beside(tokens, mentions, actors, classes, k)
        traits += [f"sentence={min(sentence, _OPENING_SENTENCES)}"]
        traits += [f"told={value}" for value in sorted(told[sentence])]
        traits += [f"word={word}" for word in sorted(common[sentence])]
        out.append(tuple(dict.fromkeys(traits)))
    return tuple(out)


_PLACE, _NUMBER, _NAME = "PLACE", "NUMBER", "NAME"


def _plain_words(tokens: Tokens) -> list[str]:
    """Every token by its word, or, where it is a name or a number, by its class."""
    out = []
    places = [unit for unit in tokens.units if unit.sense(Place)]
    in_places = {i for unit in places for i in range(unit.start, unit.end)}
    for i, word in enumerate(tokens.lower):
        surface = tokens.surface[i]
        if i in in_places:
            out.append(_PLACE)
        elif surface[0].isdigit():
            out.append(_NUMBER)
        elif surface[0].isupper() and word not in tokens.common:
            out.append(_NAME)
        else:
            out.append(word)
    return out


def _sentence_bounds(tokens: Tokens) -> dict[int, tuple[int, int]]:
    bounds: dict[int, tuple[int, int]] = {}
    for i, sentence in enumerate(tokens.sentence):
        bounds[sentence] = (bounds.get(sentence, (i, i))[0], i + 1)
    return bounds


def _by_sentence(
    tokens: Tokens, mentions: Sequence[Mention]
) -> tuple[dict[int, list[tuple[Unit, Predicate]]], dict[int, set[str]], dict[int, set[str]]]:
    """Collect each sentence's predicates, the activities that it tells of, and its common words."""
    inside = {i for m in mentions for i in range(m.lead, m.end)}
    predicates: dict[int, list[tuple[Unit, Predicate]]] = defaultdict(list)
    told: dict[int, set[str]] = defaultdict(set)
    common: dict[int, set[str]] = defaultdict(set)
    for unit in tokens.units:
        if unit.start in inside:
            continue
        predicate, cue = unit.sense(Predicate), unit.sense(CueSense)
        if predicate:
            predicates[tokens.sentence[unit.start]].append((unit, predicate))
        if cue and cue.aspect is Aspect.ACTIVITY:
            told[tokens.sentence[unit.start]].add("other" if cue.value.startswith("other") else cue.value)
    for i, word in enumerate(tokens.lower):
        if i not in inside and tokens.surface[i][0].islower() and len(common[tokens.sentence[i]]) < _MOST_WORDS:
            common[tokens.sentence[i]].add(word)
    return predicates, told, common


def _own(actor: Actor, name: str, words: Sequence[str]) -> list[str]:
    traits = [
        f"class={name}",
        f"standing={actor.status} {actor.capacity}",
        f"kind={actor.kind}",
        f"role={actor.role}",
        f"class={name} role={actor.role}",
        "plural" if actor.plural else "singular",
    ]
    if actor.negated:
        traits.append("negated")
    for rule in actor.rules:
        family, _, term = rule.partition(":")
        if family in ("offices", "organisation_heads"):
            if term.islower():
                traits.append(f"head={term.split()[-1]}")
        elif family not in ("organisations", "places"):
            traits.append(f"rule={rule}")
    return [*traits, *(f"within={word}" for word in words)]


def _around(words: list[str], mention: Mention, first: int, last: int) -> list[str]:
    left = [words[i] if i >= first else _EDGE for i in range(mention.lead - 1, mention.lead - 3, -1)]
    right = [words[i] if i < last else _EDGE for i in range(mention.end, mention.end + 2)]
    traits = [
        f"left={left[0]}",
        f"left={left[1]} {left[0]}",
        f"right={right[0]}",
        f"right={right[0]} {right[1]}",
        f"between={left[0]} {right[0]}",
    ]
    traits += [f"before={words[i]}" for i in range(max(first, mention.lead - _REACH), mention.lead)]
    traits += [f"after={words[i]}" for i in range(mention.end, min(last, mention.end + _REACH))]
    return traits


def _governed(tokens: Tokens, mention: Mention, predicates: list[tuple[Unit, Predicate]], name: str) -> list[str]:
    """Tell of the nearest predicates of the sentence to either side."""
    # Predicates stand in order and don't overlap, and none begins inside a mention.
    place = bisect_left(predicates, mention.lead, key=lambda found: found[0].start)
    after = predicates[place] if place < len(predicates) else None
    if place and predicates[place - 1][0].end > mention.lead:
        place -= 1
    before = predicates[place - 1] if place else None
    traits = []
    for side, found in (("object", before), ("subject", after)):
        if found is None:
            traits.append(f"no {side}")
            continue
        unit, predicate = found
        start, end = (unit.end, mention.lead) if side == "object" else (mention.end, unit.start)
        distance = "near" if end - start <= _NEAR else "middle" if end - start <= _MIDDLE else "far"
        broken = any(tokens.surface[i] in ",;:" for i in range(start, end))
        role = predicate.object if side == "object" else predicate.subject
        traits += [
            f"{side} of={role}",
            f"{side} of={role} {distance}{' broken' if broken else ''}",
            f"{side} of={predicate.term}",
            f"{side} of={role} class={name}",
        ]
    return traits


def _beside(
    tokens: Tokens, mentions: Sequence[Mention], actors: Sequence[Actor], classes: Sequence[str], k: int
) -> list[str]:
    """Tell of the mentions before and after, above all where they stand in one list with this one."""
    traits = []
    for side, other in (("previous", k - 1), ("next", k + 1)):
        if not 0 <= other < len(mentions):
            continue
        if tokens.sentence[mentions[other].lead] != tokens.sentence[mentions[k].lead]:
            continue
        first, second = sorted((k, other))
        gap = tokens.lower[mentions[first].end : mentions[second].lead]
        traits.append(f"{side}={classes[other]}")
        if len(gap) <= _LIST_GAP:
            traits += [f"{side}={classes[other]} {' '.join(gap)}", f"{side} role={actors[other].role}"]
    return traits
