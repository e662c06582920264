"""Figures by kinds of passages, the worst first: an average hides where a system fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..labels import Aspect
from ..metrics.bootstrap import Estimate, Floats, cluster_draws
from ..metrics.classification import accuracy_of, confusion_draws, confusion_of, per_class
from ..metrics.intervals import bounded
from ..records import Evidence
from .gold import Gold
from .protocols import years_of

MIN_N = 30
_BY_COLUMN = ("genre", "region", "split", "batch", "register")
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Slice:
    """Figures of the passages whose ``slice`` is ``value``; macro-F1 is over the labels that their gold has."""

    slice: str
    value: str
    n: int
    macro_f1: Estimate
    accuracy: Estimate


def slices_of(gold: Gold, evidence: Sequence[Evidence], least: int = MIN_N) -> list[tuple[str, str, Mask]]:
    """Find the slices that are large enough.

    Parameters
    ----------
    gold : Gold
    evidence : sequence of Evidence
        As extracted, for the number of actors and the cues.
    least : int
        Passages that a slice must have; and as many must be outside it, or it is no slice.

    Returns
    -------
    list of (str, str, array of bool)
        Name, value and members of each.
    """
    return [
        (name, value, members)
        for name, value, members in _every(gold, evidence)
        if members.sum() >= least and members.sum() < len(gold)
    ]


def _every(gold: Gold, evidence: Sequence[Evidence]) -> Iterator[tuple[str, str, Mask]]:
    for name in dict.fromkeys([*_BY_COLUMN, *gold.own_slices]):
        values = gold.columns.get(name)
        if values is not None:
            yield from ((name, str(value), values == value) for value in np.unique(values) if value)
    decades = np.floor(years_of(gold) / 10) * 10
    yield from (("decade", f"{decade:.0f}s", decades == decade) for decade in np.unique(decades[~np.isnan(decades)]))
    words = np.array([len(text.split()) for text in gold.texts])
    first, second = np.quantile(words, [1 / 3, 2 / 3])
    yield "length", f"shortest third (up to {first:.0f} words)", words <= first
    yield "length", "middle third", (words > first) & (words <= second)
    yield "length", f"longest third (over {second:.0f} words)", words > second
    claimed = np.array([e.claimed_track is not None for e in evidence])
    yield "designation", "the passage names a track", claimed
    yield "designation", "no track named", ~claimed
    for tag in sorted({tag for tags in gold.tags for tag in tags}):
        yield "tag", tag, np.array([tag in tags for tags in gold.tags])
    actors = np.array([len(e.actors) for e in evidence])
    yield from (("actors found", str(n), actors == n) for n in range(4))
    yield "actors found", "4 to 6", (actors >= 4) & (actors <= 6)
    yield "actors found", "7 or more", actors >= 7
    for aspect in Aspect:
        present = np.array([any(cue.aspect is aspect for cue in e.cues) for e in evidence])
        yield "cue", f"{aspect} present", present
        yield "cue", f"{aspect} absent", ~present


def slice_figures(
    gold: Gold, predicted: npt.NDArray[np.str_], slices: Sequence[tuple[str, str, Mask]], resamples: int, seed: int = 0
) -> list[Slice]:
    """Judge each slice, the one of the lowest macro-F1 first."""
    out = []
    for name, value, members in slices:
        labels, found, groups = gold.labels[members], predicted[members], gold.groups[members]
        draws = cluster_draws(groups, resamples, seed)
        matrix, drawn = confusion_of(labels, found), confusion_draws(labels, found, draws)
        present = matrix.sum(axis=1) > 0
        sizes = np.unique(groups, return_counts=True)[1]

        def macro(confusion: Floats, kept: Mask = present) -> Floats:
            return np.asarray(per_class(confusion)[2][..., kept].mean(axis=-1))

        f1 = bounded(float(macro(matrix)), macro(drawn), sizes)
        accuracy = bounded(float(accuracy_of(matrix)), accuracy_of(drawn), sizes)
        out.append(Slice(name, value, int(members.sum()), f1, accuracy))
    return sorted(out, key=lambda s: (s.macro_f1.value, s.slice, s.value))
