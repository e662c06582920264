"""What an export lays into a task's data beside text and id: the fields of each record that no control shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...hub import Record, coder_of, kind_of

#: Fields that tell of the passage, whoever coded it.
OF_PASSAGE = ("sample", "tags", "split", "group", "genre", "region", "period", "batch")
#: Fields that no control shows.
KEPT = (
    "source", "annotator", "round", "saw_prediction", "probabilities", "prediction_set", "uncertain", "claim_mismatch",
    "votes", "facilitator", *OF_PASSAGE,
)  # fmt: skip


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
    return {name: record[name] for record in records[:1] for name in OF_PASSAGE if name in record}


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
