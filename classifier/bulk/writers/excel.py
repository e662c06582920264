"""Excel, within what a sheet and a cell can hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ...errors import OutputError
from ...records import flatten
from .text import INSTEAD, Row, Write

_ROWS, _CHARACTERS = 1_048_576, 32_767
_CUT = " … [cut: a cell holds no more]"


@contextmanager
def open_excel(path: Path, columns: Sequence[str]) -> Iterator[Write]:
    """Write a sheet ``results``, its header frozen and filterable.

    A text that begins with ``=`` stays a text, and never becomes a formula.

    Raises
    ------
    OutputError
        For more rows than a sheet holds.
    """
    import openpyxl
    import openpyxl.utils

    illegal = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("results")
    sheet.freeze_panes = "B2"
    sheet.append(list(columns))
    written = 1

    def cell(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        clean = illegal.sub("\ufffd", value)
        if len(clean) > _CHARACTERS:
            clean = clean[: _CHARACTERS - len(_CUT)] + _CUT
        text = openpyxl.cell.WriteOnlyCell(sheet, value=clean)
        text.data_type = "s"
        return text

    def write(row: Row) -> None:
        nonlocal written
        written += 1
        if written > _ROWS:
            raise OutputError(f"an Excel sheet holds {_ROWS:,} rows and no more; {INSTEAD}")
        values = flatten(row)
        sheet.append([cell(values.get(name)) for name in columns])

    yield write
    sheet.auto_filter.ref = f"A1:{openpyxl.utils.get_column_letter(len(columns))}{written}"
    book.save(path)
