"""What a worker does: label one batch, and write its part of the result, whole or not at all."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from ..documents import Document, Reject
from ..model import Tracker
from .batches import decode
from .labelling import label
from .options import Counts, RunOptions

REJECT = b'{"reject": '
_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """A finished part: the number of its batch, the digest of its file, and what it holds."""

    number: int
    sha256: str
    counts: Counts


def batch_path(folder: Path, number: int) -> Path:
    """Where a batch waits for its worker."""
    return folder / f"batch-{number:08d}.jsonl"


def part_path(folder: Path, number: int) -> Path:
    """Where the part that a batch has become lies."""
    return folder / f"part-{number:08d}.jsonl.gz"


def label_batch(
    tracker: Tracker,
    folder: Path,
    number: int,
    options: RunOptions,
    *,
    killers: frozenset[str] = frozenset(),
    on_document: Callable[[Document], None] | None = None,
) -> Part:
    """Label the batch that lies in a folder, and leave its part there.

    Parameters
    ----------
    tracker : Tracker
    folder : Path
    number : int
    options : RunOptions
    killers : frozenset of str
        Ids of documents that have killed their worker before; they become rejects.
    on_document : callable, optional
        Called before each document, which is then labelled by itself.

    Returns
    -------
    Part

    Raises
    ------
    OSError
        If the part cannot be written.
    """
    items = decode(batch_path(folder, number).read_bytes())
    spared = (_spared(item, killers) for item in items)
    runs = _one_by_one(spared, on_document) if on_document else [spared]
    return write_part(tracker, folder, number, runs, options)


def write_part(
    tracker: Tracker, folder: Path, number: int, runs: Iterable[Iterable[Document | Reject]], options: RunOptions
) -> Part:
    """Label documents, each run of them by itself, and leave the part in a folder, whole or not at all.

    Raises
    ------
    OSError
        If the part cannot be written.
    """
    counts = Counts()
    target = part_path(folder, number)
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with temporary.open("w+b") as file:
            # Neither name nor time goes into the file: the same rows give the same bytes.
            with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1, filename="", mtime=0) as part:

                def reject(one: Reject) -> None:
                    part.write(_line({"reject": asdict(one)}))

                for run in runs:
                    for row in label(tracker, run, options, counts, reject):
                        part.write(_line(row))
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        temporary.replace(target)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
    return Part(number, digest, counts)


def _line(row: dict[str, object]) -> bytes:
    return json.dumps(row, ensure_ascii=False, default=str).encode() + b"\n"


def _spared(item: Document | Reject, killers: frozenset[str]) -> Document | Reject:
    if isinstance(item, Document) and item.id in killers:
        reason = "its worker was killed twice while labelling it; the document may need more memory than there is"
        return Reject(item.source_file, item.record, "classify", reason)
    return item


def _one_by_one(
    items: Iterator[Document | Reject], on_document: Callable[[Document], None]
) -> Iterator[list[Document | Reject]]:
    for item in items:
        if isinstance(item, Document):
            on_document(item)
        yield [item]
