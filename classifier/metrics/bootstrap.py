"""Cluster bootstrap: how far a figure could have come out otherwise, had other documents been drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
#: The cluster of each row, and how often each draw holds each cluster: shapes (rows,) and (resamples, clusters).
Draws = tuple[npt.NDArray[np.intp], npt.NDArray[np.int32]]
#: Draws that are turned into floats at once; keeps memory small where every passage is its own cluster.
CHUNK = 100


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and the bounds of its interval.

    Attributes
    ----------
    value, low, high : float
    """

    value: float
    low: float
    high: float


def cluster_draws(groups: Sequence[str] | npt.NDArray[np.str_], resamples: int = 2000, seed: int = 0) -> Draws:
    """Draw clusters with replacement, as many as there are.

    Parameters
    ----------
    groups : array of str
        The cluster of each row (its document, or its process); rows of a cluster are drawn together.
    resamples, seed : int

    Returns
    -------
    (ndarray, ndarray)
        The number of each row's cluster, and how often each draw holds each cluster, shape (resamples, clusters).

    Notes
    -----
    Davison and Hinkley (1997), *Bootstrap Methods and their Application*, section 3.8: clusters are drawn, and rows
    within them are kept. The counts of one draw are multinomial.

    Examples
    --------
    >>> clusters, counts = cluster_draws(["a", "a", "b"], resamples=5)
    >>> clusters.tolist(), counts.shape, set(counts.sum(axis=1).tolist())
    ([0, 0, 1], (5, 2), {2})
    """
    names, clusters = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    rng = np.random.default_rng(seed)
    counts = np.empty((resamples, len(names)), dtype=np.int32)
    for draw in counts:
        draw[:] = np.bincount(rng.integers(0, len(names), len(names)), minlength=len(names))
    return clusters.astype(np.intp), counts


def cluster_totals(values: npt.ArrayLike, draws: Draws, weights: npt.ArrayLike | None = None) -> Floats:
    """Weighted totals of the columns of ``values`` in each cluster; shape (clusters, columns).

    Examples
    --------
    >>> cluster_totals([[1.0], [2.0], [4.0]], cluster_draws(["a", "a", "b"], 1)).tolist()
    [[3.0], [4.0]]
    """
    clusters, counts = draws
    table = np.asarray(values, dtype=float)
    if weights is not None:
        table = table * np.asarray(weights, dtype=float)[:, None]
    totals = np.zeros((counts.shape[1], table.shape[1]))
    np.add.at(totals, clusters, table)
    return totals


def draw_totals(values: npt.ArrayLike, draws: Draws, weights: npt.ArrayLike | None = None) -> Floats:
    """Weighted totals of the columns of ``values`` in every draw; shape (resamples, columns).

    Examples
    --------
    >>> draw_totals([[1.0], [1.0]], cluster_draws(["a", "b"], 3)).tolist()
    [[2.0], [2.0], [2.0]]
    """
    totals = cluster_totals(values, draws, weights)
    counts = draws[1]
    parts = [counts[start : start + CHUNK].astype(float) @ totals for start in range(0, len(counts), CHUNK)]
    return np.concatenate(parts)


def weights_of_draws(draws: Draws, weights: npt.ArrayLike | None = None) -> Iterator[Floats]:
    """The weight of every row in each draw: how often it was drawn, times its own weight."""
    clusters, counts = draws
    own = np.ones(len(clusters)) if weights is None else np.asarray(weights, dtype=float)
    for draw in counts:
        yield draw[clusters] * own


def estimate(
    statistic: Callable[[Floats], float],
    draws: Draws,
    *,
    weights: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> Estimate:
    """Estimate any figure that is a function of a weight for every row.

    Parameters
    ----------
    statistic : callable
        From weights, shape (rows,), to the figure.
    draws : (ndarray, ndarray)
        As `cluster_draws` returns.
    weights : array of float, optional
        1 / inclusion probability; ones by default.
    level : float
        In (0, 1).

    Returns
    -------
    Estimate
        With the percentile interval; its bounds are NaN where there is one cluster.

    Notes
    -----
    Figures that follow from totals are faster by `draw_totals`, and figures with bounds have a better interval by
    `classifier.metrics.intervals.bounded`.

    Examples
    --------
    >>> values = np.array([1.0, 2.0, 3.0, 4.0])
    >>> estimate(lambda w: float(w @ values / w.sum()), cluster_draws(["a", "b", "c", "d"], 200)).value
    2.5
    """
    own = np.ones(len(draws[0])) if weights is None else np.asarray(weights, dtype=float)
    if draws[1].shape[1] < 2:
        return Estimate(float(statistic(own)), float("nan"), float("nan"))
    replicates = np.array([statistic(w) for w in weights_of_draws(draws, own)])
    return percentile(statistic(own), replicates, level=level)


def percentile(value: float, replicates: npt.ArrayLike, *, level: float = 0.95) -> Estimate:
    """Interval between two quantiles of a figure's replicates; draws where it is undefined do not count.

    Notes
    -----
    Efron and Tibshirani (1993), *An Introduction to the Bootstrap*, chapter 13.

    Examples
    --------
    >>> percentile(2.0, [0.0, 1.0, 2.0, 3.0, 4.0], level=0.5)
    Estimate(value=2.0, low=1.0, high=3.0)
    """
    defined = np.asarray(replicates, dtype=float)
    defined = defined[~np.isnan(defined)]
    if not len(defined):
        return Estimate(float(value), float("nan"), float("nan"))
    low, high = np.quantile(defined, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(float(value), float(low), float(high))
