"""PostgreSQL: a table that appears, or replaces an earlier one of ours, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any

from ...errors import OutputError, needed
from .schema import arrow_schema, as_declared
from .target import LONGEST, Table
from .text import Row, Write

_TYPES = {
    "int64": "integer", "double": "double precision", "bool": "boolean", "string": "text", "list": "text[]",
    "struct": "jsonb",
}  # fmt: skip
#: R reads bigint as a type of its own, so only what may need it has it.
_LARGE = ("record",)
#: Columns that every table has of itself.
_SYSTEM = ("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid")
_MARK = "Written by diplotrack"
_FIND = """
SELECT obj_description(c.oid, 'pg_class') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relname = %s
"""


def check_table(table: Table, *, overwrite: bool) -> None:
    """Find out, before any work, that a table can be made or replaced, by doing so and taking it back.

    Raises
    ------
    OutputError
        If the database can't be reached, the user may not, the table exists, or something depends on it.
    """
    with _connected(table) as connection:
        _make(connection, table, (), overwrite=overwrite)
        connection.rollback()


@contextmanager
def open_table(table: Table, columns: Sequence[str]) -> Iterator[Write]:
    """Write the rows of a table: lists as arrays, evidence as jsonb; all of it, or nothing if an error ends the block.

    The primary key is the document's id, or that and the passage's number; there is none where ids repeat or are longer
    than an index holds. Names that PostgreSQL doesn't take are changed, with the column's own name as its comment.

    Raises
    ------
    OutputError
        For what the server refuses.
    """
    types = {field.name: str(field.type) for field in arrow_schema(columns)}
    passages = "passage_index" in columns
    with _connected(table) as connection:
        place = _make(connection, table, columns, overwrite=True)
        with connection.cursor() as cursor, cursor.copy(_copy_into(place)) as copy:

            def write(row: Row) -> None:
                nonlocal passages
                passages = passages and row.get("passage_index") is not None
                copy.write_row([_value(row.get(name), kind) for name, kind in types.items()])

            yield write
        _add_key(connection, place, ("document_id", "passage_index") if passages else ("document_id",))


@contextmanager
def _connected(table: Table) -> Iterator[Any]:
    """Open a transaction, which the end of the block commits."""
    psycopg = needed("psycopg", "PostgreSQL", error=OutputError)
    try:
        with psycopg.connect(table.address, client_encoding="utf8") as connection:
            connection.execute("SET LOCAL lock_timeout = '1min'")  # someone else may have the table under his hands
            yield connection
    except psycopg.Error as error:
        told = " ".join(str(error).split())[:500]
        raise OutputError(f"{table}: PostgreSQL: {told}; see to that, and give the command again") from error


def _make(connection: Any, table: Table, columns: Sequence[str], *, overwrite: bool) -> Any:
    """Make the table, without an earlier one that diplotrack wrote, and return its quoted name."""
    from psycopg import sql

    schema = table.schema or connection.execute("SELECT current_schema()").fetchone()[0]
    if schema is None:
        raise OutputError(f"{table}: the user has no schema for tables; name one, as in table=press.results")
    place = sql.Identifier(schema, table.name)
    found = connection.execute(_FIND, (schema, table.name)).fetchone()
    if found and not str(found[0]).startswith(_MARK):
        raise OutputError(f"{table}: exists, and diplotrack did not write it; name another table, or drop that one")
    if found and not overwrite:
        raise OutputError(f"{table}: exists already; add --overwrite to replace it")
    if found:
        connection.execute(sql.SQL("DROP TABLE {}").format(place))
    names = names_of(columns)
    declared = (
        sql.SQL("{} {}").format(sql.Identifier(names[field.name]), sql.SQL(_type(field.name, str(field.type))))
        for field in arrow_schema(columns)
    )
    connection.execute(sql.SQL("CREATE TABLE {} ({})").format(place, sql.SQL(", ").join(declared)))
    mark = sql.Literal(f"{_MARK} {version('diplotrack')}")
    connection.execute(sql.SQL("COMMENT ON TABLE {} IS {}").format(place, mark))
    for own, name in names.items():
        if own != name:
            column = sql.Identifier(schema, table.name, name)
            own = own.replace("\0", "")
            connection.execute(sql.SQL("COMMENT ON COLUMN {} IS {}").format(column, sql.Literal(own)))
    return place


def _copy_into(place: Any) -> Any:
    from psycopg import sql

    return sql.SQL("COPY {} FROM STDIN").format(place)


def _add_key(connection: Any, place: Any, columns: Sequence[str]) -> None:
    from psycopg import errors, sql

    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    try:
        with connection.transaction():
            connection.execute(sql.SQL("ALTER TABLE {} ADD PRIMARY KEY ({})").format(place, names))
    except (errors.UniqueViolation, errors.NotNullViolation, errors.ProgramLimitExceeded):
        pass  # results that are joined may repeat ids, and ids may be longer than an index holds


def _type(name: str, kind: str) -> str:
    return "bigint" if name in _LARGE else _TYPES[kind.partition("<")[0]]


def _value(value: Any, kind: str) -> Any:
    """Value as COPY takes it; NUL, which PostgreSQL doesn't take, is left out."""
    value = as_declared(value, kind)
    if kind.startswith("struct") and value is not None:
        text = json.dumps(value, ensure_ascii=False)
        return json.dumps(_without_nul(value), ensure_ascii=False) if r"\u0000" in text else text
    return _without_nul(value)


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [_without_nul(one) for one in value]
    if isinstance(value, dict):
        return {_without_nul(name): _without_nul(one) for name, one in value.items()}
    return value


def names_of(columns: Sequence[str]) -> dict[str, str]:
    """Names that PostgreSQL takes, none twice, by those of the columns.

    Examples
    --------
    >>> names_of(["label", "xmin", "é" * 40, "é" * 50])["xmin"]
    'xmin_2'
    >>> [len(name.encode()) for name in names_of(["é" * 40, "é" * 50]).values()]
    [62, 62]
    """
    out: dict[str, str] = {}
    taken = set(_SYSTEM)
    for column in columns:
        plain = column.replace("\0", "") or "column"
        name, n = _cut(plain, LONGEST), 1
        while name in taken:
            n += 1
            number = f"_{n}"
            name = _cut(plain, LONGEST - len(number)) + number
        taken.add(name)
        out[column] = name
    return out


def _cut(name: str, size: int) -> str:
    return name.encode("utf-8", "replace")[:size].decode("utf-8", "ignore")
