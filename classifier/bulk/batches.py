"""Documents in fixed batches: what one worker labels at a time, what one part of the result holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from ..documents import Document, Reject

DOCUMENTS, CHARACTERS = 256, 1_000_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents and rejects that follow one another in the input, under a number that counts from 0."""

    number: int
    items: tuple[Document | Reject, ...]


def cut(
    items: Iterable[Document | Reject], *, documents: int = DOCUMENTS, characters: int = CHARACTERS
) -> Iterator[Batch]:
    """Cut a stream into batches, which depend on nothing but the stream.

    Parameters
    ----------
    items : iterable of Document or Reject
    documents : int
        Items that a batch holds at most.
    characters : int
        After so many characters a batch is closed; a longer document makes it longer.

    Yields
    ------
    Batch

    Examples
    --------
    >>> [len(batch.items) for batch in cut([Document("a", "x"), Document("b", "y"), Document("c", "z")], documents=2)]
    [2, 1]
    """
    number, held, length = 0, [], 0
    for item in items:
        held.append(item)
        length += len(item.text) if isinstance(item, Document) else 0
        if len(held) == documents or length >= characters:
            yield Batch(number, tuple(held))
            number, held, length = number + 1, [], 0
    if held:
        yield Batch(number, tuple(held))


def encode(batch: Batch) -> bytes:
    """Batch as lines of JSON, the same bytes for the same documents; values that JSON lacks (dates) become strings."""
    return b"".join(
        json.dumps(_plain(item), ensure_ascii=False, default=str).encode("utf-8", "surrogatepass") + b"\n"
        for item in batch.items
    )


def _plain(item: Document | Reject) -> dict[str, Any]:
    if isinstance(item, Reject):
        return {"reject": asdict(item)}
    # Not asdict, which copies deeply.
    return {"id": item.id, "text": item.text, "title": item.title, "date": item.date,
            "source_file": item.source_file, "record": item.record, "columns": dict(item.columns)}  # fmt: skip


def decode(data: bytes) -> Iterator[Document | Reject]:
    """Read back what `encode` made."""
    for line in data.split(b"\n"):
        if line:
            item = json.loads(line.decode("utf-8", "surrogatepass"))
            yield Reject(**item["reject"]) if "reject" in item else Document(**item)
