"""The reader of mentions: where each sits, and whether it is an actor, of what standing and in what role.

Seats are learnt from all annotated mentions, for they decide the label; the rest from passages in which every
mention is annotated. What the reader says of an actor outweighs what the rules say, which are among its traits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..features import SEATS, Seat
from ..labels import AT_THE_TABLE, Capacity, Label, Role, Status
from ..records import Actor, Evidence

Floats = npt.NDArray[np.float64]
#: A mention without a seat, or a doubtful one, is kept as an actor from this probability on.
_ACTOR_FROM = 0.5
#: Where there is a diplomatic activity, a mention is away from this probability on. Above one half, for the reader
#: of mentions does not know that there is one; chosen on `dev`, by the F1 of seats.
_AWAY_FROM = 0.8
_AWAY = np.array([float(seat is Seat.AWAY) for seat in SEATS])


@dataclass(frozen=True)
class Reader:
    """What is learnt of mentions.

    Attributes
    ----------
    vectorizer
        ``DictVectorizer`` over the traits of a mention.
    seats
        ``LogisticRegression`` over `SEATS`.
    columns : array of int
        The traits that the following three weigh.
    presence, standing, role
        ``LogisticRegression`` over whether a mention is an actor, over ``status capacity``, and over roles.
    """

    vectorizer: Any
    seats: Any
    columns: npt.NDArray[np.int64]
    presence: Any
    standing: Any
    role: Any

    def traits(self, evidence: Sequence[Evidence]) -> sparse.csr_matrix:
        """Traits of all mentions of the passages, a row each, as a matrix of zeros and ones."""
        # A look-up in the vocabulary: the vectorizer's own transform takes five times as long.
        columns = self.vectorizer.vocabulary_
        found = [[columns[trait] for trait in context if trait in columns] for e in evidence for context in e.contexts]
        indptr = np.concatenate([[0], np.cumsum([len(row) for row in found])]).astype(np.int64)
        indices = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=int(indptr[-1]))
        return sparse.csr_matrix((np.ones(len(indices)), indices, indptr), shape=(len(found), len(columns)))

    def read_seats(self, evidence: Sequence[Evidence], traits: sparse.csr_matrix) -> list[Floats]:
        """Probability of each seat for every actor.

        Parameters
        ----------
        evidence : sequence of Evidence
        traits : sparse matrix of shape (mentions, traits)
            From `traits`.

        Returns
        -------
        list of array of shape (actors, 5)
            Columns in the order of `SEATS`; an actor that is said not to take part is away.
        """
        if not any(e.contexts for e in evidence):
            return [np.zeros((0, len(SEATS))) for _ in evidence]
        order = [list(self.seats.classes_).index(seat.value) for seat in SEATS]
        probabilities = self.seats.predict_proba(traits)[:, order]
        probabilities[[actor.negated for e in evidence for actor in e.actors]] = _AWAY
        return np.split(probabilities, _cuts(evidence))

    def read_actors(
        self,
        evidence: Sequence[Evidence],
        seats: Sequence[Floats],
        labels: Sequence[Label],
        traits: sparse.csr_matrix,
    ) -> list[tuple[Actor, ...]]:
        """Tell of every mention that is an actor its standing and role, in keeping with its seat.

        Parameters
        ----------
        evidence : sequence of Evidence
        seats : sequence of array of shape (actors, 5)
        labels : sequence of Label
            In a passage without diplomatic activity nobody has a seat.
        traits : sparse matrix of shape (mentions, traits)
            From `traits`.

        Returns
        -------
        list of tuple of Actor
        """
        if not any(e.contexts for e in evidence):
            return [() for _ in evidence]
        traits = traits[:, self.columns]
        cuts = _cuts(evidence)
        presence = np.split(self.presence.predict_proba(traits)[:, list(self.presence.classes_).index(True)], cuts)
        standing = np.split(self.standing.predict_proba(traits), cuts)
        role = np.split(self.role.predict_proba(traits), cuts)
        out = []
        for k, (e, own, label) in enumerate(zip(evidence, seats, labels, strict=True)):
            actors = []
            for i, (actor, seat) in enumerate(zip(e.actors, _seats(own, label), strict=True)):
                if (seat is not Seat.AWAY and not actor.doubtful) or presence[k][i] >= _ACTOR_FROM:
                    actors.append(self._told(actor, seat, standing[k][i], role[k][i]))
            out.append(tuple(actors))
        return out

    def _told(self, actor: Actor, seat: Seat, standing: Floats, role: Floats) -> Actor:
        status, _, capacity = _best(self.standing.classes_, standing, lambda name: _fits(name, seat)).partition(" ")
        at_table = seat is not Seat.AWAY
        found = _best(self.role.classes_, role, lambda name: (Role(name) in AT_THE_TABLE) is at_table)
        if seat is Seat.FACILITATOR:
            found = Role.FACILITATOR.value
        return replace(actor, status=Status(status), capacity=Capacity(capacity), role=Role(found))


def _seats(p: Floats, label: Label) -> list[Seat]:
    """Seats of a passage's mentions: where there is an activity, somebody has one."""
    if label is Label.NONE or not len(p):
        return [Seat.AWAY] * len(p)
    away = p[:, SEATS.index(Seat.AWAY)]
    taken = away < max(_AWAY_FROM, away.min() + np.finfo(float).eps)
    likeliest = np.where(_AWAY, 0, p).argmax(axis=1)
    return [SEATS[i] if sits else Seat.AWAY for i, sits in zip(likeliest, taken & (away < 1), strict=True)]


def trait_dict(context: Sequence[str]) -> dict[str, float]:
    """Turn the traits of a mention into a row for a ``DictVectorizer``."""
    return dict.fromkeys(context, 1.0)


def _cuts(evidence: Sequence[Evidence]) -> npt.NDArray[np.int64]:
    return np.cumsum([len(e.contexts) for e in evidence])[:-1]


def _best(names: Sequence[str], p: Floats, fits: Any) -> str:
    """Likeliest name among those that fit, or the likeliest of all where none does."""
    order = sorted(range(len(names)), key=lambda i: -p[i])
    return str(names[next((i for i in order if fits(names[i])), order[0])])


def _fits(standing: str, seat: Seat) -> bool:
    """Whether a ``status capacity`` can have a seat; who is away may have any."""
    status, _, capacity = standing.partition(" ")
    if seat is Seat.AWAY:
        return True
    if seat in (Seat.NON_OFFICIAL, Seat.FACILITATOR):
        return status == Status.NON_OFFICIAL
    return status == Status.OFFICIAL and (capacity == Capacity.PERSONAL) is (seat is Seat.PERSONAL)
