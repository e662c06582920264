"""Parquet, as a file or a folder of files, and DuckDB, with evidence and lists nested, by way of Arrow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from ...errors import OutputError
from .schema import arrow_schema, as_declared
from .text import Row, Write

_GROUP = 5000  # rows of a row group
_PART = re.compile(r"part-\d{5,}\.parquet")
_FILE = 40 * _GROUP  # rows of a file in a folder


@contextmanager
def open_parquet(path: Path, columns: Sequence[str]) -> Iterator[Write]:
    """Write one Parquet file."""
    import pyarrow.parquet as pq

    schema = arrow_schema(columns)
    with pq.ParquetWriter(path, schema, compression="zstd") as file, _tables(schema, file.write_table) as write:
        yield write


@contextmanager
def open_parquet_folder(path: Path, columns: Sequence[str]) -> Iterator[Write]:
    """Write Parquet files of one size into a folder; one without rows, but with the columns, where there are no rows."""
    import pyarrow.parquet as pq

    schema = arrow_schema(columns)
    rows = 0
    with ExitStack() as stack:

        def new_file(number: int) -> Any:
            file = pq.ParquetWriter(path / f"part-{number:05d}.parquet", schema, compression="zstd")
            return stack.enter_context(file)

        file = new_file(0)

        def put(table: Any) -> None:
            nonlocal file, rows
            if rows and rows % _FILE == 0:
                stack.close()
                file = new_file(rows // _FILE)
            file.write_table(table)
            rows += len(table)

        with _tables(schema, put) as write:
            yield write


def parts_of(folder: Path) -> list[Path]:
    """Files of a folder that `open_parquet_folder` wrote, in order.

    Raises
    ------
    OutputError
        If it holds anything else.
    """
    found = sorted(folder.iterdir())
    for path in found:
        if not (_PART.fullmatch(path.name) and path.is_file()):
            raise OutputError(
                f"{folder}: is a folder that holds {path.name!r}, which is no part of results; name a file in it, such "
                f"as {folder / 'results.csv'}, or a new folder"
            )
    return found


@contextmanager
def open_duckdb(path: Path, columns: Sequence[str]) -> Iterator[Write]:
    """Write a DuckDB database with the rows in its table ``results``."""
    import duckdb

    schema = arrow_schema(columns)
    path.unlink()  # DuckDB takes no empty file for a new database
    with duckdb.connect(str(path)) as database:
        database.register("empty", schema.empty_table())
        database.execute("CREATE TABLE results AS SELECT * FROM empty")

        def insert(table: Any) -> None:
            database.register("rows", table)
            database.execute("INSERT INTO results SELECT * FROM rows")
            database.unregister("rows")

        with _tables(schema, insert) as write:
            yield write


@contextmanager
def _tables(schema: Any, put: Callable[[Any], None]) -> Iterator[Write]:
    """Gather rows into Arrow tables of one size."""
    import pyarrow as pa

    waiting: list[dict[str, Any]] = []

    def flush() -> None:
        if waiting:
            put(pa.Table.from_pylist(waiting, schema))
            waiting.clear()

    def write(row: Row) -> None:
        waiting.append({field.name: as_declared(row.get(field.name), field.type) for field in schema})
        if len(waiting) >= _GROUP:
            flush()

    yield write
    flush()
