"""Numbers sorted on the disk: more of them than memory should hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]

_RUN = 1 << 18  # numbers that are sorted in memory at a time: 2 MB
_CHUNK = 1 << 16  # numbers that are given back at a time, about
_STEP = 1 << 8  # every so many numbers of a run, one is remembered
_BYTES = 8


class SortedFile:
    """Takes numbers in any order, and gives them back in theirs.

    Runs are sorted in memory and written one behind the other; they are read back side by side, a range of values at
    a time. Memory holds one run, and one of every 256 numbers.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     numbers = SortedFile(Path(folder) / "numbers")
    ...     numbers.add(np.array([5, 3], np.uint64))
    ...     numbers.add(np.array([4], np.uint64))
    ...     [chunk.tolist() for chunk in numbers.chunks()]
    [[3, 4, 5]]
    """

    def __init__(self, path: Path, *, run: int = _RUN, chunk: int = _CHUNK, step: int = _STEP) -> None:
        self._path, self._chunk, self._step = path, chunk, step
        self._waiting = np.empty(run, np.uint64)
        self._held = 0
        self._lengths: list[int] = []
        self._samples: list[Numbers] = []

    def add(self, numbers: Numbers) -> None:
        """Take numbers."""
        while len(numbers):
            taken = numbers[: len(self._waiting) - self._held]
            self._waiting[self._held : self._held + len(taken)] = taken
            self._held += len(taken)
            numbers = numbers[len(taken) :]
            if self._held == len(self._waiting):
                self._flush()

    def _flush(self) -> None:
        run = self._waiting[: self._held]
        run.sort()
        with self._path.open("ab") as file:
            file.write(run.tobytes())
        self._lengths.append(len(run))
        self._samples.append(run[:: self._step].copy())
        self._held = 0

    def chunks(self) -> Iterator[Numbers]:
        """Yield all numbers in order, some at a time, equal ones together; the file goes with the last."""
        if self._held:
            self._flush()
        if not self._lengths:
            return
        starts = np.concatenate(([0], np.cumsum(self._lengths)))[:-1].tolist()
        cursors = [0] * len(starts)
        with self._path.open("rb") as file:
            for bound in [*self._bounds(), None]:
                found = []
                for run, start in enumerate(starts):
                    end = self._lengths[run]
                    if bound is not None:
                        end = min(end, int(np.searchsorted(self._samples[run], bound)) * self._step)
                    if end <= cursors[run]:
                        continue
                    file.seek((start + cursors[run]) * _BYTES)
                    numbers = np.fromfile(file, np.uint64, end - cursors[run])
                    if bound is not None:
                        numbers = numbers[: np.searchsorted(numbers, bound)]
                    cursors[run] += len(numbers)
                    found.append(numbers)
                if found:
                    chunk = np.concatenate(found)
                    chunk.sort()
                    if len(chunk):
                        yield chunk
        self._path.unlink()

    def _bounds(self) -> Numbers:
        """Values between which about a chunk of numbers lies."""
        samples = np.sort(np.concatenate(self._samples))
        return np.unique(samples[:: max(1, self._chunk // self._step)][1:])
