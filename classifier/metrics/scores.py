"""Scores over the four labels, and their intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from ..labels import LABELS


def macro_f1(gold: Sequence[str], predicted: Sequence[str]) -> float:
    """Mean of the four labels' F1 (contract, 'Enums'); a label that neither side uses counts as 0.

    Examples
    --------
    >>> round(macro_f1(["none", "track_1"], ["none", "track_1"]), 2)
    0.5
    """
    from sklearn.metrics import f1_score

    return float(f1_score(gold, predicted, labels=list(LABELS), average="macro", zero_division=0.0))


def class_f1(gold: Sequence[str], predicted: Sequence[str]) -> dict[str, float]:
    """F1 of each label.

    Examples
    --------
    >>> class_f1(["none"], ["none"])["none"]
    1.0
    """
    from sklearn.metrics import f1_score

    scores = f1_score(gold, predicted, labels=list(LABELS), average=None, zero_division=0.0)
    return {str(label): float(score) for label, score in zip(LABELS, scores, strict=True)}


def confusion(gold: Sequence[str], predicted: Sequence[str]) -> npt.NDArray[np.int64]:
    """Counts, gold in rows and predictions in columns, in the order of the labels; shape (4, 4)."""
    from sklearn.metrics import confusion_matrix

    counts: npt.NDArray[np.int64] = confusion_matrix(gold, predicted, labels=list(LABELS))
    return counts


def bootstrap_interval(
    gold: Sequence[str],
    predicted: Sequence[str],
    score: Callable[[Sequence[str], Sequence[str]], float] = macro_f1,
    *,
    level: float = 0.95,
    resamples: int = 2000,
    seed: int = 0,
) -> tuple[float, float]:
    """Percentile bootstrap interval of a score, resampling passages.

    Parameters
    ----------
    gold, predicted : sequence of str
        Of equal length.
    score : callable
    level : float
        In (0, 1).
    resamples, seed : int

    Returns
    -------
    (float, float)

    Notes
    -----
    Efron and Tibshirani (1993), *An Introduction to the Bootstrap*, chapter 13.

    Examples
    --------
    >>> bootstrap_interval(["none"] * 20, ["none"] * 20, resamples=10)
    (0.25, 0.25)
    """
    rng = np.random.default_rng(seed)
    gold_array, predicted_array = np.asarray(gold, dtype=object), np.asarray(predicted, dtype=object)
    values = []
    for _ in range(resamples):
        drawn = rng.integers(0, len(gold_array), len(gold_array))
        values.append(score(gold_array[drawn].tolist(), predicted_array[drawn].tolist()))
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
