"""From inputs to the store: documents with their texts, or rows of results with or without them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count, groupby
from typing import TypeVar

from ...documents import ReadOptions, Reject, read_documents
from ...errors import InputError
from .rows import Row, read_rows, typed
from .spool import Spool
from .store import Store
from .texts import Texts

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading:
    """Where what is read goes."""

    store: Store
    texts: Texts
    spool: Spool
    reject: Callable[[Reject], None]
    tell: Callable[[int], None]

    def documents(self, inputs: Iterable[str], options: ReadOptions) -> int:
        """Read documents, a row each, and return how many have no text: none."""
        for item in self._good(read_documents(inputs, options)):
            columns = {name: _typed_or_as_it_is(name, value) for name, value in item.columns.items()}
            row = {
                "document_id": None, "source_file": item.source_file, "record": item.record, "title": item.title,
                "date": item.date, **columns, options.text_column or "text": item.text,
            }  # fmt: skip
            number = self.store.add_document(item.id, item.date, item.title, self.texts.add(item.text))
            self.spool.put(number, {**row, "document_id": item.id})
        self.texts.flush()
        return 0

    def results(self, inputs: Iterable[str]) -> int:
        """Read rows of results, each by itself, and return how many have no text."""
        textless = 0
        for row in self._good(read_rows(inputs)):
            text = str(row.values.get("text") or "")
            textless += not text
            self._add(row, row.id, self.texts.add(text) if text else self.texts.add_digest(bytes.fromhex(row.sha256)))
            self.spool.put(self.store.documents - 1, row.values)
        self.texts.flush()
        return textless

    def results_with_texts(self, inputs: Iterable[str], texts: Iterable[str], options: ReadOptions) -> int:
        """Read rows of results, then the documents' texts, and return how many have none.

        Rows of passages that follow one another belong to one document.

        Raises
        ------
        InputError
            If none of the documents is in ``texts``.
        """
        numbers = count()
        for _, rows in groupby(
            self._good(read_rows(inputs)),
            lambda row: next(numbers) if row.passage_index is None else row.document_id,
        ):
            digest = hashlib.sha256()
            first: Row | None = None
            for row in rows:
                digest.update(bytes.fromhex(row.sha256))
                self.spool.put(self.store.documents, row.values)
                first = first or row
            if first:
                self._add(first, first.document_id, self.texts.add_digest(digest.digest()))
        self.store.index_ids()
        textless = self.store.documents
        for item in self._good(read_documents(texts, options)):
            if self.store.has(item.id):
                textless -= self.store.set_text(item.id, self.texts.add(item.text), item.date, item.title)
        self.texts.flush()
        if textless and textless == self.store.documents:
            raise InputError(
                f"none of the {textless:,} documents of the results is in the texts; name the inputs, and their "
                "columns, as they were named for classify"
            )
        return textless

    def _add(self, row: Row, id: str, text: int) -> None:
        self.store.add_document(id, str(row.values.get("date") or ""), str(row.values.get("title") or ""), text)

    def _good(self, items: Iterable[T | Reject]) -> Iterator[T]:
        """What could be read; the rest is told."""
        for number, item in enumerate(items, 1):
            if isinstance(item, Reject):
                self.reject(item)
            else:
                yield item
            self.tell(number)


def _typed_or_as_it_is(name: str, value: object) -> object:
    """A column of the input may have a name of classify's and other values."""
    try:
        return typed(name, value)
    except (ValueError, KeyError):
        return value
