"""SQLite: one table of rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from .schema import arrow_schema
from .text import Row, Write, flat

_TYPES = {"int64": "INTEGER", "double": "REAL", "bool": "INTEGER"}


@contextmanager
def open_sqlite(path: Path, columns: Sequence[str]) -> Iterator[Write]:
    """Write a database with the rows in its table ``results``; lists and evidence are strings."""
    schema = arrow_schema(columns)
    declared = ", ".join(f"{_quoted(f.name)} {_TYPES.get(str(f.type), 'TEXT')}" for f in schema)
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"CREATE TABLE results ({declared})")
        insert = f"INSERT INTO results VALUES ({', '.join('?' * len(columns))})"

        def write(row: Row) -> None:
            values = flat(row)
            database.execute(insert, [_value(row.get(name), values.get(name)) for name in columns])

        yield write
        database.commit()


def _value(value: Any, flattened: Any) -> Any:
    if value is None:
        return None
    return int(value) if isinstance(value, bool) else flattened


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
