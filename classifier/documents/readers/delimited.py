"""CSV and TSV, with a header line; the delimiter is read off that line."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO, BinaryIO

from ...errors import InputError
from ..columns import ReadOptions, find_columns, record_to_document
from ..document import Document, Reject
from ..encoding import capped_lines, open_text
from ..limits import MAX_TEXT, MEGABYTE

_DELIMITERS = ",;\t|"
TAB_FIRST = "\t,;|"


def read(
    stream: BinaryIO, source_file: str, options: ReadOptions, *, delimiters: str = _DELIMITERS
) -> Iterator[Document | Reject]:
    """Yield a document a row.

    A row with more fields than the header is rejected, for its columns can't be told; one with fewer is
    padded. A quotation mark that never closes rejects its record, which then reaches to the end.

    Raises
    ------
    InputError
        If there is no header, or none of its columns can be the text.
    """
    csv.field_size_limit(MAX_TEXT)  # the default of 128 kB is shorter than some articles
    with open_text(stream, newline="") as lines:
        yield from _read_lines(lines, source_file, options, delimiters)


def _read_lines(lines: IO[str], source_file: str, options: ReadOptions, delimiters: str) -> Iterator[Document | Reject]:
    header_line = next((line for line in capped_lines(lines) if line is None or line.strip()), "")
    if header_line is None:
        raise InputError(f"the header line is longer than {MAX_TEXT // MEGABYTE} MB")
    if not header_line:
        raise InputError("empty")
    delimiter = max(delimiters, key=header_line.count)  # of equals, the first
    lines.seek(0)
    rows = csv.reader(CappedLines(lines), delimiter=delimiter, strict=True)
    try:
        first = next((row for row in rows if any(map(str.strip, row))), [])
        first = [field.lstrip("\ufeff") for field in first]
    except csv.Error as error:
        raise InputError(f"the header line is broken: {error}") from error
    header = distinct(first)
    find_columns(options, header)
    number = 0
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Reject(source_file, number, "parse", f"near line {rows.line_num}: {error}")
            continue
        if not row:
            number -= 1
        elif row[-1] == first[-1] and [field.lstrip("\ufeff") for field in row] == first:
            yield Reject(source_file, number, "parse", f"near line {rows.line_num}: the header once more")
        elif len(row) > len(header):
            reason = f"near line {rows.line_num}: {len(row)} fields, but the header has {len(header)} columns"
            yield Reject(source_file, number, "parse", reason)
        else:
            row += [""] * (len(header) - len(row))
            yield record_to_document(dict(zip(header, row, strict=True)), source_file, number, options)


class CappedLines:
    """Lines for the csv module, of which one that is too long is an error that the next one survives."""

    def __init__(self, lines: IO[str]) -> None:
        self._lines = capped_lines(lines)

    def __iter__(self) -> CappedLines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if line is None:
            raise csv.Error(f"a line longer than {MAX_TEXT // MEGABYTE} MB")
        return line


def distinct(names: Iterable[str]) -> list[str]:
    """Tell columns of one name apart as pandas does, so that none hides another.

    Examples
    --------
    >>> distinct(["text", "text", "note"])
    ['text', 'text.1', 'note']
    """
    header: dict[str, None] = {}
    repeats: Counter[str] = Counter()
    for name in names:
        plain = new = name.strip().lstrip("\ufeff")
        while new in header:
            repeats[plain] += 1
            new = f"{plain}.{repeats[plain]}"
        header[new] = None
    return list(header)
