"""The tidy tables (`tidy`) as CSV, for R: a folder with ``passages.csv`` and ``spans.csv``.

What R writes of them is read: ``NA`` for nothing (where it is not quoted, as R never quotes it), other delimiters,
everything quoted or only what has to be, Windows-1252.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from ...documents import Reject
from ...documents.encoding import detect_encoding, open_text
from ...documents.limits import MAX_IN_MEMORY, MAX_TEXT, MEGABYTE
from ...errors import InputError
from ..spoke import Answer, Losses, Note, Spoke, Task
from .tidy import PASSAGES, SPANS, Rows, Table, answers, beside, carried, held, rows_of
from .tidy_columns import passage_columns, span_columns

_BATCH = 1000
_BLOCK = 2 * MAX_TEXT  # no row may be longer


def write(tasks: Iterable[Task], path: Path) -> Losses:
    """Write the tables: texts in quotes, so that an empty one differs from none."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    types = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    losses: Losses = Counter()
    with ExitStack() as stack:
        tables = []
        for name, columns in ((PASSAGES, passage_columns()), (SPANS, span_columns())):
            schema = pa.schema([(c.name, types.get(c.kind, pa.string())) for c in columns])
            writer = stack.enter_context(arrow_csv.CSVWriter(path / f"{name}.csv", schema))
            tables.append((writer, schema, Rows()))
        for task in tasks:
            for (writer, schema, waiting), rows in zip(tables, rows_of(task, losses), strict=True):
                waiting += rows
                if len(waiting) >= _BATCH:
                    writer.write_batch(pa.RecordBatch.from_pylist(waiting, schema))
                    waiting.clear()
        for writer, schema, waiting in tables:
            writer.write_batch(pa.RecordBatch.from_pylist(waiting, schema))
    return losses


def read(path: Path) -> Iterator[Answer | Reject | Note]:
    """Read a folder with the tables, or the passages table alone."""
    passages = path / f"{PASSAGES}.csv" if path.is_dir() else path
    spans = beside(passages, ".csv")
    yield from answers(path, _table(passages), _table(spans) if spans.is_file() else None)


def _table(path: Path) -> Table:
    import pandas as pd
    from pyarrow import ArrowException, string
    from pyarrow import csv as arrow_csv

    try:
        if path.stat().st_size > MAX_IN_MEMORY:
            raise InputError(f"larger than {MAX_IN_MEMORY // MEGABYTE} MB; split it by passages")
        with path.open("rb") as stream:
            encoding = detect_encoding(stream)
            delimiter, names = _header(path, encoding)
            table = arrow_csv.read_csv(
                stream,
                arrow_csv.ReadOptions(block_size=_BLOCK, encoding="utf8" if encoding == "utf-8-sig" else encoding),
                arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
                arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(names, string()), null_values=["", "NA"], strings_can_be_null=True,
                    quoted_strings_can_be_null=False,
                ),
            )  # fmt: skip
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; name the folder that holds it") from error
    except (InputError, ArrowException, UnicodeError) as error:
        raise InputError(f"{path}: {error}") from error
    return Table(path.name, table.to_pandas(types_mapper=pd.ArrowDtype))


def _header(path: Path, encoding: str) -> tuple[str, list[str]]:
    with path.open("rb") as stream, open_text(stream, newline="") as lines:
        line = lines.readline(MEGABYTE)
    delimiter = max(",;\t|", key=line.count)
    return delimiter, next(csv.reader([line], delimiter=delimiter), [])


SPOKE = Spoke("tidy", "R (tidy tables in CSV)", "", carried(), write, read, held)
