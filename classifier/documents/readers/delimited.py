"""CSV and TSV, with a header line; the delimiter is read off that line."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from typing import BinaryIO

from ...errors import InputError
from ..columns import ReadOptions, find_column, record_to_document
from ..document import Document, Reject
from ..encoding import open_text

_DELIMITERS = ",;\t|"


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield a document a row.

    A row with more fields than the header is rejected, for its columns can't be told; one with fewer is
    padded. A quotation mark that never closes rejects its record, which then reaches to the end.

    Raises
    ------
    InputError
        If there is no header, or none of its columns can be the text.
    """
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # the default of 128 kB is shorter than some articles
    lines = open_text(stream, newline="")
    header_line = lines.readline()
    if not header_line.strip():
        raise InputError("empty")
    delimiter = max(_DELIMITERS, key=header_line.count)
    lines.seek(0)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        header = [name.strip().lstrip("\ufeff") for name in next(rows)]
    except csv.Error as error:
        raise InputError(f"the header line is broken: {error}") from error
    find_column("text", options.text_column, header)
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
