"""PostgreSQL: a document a row of ``--query``, through a cursor of the server, in a transaction that only reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...errors import InputError, needed
from ..columns import ReadOptions
from ..document import Document, Reject
from .delimited import distinct
from .table_rows import rows_to_documents

_AT_A_TIME = 500


def is_address(name: str) -> bool:
    """Whether an input is the address of a PostgreSQL database."""
    return name.startswith(("postgresql://", "postgres://"))


def without_password(address: str) -> str:
    """Leave the password out of an address, for it stands in every result.

    Examples
    --------
    >>> without_password("postgresql://ann:secret@localhost/news?password=secret&sslmode=require")
    'postgresql://ann@localhost/news?sslmode=require'
    """
    address = re.sub(r"([?&])(?:ssl)?password=[^&]*&?", r"\1", address)
    # Up to the last '@': a password may hold characters that it shouldn't.
    address = re.sub(r"(postgres(?:ql)?://[^:@/?]*):.*@", r"\1@", address)
    return address.rstrip("?&")


def read(address: str, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield a document a row of ``options.query``.

    Raises
    ------
    InputError
        If there is no query, the database cannot be reached, or the library is missing.
    """
    if not options.query:
        raise InputError("a database needs --query, such as --query 'SELECT id, title, date, text FROM articles'")
    psycopg = needed("psycopg", "PostgreSQL")
    try:
        with psycopg.connect(address) as connection:
            connection.read_only = True
            with connection.cursor(name="diplotrack") as cursor:
                cursor.itersize = _AT_A_TIME
                cursor.execute(options.query)
                names = distinct(column.name for column in cursor.description or ())
                yield from rows_to_documents(names, cursor, source_file, options)
    except psycopg.Error as error:
        raise InputError(f"PostgreSQL: {str(error).strip()}") from error
