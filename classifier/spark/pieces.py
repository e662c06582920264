"""The pieces into which inputs are cut, and what a worker reads of each: the documents that the whole file would give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..documents import Document, ReadOptions, Reject
from ..documents.columns import record_to_document
from ..documents.encoding import capped_lines
from ..documents.readers import json_lines
from ..documents.sources import Source, read_source

_CHUNK = 1 << 20
_ROWS = 256


@dataclass(frozen=True, slots=True)
class Whole:
    """A source that is read from its beginning to its end."""

    source: Source
    size: int


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines that begin between two bytes of a file; ``first`` is the number of the first of them."""

    source: Source
    start: int
    end: int
    first: int = 1

    @property
    def size(self) -> int:
        """Bytes, about."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows ``start`` to ``end`` of a row group of a Parquet file, in which ``before`` rows precede the group."""

    source: Source
    group: int
    start: int
    end: int
    before: int
    size: int


Piece = Reject | Whole | Lines | Rows


def read_piece(piece: Piece, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the documents of a piece, with the numbers that they have in the whole; what fails becomes a reject."""
    if isinstance(piece, Reject):
        yield piece
        return
    if isinstance(piece, Whole):
        yield from read_source(piece.source, options)
        return
    if isinstance(piece, Rows):
        yield from _rows(piece, options)
        return
    try:
        yield from json_lines.read_lines(_lines(piece), piece.source.name, options, piece.first)
    except OSError as error:
        yield Reject(piece.source.name, None, "read", error.strerror or str(error))


def count_lines(piece: Lines) -> int:
    """Count the lines that begin in a piece."""
    # A line begins at the start of the file, and after every line end but the file's last byte.
    start = max(piece.start - 1, 0)
    count, left = int(piece.start == 0), piece.end - 1 - start
    with piece.source.path.open("rb") as file:
        file.seek(start)
        while left > 0 and (data := file.read(min(left, _CHUNK))):
            count += data.count(b"\n")
            left -= len(data)
    return count


def _lines(piece: Lines) -> Iterator[bytes | None]:
    with piece.source.path.open("rb") as file:
        at = piece.start
        if at:
            at -= 1
            file.seek(at)
            line = b""
            while not line.endswith(b"\n") and at < piece.end and (line := file.readline(_CHUNK)):
                at += len(line)
        lines = capped_lines(file)
        while file.tell() < piece.end and (found := next(lines, b"")) != b"":
            yield found


def _rows(piece: Rows, options: ReadOptions) -> Iterator[Document | Reject]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(piece.source.path, pre_buffer=False) as file:
            at = 0
            for batch in file.iter_batches(_ROWS, row_groups=[piece.group]):
                low, high = max(piece.start - at, 0), min(piece.end - at, len(batch))
                if low < high:
                    rows = batch.slice(low, high - low).to_pylist()
                    for number, row in enumerate(rows, piece.before + at + low + 1):
                        yield record_to_document(row, piece.source.name, number, options)
                at += len(batch)
                if at >= piece.end:
                    return
    except (pa.ArrowException, OSError, ValueError) as error:  # no UTF-8 in a string is a ValueError
        reason = f"row group {piece.group + 1} of the Parquet file cannot be read: {' '.join(str(error).split())}"
        yield Reject(piece.source.name, None, "read", reason)
