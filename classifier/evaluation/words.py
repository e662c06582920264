"""Warnings in words, for readers who go no further than the first screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..labels import DISPLAY, LABELS
from ..metrics.bootstrap import Estimate, cluster_draws, draw_totals, percentile
from .gold import Floats, Gold

#: Fewer clusters make intervals that cannot be relied on.
FEW_GROUPS = 50
FEW_PASSAGES = 10
#: A gap between stated confidence and accuracy that is worth a warning, if it is beyond chance too.
GAP = 0.02
#: Calibration error that is worth one, if the whole interval is above it.
ERROR = 0.05


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning in words; its kind is ``leakage``, ``comparison``, ``calibration``, ``small`` or ``note``."""

    kind: str
    text: str


def leakage_warnings(n_leaky: int, n: int, threshold: float, shared_groups: list[str]) -> list[Caution]:
    """Say what of the judged passages was, nearly, among what was learnt from.

    Examples
    --------
    >>> print(leakage_warnings(3, 10, 0.2, [])[0].text)
    The split leaks: 3 of 10 passages (30%) nearly repeat a passage of the training data (they share over 20% of their word trigrams). All figures below are too good for texts that nobody has trained on.
    """
    out = []
    if n_leaky:
        verb = "repeats" if n_leaky == 1 else "repeat"
        text = (
            f"The split leaks: {n_leaky} of {n} passages ({_percent(n_leaky / n)}) nearly {verb} a passage of the training "
            f"data (they share over {threshold:.0%} of their word trigrams). All figures below are too good for texts "
            "that nobody has trained on."
        )
        out.append(Caution("leakage", text))
    if shared_groups:
        shown = ", ".join(shared_groups[:3])
        text = (
            f"{len(shared_groups)} groups are both judged and learnt from ({shown}{' …' if len(shared_groups) > 3 else ''}): "
            "passages of one group resemble each other, and figures may be too good for new groups."
        )
        out.append(Caution("leakage", text))
    return out


def footing_caution(learnt: int, sizes: list[int], *, shipped: bool, alike: bool, own: int, name: str) -> list[Caution]:
    """Say whether a model that is judged as it is and the baselines beside it have learnt from the same passages.

    Parameters
    ----------
    learnt : int
        Passages that the model has learnt from, 0 where its manifest does not tell.
    sizes : list of int
        Passages that the baselines have learnt from, for each fold.
    shipped : bool
        Whether the model is the shipped one.
    alike : bool
        Whether the baselines have the model's corpus.
    own : int
        Passages of the gold itself that the baselines have learnt from besides, in the largest fold.
    name : str
        Of the gold.

    Examples
    --------
    >>> print(footing_caution(8374, [90, 92], shipped=True, alike=False, own=92, name="mine.csv")[0].text)
    Model and baselines are not on an equal footing: the shipped model learnt from its 8,374 passages, the baselines from 90 to 92. A difference between them tells as much of the training passages as of the methods.
    """
    if alike and not own:
        return []
    few, most = min(sizes), max(sizes)
    range_ = f"{few:,}" if few == most else f"{few:,} to {most:,}"
    which = "the shipped model" if shipped else "this model"
    if alike:
        text = (
            f"Model and baselines have learnt from the shipped corpus, the baselines besides from up to {own:,} passages of "
            f"{name} that are in other folds ({range_} in all): this favours them where the corpus is unlike these texts."
        )
        return [Caution("comparison", text)]
    told = f"{which} learnt from its {learnt:,} passages" if learnt else f"what {which} learnt from is not known"
    text = (
        f"Model and baselines are not on an equal footing: {told}, the baselines from {range_}. A difference between them "
        "tells as much of the training passages as of the methods."
    )
    return [Caution("comparison", text)]


def confidence_gap(probabilities: Floats, right: np.ndarray, gold: Gold, resamples: int, seed: int) -> Estimate:
    """Mean stated probability of the label, less the share of labels that are right: above 0, overconfident."""
    gap = probabilities.max(axis=1) - right
    totals = draw_totals(np.column_stack([gap, np.ones(len(gap))]), cluster_draws(gold.groups, resamples, seed))
    return percentile(float(gap.mean()), totals[:, 0] / totals[:, 1])


def calibration_warnings(gap: Estimate, error: Estimate, mean_confidence: float, accuracy: float) -> list[Caution]:
    """Say whether the probabilities promise too much or too little."""
    stated = f"on average they are {mean_confidence:.2f}, and {_percent(accuracy)} of the labels are right"
    measured = f"calibration error {error.value:.2f}, 95% interval {error.low:.2f} to {error.high:.2f}"
    remedy = "Do not read them as chances, nor set thresholds by them, before calibrating them on texts like these."
    if gap.low > 0 and gap.value > GAP:
        return [Caution("calibration", f"The probabilities are too high: {stated} ({measured}). {remedy}")]
    if gap.high < 0 and gap.value < -GAP:
        return [Caution("calibration", f"The probabilities are too low: {stated} ({measured}). {remedy}")]
    if error.low > ERROR:
        text = f"The probabilities are not calibrated, though right on average: {stated} ({measured}). {remedy}"
        return [Caution("calibration", text)]
    return []


