"""Excel (.xlsx): a document a row of the first sheet that has a column of text."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from ...errors import InputError, needed
from ..columns import ReadOptions
from ..document import Document, Reject
from ..limits import FREE_BYTES, MAX_RATIO, MEGABYTE
from .delimited import distinct
from .office_xml import open_parts
from .table_rows import first_with_text, rows_to_documents

_MAX_UNPACKED = 1024 * MEGABYTE
_HEADER_WITHIN = 20  # rows; exports put a caption above the header


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield a document a row below the header, which is the first row that is not blank.

    Raises
    ------
    InputError
        If the file is damaged, too large, or has no column of text, or the library is missing.
    """
    book = open_book(stream)
    try:
        sheets = {sheet.title: sheet for sheet in book.worksheets}
        headers = {name: _header(sheet) for name, sheet in sheets.items()}
        name = first_with_text(((name, columns) for name, (_, columns) in headers.items()), options, "sheet")
        above, columns = headers[name]
        rows = islice(sheets[name].iter_rows(values_only=True), above, None)
        yield from rows_to_documents(columns, rows, source_file, options)
    finally:
        book.close()


def open_book(stream: BinaryIO, extra: str = "documents", *, formulas: bool = False) -> Any:
    """Open a workbook to be read row by row.

    Parameters
    ----------
    stream : BinaryIO
    extra : str
        That brings the library, for the message where it is missing.
    formulas : bool
        Whether cells with a formula hold that, rather than the value that was saved with it.

    Raises
    ------
    InputError
        If the file is no ZIP file, or too large, or the library is missing.
    """
    openpyxl = needed("openpyxl", "Excel", extra)
    with open_parts(stream) as parts:
        size = sum(info.file_size for info in parts.infolist())
        packed = sum(info.compress_size for info in parts.infolist())
    if size > min(_MAX_UNPACKED, max(FREE_BYTES, MAX_RATIO * packed)):
        raise InputError("unpacks to too much; if it is sound, save it as CSV")
    stream.seek(0)
    with warnings.catch_warnings(action="ignore"):  # about styles and the like
        return openpyxl.load_workbook(stream, read_only=True, data_only=not formulas)


def _header(sheet: Any) -> tuple[int, list[str]]:
    """Find the header: how many rows it ends after, and the columns' names."""
    sheet.reset_dimensions()  # which some programs state wrongly
    for number, row in enumerate(sheet.iter_rows(max_row=_HEADER_WITHIN, values_only=True), 1):
        if any(value is not None for value in row):
            return number, distinct("" if value is None else str(value) for value in row)
    return 0, []
