"""How far people agree on these passages, and whether the system agrees with them as much as they with each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np
import numpy.typing as npt

from ..labels import LABELS
from ..metrics.bootstrap import Estimate, Floats, cluster_draws, draw_totals
from ..metrics.classification import accuracy_of, columns_of, kappa_of, macro_f1_of
from ..metrics.intervals import bounded
from .gold import Gold

_SIZE = len(LABELS)


@dataclass(frozen=True)
class Agreement:
    """Agreement over the ``n`` passages that two people or more have labelled.

    Attributes
    ----------
    n : int
    ceiling, model_agreement : dict of str to Estimate
        ``agreement`` (share of pairs of labels that are equal), ``macro_f1`` and ``kappa``: of one person with
        another, and of the system with one person.
    """

    n: int
    ceiling: dict[str, Estimate]
    model_agreement: dict[str, Estimate]


def agreement_of(
    gold: Gold, predicted: npt.NDArray[np.str_], *, resamples: int = 2000, seed: int = 0
) -> Agreement | None:
    """Compare people with people, and the system with people, on the same passages.

    Parameters
    ----------
    gold : Gold
        With votes.
    predicted : array of str
    resamples, seed : int

    Returns
    -------
    Agreement or None
        None where no passage has two votes.

    Notes
    -----
    Every passage counts once, its pairs of votes sharing the weight. ``kappa`` is agreement beyond chance: of the system
    with people Cohen's (1960); of people, who are taken in both orders, Scott's pi (1955, *Public Opinion Quarterly* 19:
    321-325). Artstein and Poesio (2008), *Computational Linguistics* 34: 555-596, compare the two.
    """
    rows = [i for i, votes in enumerate(gold.votes) if len(votes) > 1]
    if not rows:
        return None
    people = np.array([_cells(permutations(gold.votes[i].values(), 2)) for i in rows])
    system = np.array([_cells((vote, str(predicted[i])) for vote in gold.votes[i].values()) for i in rows])
    groups = gold.groups[rows]
    return Agreement(len(rows), _figures(people, groups, resamples, seed), _figures(system, groups, resamples, seed))


def _cells(pairs: Iterator[tuple[str, str]]) -> Floats:
    """Confusion matrix of pairs of labels, flat, with 1 in sum."""
    first, second = (columns_of(side) for side in zip(*pairs, strict=True))
    cells = np.bincount(first * _SIZE + second, minlength=_SIZE * _SIZE)
    return np.asarray(cells / cells.sum(), dtype=float)


def _figures(cells: Floats, groups: npt.NDArray[np.str_], resamples: int, seed: int) -> dict[str, Estimate]:
    draws = cluster_draws(groups, resamples, seed)
    matrix = cells.sum(axis=0).reshape(_SIZE, _SIZE)
    drawn = draw_totals(cells, draws).reshape(-1, _SIZE, _SIZE)
    sizes = np.bincount(draws[0])
    figures = {"agreement": (accuracy_of, 0.0), "macro_f1": (macro_f1_of, 0.0), "kappa": (kappa_of, -1.0)}
    return {
        name: bounded(float(figure(matrix)), figure(drawn), sizes, lowest=lowest)
        for name, (figure, lowest) in figures.items()
    }
