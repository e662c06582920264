"""How far a run of ``classify`` is: a bar on a terminal, lines of JSON for machines, nothing when quiet."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

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
        state.see(item.source_file)
        if isinstance(item, Reject) and item.record is None and not log_json:
            tell(item)

    if log_json:

        def labelled(counts: Counts, _new: bool) -> None:
            done.add(counts)
            if state.due():
                _log("progress", state, done)

        yield Watcher(lambda parts: _line(event="continued", parts=parts), read, labelled)
        _log("labelled", state, done)
    elif not shown:
        yield Watcher(_say_resumed, read)
    else:
        with _bar(state, done) as labelled_on_bar:
            yield Watcher(_say_resumed, read, labelled_on_bar)


def tell(reject: Reject) -> None:
    """Say on standard error what was rejected."""
    where = reject.source_file + (f", record {reject.record}" if reject.record else "")
    print(f"rejected: {where}: {reject.reason}", file=sys.stderr)


def _say_resumed(parts: int) -> None:
    print(f"continuing an earlier run, which left {parts:,} finished parts", file=sys.stderr)


class _State:
    """Bytes of the sources that are behind, and the time."""

    def __init__(self, inputs: Iterable[str]) -> None:
        self.behind, self.current, self.files, self.total = 0, "", 0, 0
        for size in _sizes(inputs):
            self.files += 1
            self.total += size
        self.began = self.told = time.monotonic()

    def see(self, source: str) -> None:
        """Note which source is being read."""
        if source != self.current:
            self.behind += _size(self.current)
            self.current = source

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
        bytes_read=state.behind, bytes=state.total,
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
        several = state.files > 1
        task = bar.add_task("", total=state.total if several else None, documents="0", rate="", rejected="")
        fresh = [0, 0]

        def labelled(counts: Counts, new: bool) -> None:
            done.add(counts)
            fresh[0] += counts.documents if new else 0
            fresh[1] += counts.characters if new else 0
            seconds = state.seconds()
            bar.update(
                task, documents=f"{done.documents:,}", completed=state.behind if several else None,
                rate=f"{fresh[0] / seconds:.0f} documents/s, {fresh[1] / seconds / 1e6:.2f} MB/s",
                rejected=f"{done.rejected:,} rejected" if done.rejected else "",
            )  # fmt: skip

        yield labelled
