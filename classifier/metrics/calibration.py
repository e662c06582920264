"""Whether probabilities mean what they say."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..labels import LABELS
from .bootstrap import Draws, Estimate, Floats, cluster_draws, cluster_totals, draw_totals, percentile
from .classification import Labels, columns_of
from .intervals import bounded, wilson
from .proper_scores import WORST, brier, brier_scores, log_loss, log_losses

__all__ = [
    "ReliabilityCurve", "brier", "calibration_error", "classwise_error", "equal_mass_bins", "log_loss",
    "probability_figures", "reliability_curve", "squared_error", "top_label_error",
]  # fmt: skip
BINS = 10


class ReliabilityCurve(NamedTuple):
    """What is stated and what is found, in bins of equal mass; one value of each for every bin.

    Attributes
    ----------
    confidence : ndarray
        Mean stated probability.
    share_right : ndarray
        Share that is right.
    low, high : ndarray
        Wilson's 95% band of ``share_right``.
    n : ndarray
        Passages in the bin.
    """

    confidence: Floats
    share_right: Floats
    low: Floats
    high: Floats
    n: npt.NDArray[np.int64]


def equal_mass_bins(confidence: npt.ArrayLike, bins: int = BINS) -> npt.NDArray[np.intp]:
    """The bin of each value, bins holding about as many each; equal values share a bin, so there may be fewer.

    Examples
    --------
    >>> equal_mass_bins([0.1, 0.9, 0.2, 0.8], 2).tolist(), equal_mass_bins([0.5, 0.5, 0.5], 2).tolist()
    ([0, 1, 0, 1], [0, 0, 0])
    """
    values = np.asarray(confidence, dtype=float)
    if not len(values):
        return np.zeros(0, dtype=np.intp)
    # A bin ends with the value at its last place; splitting ties would let the order of the file decide.
    ends = np.unique(np.quantile(values, np.arange(1, bins) / bins, method="inverted_cdf"))
    found = np.searchsorted(ends, values, side="left")
    return np.asarray(np.unique(found, return_inverse=True)[1], dtype=np.intp)


def squared_error(confidence: npt.ArrayLike, right: npt.ArrayLike, bins: int = BINS) -> float:
    """Mean squared gap between stated probability and share right; below 0 where chance explains more than it.

    Notes
    -----
    Kumar, Liang and Ma (2019), 'Verified Uncertainty Calibration', *NeurIPS* 32: the debiased estimator, which
    takes from each bin's squared gap the variance that its share has by sampling alone.
    """
    stated, hits = np.asarray(confidence, dtype=float), np.asarray(right, dtype=float)
    found = equal_mass_bins(stated, bins)
    n = np.bincount(found).astype(float)
    share = np.bincount(found, hits) / n
    gap = np.bincount(found, stated) / n - share
    return float((n / n.sum()) @ (gap**2 - share * (1 - share) / np.maximum(1, n - 1)))


def calibration_error(confidence: npt.ArrayLike, right: npt.ArrayLike, bins: int = BINS) -> float:
    """Root of the mean squared gap over bins of equal mass, sampling variance removed.

    Parameters
    ----------
    confidence : array of float
        Stated probabilities.
    right : array of bool
        Whether what each states came true.
    bins : int

    Returns
    -------
    float
        0 where the gaps are no greater than chance makes them. With few passages the bins are few and wide, and
        gaps within them cancel: state n beside it.

    Notes
    -----
    Kumar, Liang and Ma (2019), *NeurIPS* 32.

    Examples
    --------
    >>> calibration_error([0.9] * 100, [True] * 90 + [False] * 10)
    0.0
    """
    return float(np.sqrt(max(0.0, squared_error(confidence, right, bins))))


def top_label_error(probabilities: npt.ArrayLike, gold: Labels, bins: int = BINS) -> float:
    """Calibration error of the likeliest label's probability (see `calibration_error`).

    Examples
    --------
    >>> top_label_error([[0.6, 0.4, 0, 0]] * 100, ["none"] * 60 + ["track_1"] * 40)
    0.0
    """
    return calibration_error(*_top(probabilities, gold), bins)


def _top(probabilities: npt.ArrayLike, gold: Labels) -> tuple[Floats, npt.NDArray[np.bool_]]:
    p = np.asarray(probabilities, dtype=float)
    return p.max(axis=1), p.argmax(axis=1) == columns_of(gold)


def classwise_error(probabilities: npt.ArrayLike, gold: Labels, bins: int = BINS) -> float:
    """Calibration error over every label's probability: root of the labels' mean squared error.

    Notes
    -----
    Kumar, Liang and Ma (2019), 'marginal calibration error', all labels weighing the same.

    Examples
    --------
    >>> classwise_error([[0.6, 0.4, 0, 0]] * 100, ["none"] * 60 + ["track_1"] * 40)
    0.0
    """
    p, columns = np.asarray(probabilities, dtype=float), columns_of(gold)
    squares = [squared_error(p[:, i], columns == i, bins) for i in range(len(LABELS))]
    return float(np.sqrt(max(0.0, float(np.mean(squares)))))


def reliability_curve(confidence: npt.ArrayLike, right: npt.ArrayLike, bins: int = BINS) -> ReliabilityCurve:
    """Points of a reliability diagram, in bins of equal mass.

    Parameters
    ----------
    confidence : array of float
    right : array of bool
    bins : int

    Returns
    -------
    ReliabilityCurve

    Notes
    -----
    Bröcker and Smith (2007), *Weather and Forecasting* 22: 651-661; bands by Wilson (1927), of passages taken as
    independent.

    Examples
    --------
    >>> curve = reliability_curve([0.6, 0.6, 0.9, 0.9], [True, False, True, True], bins=2)
    >>> curve.share_right.tolist(), curve.n.tolist()
    ([0.5, 1.0], [2, 2])
    """
    stated, hits = np.asarray(confidence, dtype=float), np.asarray(right, dtype=float)
    found = equal_mass_bins(stated, bins)
    n = np.bincount(found)
    share = np.bincount(found, hits) / n
    bands = np.array([wilson(float(s), float(m)) for s, m in zip(share, n, strict=True)]).reshape(-1, 2)
    return ReliabilityCurve(np.bincount(found, stated) / n, share, bands[:, 0], bands[:, 1], n.astype(np.int64))


def probability_figures(
    probabilities: npt.ArrayLike,
    gold: Labels,
    groups: Labels,
    weights: npt.ArrayLike | None = None,
    resamples: int = 2000,
    seed: int = 0,
    bins: int = BINS,
) -> dict[str, Estimate]:
    """Every figure of the probabilities, with 95% intervals by cluster bootstrap.

    Parameters
    ----------
    probabilities : ndarray
        Shape (n, 4), in the order of the labels.
    gold, groups : array of str
    weights : array of float, optional
        1 / inclusion probability of each passage.
    resamples, seed, bins : int

    Returns
    -------
    dict of str to Estimate
        ``log_loss``, ``brier``, ``top_label_error``, ``classwise_error``, and ``classwise_error:<label>``.

    Notes
    -----
    The bootstrap removes the sampling variance from calibration errors here (Efron and Tibshirani 1993, *An
    Introduction to the Bootstrap*, chapter 10), so that passages of one document do not pass for independent ones;
    where they are independent, it comes to the estimator of Kumar et al. (2019).

    Examples
    --------
    >>> figures = probability_figures([[0.7, 0.3, 0, 0]] * 20, ["none"] * 20, [str(i) for i in range(20)], None, 50)
    >>> round(figures["top_label_error"].value, 2)
    0.3
    """
    draws = cluster_draws(groups, resamples, seed)
    p, columns = np.asarray(probabilities, dtype=float), columns_of(gold)
    losses = np.column_stack([log_losses(p, gold), brier_scores(p, gold), np.ones(len(p))])
    sizes = cluster_totals(losses, draws, weights)[:, 2]
    totals = draw_totals(losses, draws, weights)
    means = totals[:, :2] / totals[:, 2:]
    figures = {
        "log_loss": bounded(log_loss(p, gold, weights), means[:, 0], sizes, highest=WORST),
        "brier": bounded(brier(p, gold, weights), means[:, 1], sizes, highest=2.0),
    }
    figures["top_label_error"] = _rooted(_squares(*_top(p, gold), draws, weights, bins), sizes)
    squares = [_squares(p[:, i], columns == i, draws, weights, bins) for i in range(len(LABELS))]
    figures["classwise_error"] = _rooted(np.mean(squares, axis=0), sizes)
    for label, of_label in zip(LABELS, squares, strict=True):
        figures[f"classwise_error:{label}"] = _rooted(of_label, sizes)
    return figures


def _squares(
    stated: Floats, right: npt.NDArray[np.bool_], draws: Draws, weights: npt.ArrayLike | None, bins: int
) -> Floats:
    """Squared error of the sample and then of every draw, all in the sample's bins, sampling variance removed.

    A draw's squared gaps exceed the sample's by the variance of drawing, as the sample's exceed the truth's: by the
    variance of whole clusters, where the formula for independent passages would take too little away.
    """
    member = np.eye(bins)[equal_mass_bins(stated, bins)]
    table = np.column_stack([member, member * (stated - right)[:, None]])
    whole = cluster_totals(table, draws, weights).sum(axis=0)
    totals = np.vstack([whole, draw_totals(table, draws, weights)])
    n, gap = totals[:, :bins], totals[:, bins:]
    squares = (gap**2 / np.where(n > 0, n, 1)).sum(axis=1) / n.sum(axis=1)
    bias = squares[1:].mean() - squares[0]
    return np.append(squares[0] - bias, squares[1:] - 2 * bias)


def _rooted(squares: Floats, sizes: Floats) -> Estimate:
    """Root of a squared error, and of its draws; where these do not vary, what the number of clusters allows."""
    roots = np.sqrt(np.maximum(0.0, squares))
    if np.ptp(squares) < 1e-12:
        return bounded(float(roots[0]), roots[1:], sizes)
    return percentile(float(roots[0]), roots[1:])
