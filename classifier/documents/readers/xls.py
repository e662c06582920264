"""Excel before 2007 (.xls): a document a row of the first sheet that has a column of text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from ...errors import InputError, needed
from ..columns import ReadOptions
from ..document import Document, Reject
from ..limits import MAX_IN_MEMORY, read_all
from .delimited import distinct
from .table_rows import first_with_text, rows_to_documents


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield a document a row below the header, which is the first row that is not blank.

    Raises
    ------
    InputError
        If the file is damaged, encrypted, or has no column of text, or the library is missing.
    """
    xlrd = needed("xlrd", "Excel")
    data = read_all(stream, MAX_IN_MEMORY, "the file", "save it as CSV")
    try:
        book = xlrd.open_workbook(file_contents=data, on_demand=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise InputError("encrypted; save it without a password") from error
        raise InputError(f"damaged or cut short: {error}") from error
    try:
        headers = {name: _header(book.sheet_by_name(name)) for name in book.sheet_names()}
        name = first_with_text(((name, columns) for name, (_, columns) in headers.items()), options, "sheet")
        above, columns = headers[name]
        sheet = book.sheet_by_name(name)
        rows = ([_value(cell, xlrd, book.datemode) for cell in sheet.row(i)] for i in range(above, sheet.nrows))
        yield from rows_to_documents(columns, rows, source_file, options)
    finally:
        book.release_resources()


def _header(sheet: Any) -> tuple[int, list[str]]:
    """Find the header: how many rows it ends after, and the columns' names."""
    for number in range(sheet.nrows):
        row = sheet.row_values(number)
        if any(value != "" for value in row):
            return number + 1, distinct(map(str, row))
    return 0, []


def _value(cell: Any, xlrd: Any, datemode: int) -> Any:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, datemode)
        except (xlrd.xldate.XLDateError, OverflowError, ValueError):
            return cell.value
    if cell.ctype == xlrd.XL_CELL_NUMBER and float(cell.value).is_integer():
        return int(cell.value)
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return None
    return cell.value
