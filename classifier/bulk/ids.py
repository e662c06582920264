"""Ids that were met, kept on the disk: ten million of them would fill a laptop's memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, MutableMapping
from contextlib import closing, contextmanager
from pathlib import Path


class _Ids(MutableMapping[str, int]):
    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def __getitem__(self, id: str) -> int:
        found = self._database.execute("SELECT count FROM ids WHERE id = ?", (id,)).fetchone()
        if found is None:
            raise KeyError(id)
        return int(found[0])

    def __setitem__(self, id: str, count: int) -> None:
        self._database.execute("INSERT OR REPLACE INTO ids VALUES (?, ?)", (id, count))

    def __delitem__(self, id: str) -> None:
        self._database.execute("DELETE FROM ids WHERE id = ?", (id,))

    def __iter__(self) -> Iterator[str]:
        return (id for (id,) in self._database.execute("SELECT id FROM ids"))

    def __len__(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM ids").fetchone()[0])


@contextmanager
def open_ids(path: Path) -> Iterator[MutableMapping[str, int]]:
    """Open a new mapping of ids to counts, for `classifier.documents.read_documents`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_ids(Path(folder) / "ids") as ids:
    ...     ids["a"] = 2
    ...     ids.get("a"), "b" in ids
    (2, False)
    """
    with closing(scratch(path)) as database:
        database.execute("CREATE TABLE ids (id TEXT PRIMARY KEY, count INTEGER) WITHOUT ROWID")
        database.execute("BEGIN")
        yield _Ids(database)


def scratch(path: Path) -> sqlite3.Connection:
    """Make a database that need not survive a crash, and keeps 2 MB of its pages in memory."""
    database = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -2000"):
        database.execute(f"PRAGMA {setting}")
    return database
