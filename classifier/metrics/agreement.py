"""Agreement between annotators on the four labels, and its intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from ..labels import LABELS, track_distance
from .coefficients import alpha_of_sums, unit_columns, unit_sums

#: Distance between two labels where any difference is as bad as any other.
NOMINAL: npt.NDArray[np.float64] = 1.0 - np.eye(len(LABELS))
#: Squared steps between two labels, as the interval metric of alpha takes them (contract, 'track distance').
TRACK_STEPS: npt.NDArray[np.float64] = np.array([[float(track_distance(a, b)) ** 2 for b in LABELS] for a in LABELS])


def count_votes(votes: Sequence[Sequence[str | None]], labels: Sequence[str] = LABELS) -> npt.NDArray[np.float64]:
    """Count, for each unit, how many annotators chose each label.

    Parameters
    ----------
    votes : sequence of sequence of str or None
        One row for each unit, its annotators' labels in any order; None where one gave none.
    labels : sequence of str

    Returns
    -------
    ndarray
        Shape (units, labels).

    Examples
    --------
    >>> count_votes([["none", "none"], ["track_1", None]]).tolist()
    [[2.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]]
    """
    column = {str(label): i for i, label in enumerate(labels)}
    counts = np.zeros((len(votes), len(labels)))
    for row, unit in enumerate(votes):
        for vote in unit:
            if vote is not None:
                counts[row, column[str(vote)]] += 1
    return counts


def krippendorff_alpha(counts: npt.NDArray[np.float64], distance: npt.NDArray[np.float64] = NOMINAL) -> float:
    """Krippendorff's alpha: agreement of any number of annotators beyond chance, 1 being perfect.

    Parameters
    ----------
    counts : ndarray
        Shape (units, labels), as `count_votes` returns; units with fewer than two votes do not count.
    distance : ndarray
        Shape (labels, labels): how far apart two labels are; 0 on the diagonal.

    Returns
    -------
    float
        NaN where fewer than two labels were ever used, for then no disagreement could be seen.

    Notes
    -----
    Krippendorff (2019), *Content Analysis*, 4th edition, chapter 12: from the matrix of coincidences.

    Examples
    --------
    >>> votes = [["none", "none"], ["track_1", "track_1"], ["track_1", "track_2"], ["none", "none"]]
    >>> round(krippendorff_alpha(count_votes(votes)), 3)
    0.632
    """
    sums = unit_sums(unit_columns(np.asarray(counts, dtype=float)).sum(axis=0), counts.shape[1])
    return float(alpha_of_sums(sums, distance))


def cohen_kappa(first: Sequence[str], second: Sequence[str]) -> float:
    """Cohen's kappa of two annotators who labelled the same units.

    Notes
    -----
    Cohen (1960), *Educational and Psychological Measurement* 20: 37-46.

    Examples
    --------
    >>> cohen_kappa(["none", "track_1"], ["none", "track_1"])
    1.0
    """
    from sklearn.metrics import cohen_kappa_score

    return float(cohen_kappa_score(first, second, labels=list(LABELS)))


def specific_agreement(first: Sequence[str], second: Sequence[str]) -> dict[str, float]:
    """Agreement on each label: of the times that either annotator chose it, how often both did (as F1 counts it).

    Notes
    -----
    Fleiss (1981), *Statistical Methods for Rates and Proportions*, 'proportions of specific agreement'.

    Examples
    --------
    >>> specific_agreement(["none", "track_1"], ["none", "none"])["none"]
    0.6666666666666666
    """
    from .scores import class_f1

    return class_f1(first, second)


def unit_interval(
    n_units: int,
    statistic: Callable[[npt.NDArray[np.int64]], float],
    *,
    level: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> tuple[float, float]:
    """Percentile bootstrap interval of any statistic of resampled units.

    Parameters
    ----------
    n_units : int
    statistic : callable
        From the numbers of the drawn units, shape (n_units,), to a value.
    level : float
        In (0, 1).
    resamples, seed : int

    Returns
    -------
    (float, float)

    Notes
    -----
    Efron and Tibshirani (1993), *An Introduction to the Bootstrap*, chapter 13; for alpha see Krippendorff (2019).

    Examples
    --------
    >>> unit_interval(4, lambda drawn: 1.0, resamples=5)
    (1.0, 1.0)
    """
    rng = np.random.default_rng(seed)
    values = [statistic(rng.integers(0, n_units, n_units)) for _ in range(resamples)]
    low, high = np.nanquantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
