"""Inputs to shares of about equal size, each the work of one task. What is in the files is read by the workers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from ..documents import STDIN, ReadOptions, Reject, find_sources
from ..documents.columns import find_columns
from ..documents.encoding import looks_binary
from ..documents.exports.recognition import recognise
from ..documents.sources import Source
from ..errors import InputError
from .pieces import Lines, Piece, Rows, Whole

#: Bytes of a share: some seconds' work.
SHARE = 2 << 20
#: A row group is read by so many tasks at most, each of which has to pass over the rows before its own.
_OF_A_GROUP = 16
_LINES = (".jsonl", ".ndjson")
_BOM = b"\xef\xbb\xbf"

Share = tuple[Piece, ...]


def find_pieces(inputs: Iterable[str], options: ReadOptions, size: int = SHARE) -> Iterator[Piece]:
    """Cut inputs into pieces, in their order: large JSON lines and Parquet files into parts, others whole.

    Parameters
    ----------
    inputs : iterable of str
        Files, folders, globs, all of which the workers can read under the same names.
    options : ReadOptions
    size : int
        Bytes that a piece should have.

    Raises
    ------
    InputError
        For standard input, which only one process can read.
    """
    for found in find_sources(inputs):
        if isinstance(found, Reject):
            yield found
        elif found.name == STDIN:
            raise InputError("Spark's workers cannot read standard input; put it into a file")
        else:
            yield from _cut(replace(found, path=found.path.absolute()), options, size)


def _cut(source: Source, options: ReadOptions, size: int) -> Iterator[Piece]:
    try:
        length = source.path.stat().st_size
        if options.input_format in (None, "parquet") and _begins(source.path, b"PAR1"):
            yield from _groups(source, options, size) or [Whole(source, length)]
        elif length > size and _is_lines(source, options):
            cuts = [*range(0, length, size), length]
            yield from (Lines(source, *ends) for ends in pairwise(cuts))
        else:
            yield Whole(source, length)
    except OSError:  # which whoever reads it meets again, and tells
        yield Whole(source, 0)


def _begins(path: Path, magic: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(magic)) == magic


def _is_lines(source: Source, options: ReadOptions) -> bool:
    """Whether a file is JSON lines that can be read from any line on: not compressed, and in an encoding with line ends.

    One whose first line is broken is read whole, for what it is only its reader can tell.
    """
    if not (options.input_format == "jsonl" or (options.input_format is None and source.name.lower().endswith(_LINES))):
        return False
    with source.path.open("rb") as file:
        head = file.read(8192)
        file.seek(0)
        if looks_binary(head) or not head.removeprefix(_BOM).lstrip().startswith(b"{"):
            return False
        return options.input_format is not None or recognise(file) is None


def _groups(source: Source, options: ReadOptions, size: int) -> list[Piece]:
    """Cut a Parquet file into row groups, and large ones on; none where its reader has to say what is wrong."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pieces: list[Piece] = []
    try:
        with pq.ParquetFile(source.path) as file:
            find_columns(options, file.schema_arrow.names)
            before = 0
            for number in range(file.num_row_groups):
                group = file.metadata.row_group(number)
                parts = max(1, min(_OF_A_GROUP, group.total_byte_size // size, group.num_rows))
                ends = [group.num_rows * part // parts for part in range(parts + 1)]
                share = group.total_byte_size // parts
                for start, end in pairwise(ends):
                    pieces.append(Rows(source, number, start, end, before, share))
                before += group.num_rows
    except (pa.ArrowException, InputError):
        return []
    return pieces if before else []


def number_lines(pieces: Iterable[Piece], counts: Iterable[int]) -> Iterator[Piece]:
    """Tell parts of JSON lines which line they begin with.

    Parameters
    ----------
    pieces : iterable of Piece
    counts : iterable of int
        Lines in each piece that is `Lines`, in order.
    """
    counted, first = iter(counts), 1
    for piece in pieces:
        if isinstance(piece, Lines):
            first = 1 if piece.start == 0 else first
            yield replace(piece, first=first)
            first += next(counted)
        else:
            yield piece


def make_shares(pieces: Iterable[Piece], size: int = SHARE) -> list[Share]:
    """Gather pieces that follow one another until they have the size of a share; a piece is never cut here."""
    shares: list[Share] = []
    held: list[Piece] = []
    length = 0
    for piece in pieces:
        held.append(piece)
        length += 0 if isinstance(piece, Reject) else piece.size
        if length >= size:
            shares.append(tuple(held))
            held, length = [], 0
    return [*shares, tuple(held)] if held else shares
