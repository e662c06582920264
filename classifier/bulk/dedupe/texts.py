"""From texts to signatures on the disk, each different text once."""

from __future__ import annotations

from .signatures import SignatureFile, sign
from .store import Store
from .wording import SHORT, digest_of, shingles_of, words_of

_WORDS = 50_000  # that wait for their signatures
_DIGEST = 16


class Texts:
    """Numbers texts, and has those signed that are long enough to be compared."""

    def __init__(self, store: Store, signatures: SignatureFile) -> None:
        self._store, self._signatures = store, signatures
        self._waiting: list[tuple[int, list[str]]] = []
        self._words = 0

    def add(self, text: str) -> int:
        """Take a text, and tell its number: that of an earlier one of the same words, if there is one."""
        words = words_of(text)
        number, new = self._store.add_text(digest_of(text, words), len(words))
        if new and len(words) >= SHORT:
            self._waiting.append((number, shingles_of(words)))
            self._words += len(words)
            if self._words >= _WORDS:
                self.flush()
        return number

    def add_digest(self, digest: bytes) -> int:
        """Take the digest of a text that is not at hand."""
        return self._store.add_text(digest[:_DIGEST], 0)[0]

    def flush(self) -> None:
        """Sign what waits."""
        if self._waiting:
            numbers, shingles = zip(*self._waiting, strict=True)
            self._signatures.write(numbers, sign(shingles))
            self._waiting, self._words = [], 0
