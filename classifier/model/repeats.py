"""What was said of the latest documents, so that a repeat of one, word for word, is not read again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from ..records import DocumentResult

_DOCUMENTS, _CHARACTERS = 1000, 1_000_000


class Repeats:
    """Results by key, the latest 1,000 or those of the latest million characters, whichever are fewer."""

    def __init__(self) -> None:
        self._results: OrderedDict[Hashable, tuple[DocumentResult, int]] = OrderedDict()
        self._characters = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> DocumentResult | None:
        """Find a result; None where the document is new, or long ago."""
        with self._lock:
            found = self._results.get(key)
            if found is None:
                return None
            self._results.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, result: DocumentResult, characters: int) -> None:
        """Keep the result of a document of so many characters, and let go of the oldest."""
        if characters > _CHARACTERS // 4:
            return  # for it would drive out all others
        with self._lock:
            if key not in self._results:
                self._results[key] = result, characters
                self._characters += characters
            while len(self._results) > _DOCUMENTS or self._characters > _CHARACTERS:
                _, (_, length) = self._results.popitem(last=False)
                self._characters -= length

    def __reduce__(self) -> tuple[type[Repeats], tuple[()]]:
        """Nothing of it goes to another process."""
        return Repeats, ()
