"""MinHash signatures: what stands for a text on the disk, and tells how much two texts share.

`rensa` computes them (after the fast similarity sketching of Dahlgaard, Knudsen and Thorup): on the same texts it was
twenty times faster than `datasketch`, and its estimates came nearer (standard error .036 against .044).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ...errors import needed

Signatures = NDArray[np.uint32]
Keys = NDArray[np.uint64]

SIZE = 128  # values of a signature: a standard error of at most .045
BANDS, ROWS = 32, 4  # a pair that shares 60% of its shingles meets in some band 99 times of 100
_SEED = 1


def sign(shingles: Sequence[Sequence[str]]) -> Signatures:
    """Signatures of texts, one a row.

    Raises
    ------
    InputError
        If the library is not installed.
    """
    rows = (
        needed("rensa", "comparing texts")
        .RMinHash.digest_matrix_from_token_sets(list(shingles), num_perm=SIZE, seed=_SEED)
        .to_rows()
    )
    return np.array(rows, dtype=np.uint32).reshape(-1, SIZE)


def estimate(some: Signatures, others: Signatures) -> NDArray[np.float64]:
    """Estimate what share of their shingles texts have in common (Jaccard), row by row."""
    return np.asarray((some == others).mean(axis=-1, dtype=np.float64))


def band_keys(signatures: Signatures) -> Keys:
    """Hash each band of each signature; texts that share a key may be alike."""
    keys = np.empty((len(signatures), BANDS), np.uint64)
    for band in range(BANDS):
        key = np.full(len(signatures), band + 1, np.uint64)
        for column in range(band * ROWS, (band + 1) * ROWS):
            key = _mix(key ^ signatures[:, column].astype(np.uint64))
        keys[:, band] = key
    return keys


def _mix(x: Keys) -> Keys:
    """Spread a number's bits over all 64 (splitmix64)."""
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


class SignatureFile:
    """Signatures in a file, each at the place of its text's number."""

    _BYTES = SIZE * 4

    def __init__(self, path: Path) -> None:
        self._file = path.open("w+b")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def write(self, numbers: Sequence[int], signatures: Signatures) -> None:
        """Put signatures in their places."""
        for number, row in zip(numbers, signatures, strict=True):
            self._file.seek(number * self._BYTES)
            self._file.write(row.tobytes())

    def read(self, numbers: NDArray[np.uint32]) -> Signatures:
        """Signatures of these texts, a row each."""
        wanted, places = np.unique(numbers, return_inverse=True)
        found = np.empty((len(wanted), SIZE), np.uint32)
        for row, number in zip(found, wanted.tolist(), strict=True):
            self._file.seek(number * self._BYTES)
            self._file.readinto(row.data)
        return found[places]
