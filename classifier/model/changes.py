"""What another model changes: two models' labels for the same passages, beside the gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..labels import LABELS, Label
from ..metrics.bootstrap import Estimate
from ..metrics.classification import all_figures
from ..metrics.paired import difference, mcnemar_exact
from .corpus import Labelled

Floats = npt.NDArray[np.float64]
#: Figures that are compared.
FIGURES = ("accuracy", "macro_f1")


@dataclass(frozen=True, slots=True)
class Change:
    """A passage that the two models label differently.

    Attributes
    ----------
    passage : Labelled
    before, after : Label
    p_before, p_after : float
        What each model gives its own label.
    """

    passage: Labelled
    before: Label
    after: Label
    p_before: float
    p_after: float


@dataclass(frozen=True, slots=True)
class Move:
    """How often one label became another, and how often either was the gold label."""

    before: Label
    after: Label
    n: int
    right_before: int
    right_after: int


@dataclass(frozen=True, slots=True)
class Changes:
    """Two models on the same passages.

    Attributes
    ----------
    n : int
    before, after, difference : dict of str to Estimate
        ``accuracy`` and ``macro_f1`` of either model, and the second's less the first's, on the same drawn groups.
    mcnemar_p : float
        Of the exact test that both are right equally often.
    moves : tuple of Move
        The most frequent first.
    changed : tuple of Change
        The second model's most confident first.
    """

    n: int
    before: dict[str, Estimate]
    after: dict[str, Estimate]
    difference: dict[str, Estimate]
    mcnemar_p: float
    moves: tuple[Move, ...]
    changed: tuple[Change, ...]


def compare_models(passages: Sequence[Labelled], before: Floats, after: Floats, resamples: int = 2000) -> Changes:
    """Compare two models on passages that neither has learnt from.

    Parameters
    ----------
    passages : sequence of Labelled
        At least one.
    before, after : array of shape (n, 4)
        Each model's probabilities, in the order of the labels.
    resamples : int
        Of the bootstrap, which draws groups.

    Returns
    -------
    Changes

    Notes
    -----
    Intervals and the test are those of `classifier.metrics.paired`.

    Examples
    --------
    >>> made = [Labelled(str(i), "They met.", Label.TRACK_1, "s", "dev", group=str(i)) for i in range(8)]
    >>> old, new = np.tile([0.7, 0.1, 0.1, 0.1], (8, 1)), np.tile([0.1, 0.7, 0.1, 0.1], (8, 1))
    >>> found = compare_models(made, old, new, resamples=50)
    >>> len(found.changed), found.after["accuracy"].value, found.mcnemar_p
    (8, 1.0, 0.0078125)
    """
    gold = np.array([str(p.label) for p in passages])
    groups = np.array([p.group or p.source for p in passages])
    old, new = before.argmax(axis=1), after.argmax(axis=1)
    names = np.array([str(label) for label in LABELS])
    first, second = names[old], names[new]
    changed = [
        Change(p, LABELS[i], LABELS[k], float(p_old[i]), float(p_new[k]))
        for p, i, k, p_old, p_new in zip(passages, old, new, before, after, strict=True)
        if i != k
    ]
    return Changes(
        len(passages),
        _some(all_figures(gold, first, groups, None, resamples)),
        _some(all_figures(gold, second, groups, None, resamples)),
        {name: difference(gold, second, first, groups, None, resamples, figure=name) for name in FIGURES},
        mcnemar_exact(second == gold, first == gold),
        _moves(changed),
        tuple(sorted(changed, key=lambda change: -change.p_after)),
    )


def _some(figures: dict[str, Estimate]) -> dict[str, Estimate]:
    return {name: figures[name] for name in FIGURES}


def _moves(changed: Sequence[Change]) -> tuple[Move, ...]:
    counts = Counter((c.before, c.after) for c in changed)
    right_before = Counter((c.before, c.after) for c in changed if c.passage.label is c.before)
    right_after = Counter((c.before, c.after) for c in changed if c.passage.label is c.after)
    return tuple(Move(*pair, n, right_before[pair], right_after[pair]) for pair, n in counts.most_common())
