"""Sheets that people fill in: Excel with drop-downs, or CSV; every cell is read as text, with its address."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ...documents.encoding import decode_text
from ...documents.limits import MAX_IN_MEMORY, read_all
from ...documents.readers.xlsx import open_book
from ...errors import InputError, OutputError, UsageError, needed
from ..cells import ROWS, escaped, guarded, letters, unescaped, unguarded, within_cell

ENDINGS = (".xlsx", ".csv")
#: Characters that no cell should hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HEADER_WITHIN = 20


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row below the header.

    Attributes
    ----------
    number : int
        As spreadsheets count.
    values : Mapping of str to str
        Stripped texts of the cells, by their columns' names.
    cells : Mapping of str to str
        Their addresses: ``D7``.
    formulas : frozenset of str
        Columns in which a formula stands.
    """

    number: int
    values: Mapping[str, str]
    cells: Mapping[str, str]
    formulas: frozenset[str]


def held(text: str) -> str:
    r"""Return a text as a cell can hold it.

    Examples
    --------
    >>> held("a\x00b"), len(held("x" * 40_000))
    ('a�b', 32767)
    """
    return within_cell(_ILLEGAL.sub("\ufffd", text))


def check_sheet(path: Path) -> None:
    """Find out, before any work, that a file is to be a sheet, and can be written.

    Raises
    ------
    UsageError
        For another ending.
    OutputError
        If the library is missing.
    """
    if path.suffix.lower() not in ENDINGS:
        raise UsageError(f"{path}: a sheet's name ends in {' or '.join(ENDINGS)}")
    if path.suffix.lower() == ".xlsx":
        needed("openpyxl", "writing Excel", "annotation", OutputError)


def write_sheet(
    path: Path,
    columns: Mapping[str, int],
    rows: Iterable[Sequence[str]],
    choices: Mapping[str, Sequence[str]],
    legend: tuple[Sequence[str], Iterable[Sequence[str]]],
) -> int:
    """Write a sheet.

    Parameters
    ----------
    path : Path
        Its ending says which kind.
    columns : Mapping of str to int
        Names, and widths in characters.
    rows : iterable of sequence of str
    choices : Mapping of str to sequence of str
        What a column's drop-down offers; other text can still be typed, and is told when it is read. CSV has none.
    legend : (sequence of str, iterable of sequence of str)
        Header and rows of a second sheet that explains them; CSV has none.

    Returns
    -------
    int
        How many rows.

    Raises
    ------
    OutputError
        For more rows than a sheet holds.
    """
    if path.suffix.lower() == ".csv":
        return _write_csv(path, list(columns), rows)
    openpyxl = needed("openpyxl", "writing Excel", "annotation", OutputError)
    styles, widths = needed("openpyxl.styles", "writing Excel", "annotation", OutputError), list(columns.values())
    book = openpyxl.Workbook(write_only=True)
    sheet, second, lists = book.create_sheet("decisions"), book.create_sheet("codebook"), book.create_sheet("lists")

    wrapped, bold = styles.Alignment(wrap_text=True, vertical="top"), styles.Font(bold=True)

    def line(of: Any, values: Sequence[str], font: Any = None) -> None:
        cells = []
        for value in values:
            cell = openpyxl.cell.WriteOnlyCell(of, value=escaped(held(value)))
            cell.data_type = "s"  # a text that begins with "=" is no formula
            cell.number_format = "@"  # nor does 1.5, typed over it, become a date
            cell.alignment = wrapped
            if font is not None:
                cell.font = font
            cells.append(cell)
        of.append(cells)

    letter = openpyxl.utils.get_column_letter
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[letter(number)].width = width
    sheet.freeze_panes = "B2"
    line(sheet, list(columns), bold)
    count = 0
    for row in rows:
        count += 1
        if count >= ROWS:
            raise OutputError(f"an Excel sheet holds {ROWS:,} rows and no more; write CSV")
        line(sheet, row)
    for number, (name, offered) in enumerate(choices.items(), 1):
        place = letter(list(columns).index(name) + 1)
        rule = openpyxl.worksheet.datavalidation.DataValidation(
            type="list", formula1=f"lists!${letter(number)}$1:${letter(number)}${len(offered)}", allow_blank=True,
            errorStyle="warning", showErrorMessage=True,
        )  # fmt: skip
        rule.add(f"{place}2:{place}{max(2, count + 1)}")
        sheet.data_validations.append(rule)
    sheet.auto_filter.ref = f"A1:{letter(len(columns))}{count + 1}"
    header, explained = legend
    for number in range(1, len(header) + 1):
        second.column_dimensions[letter(number)].width = 40
    line(second, list(header), bold)
    for row in explained:
        line(second, row)
    for i in range(max(map(len, choices.values()))):
        line(lists, [offered[i] if i < len(offered) else "" for offered in choices.values()])
    lists.sheet_state = "hidden"
    book.save(path)
    return count


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        count = 0
        for row in rows:
            writer.writerow([guarded(held(value)) for value in row])
            count += 1
    return count


