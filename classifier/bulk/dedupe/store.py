"""What is known of every document and every different text, in a database on the disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .linking import Places
from .moments import sortable
from .wording import SHORT

_TABLES = """
CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT, date TEXT, moment TEXT, title TEXT, text INTEGER);
CREATE TABLE texts (number INTEGER PRIMARY KEY, digest BLOB UNIQUE, words INTEGER, core INTEGER);
"""
# Of a cluster the original is the document with the earliest date, else the first of the input.
_ORIGINALS = """
CREATE TABLE originals (core INTEGER PRIMARY KEY, document INTEGER, members INTEGER);
INSERT INTO originals SELECT core, number, members FROM (
  SELECT t.core, d.number, count(*) OVER (PARTITION BY t.core) AS members,
    row_number() OVER (PARTITION BY t.core ORDER BY d.moment = '', d.moment, d.number) AS place
  FROM documents d JOIN texts t ON t.number = d.text) WHERE place = 1;
"""
_VERDICTS = """
SELECT d.number, lower(hex(c.digest)), CASE WHEN d.number = o.document THEN '' ELSE original.id END
FROM documents d JOIN texts t ON t.number = d.text JOIN texts c ON c.number = t.core
JOIN originals o ON o.core = t.core JOIN documents original ON original.number = o.document ORDER BY d.number
"""
_LARGEST = """
SELECT o.members, d.id, d.title, d.date FROM originals o JOIN documents d ON d.number = o.document
WHERE o.members > 1 ORDER BY o.members DESC, o.document LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is found for a document: its cluster, and the id of the document that it is a copy of, or nothing."""

    cluster_id: str
    duplicate_of: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster by its original: how many documents, and the original's id, title and date."""

    documents: int
    id: str
    title: str
    date: str


class Store:
    """Documents, their texts, and in the end their clusters."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self.documents = 0
        self.texts = 0

    def add_document(self, id: str, date: str, title: str, text: int) -> int:
        """Take a document, and give it its number."""
        self._database.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)", (self.documents, id, date, sortable(date), title, text)
        )
        self.documents += 1
        return self.documents - 1

    def add_text(self, digest: bytes, words: int) -> tuple[int, bool]:
        """Number of a text, and whether it is new."""
        known = self._database.execute("SELECT number FROM texts WHERE digest = ?", (digest,)).fetchone()
        if known:
            return known[0], False
        number, self.texts = self.texts, self.texts + 1
        self._database.execute("INSERT INTO texts VALUES (?, ?, ?, ?)", (number, digest, words, number))
        return number, True

    def index_ids(self) -> None:
        """Make documents findable by their id."""
        self._database.execute("CREATE INDEX ids ON documents (id)")

    def has(self, id: str) -> bool:
        """Whether there is a document of this id."""
        return self._database.execute("SELECT 1 FROM documents WHERE id = ? LIMIT 1", (id,)).fetchone() is not None

    def set_text(self, id: str, text: int, date: str, title: str) -> int:
        """Give the documents of an id their text, and date and title where they have none; return how many."""
        found = self._database.execute(
            "UPDATE documents SET text = ?, moment = CASE date WHEN '' THEN ? ELSE moment END,"
            " date = CASE date WHEN '' THEN ? ELSE date END, title = CASE title WHEN '' THEN ? ELSE title END"
            " WHERE id = ?",
            (text, sortable(date), date, title, id),
        )
        return found.rowcount

    def repeated_ids(self) -> int:
        """How many ids more than one document has."""
        query = "SELECT count(*) FROM (SELECT 1 FROM documents GROUP BY id HAVING count(*) > 1)"
        return int(self._database.execute(query).fetchone()[0])

    def longest_first(self) -> Places:
        """Numbers of the texts that are compared, the longest first, those of one length by their digest.

        The place of a text depends on the texts alone, not on their order in the input. Four bytes a text.
        """
        query = "FROM texts WHERE words >= ?"
        numbers = np.empty(self._database.execute(f"SELECT count(*) {query}", (SHORT,)).fetchone()[0], np.uint32)
        found = self._database.execute(f"SELECT number {query} ORDER BY words DESC, digest", (SHORT,))
        for rank, (number,) in enumerate(found):
            numbers[rank] = number
        return numbers

    def set_cores(self, numbers: Places, cores: Places) -> None:
        """Note the first text of every text's cluster; both by rank."""
        self._database.executemany(
            "UPDATE texts SET core = ? WHERE number = ?",
            ((int(numbers[core]), int(numbers[rank])) for rank, core in enumerate(cores) if core != rank),
        )

    def settle(self) -> None:
        """Choose every cluster's original, once all cores are known."""
        self._database.executescript(_ORIGINALS)

    def verdicts(self) -> Iterator[tuple[int, Verdict]]:
        """Yield what is found for every document, in the order of their numbers."""
        for number, digest, original in self._database.execute(_VERDICTS):
            yield number, Verdict(digest[:16], original)

    def clusters(self) -> int:
        """How many clusters there are, of one document or more."""
        return int(self._database.execute("SELECT count(*) FROM originals").fetchone()[0])

    def exact_copies(self) -> int:
        """How many documents have the very text of another one."""
        query = "SELECT count(*) - count(DISTINCT text) FROM documents"
        return int(self._database.execute(query).fetchone()[0])

    def largest(self, count: int) -> list[Cluster]:
        """Find the largest clusters of more than one document."""
        return [Cluster(*row) for row in self._database.execute(_LARGEST, (count,))]


@contextmanager
def open_store(path: Path) -> Iterator[Store]:
    """Open a new store; it need not survive a crash."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for setting in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -2000"):
            database.execute(f"PRAGMA {setting}")
        database.executescript(_TABLES)
        database.execute("BEGIN")  # one for all: nothing is to be undone
        yield Store(database)
