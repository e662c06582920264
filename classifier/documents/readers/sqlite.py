"""SQLite: a document a row of ``--query``, or of the first table that has a column of text. Nothing is written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from ...errors import InputError
from ..columns import ReadOptions
from ..document import Document, Reject
from ..encoding import decode
from ..limits import MAX_IN_MEMORY, read_all
from .delimited import distinct
from .table_rows import first_with_text, rows_to_documents


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield a document a row.

    Raises
    ------
    InputError
        If the file is damaged, the query fails, or no table has a column of text.
    """
    database = _open(stream)
    try:
        database.text_factory = decode
        database.execute("PRAGMA query_only = ON")
        database.execute("PRAGMA trusted_schema = OFF")  # a view must not call what has effects
        query = options.query or f"SELECT * FROM {_quoted(_table(database, options))}"
        rows = database.execute(query)
        if rows.description is None:
            raise InputError("--query gives no rows; it has to be a SELECT")
        yield from rows_to_documents(distinct(column[0] for column in rows.description), rows, source_file, options)
    except (sqlite3.Error, sqlite3.Warning) as error:
        about = "the query failed, or the database is damaged" if options.query else "damaged or cut short"
        raise InputError(f"{about}: {error}") from error
    finally:
        database.close()


def _open(stream: BinaryIO) -> sqlite3.Connection:
    path = getattr(stream, "name", None)
    if not isinstance(path, str | Path):  # in an archive
        database = sqlite3.connect(":memory:")
        data = bytearray(read_all(stream, MAX_IN_MEMORY, "the database", "unpack it first"))
        if data[18:20] == b"\2\2":
            data[18:20] = b"\1\1"  # with a log, which there is none of in memory
        database.deserialize(data)
        return database
    log = Path(f"{path}-wal")
    # Without its log the database is taken as it lies, for else SQLite writes files beside it.
    how = "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"
    return sqlite3.connect(f"file:{quote(str(Path(path).absolute()))}?{how}", uri=True)


def _table(database: sqlite3.Connection, options: ReadOptions) -> str:
    listed = database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY rowid")
    names = [name for (name,) in listed if not name.startswith("sqlite_")]
    tables = ((name, [c[1] for c in database.execute(f"PRAGMA table_xinfo({_quoted(name)})")]) for name in names)
    return first_with_text(tables, options, "table")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
