"""The tidy tables (`tidy`) for Stata: a folder with ``passages.dta`` and ``spans.dta``, of version 118 (Stata 14 on).

Enums are numbers with value labels, tracks by the contract's codes (0, 10, 15, 20). Names are Stata's: ``start`` and
``end`` are ``start_0`` and ``end_0``, for ``end`` is a word of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ...documents import Reject
from ...documents.limits import MAX_IN_MEMORY, MEGABYTE
from ...errors import InputError, OutputError
from ...labels import CODES, DISPLAY, LABELS, Label
from ..spoke import Answer, Losses, Note, Spoke, Task
from .tidy import PASSAGES, SPANS, Table, answers, beside, carried, held, rows_of
from .tidy_columns import Column, passage_columns, span_columns

_ROWS = 2_000_000
_SHORT = 2045  # bytes of a string that is no strL
_NAMES = {"start": "start_0", "end": "end_0"}
_TOLD = {
    "record": "number of the record of this passage, from 0",
    "start_0": "start in the passage, counted from 0",
    "end_0": "end in the passage, counted from 0, not included",
    "start_1": "start in the passage, counted from 1",
    "end_1": "end in the passage, counted from 1, included",
}


def write(tasks: Iterable[Task], path: Path) -> Losses:
    """Write the tables.

    Raises
    ------
    OutputError
        For more rows than are held in memory at once, as they have to be.
    """
    losses: Losses = Counter()
    tables = {PASSAGES: (passage_columns(), dict[str, list[Any]]()), SPANS: (span_columns(), dict[str, list[Any]]())}
    for columns, values in tables.values():
        values |= {column.name: [] for column in columns}
    for task in tasks:
        for (name, (_, values)), rows in zip(tables.items(), rows_of(task, losses), strict=True):
            for row in rows:
                for key, value in row.items():
                    values[key].append(value)
            if len(values["passage_id"]) > _ROWS:
                raise OutputError(f"{name}: Stata files are written up to {_ROWS:,} rows; use --to tidy")
    for name, (columns, values) in tables.items():
        _write_table(path / f"{name}.dta", columns, values)
    return losses


def _write_table(path: Path, columns: Sequence[Column], values: dict[str, list[Any]]) -> None:
    import pandas as pd

    frame: dict[str, Any] = {}
    shown: dict[str, dict[float, str]] = {}
    long = []
    for column in columns:
        name, cells = _NAMES.get(column.name, column.name), values.pop(column.name)
        if column.values:
            codes = _codes(column)
            frame[name] = pd.array([codes.get(cell) for cell in cells], dtype="Int8")
            shown[name] = {codes[v]: DISPLAY[Label(v)] if column.values == LABELS else v for v in column.values}
        elif column.kind == "boolean":
            frame[name] = pd.array(cells, dtype="Int8")
        elif column.kind in ("integer", "number"):
            frame[name] = pd.Series(cells, dtype="float64")
        else:
            texts = ["" if cell is None else str(cell) for cell in cells]
            frame[name] = pd.Series(texts, dtype=object)
            if max((len(text.encode()) for text in texts), default=0) > _SHORT:
                long.append(name)
    pd.DataFrame(frame).to_stata(
        path, write_index=False, version=118, convert_strl=long, value_labels=shown,
        variable_labels={name: text for name, text in _TOLD.items() if name in frame},
    )  # fmt: skip


def _codes(column: Column) -> dict[str, int]:
    if column.values == LABELS:
        return {str(label): code for label, code in CODES.items()}
    return {value: code for code, value in enumerate(column.values, 1)}


def read(path: Path) -> Iterator[Answer | Reject | Note]:
    """Read a folder with the tables, or the passages table alone."""
    passages = path / f"{PASSAGES}.dta" if path.is_dir() else path
    spans = beside(passages, ".dta")
    yield from answers(path, _table(passages), _table(spans) if spans.is_file() else None)


def _table(path: Path) -> Table:
    import pandas as pd

    try:
        if path.stat().st_size > MAX_IN_MEMORY:
            raise InputError(f"{path}: larger than {MAX_IN_MEMORY // MEGABYTE} MB; split it by passages")
        frame = pd.read_stata(path, order_categoricals=False)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; name the folder that holds it") from error
    except InputError:
        raise
    except Exception as error:  # whatever a damaged file makes pandas raise
        raise InputError(f"{path}: damaged, or no file of Stata's: {error}; save it anew with 'saveold'") from error
    return Table(path.name, frame)


SPOKE = Spoke("stata", "Stata", "", carried(), write, read, held)
