"""Figures of a classifier, all from its confusion matrix, for one matrix or for thousands at once.

A confusion matrix has gold labels in rows and predictions in columns, in the order of the labels. Every function here
takes an array of shape (..., 4, 4) and returns one figure, or one for each label, for every matrix in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from ..labels import LABELS, track_distance
from .bootstrap import Draws, Estimate, Floats, cluster_draws, cluster_totals, draw_totals
from .intervals import bounded

Labels = Sequence[str] | npt.NDArray[np.str_]

#: What each confusion costs (contract, 'track distance').
COST: Floats = np.array([[float(track_distance(gold, found)) for found in LABELS] for gold in LABELS])
_COLUMN = {str(label): i for i, label in enumerate(LABELS)}


def columns_of(labels: Labels) -> npt.NDArray[np.intp]:
    """The place of each label in the order of the labels.

    Examples
    --------
    >>> columns_of(["none", "track_2"]).tolist()
    [0, 3]
    """
    return np.array([_COLUMN[str(label)] for label in labels], dtype=np.intp)


def confusion_of(gold: Labels, predicted: Labels, weights: npt.ArrayLike | None = None) -> Floats:
    """Count, or weigh, how often each gold label was taken for each label.

    Parameters
    ----------
    gold, predicted : array of str
    weights : array of float, optional
        1 / inclusion probability of each passage.

    Returns
    -------
    ndarray
        Shape (4, 4).

    Examples
    --------
    >>> confusion_of(["none", "none"], ["none", "track_2"]).tolist()[0]
    [1.0, 0.0, 0.0, 1.0]
    """
    size = len(LABELS)
    cells = columns_of(gold) * size + columns_of(predicted)
    return np.bincount(cells, weights=weights, minlength=size * size).astype(float).reshape(size, size)


def confusion_draws(gold: Labels, predicted: Labels, draws: Draws, weights: npt.ArrayLike | None = None) -> Floats:
    """The confusion matrix of every draw; shape (resamples, 4, 4)."""
    return draw_totals(_cells(gold, predicted), draws, weights).reshape(-1, len(LABELS), len(LABELS))


def _cells(gold: Labels, predicted: Labels) -> Floats:
    size = len(LABELS)
    cells: Floats = np.eye(size * size)[columns_of(gold) * size + columns_of(predicted)]
    return cells


def _over(part: Floats, whole: Floats, undefined: float = 0.0) -> Floats:
    part, whole = np.broadcast_arrays(part, whole)
    result: Floats = np.full(part.shape, undefined)
    np.divide(part, whole, out=result, where=whole > 0)
    return result


def row_shares(confusion: Floats) -> Floats:
    """Each cell's share of its gold label."""
    return _over(confusion, confusion.sum(axis=-1, keepdims=True))


def column_shares(confusion: Floats) -> Floats:
    """Each cell's share of its predicted label."""
    return _over(confusion, confusion.sum(axis=-2, keepdims=True))


def per_class(confusion: Floats) -> tuple[Floats, Floats, Floats]:
    """Precision, recall and F1 of each label; 0 where undefined, as scikit-learn's ``zero_division=0``.

    Parameters
    ----------
    confusion : ndarray
        Shape (..., 4, 4).

    Returns
    -------
    (ndarray, ndarray, ndarray)
        Each of shape (..., 4).

    Examples
    --------
    >>> precision, recall, f1 = per_class(confusion_of(["none", "track_1"], ["none", "none"]))
    >>> precision.tolist(), recall.tolist()
    ([0.5, 0.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0])
    """
    right = np.diagonal(confusion, axis1=-2, axis2=-1)
    gold, found = confusion.sum(axis=-1), confusion.sum(axis=-2)
    return _over(right, found), _over(right, gold), _over(2 * right, gold + found)


def macro_f1_of(confusion: Floats) -> Floats:
    """Mean of the four labels' F1 (contract, 'Enums'); a label that neither side uses counts as 0."""
    return np.asarray(per_class(confusion)[2].mean(axis=-1))


def macro_f1_present_of(confusion: Floats) -> Floats:
    """Mean F1 of the labels that the gold has; 0 without passages.

    Examples
    --------
    >>> matrix = confusion_of(["none", "track_1"], ["none", "track_1"])
    >>> float(macro_f1_of(matrix)), float(macro_f1_present_of(matrix))
    (0.5, 1.0)
    """
    return _mean_of_present(confusion, per_class(confusion)[2])


def _mean_of_present(confusion: Floats, values: Floats) -> Floats:
    present = confusion.sum(axis=-1) > 0
    return _over((values * present).sum(axis=-1), present.sum(axis=-1).astype(float))


def accuracy_of(confusion: Floats) -> Floats:
    """Share of passages with the gold label; 0 without passages."""
    return _over(np.trace(confusion, axis1=-2, axis2=-1), confusion.sum(axis=(-2, -1)))


def balanced_accuracy_of(confusion: Floats) -> Floats:
    """Mean recall of the labels that the gold has; 0 without passages."""
    return _mean_of_present(confusion, per_class(confusion)[1])


def kappa_of(confusion: Floats) -> Floats:
    """Cohen's kappa of gold and predictions: agreement beyond chance; 0 where chance alone would agree always.

    Notes
    -----
    Cohen (1960), *Educational and Psychological Measurement* 20: 37-46.

    Examples
    --------
    >>> float(kappa_of(confusion_of(["none", "track_1"], ["none", "track_1"])))
    1.0
    """
    n = confusion.sum(axis=(-2, -1))
    by_chance = _over((confusion.sum(axis=-1) * confusion.sum(axis=-2)).sum(axis=-1), n**2, 1.0)
    return _over(accuracy_of(confusion) - by_chance, 1 - by_chance)


