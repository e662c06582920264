"""Comparing two systems on the same passages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .bootstrap import Estimate, cluster_draws, cluster_totals
from .classification import FIGURES, Labels, columns_of, confusion_draws, confusion_of
from .intervals import bounded


def mcnemar_exact(right_a: npt.ArrayLike, right_b: npt.ArrayLike) -> float:
    """Exact McNemar test that two systems are right equally often on the same passages.

    Parameters
    ----------
    right_a, right_b : array of bool
        Whether each system is right on each passage.

    Returns
    -------
    float
        Two-sided p; 1 where they are never right alone.

    Notes
    -----
    McNemar (1947), *Psychometrika* 12: 153-157; the exact form is a sign test over passages where one alone is
    right. It takes passages as independent: with several from one document, rely on `difference`.

    Examples
    --------
    >>> mcnemar_exact([1, 1, 1, 1, 1, 0], [0, 0, 0, 0, 0, 0])
    0.0625
    """
    from scipy.stats import binomtest

    a, b = np.asarray(right_a, dtype=bool), np.asarray(right_b, dtype=bool)
    only_a, only_b = int((a & ~b).sum()), int((b & ~a).sum())
    if only_a + only_b == 0:
        return 1.0
    return float(binomtest(only_a, only_a + only_b, 0.5).pvalue)


def difference(
    gold: Labels,
    a: Labels,
    b: Labels,
    groups: Labels,
    weights: npt.ArrayLike | None = None,
    resamples: int = 2000,
    seed: int = 0,
    figure: str = "macro_f1",
) -> Estimate:
    """How much better ``a`` is than ``b``: the difference of a figure, both on the same drawn passages.

    Parameters
    ----------
    gold, a, b : array of str
        Gold labels, and the predictions of the two systems.
    groups : array of str
    weights : array of float, optional
    resamples, seed : int
    figure : str
        One of `classifier.metrics.classification.FIGURES`.

    Returns
    -------
    Estimate
        ``a`` minus ``b``; a single point only where the two give the same labels throughout.

    Notes
    -----
    Efron and Tibshirani (1993), *An Introduction to the Bootstrap*, chapter 8 (paired draws); the interval is that
    of `classifier.metrics.intervals.bounded`.

    Examples
    --------
    >>> gold = ["none", "track_1"] * 10
    >>> difference(gold, gold, ["none"] * 20, [str(i) for i in range(20)], resamples=50).value > 0
    True
    """
    of, least, most = FIGURES[figure]
    draws = cluster_draws(groups, resamples, seed)
    value = float(of(confusion_of(gold, a, weights)) - of(confusion_of(gold, b, weights)))
    if (columns_of(a) == columns_of(b)).all():
        return Estimate(value, value, value)
    first, second = (of(confusion_draws(gold, system, draws, weights)) for system in (a, b))
    sizes = cluster_totals(np.ones((len(gold), 1)), draws, weights)
    return bounded(value, first - second, sizes, lowest=least - most, highest=most - least)


def holm(ps: Sequence[float]) -> list[float]:
    """Holm's correction of several p values: each stays under 0.05 only if the whole family errs in under 5%.

    Parameters
    ----------
    ps : sequence of float

    Returns
    -------
    list of float
        In the same order.

    Notes
    -----
    Holm (1979), *Scandinavian Journal of Statistics* 6: 65-70.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order = np.argsort(ps)
    stepped = np.asarray(ps, dtype=float)[order] * np.arange(len(ps), 0, -1)
    adjusted = np.empty(len(ps))
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(stepped))
    return [float(p) for p in adjusted]
