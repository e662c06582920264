"""CSV and TSV, with a header line; the delimiter is read off that line."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO, BinaryIO

from ...errors import InputError
from ..columns import ReadOptions, find_columns, record_to_document
from ..document import Document, Reject
from ..encoding import open_text

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
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # the default of 128 kB is shorter than some articles
    with open_text(stream, newline="") as lines:
        yield from _read_lines(lines, source_file, options, delimiters)


def _read_lines(lines: IO[str], source_file: str, options: ReadOptions, delimiters: str) -> Iterator[Document | Reject]:
    header_line = next(filter(str.strip, lines), None)
    if header_line is None:
        raise InputError("empty")
    delimiter = max(delimiters, key=header_line.count)  # of equals, the first
    lines.seek(0)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        header = _distinct(next((row for row in rows if any(map(str.strip, row))), []))
    except csv.Error as error:
        raise InputError(f"the header line is broken: {error}") from error
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
        elif len(row) > len(header):
            reason = f"near line {rows.line_num}: {len(row)} fields, but the header has {len(header)} columns"
            yield Reject(source_file, number, "parse", reason)
        else:
            row += [""] * (len(header) - len(row))
            yield record_to_document(dict(zip(header, row, strict=True)), source_file, number, options)


def _distinct(names: Iterable[str]) -> list[str]:
    """Tell columns of one name apart as pandas does ('text', 'text.1'), so that none hides another."""
    header: dict[str, None] = {}
    repeats: Counter[str] = Counter()
    for name in names:
        plain = new = name.strip().lstrip("\ufeff")
        while new in header:
            repeats[plain] += 1
            new = f"{plain}.{repeats[plain]}"
        header[new] = None
    return list(header)
