"""An Excel workbook for those who code in a spreadsheet (`sheets`).

The column to label has a drop-down; what the coder leaves alone is grey. All texts are in Excel's format *Text*, so
that none becomes a formula, a number or a date, not even when it is typed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ...documents import Reject
from ...documents.readers.xlsx import open_book
from ...errors import InputError, OutputError, needed
from ...labels import LABELS
from ..cells import ROWS, escaped, unescaped
from ..spoke import Answer, Losses, Note, Spoke, Task
from .sheets import CARRIED, COLUMNS, TO_FILL, NoHeaderError, Row, answers, held, read_table, rows_of

_SHEET, _GUIDE = "passages", "how to code"
_WIDTHS = {"passage_id": 18, "text": 80, "label": 12, "rationale": 40, "officials": 28, "non_officials": 28, "cues": 28}
#: docs/codebook.md in a few lines.
_HOW = (
    ("Fill in", "label; and if you like rationale (why) and codebook (the section that decides). annotator is your name."),
    ("Ask", "Who sits at the table, and in what capacity? Leave out whoever comments, pays, hosts, watches or is briefed."),
    ("none", "No diplomatic activity: nothing crosses a political divide in order to manage relations or a conflict."),
    ("track_1", "Only officials, acting as such, in secret or not; their companions change nothing."),
    (
        "track_1_5",
        "Officials and non-officials together; officials in a personal capacity; a non-official who mediates between "
        "official sides or carries a leader's messages.",
    ),
    ("track_2", "Only non-officials, whatever officials say of it. Former officials are non-official unless appointed."),
    ("Not told who", "The passage's own name for the activity decides, or else its form (a treaty, a workshop)."),
    ("Several", "Of several activities the one that the opening reports counts."),
    ("Leave alone", "The grey columns; passage_id, text and ref tell where your label belongs. You may sort and filter."),
)  # fmt: skip


def write(tasks: Iterable[Task], path: Path) -> Losses:
    """Write the workbook.

    Raises
    ------
    OutputError
        For more rows than a sheet holds.
    """
    openpyxl = needed("openpyxl", "Excel", "annotation", OutputError)
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    losses: Losses = Counter()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET)
    sheet.freeze_panes = "C2"
    grey = PatternFill("solid", fgColor="EDEDED")
    cells = []
    for column, name in zip(map(openpyxl.utils.get_column_letter, range(1, len(COLUMNS) + 1)), COLUMNS, strict=True):
        sheet.column_dimensions[column].width = _WIDTHS.get(name, 14)
        cell = openpyxl.cell.WriteOnlyCell(sheet)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.number_format = "General" if name == "probability" else "@"
        if name not in (*TO_FILL, "text"):
            cell.fill = grey
        cells.append(cell)  # used again for every row, for a row is written at once, and styles are slow to make
    label = openpyxl.utils.get_column_letter(COLUMNS.index("label") + 1)
    choice = DataValidation(
        "list", formula1=f'"{",".join(LABELS)}"', allow_blank=True, showErrorMessage=True, errorTitle="label",
        error=f"one of: {', '.join(LABELS)}", sqref=f"{label}2:{label}{ROWS}",
    )  # fmt: skip
    sheet.data_validations.append(choice)
    sheet.append([_bold(openpyxl, sheet, name, Font) for name in COLUMNS])
    written = 1
    for task in tasks:
        for row in rows_of(task, losses):
            written += 1
            if written > ROWS:
                raise OutputError(f"an Excel sheet holds {ROWS:,} rows and no more; export fewer passages, or --to csv")
            for cell, name in zip(cells, COLUMNS, strict=True):
                value = row[name]
                cell.value = escaped(value) if isinstance(value, str) else value
                if isinstance(value, str):
                    cell.data_type = "s"  # also what begins with =
            sheet.append(cells)
    sheet.auto_filter.ref = f"A1:{openpyxl.utils.get_column_letter(len(COLUMNS))}{written}"
    guide = book.create_sheet(_GUIDE)
    guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = 16, 100
    for name, line in _HOW:
        told = openpyxl.cell.WriteOnlyCell(guide, line)
        told.alignment = Alignment(wrap_text=True, vertical="top")
        guide.append([_bold(openpyxl, guide, name, Font), told])
    book.save(path)
    return losses


def _bold(openpyxl: Any, sheet: Any, text: str, font: Any) -> Any:
    cell = openpyxl.cell.WriteOnlyCell(sheet, text)
    cell.font = font(bold=True)
    return cell


def read(path: Path) -> Iterator[Answer | Reject | Note]:
    """Read a workbook that a spreadsheet saved: every sheet that has a header of ours."""
    try:
        with path.open("rb") as stream:
            book = open_book(stream, "annotation")
            try:
                yield from answers(str(path), _rows(book))
            finally:
                book.close()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; name the workbook that the spreadsheet saved") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    except Exception as error:  # whatever a damaged part makes openpyxl raise
        raise InputError(f"{path}: damaged, or no Excel workbook: {error}; save it anew as .xlsx") from error


def _rows(book: Any) -> Iterator[Row | Note]:
    missing = []
    sheets = [sheet for sheet in book.worksheets if sheet.title != _GUIDE]
    for sheet in sheets:
        sheet.reset_dimensions()  # which some programs state wrongly
        rows = sheet.iter_rows(max_row=ROWS, values_only=True)
        try:
            yield from read_table(
                ([unescaped(v) if isinstance(v, str) else v for v in row] for row in rows), sheet.title
            )
        except NoHeaderError as error:
            missing.append(str(error))
    if len(missing) == len(sheets):
        raise InputError("; ".join(missing[:3]) or "no sheet in it")
    yield from map(Note, missing)


SPOKE = Spoke("excel", "Excel", ".xlsx", CARRIED, write, read, held)
