"""Ids that no two documents of a run share, told apart in a file on the disk, so that memory doesn't grow."""

from __future__ import annotations

import hashlib
import sqlite3
from types import TracebackType


class UniqueIds:
    """Give every id once; one that was met before gets ``-2``, ``-3`` … appended. A context manager.

    ``repeated`` counts those that were. Ids are kept as hashes of 63 bits: among ten million, two that differ meet with a probability of one in
    180,000, and then one of them gets a suffix that it didn't need.

    Examples
    --------
    >>> with UniqueIds() as ids:
    ...     [ids.unique(name) for name in ("a", "b", "a", "a-2", "a")]
    ['a', 'b', 'a-2', 'a-2-2', 'a-3']
    """

    def __init__(self) -> None:
        # An empty name is a private file, which SQLite deletes; its cache is two megabytes.
        self.repeated = 0
        self._known = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._known.execute("PRAGMA journal_mode = OFF")
        self._known.execute("CREATE TABLE ids (hash INTEGER PRIMARY KEY, n INTEGER NOT NULL)")
        self._known.execute("BEGIN")

    def __enter__(self) -> UniqueIds:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._known.close()

    def unique(self, name: str) -> str:
        """Return the id, or the id with the first number that makes it new."""
        own = _hash(name)
        if self._is_new(own):
            return name
        self.repeated += 1
        (count,) = self._known.execute("SELECT n FROM ids WHERE hash = ?", (own,)).fetchone()
        while True:
            count += 1
            new = f"{name}-{count}"
            if self._is_new(_hash(new)):
                self._known.execute("UPDATE ids SET n = ? WHERE hash = ?", (count, own))
                return new

    def _is_new(self, hashed: int) -> bool:
        return self._known.execute("INSERT OR IGNORE INTO ids VALUES (?, 1)", (hashed,)).rowcount == 1


def _hash(name: str) -> int:
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
