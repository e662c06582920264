"""One run of ``classify`` with an output: batches to parts, by as many workers as there are, parts to the output."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from ..documents import Document, ReadOptions, Reject, read_documents
from ..documents.ids import UniqueIds
from ..documents.readers.postgresql import without_password
from ..documents.streams import Opened
from ..errors import InputError, OutputError, UsageError
from ..model import Tracker
from .batches import Batch, cut, encode
from .job import Job, Shard, open_job
from .merge import join
from .options import Counts, RunOptions
from .pool import Pool, Setup
from .work import Part, batch_path, label_batch
from .writers import Target

_LOOKED_AT = 1000


@dataclass(frozen=True, slots=True)
class Run:
    """What to classify, with what, into what.

    Attributes
    ----------
    inputs : tuple of str
    output : Path or Table
    options : RunOptions
    model : Path or None
    lexicon : tuple of Path
        Overlays.
    workers : int
    shard : Shard
    """

    inputs: tuple[str, ...]
    output: Target
    options: RunOptions
    model: Path | None = None
    lexicon: tuple[Path, ...] = ()
    workers: int = 1
    shard: Shard = field(default_factory=Shard)


@dataclass(frozen=True, slots=True)
class Watcher:
    """Whom to tell while a run goes on."""

    resumed: Callable[[int], None] = lambda _: None
    """Gets the number of parts that an earlier run left."""
    read: Callable[[Document | Reject], None] = lambda _: None
    """Gets everything that is read."""
    opened: Opened = lambda _: None
    """Gets the stream of every file that is opened."""
    labelled: Callable[[Counts, bool], None] = lambda _counts, _new: None
    """Gets the counts of every part, and whether this run has made it."""


def identity(run: Run, tracker: Tracker) -> dict[str, Any]:
    """What the results depend on, apart from what the inputs hold."""
    from importlib.metadata import version

    return {
        "version": version("diplotrack"),
        "model": tracker.model.manifest.get("content_sha256"),
        "lexicon": [digest for _, digest in tracker.lexicon.overlays],
        "inputs": [without_password(name) for name in run.inputs],
        "options": asdict(run.options),
    }


def classify_to(run: Run, tracker: Tracker, watcher: Watcher, *, restart: bool = False) -> Counts:
    """Classify all documents of the inputs, and write the output once all are done.

    What is done stays on the disk; the same run, started again after a crash, goes on from there. The output is the
    same, to the byte, for any number of workers and interruptions.

    Parameters
    ----------
    run : Run
    tracker : Tracker
    watcher : Watcher
    restart : bool
        Throw away what an earlier run left.

    Returns
    -------
    Counts
        Of the whole output, or of the shard.

    Raises
    ------
    OutputError
        If something cannot be written, or an earlier run's parts don't belong to this one.
    """
    with open_job(run.output, identity(run, tracker), run.shard, restart=restart) as job:
        if job.done:
            watcher.resumed(len(job.done))
        repeated = _label_all(run, tracker, job, watcher)
        if run.shard.of > 1:
            total = Counts()
            for _, part in job.done.values():
                total.add(part.counts)
        else:
            total = join([job], run.output, run.options.columns, run.options.keep)
            job.remove()
        total.repeated_ids = repeated
        return total


def _label_all(run: Run, tracker: Tracker, job: Job, watcher: Watcher) -> int:
    """Have every batch labelled that isn't yet; return how many ids occurred before."""
    ids = UniqueIds()
    digest, batches = hashlib.sha256(), 0
    waiting: dict[int, str] = {}

    def noted(parts: Iterable[Part]) -> None:
        for part in parts:
            job.note(part, waiting.pop(part.number))
            batch_path(job.folder, part.number).unlink(missing_ok=True)
            watcher.labelled(part.counts, True)

    stream = cut(_watched(read_documents(run.inputs, run.options.read, ids, watcher.opened), watcher))
    head = list(islice(stream, 2))
    alone = len(head) < 2  # one batch: not worth a process
    setup = Setup(job.folder, run.options, run.model, run.lexicon)
    with nullcontext() if alone else Pool(setup, run.workers) as pool:
        for batch in chain(head, stream):
            data = encode(batch)
            own = hashlib.sha256(data).hexdigest()
            digest.update(own.encode())
            batches += 1
            if not run.shard.takes(batch.number):
                continue
            if batch.number in job.done:
                _check_unchanged(job, batch, own, run.output)
                watcher.labelled(job.done[batch.number][1].counts, False)
                continue
            batch_path(job.folder, batch.number).write_bytes(data)
            waiting[batch.number] = own
            if pool is None:
                noted([label_batch(tracker, job.folder, batch.number, run.options)])
            else:
                noted(pool.submit(batch.number))
        if pool is not None:
            noted(pool.drain())
    if job.done and max(job.done) >= batches:
        raise _changed(run.output, "has become shorter")
    if job.finished and job.finished != digest.hexdigest():
        raise _changed(run.output, "is another")
    job.finish(batches, digest.hexdigest())
    return ids.repeated


def _watched(items: Iterable[Document | Reject], watcher: Watcher) -> Iterator[Document | Reject]:
    for item in items:
        watcher.read(item)
        yield item


def _check_unchanged(job: Job, batch: Batch, sha256: str, output: Target) -> None:
    if job.done[batch.number][0] != sha256:
        first = batch.items[0]
        raise _changed(output, f"differs near {first.source_file}, record {first.record}")


def _changed(output: Target, how: str) -> OutputError:
    return OutputError(
        f"{output}: the input {how} since the run that this one would continue; "
        "restore the input, or add --restart to begin anew"
    )


def check_keep(keep: tuple[str, ...], columns: Iterable[str]) -> None:
    """See that columns to be kept don't hide the row's own.

    Raises
    ------
    InputError
        Names the column.
    """
    clash = [name for name in keep if name in set(columns)]
    if clash:
        raise InputError(f"--keep {clash[0]}: the results have a column of this name; rename it in the input")


def check_kept_are_there(inputs: Iterable[str], options: ReadOptions, keep: Iterable[str]) -> None:
    """See that columns to be kept are somewhere in the inputs, of which no more than the beginning is read.

    Raises
    ------
    UsageError
        Names the column, and those that there are; not if the inputs go on beyond what was read.
    """
    wanted, seen, read, documents = set(keep), dict[str, None](), 0, 0
    for item in islice(read_documents(inputs, options), _LOOKED_AT):
        read += 1
        if isinstance(item, Document):
            documents += 1
            seen.update(dict.fromkeys(item.columns))
            wanted -= seen.keys()
            if not wanted:
                return
    if wanted and documents and read < _LOOKED_AT:
        listed = ", ".join(list(seen)[:40]) or "none beside the text"
        raise UsageError(f"--keep {sorted(wanted)[0]}: no column of this name; there are: {listed}")
