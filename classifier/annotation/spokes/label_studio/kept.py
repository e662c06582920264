"""What an export lays into a task's data beside text and id: the fields of each record that no control shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ....records import record_schema
from ...hub import Record, coder_of, kind_of
from ...importing import CODED
from .config import PASSAGE_CHOSEN, PASSAGE_WRITTEN, REGIONS

#: Fields that the task holds elsewhere: in its text and id, in results, as seconds; offsets into a document it cannot hold.
_ELSEWHERE = frozenset({
    "schema", "document_id", "passage_index", "passage_id", "text", "text_sha256", "start", "end", "seconds",
    *PASSAGE_CHOSEN, *PASSAGE_WRITTEN, *REGIONS,
})  # fmt: skip
#: Fields that no control shows.
KEPT = tuple(name for name in record_schema()["properties"] if name not in _ELSEWHERE)


def to_keep(records: Sequence[Record]) -> list[dict[str, Any]]:
    """What of the records goes into ``data.records``; an annotation has a place for its seconds, a prediction none."""
    names = [(*KEPT, "seconds") if kind_of(record) == "model" else KEPT for record in records]
    return [
        {name: record[name] for name in kept if name in record} for kept, record in zip(names, records, strict=True)
    ]


def records_in(data: Mapping[str, Any]) -> list[Record]:
    """Return what was laid into a task's data; nothing in a blind export, or in tasks that others made."""
    records = data.get("records")
    return [dict(record) for record in records] if isinstance(records, list) else []


def of_record(record: Record) -> dict[str, Any]:
    """Fields that an answer has which is that record."""
    return {name: record[name] for name in (*KEPT, "seconds") if name in record and name not in ("source", "annotator")}


def of_passage(records: Sequence[Record]) -> dict[str, Any]:
    """Fields that any answer on the passage has."""
    return {name: record[name] for record in records[:1] for name in KEPT if name in record and name not in CODED}


def model_version(record: Mapping[str, Any]) -> str:
    """Name a model as Label Studio shows it.

    Examples
    --------
    >>> model_version({"source": {"kind": "model", "name": "default", "version": "0.1.0"}})
    'default 0.1.0'
    """
    parts = (coder_of(record), record.get("source", {}).get("version"), record.get("round"))
    return " ".join(filter(None, parts))


def models_of(records: Sequence[Record]) -> dict[int, str]:
    """Of the records that are models', the names under which Label Studio shows them."""
    return {number: model_version(record) for number, record in enumerate(records) if kind_of(record) == "model"}
