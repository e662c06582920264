"""Scores of probabilities that are best, on average, for whoever states what she believes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..labels import LABELS
from .bootstrap import Floats
from .classification import Labels, columns_of

#: Probabilities are held this far from 0 for the log loss, so that one passage cannot make it infinite.
FLOOR = 1e-6
#: The log loss of a gold label that was held impossible.
WORST = -float(np.log(FLOOR))


def log_losses(probabilities: npt.ArrayLike, gold: Labels) -> Floats:
    """Each passage's log loss, in nats."""
    p = np.asarray(probabilities, dtype=float)
    return np.asarray(-np.log(np.clip(p[np.arange(len(p)), columns_of(gold)], FLOOR, 1.0)))


def brier_scores(probabilities: npt.ArrayLike, gold: Labels) -> Floats:
    """Each passage's Brier score, from 0 to 2."""
    p = np.asarray(probabilities, dtype=float)
    return np.asarray(((p - np.eye(len(LABELS))[columns_of(gold)]) ** 2).sum(axis=1))


def log_loss(probabilities: npt.ArrayLike, gold: Labels, weights: npt.ArrayLike | None = None) -> float:
    """Mean negative log probability of the gold label, in nats.

    Parameters
    ----------
    probabilities : ndarray
        Shape (n, 4), in the order of the labels.
    gold : array of str
    weights : array of float, optional

    Returns
    -------
    float

    Notes
    -----
    Good (1952), *Journal of the Royal Statistical Society B* 14: 107-114.

    Examples
    --------
    >>> round(log_loss([[0.5, 0.5, 0, 0]], ["none"]), 3)
    0.693
    """
    return _mean(log_losses(probabilities, gold), weights)


def brier(probabilities: npt.ArrayLike, gold: Labels, weights: npt.ArrayLike | None = None) -> float:
    """Mean squared distance of the probabilities from what came true, summed over labels: 0 to 2.

    Notes
    -----
    Brier (1950), *Monthly Weather Review* 78: 1-3, in the original form over all classes.

    Examples
    --------
    >>> brier([[0.5, 0.5, 0, 0]], ["none"])
    0.5
    """
    return _mean(brier_scores(probabilities, gold), weights)


def _mean(values: Floats, weights: npt.ArrayLike | None) -> float:
    return float(np.average(values, weights=None if weights is None else np.asarray(weights, dtype=float)))
