"""What the reader of mentions learns from: the seats that annotators gave to the mentions that the rules find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..features import Seat, seat_of
from ..labels import Label
from ..metrics.spans import match_spans
from ..records import Actor, Evidence
from .corpus import Labelled


def gold_seats(passage: Labelled, evidence: Evidence) -> list[Seat | None]:
    """Give every mention that the rules find the seat of the annotated one that it overlaps most.

    Parameters
    ----------
    passage : Labelled
    evidence : Evidence
        Of the same passage.

    Returns
    -------
    list of (Seat or None)
        None where the annotation does not tell. Where it is complete, what overlaps nothing is away; in a passage
        without diplomatic activity everybody is.
    """
    if passage.label is Label.NONE:
        return [Seat.AWAY] * len(evidence.actors)
    seats: list[Seat | None] = []
    for actor in evidence.actors:
        gold = _overlapping(actor, passage.actors) or _namesake(actor, passage.actors)
        if gold is not None:
            seats.append(seat_of(gold, passage.label))
        else:
            seats.append(Seat.AWAY if passage.complete else None)
    return seats


def gold_actors(passage: Labelled, evidence: Evidence) -> list[Actor | None]:
    """Give every mention that the rules find the annotated one that it overlaps most, each at most once."""
    gold = sorted(passage.actors, key=lambda actor: (actor.start, actor.end))
    match = match_spans([(a.start, a.end) for a in gold], [(a.start, a.end) for a in evidence.actors])
    found: list[Actor | None] = [None] * len(evidence.actors)
    for i, k in match.pairs:
        found[k] = gold[i]
    return found


def _overlapping(actor: Actor, gold: Sequence[Actor]) -> Actor | None:
    shared = max(gold, key=lambda g: _overlap(actor, g), default=None)
    return shared if shared is not None and _overlap(actor, shared) > 0 else None


def _overlap(one: Actor, other: Actor) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _namesake(actor: Actor, gold: Sequence[Actor]) -> Actor | None:
    """Find the annotated mention of the same person, where only one mention of each is annotated."""
    if not actor.name:
        return None
    surname = actor.name.split()[-1]
    return next((g for g in gold if surname in _words(g.text)), None)


def _words(text: str) -> Iterator[str]:
    return (word.strip(",.;()") for word in text.split())
