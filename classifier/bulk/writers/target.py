"""Where results go: a file or folder, or a table of a PostgreSQL database."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from ...documents import clean_text
from ...documents.readers.postgresql import is_address, without_password
from ...errors import OutputError, needed

#: Bytes of a name, beyond which PostgreSQL cuts it and says nothing.
LONGEST = 63
_TABLE = "results"
_ADDRESS = "postgresql://user@host/database?table=results"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a PostgreSQL database; as a string it is its address without the password.

    Attributes
    ----------
    address : str
        Of the database, with the password if there is one.
    shown : str
        What the user wrote, without the password.
    database, schema, name : str
        The schema is empty for the one in which the user's tables are made.
    """

    address: str = field(repr=False)
    shown: str
    database: str
    schema: str
    name: str

    def __str__(self) -> str:
        return self.shown

    @property
    def local(self) -> Path:
        """Path in the current folder from which files beside the output have their names: ``news.results``."""
        names = filter(None, (self.database, self.schema, self.name))
        return Path(".".join(re.sub(r"[^\w.-]", "_", name) for name in names))


Target = Path | Table


def target_of(text: str) -> Target:
    """Read what the user named as the output.

    Parameters
    ----------
    text : str
        A path, or the address of a PostgreSQL database with the table as a parameter, ``results`` if there is none.

    Returns
    -------
    Path or Table

    Raises
    ------
    OutputError
        For an address that can't be read, or psycopg not being installed. No message holds a password.

    Examples
    --------
    >>> target_of("results.csv").name
    'results.csv'
    >>> table = target_of("postgresql://ann:secret@localhost/news?table=press.results")
    >>> str(table), str(table.local)
    ('postgresql://ann@localhost/news?table=press.results', 'news.press.results')
    """
    if is_address(text):
        return _table_of(clean_text(text))
    if "://" in text:
        raise OutputError(f"no writer for {text.partition(':')[0]}://; name a file, or {_ADDRESS}")
    return Path(text)


def local(target: Target) -> Path:
    """Path beside which the files lie that belong to an output."""
    return target.local if isinstance(target, Table) else target


def _table_of(text: str) -> Table:
    psycopg = needed("psycopg", "PostgreSQL", error=OutputError)
    # As libpq does, which takes a question mark in a password.
    user = "".join(re.findall(r"^\w+://(?:[^@/]*@)?", text))
    server, _, query = text.removeprefix(user).partition("?")
    parameters = [one for one in query.split("&") if one]
    named = [one for one in parameters if one.startswith("table=")]
    others = "&".join(one for one in parameters if one not in named)
    address = user + server + ("?" + others if others else "")
    try:
        parts = psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        parts = {}
    database = str(parts.get("dbname") or "")
    # What libpq takes for these where a password holds '/' or '@': to quote it would show the password.
    odd = "@" in database + str(parts.get("host")) or not re.fullmatch(r"[\d,]*", str(parts.get("port") or ""))
    if not database or odd:
        raise OutputError(
            f"the output's address can't be read; write {_ADDRESS}, and / @ : ? & % # in a password as %2F %40 %3A %3F "
            "%26 %25 %23, or put it into ~/.pgpass"
        )
    schema, _, name = unquote(named[0].removeprefix("table=") if named else _TABLE).rpartition(".")
    for one in (schema, name):
        if len(one.encode()) > LONGEST or "\0" in one:
            raise OutputError(f"{without_password(text)}: names of tables have at most {LONGEST} bytes, and no NUL")
    if len(named) > 1 or not name:
        raise OutputError(f"{without_password(text)}: name one table, as in {_ADDRESS}")
    return Table(address, without_password(text), database, schema, name)