def alpha_of(confusion: Floats) -> Floats:
    """Krippendorff's alpha (nominal) of gold and predictions, taken as two coders; 0 where a single label is used.

    Notes
    -----
    Krippendorff (2019), *Content Analysis*, 4th edition, chapter 12; see `classifier.metrics.agreement` for any number
    of coders.

    Examples
    --------
    >>> float(alpha_of(confusion_of(["none", "track_1"], ["none", "track_1"])))
    1.0
    """
    values = confusion.sum(axis=-1) + confusion.sum(axis=-2)
    n = values.sum(axis=-1)
    expected = n**2 - (values**2).sum(axis=-1)
    observed = n * (1 - accuracy_of(confusion))
    return np.where(expected > 0, 1 - _over((n - 1) * observed, expected), 0.0)


def mcc_of(confusion: Floats) -> Floats:
    """Matthews' correlation coefficient for many classes; 0 where either side uses a single label.

    Notes
    -----
    Gorodkin (2004), *Computational Biology and Chemistry* 28: 367-374.

    Examples
    --------
    >>> float(mcc_of(confusion_of(["none", "track_1"], ["none", "track_1"])))
    1.0
    """
    n = confusion.sum(axis=(-2, -1))
    gold, found = confusion.sum(axis=-1), confusion.sum(axis=-2)
    shared = np.trace(confusion, axis1=-2, axis2=-1) * n - (gold * found).sum(axis=-1)
    spread = (n**2 - (gold**2).sum(axis=-1)) * (n**2 - (found**2).sum(axis=-1))
    return _over(shared, np.sqrt(np.maximum(spread, 0)))


def cost_of(confusion: Floats) -> Floats:
    """Mean track distance between gold and prediction (contract, 'track distance'): from 0 to 2 steps.

    Examples
    --------
    >>> float(cost_of(confusion_of(["track_1", "none"], ["track_1_5", "none"])))
    0.5
    """
    return _over((confusion * COST).sum(axis=(-2, -1)), confusion.sum(axis=(-2, -1)))


#: Figures of a whole matrix, with their bounds.
FIGURES: dict[str, tuple[Callable[[Floats], Floats], float, float]] = {
    "macro_f1": (macro_f1_of, 0.0, 1.0),
    "macro_f1_present": (macro_f1_present_of, 0.0, 1.0),
    "accuracy": (accuracy_of, 0.0, 1.0),
    "balanced_accuracy": (balanced_accuracy_of, 0.0, 1.0),
    "mcc": (mcc_of, -1.0, 1.0),
    "kappa": (kappa_of, -1.0, 1.0),
    "alpha": (alpha_of, -1.0, 1.0),
    "cost": (cost_of, 0.0, float(COST.max())),
}
#: Figures of each label.
PER_CLASS = ("precision", "recall", "f1")


def all_figures(
    gold: Labels,
    predicted: Labels,
    groups: Labels,
    weights: npt.ArrayLike | None = None,
    resamples: int = 2000,
    seed: int = 0,
) -> dict[str, Estimate]:
    """Every figure that follows from the confusion matrix, with 95% intervals by cluster bootstrap.

    Parameters
    ----------
    gold, predicted : array of str
    groups : array of str
        What is resampled: the document or process of each passage.
    weights : array of float, optional
        1 / inclusion probability of each passage.
    resamples, seed : int

    Returns
    -------
    dict of str to Estimate
        ``macro_f1`` (and ``macro_f1_present``, over the labels that the gold has), ``accuracy``, ``balanced_accuracy``,
        ``mcc``, ``kappa``, ``alpha``, ``cost``, and ``precision:<label>``,
        ``recall:<label>``, ``f1:<label>`` for every label.

    Examples
    --------
    >>> figures = all_figures(["none"] * 30, ["none"] * 30, [str(i) for i in range(30)], resamples=50)
    >>> figures["accuracy"].value, round(figures["accuracy"].low, 2)
    (1.0, 0.88)
    """
    draws = cluster_draws(groups, resamples, seed)
    matrix, drawn = confusion_of(gold, predicted, weights), confusion_draws(gold, predicted, draws, weights)
    by_cluster = cluster_totals(_cells(gold, predicted), draws, weights).reshape(-1, len(LABELS), len(LABELS))
    sizes = by_cluster.sum(axis=(1, 2))
    figures = {
        name: bounded(float(figure(matrix)), figure(drawn), sizes, lowest=low, highest=high)
        for name, (figure, low, high) in FIGURES.items()
    }
    named = zip(PER_CLASS, per_class(matrix), per_class(drawn), _bases(drawn), _bases(by_cluster), strict=True)
    for name, values, replicates, base, held in named:
        defined = np.where(base > 0, replicates, np.nan)
        for i, label in enumerate(LABELS):
            figures[f"{name}:{label}"] = bounded(float(values[i]), defined[:, i], held[:, i])
    return figures


def _bases(confusion: Floats) -> tuple[Floats, Floats, Floats]:
    """What precision, recall and F1 of each label divide by: where it is 0, they are undefined."""
    gold, found = confusion.sum(axis=-1), confusion.sum(axis=-2)
    return found, gold, gold + found
