"""CSV for those who code in a spreadsheet (`sheets`), as Excel wants it: UTF-8 with a mark.

What Excel, LibreOffice and R save of it is read: parted by commas, semicolons or tabs, with or without the mark, in
UTF-8 or Windows-1252. A text that a spreadsheet would take for a formula gets an apostrophe before it, which goes when
it is read.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO

from ...documents import Reject
from ...documents.encoding import capped_lines, detect_encoding, open_text
from ...documents.limits import MAX_TEXT
from ...documents.readers.delimited import CappedLines
from ...errors import InputError
from ..cells import guarded, unguarded
from ..spoke import Answer, Losses, Note, Spoke, Task
from .sheets import CARRIED, COLUMNS, Row, answers, held, read_table, rows_of

_DELIMITERS = ",;\t|"
ANSI = (
    "the file was saved in Windows-1252, which lacks many characters; if texts are told to have changed, save it as "
    "'CSV UTF-8', or delete the column text"
)


def write(tasks: Iterable[Task], path: Path) -> Losses:
    """Write the rows; everything is quoted, so that numbers and texts are told apart."""
    losses: Losses = Counter()
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.DictWriter(file, COLUMNS, quoting=csv.QUOTE_NONNUMERIC)
        rows.writeheader()
        for task in tasks:
            for row in rows_of(task, losses):
                rows.writerow({n: guarded(v) if isinstance(v, str) else v for n, v in row.items()})
    return losses


def read(path: Path) -> Iterator[Answer | Reject | Note]:
    """Read a file that a spreadsheet saved."""
    csv.field_size_limit(MAX_TEXT)
    try:
        with path.open("rb") as stream:
            if detect_encoding(stream) == "cp1252":
                yield Note(ANSI)
            with open_text(stream, newline="") as lines:
                yield from answers(str(path), _rows(str(path), lines))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; name the file that the spreadsheet saved") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def _rows(file: str, lines: IO[str]) -> Iterator[Row | Reject | Note]:
    head = [line or "" for line in islice(capped_lines(lines), 20)]
    lines.seek(0)
    # The header has no quoted delimiters; what stands above it may have any.
    header = next((line for line in head if "label" in line.lower() and "passage" in line.lower()), "")
    rejects: list[Reject] = []

    def cells() -> Iterator[Sequence[str]]:
        rows = csv.reader(CappedLines(lines), delimiter=max(_DELIMITERS, key=header.count), strict=True)
        while True:
            try:
                yield [unguarded(cell) for cell in next(rows)]
            except StopIteration:
                return
            except csv.Error as error:
                rejects.append(Reject(file, None, "import", f"near line {rows.line_num}: {error}; check the quotes"))
                yield []

    for row in read_table(cells()):
        yield from rejects
        rejects.clear()
        yield row
    yield from rejects


SPOKE = Spoke("csv", "a spreadsheet (CSV)", ".csv", CARRIED, write, read, held)
