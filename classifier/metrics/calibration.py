"""Whether probabilities mean what they say."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..labels import LABELS
from .bootstrap import Draws, Estimate, Floats, cluster_draws, cluster_totals, draw_totals, percentile
from .classification import Labels, columns_of
from .intervals import bounded, wilson

#: Probabilities are held this far from 0 for the log loss, so that one passage cannot make it infinite.
FLOOR = 1e-6
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
        Of log loss and Brier score; calibration errors are of the passages as they are.
    resamples, seed, bins : int

    Returns
    -------
    dict of str to Estimate
        ``log_loss``, ``brier``, ``top_label_error``, ``classwise_error``, and ``classwise_error:<label>``.

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
    worst = -float(np.log(FLOOR))
    figures = {
        "log_loss": bounded(log_loss(p, gold, weights), means[:, 0], sizes, highest=worst),
        "brier": bounded(brier(p, gold, weights), means[:, 1], sizes, highest=2.0),
    }
    stated, right = _top(p, gold)
    figures["top_label_error"] = _rooted(
        squared_error(stated, right, bins), _gaps(stated, right, draws, bins), len(sizes)
    )
    squares = [squared_error(p[:, i], columns == i, bins) for i in range(len(LABELS))]
    drawn = [_gaps(p[:, i], columns == i, draws, bins) for i in range(len(LABELS))]
    figures["classwise_error"] = _rooted(float(np.mean(squares)), np.mean(drawn, axis=0), len(sizes))
    for label, square, gaps in zip(LABELS, squares, drawn, strict=True):
        figures[f"classwise_error:{label}"] = _rooted(square, gaps, len(sizes))
    return figures


def _gaps(stated: Floats, right: npt.NDArray[np.bool_], draws: Draws, bins: int) -> Floats:
    """Mean squared gap in every draw, in the bins of the whole sample."""
    member = np.eye(bins)[equal_mass_bins(stated, bins)]
    n = draw_totals(member, draws)
    gap = draw_totals(member * (stated - right)[:, None], draws)
    return np.asarray((gap**2 / np.maximum(n, 1)).sum(axis=1) / n.sum(axis=1))


def _rooted(square: float, drawn: Floats, clusters: int) -> Estimate:
    """Interval of a root, of draws that are centred on the estimate.

    A draw's squared gaps hold the sample's own noise and that of drawing from it; both are of the same size, and the
    estimate holds neither. Centred they spread as the estimate does.
    """
    centred = drawn - drawn.mean() + square
    value = float(np.sqrt(max(0.0, square)))
    if clusters < 2:
        return Estimate(value, 0.0, 1.0)
    return percentile(value, np.sqrt(np.maximum(0.0, centred)))
