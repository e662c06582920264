"""How many passages of each stratum to draw."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ...errors import UsageError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def allocate(n: int, weights: Sequence[float] | Floats, sizes: Sequence[int] | Ints) -> Ints:
    """Divide a sample among strata so that the variance of the total is least.

    Parameters
    ----------
    n : int
        Passages to draw.
    weights : sequence of float
        Over 0: of each stratum, its size times its standard deviation for Neyman's allocation, its size for the
        proportional one, 1 for the equal one.
    sizes : sequence of int
        Passages in each stratum; none is asked for more.

    Returns
    -------
    array of int
        Of each stratum two passages or more, so that its variance can be estimated, where ``n`` suffices; else one.
        All passages where ``n`` is as many or more.

    Raises
    ------
    UsageError
        If there are more strata than passages to draw: some passages could never be drawn.

    Notes
    -----
    Wright (2012), *The American Statistician* 66: 217-224: each further passage goes where it takes most of the
    variance away, which is exact, and for the proportional allocation is the apportionment by equal proportions.

    Examples
    --------
    >>> allocate(12, [1, 1, 1], [100, 100, 3]).tolist()
    [5, 4, 3]
    >>> allocate(10, [90, 10], [90, 10]).tolist()
    [8, 2]
    """
    most = np.asarray(sizes, dtype=np.int64)
    if n >= most.sum():
        return most.copy()
    if n < len(most):
        raise UsageError(
            f"{len(most)} strata, but only {n} passages to draw: some could never be drawn; draw {2 * len(most)} or more "
            "(two of each stratum), or name fewer fields with --by"
        )
    two = np.minimum(2, most)
    taken = two if n >= two.sum() else np.ones_like(most)
    waiting = [(-_priority(w, m), h) for h, (w, m) in enumerate(zip(weights, taken, strict=True)) if m < most[h]]
    heapq.heapify(waiting)
    for _ in range(n - int(taken.sum())):
        _, h = heapq.heappop(waiting)
        taken[h] += 1
        if taken[h] < most[h]:
            heapq.heappush(waiting, (-_priority(weights[h], taken[h]), h))
    return taken


def _priority(weight: float, taken: int) -> float:
    return float(weight) / math.sqrt(taken * (taken + 1))
