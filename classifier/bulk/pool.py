"""Worker processes that load once, take numbers of batches, and are replaced when the system kills them."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..documents import Document
from ..model import Tracker, load
from .options import RunOptions
from .work import Part, label_batch

STRIKES = 2


@dataclass(frozen=True, slots=True)
class Setup:
    """What every worker needs to start."""

    folder: Path
    options: RunOptions
    model: Path | None
    lexicon: tuple[Path, ...]


@dataclass(slots=True)
class _Worker:
    setup: Setup
    tracker: Tracker


_worker: _Worker | None = None


def _start(setup: Setup) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent alone answers an interrupt
    _worker = _Worker(setup, load(setup.model, setup.lexicon))


def _work(number: int, parent: int) -> Part:
    assert _worker is not None
    if os.getppid() != parent:
        os._exit(1)  # whoever runs the command again would do this batch too
    return label_batch(_worker.tracker, _worker.setup.folder, number, _worker.setup.options)


def _mark(folder: Path, number: int) -> Path:
    """Where a careful worker notes which document of a batch it is at; other shards share the folder."""
    return folder / f"at-{number:08d}"


def _work_carefully(number: int, killers: frozenset[str]) -> Part:
    """Label a batch document by document, leaving a mark that tells the parent which one it was that killed."""
    assert _worker is not None
    mark = _mark(_worker.setup.folder, number)

    def note(document: Document) -> None:
        mark.write_text(document.id, "utf-8")

    part = label_batch(
        _worker.tracker, _worker.setup.folder, number, _worker.setup.options, killers=killers, on_document=note
    )
    mark.unlink(missing_ok=True)
    return part


@dataclass(slots=True)
class Pool:
    """Worker processes; a context manager.

    Parameters
    ----------
    setup : Setup
    workers : int
    """

    setup: Setup
    workers: int
    _executor: Any = None
    _waiting: dict[Future[Part], int] = field(default_factory=dict)

    def __enter__(self) -> Pool:
        self._executor = self._new(self.workers)
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(wait=True, kill_workers=True)

    def _new(self, workers: int) -> Any:
        from joblib.externals.loky import ProcessPoolExecutor

        return ProcessPoolExecutor(workers, initializer=_start, initargs=(self.setup,))

    def submit(self, number: int) -> Iterator[Part]:
        """Hand a batch out, waiting for others while two for each worker are under way.

        Yields
        ------
        Part
            Those that were finished meanwhile.
        """
        while len(self._waiting) >= 2 * self.workers:
            yield from self._finished()
        try:
            future = self._executor.submit(_work, number, os.getpid())
        except BrokenExecutor:
            yield from self._again([*self._waiting.values(), number])
        else:
            self._waiting[future] = number

    def drain(self) -> Iterator[Part]:
        """Yield all parts that are still under way."""
        while self._waiting:
            yield from self._finished()

    def _finished(self) -> Iterator[Part]:
        done, _ = wait(self._waiting, return_when=FIRST_COMPLETED)
        for future in done:
            if isinstance(future.exception(), BrokenExecutor):
                yield from self._again(list(self._waiting.values()))
                return
            del self._waiting[future]
            yield future.result()

    def _again(self, numbers: list[int]) -> Iterator[Part]:
        """Do the batches that a killed worker took with it, one at a time and carefully; then go on as before."""
        wait(self._waiting)
        finished = [f for f in self._waiting if f.exception() is None]
        yield from (f.result() for f in finished)
        lost = [n for n in numbers if n not in {self._waiting[f] for f in finished}]
        self._waiting.clear()
        self._replace(1)
        for number in sorted(lost):
            yield self._carefully(number)
        self._replace(self.workers)

    def _replace(self, workers: int) -> None:
        self._executor.shutdown(wait=True, kill_workers=True)
        self._executor = self._new(workers)

    def _carefully(self, number: int) -> Part:
        mark = _mark(self.setup.folder, number)
        strikes: dict[str, int] = {}
        while True:
            mark.unlink(missing_ok=True)
            killers = frozenset(name for name, n in strikes.items() if n >= STRIKES)
            try:
                part: Part = self._executor.submit(_work_carefully, number, killers).result()
                return part
            except BrokenExecutor:
                name = mark.read_text("utf-8") if mark.exists() else ""
                strikes[name] = strikes.get(name, 0) + 1
                if not name and strikes[name] > 2 * STRIKES:
                    raise  # workers don't even start
                self._replace(1)