def read_sheet(path: Path, known: Sequence[str], needs: Sequence[str]) -> Iterator[SheetRow]:
    """Read a sheet that people have filled in; blank rows are skipped, columns may stand in any order.

    Parameters
    ----------
    path : Path
    known : sequence of str
        Names of columns, in small letters, which the header may have in any case; others stay as they are.
    needs : sequence of str
        Those of them that must be there; the first sheet that has them is read.

    Yields
    ------
    SheetRow

    Raises
    ------
    InputError
        For a file that is missing, damaged or no sheet, and for a column that is missing or stands there twice.
    """
    if path.suffix.lower() not in ENDINGS:
        raise InputError(f"{path}: a sheet's name ends in {' or '.join(ENDINGS)}; save it as such")
    try:
        with path.open("rb") as stream:
            tables = _csv_tables(stream) if path.suffix.lower() == ".csv" else _excel_tables(stream)
            found: list[str] = []
            for table in tables:
                rows = iter(table)
                above, header = next(
                    ((n, row) for n, row in enumerate(islice(rows, _HEADER_WITHIN), 1) if any(map(_text, row))), (0, ())
                )
                names = [_text(cell) for cell in header]
                places = _places(names, known)
                if set(needs) <= places.keys():
                    yield from _rows(places, rows, above)
                    return
                found += [name for name in names if name]
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; name a sheet that was filled in") from error
    except Exception as error:  # whatever a damaged part makes openpyxl raise
        raise InputError(f"{path}: damaged or no sheet ({error}); save it again") from error
    raise InputError(
        f"{path}: no sheet with the columns {', '.join(needs)}; there are: {', '.join(found[:40]) or 'none'}"
    )


def _places(names: Sequence[str], known: Sequence[str]) -> dict[str, int]:
    """Where each column stands: known ones under their own names, others under theirs, told apart where they repeat."""
    places: dict[str, int] = {}
    for i, name in enumerate(names):
        own = name.casefold() if name.casefold() in known else name
        if own in known and own in places:
            raise InputError(f"columns {letters(places[own] + 1)} and {letters(i + 1)} are both {own!r}; rename one")
        while own in places:
            own = f"{own} ({letters(i + 1)})"
        if own:
            places[own] = i
    return places


def _rows(places: Mapping[str, int], rows: Iterator[Sequence[Any]], above: int) -> Iterator[SheetRow]:
    for number, row in enumerate(rows, above + 1):
        values = {name: _text(row[i]) if i < len(row) else "" for name, i in places.items()}
        if any(values.values()):
            cells = {name: f"{letters(i + 1)}{number}" for name, i in places.items()}
            formulas = frozenset(name for name, i in places.items() if i < len(row) and _is_formula(row[i]))
            yield SheetRow(number, values, cells, formulas)


def _text(cell: Any) -> str:
    value = getattr(cell, "value", cell)
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    return text if value is cell else unescaped(text)


def _is_formula(cell: Any) -> bool:
    return getattr(cell, "data_type", "") == "f"


def _csv_tables(stream: Any) -> Iterator[Iterable[Sequence[str]]]:
    text = decode_text(read_all(stream, MAX_IN_MEMORY, "a sheet", "split it")).removeprefix("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    # What was put before a text for a spreadsheet not to take it for a formula.
    yield ([unguarded(cell) for cell in row] for row in rows)


def _excel_tables(stream: Any) -> Iterator[Iterable[Sequence[Any]]]:
    book = open_book(stream, "annotation", formulas=True)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # which some programs state wrongly
            yield islice(sheet.iter_rows(), ROWS)
    finally:
        book.close()
