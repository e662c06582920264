"""Which passages are judged, and which are learnt from: the protocols of evaluation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from ..labels import LABELS
from .gold import Gold, Strings

Rows = npt.NDArray[np.int64]
PROTOCOLS = ("fixed", "grouped", "region", "genre", "time")
#: A region or genre with fewer passages is not left out on its own, for its figures would say nothing.
MIN_TEST = 10
FOLDS = 5


@dataclass(frozen=True)
class Fold:
    """A part of the gold passages to judge, and the part to learn from.

    Attributes
    ----------
    name : str
    train, test : array of int
        Rows of the gold; no group is in both.
    """

    name: str
    train: Rows
    test: Rows


def folds_of(gold: Gold, protocol: str, *, folds: int = FOLDS, seed: int = 0) -> list[Fold]:
    """Divide the gold passages by a protocol.

    Parameters
    ----------
    gold : Gold
    protocol : str
        ``fixed``: the gold's own split where it has one (``dev``, else ``test``, is judged and ``train`` learnt
        from), else all of it is judged. ``grouped``: cross-validation that keeps groups together. ``region``,
        ``genre``: each is left out in turn. ``time``: each period is judged by what was written of earlier ones.
    folds, seed : int
        Of ``grouped`` and ``time``.

    Returns
    -------
    list of Fold

    Raises
    ------
    InputError
        If the protocol is unknown, or the gold lacks what it needs.

    Notes
    -----
    Roberts et al. (2017), *Cross-validation strategies for data with temporal, spatial, hierarchical, or phylogenetic
    structure*: blocks that share a source must not be on both sides. Whatever is tuned is tuned within ``train``.
    """
    if protocol == "fixed":
        return [_fixed(gold)]
    if protocol == "grouped":
        return list(_grouped(gold, folds, seed))
    if protocol in ("region", "genre"):
        return list(_left_out(gold, protocol))
    if protocol == "time":
        return list(_forward(gold, folds))
    raise InputError(f"no protocol {protocol!r}; there are: {', '.join(PROTOCOLS)}")


def judged_rows(folds: Sequence[Fold]) -> Rows:
    """Rows that some fold judges, in the gold's order."""
    return np.unique(np.concatenate([fold.test for fold in folds]))


def _fixed(gold: Gold) -> Fold:
    everything = np.arange(len(gold))
    split = gold.columns.get("split")
    if split is None or "train" not in split:
        return Fold("all", everything[:0], everything)
    for name in ("dev", "test"):
        if name in split:
            return Fold(name, everything[split == "train"], everything[split == name])
    return Fold("all", everything[:0], everything)


def _grouped(gold: Gold, folds: int, seed: int) -> Iterator[Fold]:
    from sklearn.model_selection import StratifiedGroupKFold

    folds = safe_folds(gold.labels, gold.groups, folds)
    if folds < 2:
        raise InputError("cross-validation needs two groups and two passages of each label; add some, or use 'fixed'")
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    for n, (train, test) in enumerate(splitter.split(gold.labels, gold.labels, gold.groups), 1):
        yield Fold(f"fold {n}", train, test)


def safe_folds(labels: Strings, groups: Strings, most: int) -> int:
    """Number of folds for which each could hold every label that is there; below 2 where there is none.

    Examples
    --------
    >>> safe_folds(np.array(["none", "none", "track_1"]), np.array(["a", "b", "c"]), 5)
    1
    """
    if not len(labels):
        return 0
    return min(most, len(np.unique(groups)), int(np.unique(labels, return_counts=True)[1].min()))


def _left_out(gold: Gold, column: str) -> Iterator[Fold]:
    values = gold.columns.get(column)
    names = [] if values is None else [str(v) for v in np.unique(values) if v and (values == v).sum() >= MIN_TEST]
    if values is None or len(names) < 2:
        raise InputError(
            f"leaving out one {column} at a time needs a column {column!r} with two values of {MIN_TEST} passages; "
            "add it, or use another --protocol"
        )
    for name in names:
        yield _apart(gold, name, np.flatnonzero(values != name), np.flatnonzero(values == name))


def _forward(gold: Gold, folds: int) -> Iterator[Fold]:
    year = years_of(gold)
    dated = ~np.isnan(year)
    if len(np.unique(year[dated])) < 2:
        raise InputError("time-forward evaluation needs a column 'year' or 'period' with two years; add it")
    # Cuts between years, so that no year is on both sides.
    cuts = np.unique(np.ceil(np.quantile(year[dated], np.arange(1, folds) / folds)))
    for start, end in zip(cuts, [*cuts[1:], np.inf], strict=True):
        train, test = np.flatnonzero(year < start), np.flatnonzero((year >= start) & (year < end))
        if len(train) and len(test):
            name = f"{start:.0f} to {year[test].max():.0f}"
            yield _apart(gold, name, train, test)


def years_of(gold: Gold) -> npt.NDArray[np.float64]:
    """Year that each passage is about, from ``year`` or ``period``; NaN where neither tells."""
    out = np.full(len(gold), np.nan)
    for name in ("period", "year"):
        for i, value in enumerate(gold.columns.get(name, ())):
            found = re.search(r"\b(1[0-9]|20)\d\d\b", str(value))
            if found:
                out[i] = int(found[0])
    return out


def _apart(gold: Gold, name: str, train: Rows, test: Rows) -> Fold:
    """Fold without training passages of groups that are judged."""
    kept = train[~np.isin(gold.groups[train], gold.groups[test])]
    if not len(kept):
        raise InputError(
            f"without {name} nothing is left to learn from, for every group is in it; use another --protocol, or finer "
            "groups with --group-column"
        )
    return Fold(name, kept, test)


def enough_to_learn(labels: Strings) -> bool:
    """Whether there are two passages of two labels at least, so that something can be learnt."""
    return sum(int((labels == str(label)).sum()) > 1 for label in LABELS) > 1
