"""Answering less often to err less often: risk by coverage, thresholds, and prediction sets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..labels import LABELS
from .bootstrap import Estimate, Floats, cluster_draws, cluster_totals, draw_totals
from .classification import Labels
from .intervals import bounded, ratio, share_of


class ThresholdRow(NamedTuple):
    """A row of the table of thresholds.

    Attributes
    ----------
    coverage : float
        Share of passages that are answered at this threshold.
    threshold : float
        The least confidence that is answered.
    error : Estimate
        Share of the answered passages that are wrong.
    """

    coverage: float
    threshold: float
    error: Estimate


def risk_coverage(confidence: npt.ArrayLike, right: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Error among the passages that are answered, as the threshold of confidence falls.

    Parameters
    ----------
    confidence : array of float
    right : array of bool

    Returns
    -------
    (ndarray, ndarray)
        Coverage, rising to 1, and the share of answered passages that are wrong; one point for each distinct
        confidence, since passages of the same confidence are answered together.

    Notes
    -----
    El-Yaniv and Wiener (2010), *Journal of Machine Learning Research* 11: 1605-1641.

    Examples
    --------
    >>> coverage, risk = risk_coverage([0.9, 0.8, 0.7, 0.7], [True, True, False, True])
    >>> coverage.tolist(), risk.tolist()
    ([0.25, 0.5, 1.0], [0.0, 0.0, 0.25])
    """
    sure = np.asarray(confidence, dtype=float)
    order = np.argsort(-sure, kind="stable")
    wrong = np.cumsum(~np.asarray(right, dtype=bool)[order])
    answered = np.arange(1, len(sure) + 1)
    last = np.append(np.diff(sure[order]) != 0, True) if len(sure) else np.zeros(0, dtype=bool)
    return answered[last] / max(1, len(sure)), wrong[last] / answered[last]


def threshold_table(
    confidence: npt.ArrayLike,
    right: npt.ArrayLike,
    groups: Labels,
    coverages: Sequence[float] = (1, 0.9, 0.8, 0.7, 0.6, 0.5),
    weights: npt.ArrayLike | None = None,
    resamples: int = 2000,
    seed: int = 0,
) -> list[ThresholdRow]:
    """For each coverage, the threshold that answers at least as many passages, and the error among these.

    Parameters
    ----------
    confidence : array of float
    right : array of bool
    groups : array of str
    coverages : sequence of float
        In (0, 1].
    weights : array of float, optional
    resamples, seed : int

    Returns
    -------
    list of ThresholdRow
        In the order of ``coverages``; the interval is that of the error at this very threshold, as a user applies it.

    Examples
    --------
    >>> groups = ["a", "b", "c", "d"]
    >>> (row,) = threshold_table([0.9, 0.8, 0.7, 0.6], [True, True, True, False], groups, coverages=[0.75])
    >>> row.coverage, row.threshold, row.error.value
    (0.75, 0.7, 0.0)
    """
    sure, wrong = np.asarray(confidence, dtype=float), ~np.asarray(right, dtype=bool)
    own = np.ones(len(sure)) if weights is None else np.asarray(weights, dtype=float)
    draws = cluster_draws(groups, resamples, seed)
    order = np.argsort(-sure, kind="stable")
    reached = np.cumsum(own[order]) / own.sum()
    rows = []
    for wanted in coverages:
        # A hair of slack: sums of floats may fall short of the coverage that they stand for.
        threshold = float(sure[order][min(len(sure) - 1, int(np.searchsorted(reached, wanted - 1e-9)))])
        answered = sure >= threshold
        error = ratio(wrong & answered, answered, draws, weights=own)
        rows.append(ThresholdRow(float(own[answered].sum() / own.sum()), threshold, error))
    return rows


def set_coverage(
    sets: Sequence[Collection[str]],
    gold: Labels,
    groups: Labels,
    weights: npt.ArrayLike | None = None,
    resamples: int = 2000,
    seed: int = 0,
) -> dict[str, Estimate]:
    """How often prediction sets hold the gold label: over ``all`` passages, and by gold label.

    Parameters
    ----------
    sets : sequence of collection of str
    gold, groups : array of str
    weights : array of float, optional
    resamples, seed : int

    Returns
    -------
    dict of str to Estimate
        ``all``, then each label that the gold has.

    Notes
    -----
    Angelopoulos and Bates (2023), *Foundations and Trends in Machine Learning* 16: 494-591, section 4.

    Examples
    --------
    >>> shares = set_coverage([{"none"}, {"none", "track_1"}], ["none", "track_1"], ["a", "b"], resamples=20)
    >>> list(shares), shares["all"].value
    (['all', 'none', 'track_1'], 1.0)
    """
    draws = cluster_draws(groups, resamples, seed)
    labels = np.asarray([str(label) for label in gold])
    held = np.array(
        [str(label) in {str(member) for member in answer} for answer, label in zip(sets, labels, strict=True)]
    )
    shares = {"all": ratio(held, np.ones(len(held)), draws, weights=weights)}
    for label in LABELS:
        mine = labels == str(label)
        if mine.any():
            shares[str(label)] = ratio(held & mine, mine, draws, weights=weights)
    return shares


def set_size(
    sets: Sequence[Collection[str]],
    groups: Labels,
    weights: npt.ArrayLike | None = None,
    resamples: int = 2000,
    seed: int = 0,
) -> Estimate:
    """Mean number of labels in the prediction sets.

    Examples
    --------
    >>> set_size([{"none"}, {"none", "track_1"}], ["a", "b"], resamples=20).value
    1.5
    """
    draws = cluster_draws(groups, resamples, seed)
    sizes = [float(len(answer)) for answer in sets]
    table = np.column_stack([sizes, np.ones(len(sets))])
    by_cluster = cluster_totals(table, draws, weights)
    return bounded(
        float(share_of(by_cluster.sum(axis=0)[None, :])[0]),
        share_of(draw_totals(table, draws, weights)),
        by_cluster[:, 1],
        # A set that always holds the likeliest label has one member at least, and so has the mean.
        lowest=min(1.0, min(sizes, default=0.0)),
        highest=float(len(LABELS)),
    )
