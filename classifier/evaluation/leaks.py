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
    gold: Gold, folds: Sequence[Fold], samples: Sequence[Sample | None], threshold: float = NEAR_DUPLICATE
) -> tuple[Leakage | None, list[Caution]]:
    """Look for leaks in every fold.

    Parameters
    ----------
    gold : Gold
    folds : sequence of Fold
    samples : sequence of Sample or None
        What is learnt from for each.
    threshold : float

    Returns
    -------
    (Leakage or None, list of Caution)
        None where there is nothing to compare with: not the same as no leak.
    """
    if all(sample is None for sample in samples):
        return None, []
    n_pairs, n_judged, examples, shared = 0, 0, [], set()
    leaky: set[int] = set()
    for fold, sample in zip(folds, samples, strict=True):
        n_judged += len(fold.test)
        if sample is None:
            continue
        rows = fold.test.tolist()
        pairs = leakage([gold.texts[i] for i in rows], sample.texts, threshold)
        n_pairs += len(pairs)
        leaky |= {rows[pair.first] for pair in pairs}
        examples += [Example(p.score, gold.texts[rows[p.first]], sample.texts[p.second]) for p in pairs[:EXAMPLES]]
        shared |= _shared_groups(gold, fold, sample)
    examples.sort(key=lambda example: -example.score)
    found = Leakage(n_pairs, len(leaky), threshold, examples[:EXAMPLES])
    return found, leakage_warnings(len(leaky), n_judged, threshold, sorted(shared))


def _shared_groups(gold: Gold, fold: Fold, sample: Sample) -> set[str]:
    """Groups on both sides; a passage that is its own group has no name that another file could mean."""
    judged = gold.groups[fold.test]
    named = judged != gold.ids[fold.test]
    learnt = np.unique(sample.groups[sample.groups != sample.ids])
    return set(np.intersect1d(judged[named], learnt).tolist())
