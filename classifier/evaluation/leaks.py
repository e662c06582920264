"""What of the judged passages was among what was learnt from: told before any figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .baselines import Sample
from .gold import Gold
from .leakage import NEAR_DUPLICATE, leakage
from .protocols import Fold
from .words import Caution, leakage_warnings

EXAMPLES = 10


@dataclass(frozen=True, slots=True)
class Example:
    """A judged passage and the training passage that it repeats."""

    score: float
    text: str
    other: str


@dataclass(frozen=True)
class Leakage:
    """Near-duplicates between judged passages and training passages.

    Attributes
    ----------
    pairs : int
    passages : int
        Judged passages that are in one pair or more.
    threshold : float
    examples : list of Example
        The most similar.
    """

    pairs: int
    passages: int
    threshold: float
    examples: list[Example]


def leaks_of(
    gold: Gold,
    folds: Sequence[Fold],
    samples: Sequence[Sample | None],
    learnt: Sample | None = None,
    threshold: float = NEAR_DUPLICATE,
) -> tuple[Leakage | None, list[Caution]]:
    """Look for leaks in every fold.

    Parameters
    ----------
    gold : Gold
    folds : sequence of Fold
    samples : sequence of Sample or None
        What baselines learn from for each.
    learnt : Sample, optional
        What the judged model has learnt from, whatever the fold.
    threshold : float

    Returns
    -------
    (Leakage or None, list of Caution)
        None where there is nothing to compare with: not the same as no leak.
    """
    if learnt is None and all(sample is None for sample in samples):
        return None, []
    pairs: dict[tuple[int, str], float] = {}
    shared: set[str] = set()
    for fold, sample in zip(folds, samples, strict=True):
        texts = _texts_of(sample, learnt)
        rows = fold.test.tolist()
        for pair in leakage([gold.texts[i] for i in rows], texts, threshold):
            pairs[rows[pair.first], texts[pair.second]] = pair.score
        for known in (sample, learnt):
            shared |= _shared_groups(gold, fold, known) if known is not None else set()
    worst = sorted(pairs.items(), key=lambda item: -item[1])[:EXAMPLES]
    leaky = len({row for row, _ in pairs})
    found = Leakage(len(pairs), leaky, threshold, [Example(score, gold.texts[i], other) for (i, other), score in worst])
    return found, leakage_warnings(leaky, sum(len(fold.test) for fold in folds), threshold, sorted(shared))


def _texts_of(*samples: Sample | None) -> list[str]:
    """Texts of all samples, each once."""
    return list(dict.fromkeys(text for sample in samples if sample is not None for text in sample.texts))


def _shared_groups(gold: Gold, fold: Fold, sample: Sample) -> set[str]:
    """Groups on both sides; a passage that is its own group has no name that another file could mean."""
    judged = gold.groups[fold.test]
    named = judged != gold.ids[fold.test]
    learnt = np.unique(sample.groups[sample.groups != sample.ids])
    return set(np.intersect1d(judged[named], learnt).tolist())
