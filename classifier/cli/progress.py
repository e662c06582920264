"""How far a run of ``classify`` is: a bar on a terminal, lines of JSON for machines, nothing when quiet."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from os import fstat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from ..bulk import Counts, Watcher
    from ..documents import Document, Reject

_EVERY = 5.0  # seconds between two lines of JSON


@contextmanager
def progress(inputs: Iterable[str], *, quiet: bool, log_json: bool) -> Iterator[Watcher]:
    """Watch a run.

    Parameters
    ----------
    inputs : iterable of str
        Time left is read off the sizes of their files, for the number of documents is not known beforehand.
    quiet, log_json : bool

    Yields
    ------
    Watcher
    """
    from ..bulk import Counts, Watcher
    from ..documents import Reject

    done = Counts()
    shown = log_json or (not quiet and sys.stderr.isatty())
    state = _State(inputs if shown else ())

    def read(item: Document | Reject) -> None:
        if isinstance(item, Reject) and item.record is None and not log_json:
            tell(item)

    if log_json:

        def labelled(counts: Counts, _new: bool) -> None:
            done.add(counts)
            if state.due():
                _log("progress", state, done)

        yield Watcher(lambda parts: _line(event="continued", parts=parts), read, state.open, labelled)
        _log("labelled", state, done)
    elif not shown:
        yield Watcher(_say_resumed, read)
    else:
        with _bar(state, done) as labelled_on_bar:
            yield Watcher(_say_resumed, read, state.open, labelled_on_bar)


@contextmanager
def counted(*, quiet: bool) -> Iterator[Callable[[str, int], None]]:
    """Show on a terminal what is being done; there is no bar, for how many documents there are is not known."""
    if quiet or not sys.stderr.isatty():
        yield lambda _stage, _count: None
        return
    from rich.console import Console

    with Console(stderr=True).status("reading") as status:
        yield lambda stage, count: status.update(f"{stage}: {count:,}")


def tell(reject: Reject) -> None:
    """Say on standard error what was rejected."""
    where = reject.source_file + (f", record {reject.record}" if reject.record else "")
    print(f"rejected: {where}: {reject.reason}", file=sys.stderr)


def _say_resumed(parts: int) -> None:
    print(f"continuing an earlier run, which left {parts:,} finished parts", file=sys.stderr)


class _State:
    """Bytes of the files that have been read, and the time."""

    def __init__(self, inputs: Iterable[str]) -> None:
        self.behind, self.size, self.total = 0, 0, sum(_sizes(inputs))
        self.stream: BinaryIO | None = None
        self.began = self.told = time.monotonic()

    def open(self, stream: BinaryIO) -> None:
        """Note which file is being read."""
        self.behind += self.size
        self.stream, self.size = stream, fstat(stream.fileno()).st_size

    def bytes_read(self) -> int:
        """Of the files that are behind, and of the one in hand."""
        try:
            return self.behind + (self.stream.tell() if self.stream else 0)
        except (OSError, ValueError):  # it is closed, so that nothing more comes of it
            return self.behind + self.size

    def seconds(self) -> float:
        """Since the beginning."""
        return time.monotonic() - self.began

    def due(self) -> bool:
        """Whether it is time for another line."""
        if time.monotonic() - self.told < _EVERY:
            return False
        self.told = time.monotonic()
        return True


def _sizes(inputs: Iterable[str]) -> Iterator[int]:
    from ..documents import STDIN, Reject, find_sources

    for source in find_sources(name for name in inputs if name != STDIN):
        if not isinstance(source, Reject) and not source.database:
            yield _size(source.name)


def _size(source: str) -> int:
    """Bytes of a file; none for what is no file of its own, such as a member of an archive."""
    try:
        return Path(source).stat().st_size if source else 0
    except OSError:
        return 0


def _line(**entry: object) -> None:
    print(json.dumps(entry), file=sys.stderr, flush=True)


def _log(event: str, state: _State, done: Counts) -> None:
    seconds = state.seconds()
    _line(
        event=event, seconds=round(seconds, 1), documents=done.documents, passages=done.passages,
        characters=done.characters, rejected=done.rejected, labels=dict(sorted(done.labels.items())),
        documents_per_second=round(done.documents / seconds, 1) if seconds else None,
        bytes_read=state.bytes_read(), bytes=state.total,
    )  # fmt: skip


@contextmanager
def _bar(state: _State, done: Counts) -> Iterator[Callable[[Counts, bool], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    bar = Progress(
        SpinnerColumn(), TextColumn("{task.fields[documents]} documents"), BarColumn(),
        TextColumn("{task.fields[rate]}"), TextColumn("{task.fields[rejected]}"), TimeElapsedColumn(),
        TimeRemainingColumn(), console=Console(stderr=True), transient=True,
    )  # fmt: skip
    with bar:
        # Standard input and databases have no size.
        task = bar.add_task("", total=state.total or None, documents="0", rate="", rejected="")
        fresh = [0, 0]

        def labelled(counts: Counts, new: bool) -> None:
            done.add(counts)
            fresh[0] += counts.documents if new else 0
            fresh[1] += counts.characters if new else 0
            seconds = state.seconds()
            bar.update(
                task, documents=f"{done.documents:,}", completed=state.bytes_read() if state.total else None,
                rate=f"{fresh[0] / seconds:.0f} documents/s, {fresh[1] / seconds / 1e6:.2f} MB/s",
                rejected=f"{done.rejected:,} rejected" if done.rejected else "",
            )  # fmt: skip

        yield labelled