def repeats_note(gold: Gold) -> list[Caution]:
    """Say that texts repeat, and whether they are labelled alike each time."""
    first: dict[str, str] = {}
    pairs = zip(gold.texts, map(str, gold.labels), strict=True)
    differing = sum(first.setdefault(text, label) != label for text, label in pairs)
    repeated = len(gold) - len(first)
    if not repeated:
        return []
    words = f"{repeated} of {len(gold)} passages repeat the text of another"
    return [Caution("note", f"{words}, {differing} of them with another label; a text is not evidence twice.")]


def unjudged_note(n_judged: int, n: int) -> list[Caution]:
    """Say how many passages a protocol leaves unjudged."""
    if n_judged == n:
        return []
    return [
        Caution(
            "note",
            f"{n - n_judged} of {n} passages are not judged: under this protocol they are only learnt from, or lack what it divides by.",
        )
    ]


def size_warnings(gold: Gold, macro_f1: Estimate) -> list[Caution]:
    """Say what so few passages cannot show."""
    out = []
    n_groups = len(np.unique(gold.groups))
    half = (macro_f1.high - macro_f1.low) / 2
    if n_groups < FEW_GROUPS:
        text = (
            f"The {len(gold)} passages come from {n_groups} groups only: the interval of macro-F1 reaches "
            f"{100 * half:.0f} points to each side, and is itself uncertain below {FEW_GROUPS} groups."
        )
        out.append(Caution("small", text))
    for label in LABELS:
        n = int((gold.labels == str(label)).sum())
        if 0 < n < FEW_PASSAGES:
            out.append(Caution("small", f"{n} gold passages are {DISPLAY[label]}: too few to judge that label by."))
    return out


def absent_labels(gold: Gold, figures: Mapping[str, Estimate]) -> list[Caution]:
    """Say that labels which the gold lacks pull macro-F1 down."""
    absent = [DISPLAY[label] for label in LABELS if not (gold.labels == str(label)).any()]
    if not absent:
        return []
    counts = "each counts" if len(absent) > 1 else "it counts"
    text = (
        f"No gold passage is {' or '.join(absent)}: {counts} as an F1 of 0 in macro-F1 over the four labels, "
        f"{figures['macro_f1'].value:.2f}; over the labels that are present it is {figures['macro_f1_present'].value:.2f}."
    )
    return [Caution("small", text)]


def weights_note(gold: Gold) -> list[Caution]:
    """Say which figures the inclusion probabilities reach."""
    if not gold.weighted:
        return []
    text = (
        "Inclusion probabilities make the design-weighted figures, the shares and the attenuation. All else (baselines, "
        "probabilities, slices, evidence) is of the passages as they were sampled."
    )
    return [Caution("note", text)]


def dates_note(dated: bool) -> list[Caution]:
    """Say that a lexicon's entries with dates are of little use here."""
    if not dated:
        return []
    text = (
        "The lexicon has entries that hold for a time only. Passages are judged without a date, so these count only where "
        "all entries of a name say the same."
    )
    return [Caution("note", text)]


def unsliced_note(columns: Sequence[str], least: int) -> list[Caution]:
    """Say that a column the user wanted figures by has no value with enough passages."""
    if not columns:
        return []
    text = f"No slices by {', '.join(columns)}: no value has {least} passages, or one has all."
    return [Caution("note", text)]


def too_few_note(what: str, n: int, left_out: str) -> list[Caution]:
    """Say that a part of the report is left out, for it would rest on too few passages.

    Examples
    --------
    >>> print(too_few_note("have several votes", 3, "the annotators' agreement")[0].text)
    Only 3 passages have several votes: too few to estimate the annotators' agreement by (10 are needed); it is left out.
    """
    if not 0 < n < FEW_PASSAGES:
        return []
    text = f"Only {n} passages {what}: too few to estimate {left_out} by ({FEW_PASSAGES} are needed); it is left out."
    return [Caution("note", text)]


def slices_note(n: int, least: int) -> Caution:
    """Say how many slices were looked at, and what this does to the worst of them."""
    return Caution(
        "note",
        f"{n} slices of at least {least} passages were looked at, without correction: of so many, about {round(n / 20)} "
        "would lie outside its 95% interval by chance, and the worst looks worse than it is. Macro-F1 of a slice is over "
        "the labels that its gold has.",
    )


def agreement_note(ceiling: Estimate) -> list[Caution]:
    """Say that people who nearly always agree may have been asked about easy passages only."""
    if ceiling.value < 0.95:
        return []
    text = (
        f"Annotators agree on {_percent(ceiling.value)} of their labels here. If passages on which they disagreed were left "
        "out of the gold, this ceiling is too high, and the passages are easier than those of a fresh sample."
    )
    return [Caution("note", text)]


def comparisons_note(n: int) -> Caution:
    """Say what the tests of the comparisons take for granted."""
    return Caution(
        "note",
        f"The p values of the {n} comparisons are of exact McNemar tests, Holm-corrected, which take passages as independent; "
        "where groups hold several, go by the interval of the difference.",
    )


def _percent(share: float) -> str:
    """Percent without decimals, but with one near 0 and 1, where it tells most from all."""
    return f"{100 * share:.1f}%" if 0 < share < 0.1 or 0.99 <= share < 1 else f"{100 * share:.0f}%"
