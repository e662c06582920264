"""Whether the probabilities mean what they say, and what abstaining by them brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..labels import LABELS, Label
from ..metrics.abstention import ThresholdRow, risk_coverage, set_coverage, set_size, threshold_table
from ..metrics.bootstrap import Estimate
from ..metrics.calibration import BINS, ReliabilityCurve, probability_figures, reliability_curve
from ..metrics.classification import columns_of
from .answers import Answers
from .gold import Floats, Gold
from .slices import Mask
from .words import FEW_PASSAGES, Caution, calibration_warnings, confidence_gap

#: Points of the risk-coverage curve that are kept: more cannot be seen.
POINTS = 200


@dataclass(frozen=True)
class Curve:
    """Points of a reliability diagram: mean stated probability, share right with its band, and passages, by bin."""

    confidence: list[float]
    accuracy: list[float]
    low: list[float]
    high: list[float]
    n: list[int]


@dataclass(frozen=True)
class Probabilities:
    """Figures of the probabilities over ``n`` passages, ``bins`` of equal mass.

    Attributes
    ----------
    figures : dict of str to Estimate
        Those of `probability_figures`, and ``confidence_gap``: above 0 where the probabilities are too high.
    reliability : dict of str to (Curve or None)
        ``before`` and ``after`` calibration.
    classwise : dict of str to Curve
    """

    n: int
    bins: int
    figures: dict[str, Estimate]
    reliability: dict[str, Curve | None]
    classwise: dict[str, Curve]


@dataclass(frozen=True)
class Abstention:
    """Error among what is answered, as coverage grows; and by thresholds."""

    curve: dict[str, list[float]]
    table: list[ThresholdRow]


@dataclass(frozen=True)
class SetSlice:
    """Coverage and size of the prediction sets of a slice."""

    slice: str
    value: str
    n: int
    coverage: Estimate
    size: Estimate


@dataclass(frozen=True)
class Conformal:
    """Coverage of the prediction sets (``all``, and by gold label), their mean size (and by label), and by slice."""

    level: float
    coverage: dict[str, Estimate]
    size: Estimate
    sizes: dict[str, Estimate]
    slices: list[SetSlice]


def judge_probabilities(
    answers: Answers, gold: Gold, *, resamples: int = 2000, seed: int = 0
) -> tuple[Probabilities | None, list[Caution]]:
    """Judge probabilities, and say in words what is wrong with them.

    Parameters
    ----------
    answers : Answers
    gold : Gold
    resamples, seed : int

    Returns
    -------
    (Probabilities or None, list of Caution)
        None where the system gives none.
    """
    p = answers.probabilities
    if p is None:
        return None, []
    columns = columns_of(gold.labels)
    right = p.argmax(axis=1) == columns
    figures = probability_figures(p, gold.labels, gold.groups, None, resamples, seed)
    gap = confidence_gap(p, right, gold, resamples, seed)
    warnings = calibration_warnings(gap, figures["top_label_error"], float(p.max(axis=1).mean()), float(right.mean()))
    before = None if answers.uncalibrated is None else _top_curve(answers.uncalibrated, right)
    classwise = {str(label): _curve(reliability_curve(p[:, k], columns == k)) for k, label in enumerate(LABELS)}
    judged = Probabilities(
        len(p), BINS, {**figures, "confidence_gap": gap}, {"before": before, "after": _top_curve(p, right)}, classwise
    )
    return judged, warnings


def _top_curve(p: Floats, right: Mask) -> Curve:
    return _curve(reliability_curve(p.max(axis=1), right))


def _curve(found: ReliabilityCurve) -> Curve:
    return Curve(
        found.confidence.tolist(), found.share_right.tolist(), found.low.tolist(), found.high.tolist(), found.n.tolist()
    )


def judge_abstention(answers: Answers, gold: Gold, *, resamples: int = 2000, seed: int = 0) -> Abstention | None:
    """Error by coverage; None where the system gives no probabilities."""
    if answers.probabilities is None:
        return None
    confidence, right = answers.probabilities.max(axis=1), answers.labels == gold.labels
    coverage, risk = risk_coverage(confidence, right)
    kept = np.unique(np.linspace(0, len(coverage) - 1, min(POINTS, len(coverage))).round().astype(int))
    return Abstention(
        {"coverage": coverage[kept].tolist(), "risk": risk[kept].tolist()},
        list(threshold_table(confidence, right, gold.groups, resamples=resamples, seed=seed)),
    )


def judge_sets(
    answers: Answers,
    gold: Gold,
    level: float,
    slices: Sequence[tuple[str, str, Mask]],
    *,
    resamples: int = 2000,
    seed: int = 0,
) -> Conformal | None:
    """Coverage and size of prediction sets, by label and slice, the least covered slice first; None without sets.

    Labels of fewer than `FEW_PASSAGES` passages are left out.
    """
    if answers.sets is None:
        return None
    sets = answers.sets

    def size_of(members: Mask) -> Estimate:
        return set_size(_some(sets, members), gold.groups[members], None, resamples, seed)

    by_slice = [
        SetSlice(
            name, value, int(members.sum()),
            set_coverage(_some(sets, members), gold.labels[members], gold.groups[members], None, resamples, seed)["all"],
            size_of(members),
        )
        for name, value, members in slices
    ]  # fmt: skip
    rare = {str(label) for label in LABELS if (gold.labels == str(label)).sum() < FEW_PASSAGES}
    covered = set_coverage(sets, gold.labels, gold.groups, None, resamples, seed)
    return Conformal(
        level,
        {name: share for name, share in covered.items() if name not in rare},
        set_size(sets, gold.groups, None, resamples, seed),
        {str(label): size_of(gold.labels == str(label)) for label in LABELS if str(label) not in rare},
        sorted(by_slice, key=lambda s: (s.coverage.value, s.slice, s.value)),
    )


def _some(sets: Sequence[tuple[Label, ...]], members: Mask) -> list[tuple[Label, ...]]:
    return [sets[i] for i in np.flatnonzero(members).tolist()]
