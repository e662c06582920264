"""Rows of ``classify`` read back, to be written again with more columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ...documents import STDIN, Document, ReadOptions, Reject, find_sources
from ...documents.sources import Source, read_source
from ..writers.schema import arrow_schema

_DIGEST = "text_sha256"
_AS_ROWS = ReadOptions(text_column=_DIGEST, id_column="document_id")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of results, or a canonical record."""

    document_id: str
    passage_index: int | None
    sha256: str
    values: dict[str, Any]

    @property
    def id(self) -> str:
        """What names the row: document, and passage if it is one."""
        return self.document_id if self.passage_index is None else f"{self.document_id}#{self.passage_index}"


def are_results(inputs: Iterable[str]) -> bool:
    """Whether inputs are what ``classify`` wrote; the first file decides."""
    for source in find_sources(inputs):
        if isinstance(source, Source):
            if source.name == STDIN:
                return False
            first = next(_read(source), None)
            return isinstance(first, Document) and {"document_id", "label"} <= first.columns.keys()
    return False


def read_rows(inputs: Iterable[str]) -> Iterator[Row | Reject]:
    """Yield the rows of results, in order."""
    for source in find_sources(inputs):
        for item in [source] if isinstance(source, Reject) else _read(source):
            yield item if isinstance(item, Reject) else _to_row(item)


def _read(source: Source) -> Iterator[Document | Reject]:
    """Rows as documents whose text is the digest: the readers know formats, encodings and damage."""
    return read_source(source, _AS_ROWS)


def _to_row(item: Document) -> Row | Reject:
    names = list(item.columns)
    before = next((n for n in ("evidence", "text") if n in names), names[-1])
    names.insert(names.index(before) + 1, _DIGEST)  # where classify has it
    try:
        bytes.fromhex(item.text)
        found = {n: item.text if n == _DIGEST else typed(n, item.columns[n]) for n in names}
        index = found.get("passage_index")
        return Row(str(item.columns["document_id"]), None if index is None else int(index), item.text, found)
    except (ValueError, TypeError, KeyError) as error:
        return Reject(item.source_file, item.record, "parse", f"not a row that classify wrote: {error}")


def typed(name: str, value: Any) -> Any:
    """Undo `classifier.records.flatten`: what a flat file holds as a string has a type again."""
    kind = str(_kind(name))
    if kind == "bool" and isinstance(value, int):
        return bool(value)
    if not value and kind.startswith("list"):
        return []
    if not isinstance(value, str) or kind == "string":
        return value
    if not value:
        return None
    if kind == "bool":
        return {"true": True, "false": False, "1": True, "0": False}[value.lower()]
    if kind.startswith("list"):
        return value.split("; ")
    return json.loads(value)


@cache
def _kind(name: str) -> Any:
    return arrow_schema((name,)).field(0).type
