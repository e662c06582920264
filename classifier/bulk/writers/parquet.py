"""Parquet and DuckDB, with evidence and lists nested, by way of Arrow."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .schema import arrow_schema
from .text import Row, Write

_GROUP = 5000  # rows of a row group


@contextmanager
def open_parquet(path: Path, columns: Sequence[str]) -> Iterator[Write]:
    """Write one Parquet file."""
    import pyarrow.parquet as pq

    schema = arrow_schema(columns)
    with pq.ParquetWriter(path, schema, compression="zstd") as file, _tables(schema, file.write_table) as write:
        yield write


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
        waiting.append({field.name: _value(row.get(field.name), field.type) for field in schema})
        if len(waiting) >= _GROUP:
            flush()

    yield write
    flush()


def _value(value: Any, wanted: Any) -> Any:
    """Kept columns are strings whatever the source held; null stays null."""
    if value is None or str(wanted) != "string" or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else str(value)
