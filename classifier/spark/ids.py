"""Ids that repeat, found and numbered although no worker sees all documents."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

import numpy as np

from ..documents.ids import UniqueIds

_NUMBER = re.compile(r"-\d+$")


def key_of(id: str) -> bytes:
    """Eight bytes that stand for an id."""
    return hashlib.blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def repeated(keys: Iterable[bytes]) -> frozenset[bytes]:
    """Find the keys that occur more than once in runs of keys.

    Examples
    --------
    >>> repeated([key_of("a") + key_of("b"), key_of("a")]) == {key_of("a")}
    True
    """
    found, counts = np.unique(np.frombuffer(b"".join(keys) or bytes(8), "<u8"), return_counts=True)
    return frozenset(key.tobytes() for key in found[counts > 1])


class Numbering:
    """Gives repeated ids their numbers, as `read_documents` does, but keeps in memory only what may repeat.

    Parameters
    ----------
    repeats : frozenset of bytes
        Keys of the ids that occur more than once. Two ids with one key do no harm.
    """

    def __init__(self, repeats: frozenset[bytes]) -> None:
        self._repeats = repeats
        self._ids = UniqueIds()
        self._current = ""

    @property
    def numbered(self) -> int:
        """How many ids occurred before."""
        return self._ids.repeated

    def mend(self, row: dict[str, Any]) -> dict[str, Any]:
        """Number the id of a row or record; all must come, in the order of the input."""
        if not self._repeats:
            return row
        own = row["document_id"]
        if not row["passage_index"]:  # a document's row, or its first passage's
            self._current = self._ids.unique(own) if self._may_repeat(own) else own
        if self._current == own:
            return row
        mended = {**row, "document_id": self._current}
        if "passage_id" in row:
            mended["passage_id"] = f"{self._current}#{row['passage_index']}"
        return mended

    def _may_repeat(self, id: str) -> bool:
        """Whether an id occurs twice, or could be what one that does becomes: 'a-2' where there are two 'a'."""
        while True:
            if key_of(id) in self._repeats:
                return True
            shorter = _NUMBER.sub("", id)
            if shorter == id:
                return False
            id = shorter
