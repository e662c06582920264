"""Anchoring: whether coders who saw a prediction follow it more than those who did not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...metrics.agreement import NOMINAL
from ...metrics.bootstrap import Estimate, Floats
from ...metrics.cluster_sums import Part, estimates_of
from ...metrics.coefficients import alpha_of_sums, over, percent_agreement, unit_columns, unit_sums
from . import parts
from .coding import GOLD, HUMAN, MODEL, Coding, Table

Bools = npt.NDArray[np.bool_]
#: Below this p, whether a prediction was shown goes with something else.
_P = 0.01
_DIFFERENCE = frozenset({"difference"})


@dataclass(frozen=True)
class Contrast:
    """A figure of labels given with the prediction in sight, of those given without, and the difference.

    Attributes
    ----------
    n_seen, n_unseen : int
        Labels, or passages where the figure is of people among themselves.
    seen, unseen, difference : Estimate
    """

    n_seen: int
    n_unseen: int
    seen: Estimate
    unseen: Estimate
    difference: Estimate


@dataclass(frozen=True)
class Anchoring:
    """How labels given in sight of a prediction differ from others.

    Attributes
    ----------
    model : str
        Whose predictions they are compared with; empty without any.
    contrasts : dict of str to Contrast
        ``with_model``: share equal to the model's label. ``same_passages``: the same, of passages coded both with and
        without it, each counting once. ``wrong``: the same, where the gold says that the model is wrong.
        ``agreement`` and ``alpha``: of people who both saw it, and who both did not.
    confounded : list of str
        What goes with having seen it, so that a difference may be due to that.
    """

    model: str
    contrasts: dict[str, Contrast]
    confounded: list[str]


def anchoring_of(coding: Coding, resamples: int, seed: int) -> Anchoring | None:
    """Compare labels given in sight of a prediction with those given without; None where records don't tell of both."""
    table = coding.table()
    known = coding.of_people() & coding.latest()
    seen, unseen = coding.table(known & (coding.saw == 1)), coding.table(known & (coding.saw == 0))
    if not ((seen >= 0).any() and (unseen >= 0).any()):
        return None
    models, golds = coding.numbers(MODEL), coding.numbers(GOLD)
    asked: dict[str, tuple[Part, int, int]] = {}
    predicted = None
    if models:
        model = max(models, key=lambda i: int(((table[:, i] >= 0)[:, None] & (seen >= 0)).sum()))
        predicted = table[:, model]
        counted = _hits(seen, predicted), _hits(unseen, predicted)
        asked["with_model"] = _shares(*counted)
        both = (counted[0][:, 1] > 0) & (counted[1][:, 1] > 0)
        if both.any():
            asked["same_passages"] = _shares(*(_per_passage(side) * both[:, None] for side in counted))
        if golds:
            gold = table[:, golds[0]]
            wrong = (gold >= 0) & (predicted >= 0) & (gold != predicted)
            asked["wrong"] = _shares(*(side * wrong[:, None] for side in counted))
    asked |= _among_people(seen, unseen)
    asked = {name: item for name, item in asked.items() if item[1] and item[2]}
    found = estimates_of([part for part, _, _ in asked.values()], coding.clusters, resamples, seed)
    contrasts = {
        name: Contrast(n_seen, n_unseen, one["seen"][0], one["unseen"][0], one["difference"][0])
        for (name, (_, n_seen, n_unseen)), one in zip(asked.items(), found, strict=True)
    }
    name = coding.coders[model].name if models else ""
    return Anchoring(name, contrasts, _confounders(coding, seen >= 0, unseen >= 0, predicted))


def _hits(given: Table, predicted: Table) -> Floats:
    """Labels equal to the prediction, and labels, by passage."""
    shared = (given >= 0) & (predicted >= 0)[:, None]
    return np.column_stack([((given == predicted[:, None]) & shared).sum(axis=1), shared.sum(axis=1)]).astype(float)


def _per_passage(counted: Floats) -> Floats:
    return counted / np.maximum(counted[:, 1:], 1)


def _shares(seen: Floats, unseen: Floats) -> tuple[Part, int, int]:
    def figures(sums: Floats) -> dict[str, Floats]:
        return _contrast(over(sums[..., 0], sums[..., 1]), over(sums[..., 2], sums[..., 3]))

    bases = np.array([[0.0], [1.0], [0.0], [1.0]])
    part = Part(np.hstack([seen, unseen]), figures, bases, differences=_DIFFERENCE)
    return part, round(seen[:, 1].sum()), round(unseen[:, 1].sum())


def _among_people(seen: Table, unseen: Table) -> dict[str, tuple[Part, int, int]]:
    columns = [unit_columns(parts.counts_of(table)) for table in (seen, unseen)]
    width = columns[0].shape[1]
    n_seen, n_unseen = (int(((table >= 0).sum(axis=1) > 1).sum()) for table in (seen, unseen))
    bases = np.zeros((2 * width, 1))
    bases[: parts.CELLS] = bases[width : width + parts.CELLS] = 1

    def agreement(sums: Floats) -> dict[str, Floats]:
        return _contrast(*(percent_agreement(unit_sums(sums[..., at : at + width], parts.K)) for at in (0, width)))

    def alpha(sums: Floats) -> dict[str, Floats]:
        return _contrast(*(alpha_of_sums(unit_sums(sums[..., at : at + width], parts.K), NOMINAL) for at in (0, width)))

    both = np.hstack(columns)
    return {
        "agreement": (Part(both, agreement, bases, differences=_DIFFERENCE), n_seen, n_unseen),
        "alpha": (Part(both, alpha, bases, frozenset({"seen", "unseen"}), _DIFFERENCE), n_seen, n_unseen),
    }


def _contrast(seen: Floats, unseen: Floats) -> dict[str, Floats]:
    return {"seen": seen[..., None], "unseen": unseen[..., None], "difference": (seen - unseen)[..., None]}


def _confounders(coding: Coding, seen: Bools, unseen: Bools, predicted: Table | None) -> list[str]:
    """Say what goes with having seen a prediction, by a chi-squared test of labels given."""
    people = coding.numbers(HUMAN)
    rows: dict[str, npt.NDArray[np.int64]] = {
        "the coder": np.array([[seen[:, i].sum(), unseen[:, i].sum()] for i in people]),
        "the round": _by_round(coding),
    }
    if predicted is not None:
        rows["the label predicted"] = np.array(
            [[seen[predicted == i].sum(), unseen[predicted == i].sum()] for i in range(parts.K)]
        )
    found = []
    for name, counts in rows.items():
        if _independence(counts[counts.sum(axis=1) > 0].astype(float)) < _P:
            found.append(name)
    if not (seen.any(axis=1) & unseen.any(axis=1)).any():
        found.append("the passage")
    return found


def _independence(counts: Floats) -> float:
    """The p-value of Pearson's chi-squared test; every row and column has a count."""
    from scipy.special import chdtrc

    if len(counts) < 2:
        return 1.0
    expected = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0) / counts.sum()
    return float(chdtrc(len(counts) - 1, ((counts - expected) ** 2 / expected).sum()))


def _by_round(coding: Coding) -> npt.NDArray[np.int64]:
    counts = np.zeros((len(coding.rounds), 2), dtype=np.int64)
    known = coding.of_people() & coding.latest()
    for side, saw in enumerate((1, 0)):
        np.add.at(counts[:, side], coding.round[known & (coding.saw == saw)], 1)
    return counts
