"""From signatures to clusters: texts that meet in a band are compared, and each joins at most one cluster.

Texts are taken in the order of their rank, the longest first. A text joins the cluster of the most similar earlier text
with which it shares a band and at least ``threshold`` of its shingles, provided that it also shares half that with the
cluster's first text; else it begins a cluster. So a chain of ever shorter cuts may be one cluster, but none drifts away
from its first text. Ranks depend on the texts alone, so the clusters do too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from .signatures import BANDS, SignatureFile, band_keys, estimate
from .sorting import Numbers, SortedFile

Places = NDArray[np.uint32]
_BITS = np.uint64(28)  # of a rank in a number that also holds a key, or another rank
_RANK = np.uint64((1 << 28) - 1)
_AT_A_TIME = 1024  # texts that are read, or pairs that are compared

Tell = Callable[[int], None]


def link(signatures: SignatureFile, numbers: Places, folder: Path, threshold: float, tell: Tell) -> Places:
    """Find the cluster of each text.

    Parameters
    ----------
    signatures : SignatureFile
    numbers : array of int
        The number of each text, by its rank.
    folder : Path
        For what is sorted.
    threshold : float
        Share of their shingles that copies have in common.
    tell : callable
        Gets the number of texts that are behind, now and then.

    Returns
    -------
    array of int
        By rank: the rank of the first text of the cluster. Four bytes a text, like ``numbers``.

    Raises
    ------
    InputError
        For more texts than ranks can be written for.
    """
    if len(numbers) > int(_RANK):
        raise InputError(f"more than {int(_RANK):,} different texts; divide them, by year say")
    tell(0)
    pairs = _pairs(_meetings(signatures, numbers, folder), folder)
    return _join(_alike(pairs, signatures, numbers, threshold), signatures, numbers, threshold, tell)


def _meetings(signatures: SignatureFile, numbers: Places, folder: Path) -> Iterator[Numbers]:
    """Every band of every text as one number, its key before the text's rank, in order."""
    found = SortedFile(folder / "bands")
    for start in range(0, len(numbers), _AT_A_TIME):
        keys = band_keys(signatures.read(numbers[start : start + _AT_A_TIME]))
        ranks = np.repeat(np.arange(start, start + len(keys), dtype=np.uint64), BANDS)
        found.add((keys.ravel() & ~_RANK) | ranks)
    return found.chunks()


def _pairs(meetings: Iterator[Numbers], folder: Path) -> Iterator[Numbers]:
    """Pairs that meet, the later before the earlier in one number, in order, each once.

    Of those that share a key each is paired with the first and with the one before it: linear even where thousands
    share one.
    """
    found = SortedFile(folder / "pairs")
    last = np.empty(0, np.uint64)
    for chunk in meetings:
        chunk = np.concatenate((last, chunk))
        rank, key = chunk & _RANK, chunk >> _BITS
        same = key[1:] == key[:-1]
        begins = np.concatenate(([0], np.flatnonzero(~same) + 1))
        first = np.repeat(rank[begins], np.diff(np.concatenate((begins, [len(chunk)]))))
        for earlier in (rank[:-1][same], first[1:][same]):
            later = rank[1:][same]
            differ = later != earlier
            found.add((later[differ] << _BITS) | earlier[differ])
        last = chunk[[begins[-1], -1]]
    return map(np.unique, found.chunks())


def _alike(
    pairs: Iterator[Numbers], signatures: SignatureFile, numbers: Places, threshold: float
) -> Iterator[tuple[int, int, float]]:
    """Yield those pairs that share enough: later, earlier, how much."""
    for chunk in pairs:
        for start in range(0, len(chunk), _AT_A_TIME):
            part = chunk[start : start + _AT_A_TIME]
            later, earlier = (part >> _BITS).astype(np.int64), (part & _RANK).astype(np.int64)
            rows = signatures.read(numbers[np.concatenate((later, earlier))])
            shared = estimate(rows[: len(part)], rows[len(part) :])
            enough = shared >= threshold
            yield from zip(later[enough].tolist(), earlier[enough].tolist(), shared[enough].tolist(), strict=True)


def _join(
    alike: Iterator[tuple[int, int, float]], signatures: SignatureFile, numbers: Places, threshold: float, tell: Tell
) -> Places:
    cores = np.arange(len(numbers), dtype=np.uint32)

    def shared(some: int, other: int) -> float:
        rows = signatures.read(numbers[[some, other]])
        return float(estimate(rows[0], rows[1]))

    for count, (later, group) in enumerate(groupby(alike, itemgetter(0))):
        met = {earlier: how for _, earlier, how in group}
        nearest = sorted(met, key=lambda earlier: (-met[earlier], earlier))
        for core in dict.fromkeys(int(cores[earlier]) for earlier in nearest):
            if core in met or shared(later, core) >= threshold / 2:
                cores[later] = core
                break
        if count % _AT_A_TIME == 0:
            tell(later)
    return cores
