"""Draws with known inclusion probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .pool import Floats, Ints

_ALMOST = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the pool, and what was drawn of it.

    Attributes
    ----------
    name : str
    population, drawn : int
        Passages in it, and those drawn.
    lowest, highest : float
        Inclusion probabilities of its passages.
    """

    name: str
    population: int
    drawn: int
    lowest: float
    highest: float


@dataclass(frozen=True)
class Drawn:
    """A sample of a pool.

    Attributes
    ----------
    design : str
        As the records tell it.
    rows : array of int
        Into the pool.
    probabilities : array of float
        Inclusion probabilities of the rows.
    strata : tuple of Stratum
    of : array of int
        Index into ``strata`` for each row.
    """

    design: str
    rows: Ints
    probabilities: Floats
    strata: tuple[Stratum, ...]
    of: Ints


def draw_strata(
    design: str, names: list[str], strata: Ints, numbers: npt.NDArray[np.uint64], takes: Ints | list[int]
) -> Drawn:
    """Draw a simple random sample without replacement from each stratum: the passages with the lowest numbers.

    Parameters
    ----------
    design : str
    names : list of str
    strata : array of int
        Index into ``names`` for each passage.
    numbers : array of uint64
        Random.
    takes : array of int
        Passages to draw of each stratum.

    Returns
    -------
    Drawn
        The inclusion probability of a passage is that share of its stratum which is drawn.

    Examples
    --------
    >>> drawn = draw_strata("simple", ["all"], np.zeros(4, int), np.array([7, 3, 9, 1], np.uint64), [2])
    >>> drawn.rows.tolist(), drawn.probabilities.tolist()
    ([3, 1], [0.5, 0.5])
    """
    sizes = np.bincount(strata, minlength=len(names))
    order = np.lexsort((numbers, strata))
    rank = np.arange(len(order)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    rows = order[rank < np.repeat(takes, sizes)]
    share = np.divide(takes, sizes, out=np.zeros(len(names)), where=sizes > 0)
    table = tuple(
        Stratum(name, int(size), int(take), float(p), float(p))
        for name, size, take, p in zip(names, sizes, takes, share, strict=True)
    )
    return Drawn(design, rows, share[strata[rows]], table, strata[rows])


def inclusion_probabilities(sizes: Floats, n: int) -> Floats:
    """Inclusion probabilities proportional to size; 1 for passages whose share would be more.

    Parameters
    ----------
    sizes : array of float
        Over 0, and none vanishing beside the others.
    n : int
        Passages to draw, one or more.

    Returns
    -------
    array of float
        In (0, 1], and in sum ``n``, or the number of passages where that is less.

    Examples
    --------
    >>> inclusion_probabilities(np.array([1.0, 1, 2, 20]), 3).tolist()
    [0.5, 0.5, 1.0, 1.0]
    """
    if n >= len(sizes):
        return np.ones(len(sizes))
    order = np.argsort(-sizes, kind="stable")
    ranked = sizes[order]
    rest = np.cumsum(ranked[::-1])[::-1]
    # The first k are certain where the next one's share of the rest is less than 1.
    sure = int(np.argmax((n - np.arange(n)) * ranked[:n] < rest[:n]))
    out = np.ones(len(sizes))
    out[order[sure:]] = (n - sure) * ranked[sure:] / rest[sure]
    return out


def systematic(probabilities: Floats, numbers: npt.NDArray[np.uint64], start: float) -> Ints:
    """Draw passages with given inclusion probabilities.

    Parameters
    ----------
    probabilities : array of float
        In (0, 1], a whole number in sum.
    numbers : array of uint64
        Random; the order in which the passages are laid out.
    start : float
        Random, in [0, 1).

    Returns
    -------
    array of int
        Rows; always as many as the probabilities sum to.

    Notes
    -----
    Systematic sampling of a list in random order: the passages are laid out as stretches as long as their
    probabilities, and every whole step from the start falls into one that is drawn. The inclusion probabilities are
    exact for any order (Madow 1949, *Annals of Mathematical Statistics* 20: 333-354), and the random order leaves
    nearly all pairs a chance (Hartley and Rao 1962, *Annals of Mathematical Statistics* 33: 350-374; Tillé 2006,
    *Sampling Algorithms*, chapter 7).

    Examples
    --------
    >>> systematic(np.array([0.5, 0.5, 1.0, 1.0]), np.array([4, 1, 3, 2], np.uint64), 0.3).tolist()
    [2, 3, 1]
    """
    sure = np.flatnonzero(probabilities >= _ALMOST)
    order = np.argsort(numbers, kind="stable")
    order = order[probabilities[order] < _ALMOST]
    n = round(float(probabilities[order].sum()))
    if not n:
        return sure.astype(np.int64)
    ends = np.cumsum(probabilities[order])
    ends *= n / ends[-1]
    steps = np.searchsorted(ends, start + np.arange(n), side="right")
    return np.concatenate([sure, order[np.minimum(steps, len(order) - 1)]]).astype(np.int64)
