"""Intervals of figures with bounds, which stay honest where a figure is at its bound or rests on few clusters."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .bootstrap import Draws, Estimate, Floats, cluster_totals, draw_totals


def wilson(share: float, n: float, *, level: float = 0.95, clusters: int | None = None) -> tuple[float, float]:
    """Wilson's score interval of a share.

    Parameters
    ----------
    share : float
        In [0, 1].
    n : float
        Trials, or the effective number of them.
    level : float
    clusters : int, optional
        Where given, Student's quantile with ``clusters - 1`` degrees of freedom stands in for the normal one.

    Returns
    -------
    (float, float)
        (0, 1) where there is nothing to go by.

    Notes
    -----
    Wilson (1927), *JASA* 22: 209-212; with an effective n, Kott and Carr (1997), *Journal of Official Statistics*
    13: 367-383, and with Student's quantile, Korn and Graubard (1998), *Survey Methodology* 24: 193-201.

    Examples
    --------
    >>> low, high = wilson(0.8, 10)
    >>> round(low, 3), round(high, 3)
    (0.49, 0.943)
    """
    from scipy.special import ndtri, stdtrit

    if n <= 0 or (clusters is not None and clusters < 2) or not np.isfinite(share):
        return 0.0, 1.0
    tail = (1 + level) / 2
    z = float(ndtri(tail) if clusters is None else stdtrit(clusters - 1, tail))
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * float(np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)))
    # Rounding may put a bound a hair on the wrong side of the share itself.
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))


def bounded(
    value: float,
    replicates: npt.ArrayLike,
    sizes: npt.ArrayLike,
    *,
    lowest: float = 0.0,
    highest: float = 1.0,
    level: float = 0.95,
) -> Estimate:
    """Estimate a figure with bounds: the score interval of a share that varies as much as its replicates do.

    Parameters
    ----------
    value : float
    replicates : array of float
        The figure in every draw; NaN where it is undefined.
    sizes : array of float, or float
        What the figure divides by, in each cluster: the clusters with any are what it rests on, and where no
        replicate differs from another their effective number stands in for that of trials. A lone number stands for
        so many clusters of equal size.
    lowest, highest : float
        The figure's bounds.
    level : float

    Returns
    -------
    Estimate
        Never beyond the bounds, and never a single point: a classifier without an error in 20 passages is not proven
        perfect, though every draw of these 20 finds no error. As wide as the bounds where there is one cluster.

    Notes
    -----
    The bootstrap gives the variance, the variance gives the effective number of trials, and this gives Wilson's
    interval (Kott and Carr 1997; Korn and Graubard 1998).

    Examples
    --------
    >>> round(bounded(1.0, np.ones(100), np.ones(20)).low, 2)
    0.82
    """
    span = highest - lowest
    share = (value - lowest) / span
    draws = (np.asarray(replicates, dtype=float) - lowest) / span
    draws = draws[~np.isnan(draws)]
    held = np.asarray(sizes, dtype=float)
    if held.ndim == 0:
        held = np.ones(int(held))
    clusters = int((held > 0).sum())
    if clusters < 2 or not len(draws):
        return Estimate(float(value), float(lowest), float(highest))
    # The bootstrap's variance over m clusters is too small by (m - 1) / m.
    variance = float(draws.var()) * clusters / (clusters - 1)
    mass = share * (1 - share)
    n = mass / variance if variance > 1e-12 and mass > 1e-12 else effective_clusters(held)
    low, high = wilson(min(1.0, max(0.0, share)), n, level=level, clusters=clusters)
    return Estimate(float(value), lowest + span * low, lowest + span * high)


def ratio(
    hits: npt.ArrayLike,
    trials: npt.ArrayLike,
    draws: Draws,
    *,
    weights: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> Estimate:
    """Estimate a share: the total of ``hits`` over the total of ``trials``.

    Parameters
    ----------
    hits, trials : array of float
        One of each for every row; a hit is at most its trial.
    draws : (ndarray, ndarray)
        As `classifier.metrics.bootstrap.cluster_draws` returns.
    weights : array of float, optional
    level : float

    Returns
    -------
    Estimate
        0 with bounds 0 and 1 where there is no trial.

    Examples
    --------
    >>> from classifier.metrics.bootstrap import cluster_draws
    >>> ratio([1, 1, 0, 1], [1, 1, 1, 1], cluster_draws(["a", "b", "c", "d"], 100)).value
    0.75
    """
    table = np.column_stack([np.asarray(hits, dtype=float), np.asarray(trials, dtype=float)])
    by_cluster = cluster_totals(table, draws, weights)
    drawn = draw_totals(table, draws, weights)
    return bounded(
        float(share_of(by_cluster.sum(axis=0)[None, :])[0]) if by_cluster[:, 1].any() else 0.0,
        share_of(drawn),
        by_cluster[:, 1],
        level=level,
    )


def share_of(totals: Floats) -> Floats:
    """Hits over trials, in two columns; NaN without trials."""
    share: Floats = np.full(len(totals), np.nan)
    np.divide(totals[:, 0], totals[:, 1], out=share, where=totals[:, 1] > 0)
    return share


def effective_clusters(sizes: npt.ArrayLike) -> float:
    """How many clusters of equal size would tell as much as these.

    Notes
    -----
    Kish (1965), *Survey Sampling*: the square of the total over the total of squares.

    Examples
    --------
    >>> effective_clusters([1, 1, 1, 0]), effective_clusters([0])
    (3.0, 0.0)
    """
    size = np.asarray(sizes, dtype=float)
    squares = float((size**2).sum())
    return float(size.sum()) ** 2 / squares if squares else 0.0
