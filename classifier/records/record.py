"""The canonical record, and the JSON Schema that publishes it."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ..documents import Document, clean_text
from ..errors import RecordError
from ..labels import Aspect, Capacity, Kind, Label, Role, Status
from .evidence import Actor, Cue
from .result import PassageResult

SCHEMA = "diplotrack/1"


def sha256_of(text: str) -> str:
    """Hex SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def actor_to_dict(actor: Actor) -> dict[str, Any]:
    """Actor as the record holds it."""
    return {
        "start": actor.start, "end": actor.end, "text": actor.text, "status": str(actor.status),
        "capacity": str(actor.capacity), "role": str(actor.role), "kind": str(actor.kind), "party": actor.party,
        "name": actor.name, "office": actor.office, "negated": actor.negated, "rules": list(actor.rules),
    }  # fmt: skip


def cue_to_dict(cue: Cue) -> dict[str, Any]:
    """Cue as the record holds it."""
    return {
        "start": cue.start, "end": cue.end, "text": cue.text, "aspect": str(cue.aspect), "value": cue.value,
        "rules": list(cue.rules),
    }  # fmt: skip


def actor_from_dict(data: Mapping[str, Any]) -> Actor:
    """Actor from a record; the counterpart of `actor_to_dict`."""
    return Actor(
        data["start"], data["end"], data["text"], Status(data["status"]), Capacity(data["capacity"]),
        Role(data["role"]), Kind(data["kind"]), data.get("party", ""), data.get("name", ""),
        data.get("office", ""), data.get("negated", False), False, tuple(data.get("rules", ())),
    )  # fmt: skip


def cue_from_dict(data: Mapping[str, Any]) -> Cue:
    """Cue from a record; the counterpart of `cue_to_dict`."""
    return Cue(
        data["start"], data["end"], data["text"], Aspect(data["aspect"]), data["value"],
        tuple(data.get("rules", ())),
    )  # fmt: skip


def to_record(
    result: PassageResult, document: Document, model: Mapping[str, str], keep: Iterable[str] = ()
) -> dict[str, Any]:
    """Make the canonical record of a classified passage.

    Parameters
    ----------
    result : PassageResult
    document : Document
        Where it comes from; ``title``, ``date`` and ``source_file`` are there where it tells them.
    model : Mapping
        ``name`` and ``version`` of the model.
    keep : iterable of str
        Columns of the document to pass through, as texts, numbers, or true and false; see `kept_field`.

    Returns
    -------
    dict
        Ready for ``json.dumps``.
    """
    told = {"title": document.title, "date": document.date, "source_file": document.source_file}
    kept = {kept_field(name): _plain(document.columns.get(name)) for name in keep if name not in told}
    return {
        "schema": SCHEMA,
        "document_id": document.id,
        "passage_index": result.index,
        "passage_id": f"{document.id}#{result.index}",
        **{name: value for name, value in told.items() if value},
        "text": result.text,
        "text_sha256": sha256_of(result.text),
        "start": result.start,
        "end": result.end,
        "label": str(result.label),
        "probabilities": {str(k): v for k, v in result.probabilities.items()},
        "prediction_set": [str(x) for x in result.prediction_set],
        "uncertain": result.uncertain,
        "claimed_track": str(result.claimed_track) if result.claimed_track else None,
        "claim_mismatch": result.claim_mismatch,
        "actors": [actor_to_dict(a) for a in result.actors],
        "cues": [cue_to_dict(c) for c in result.cues],
        "source": {"kind": "model", **model},
        **{name: value for name, value in kept.items() if value is not None and value != ""},
    }


def kept_field(name: str) -> str:
    """Name under which a column of the input is kept in a record: never that of a field of the record's own.

    Examples
    --------
    >>> kept_field("outlet"), kept_field("source")
    ('outlet', 'input_source')
    """
    return f"input_{name}" if name in record_schema()["properties"] else clean_text(name)


def _plain(value: Any) -> Any:
    """A value as JSON can hold it; None where there is none."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    text = json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else str(value)
    return clean_text(text)


@cache
def record_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the record."""
    text = (files("classifier.records") / "record.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def _validator() -> Any:
    from jsonschema_rs import validator_for

    return validator_for(record_schema())


def check_record(record: Mapping[str, Any]) -> None:
    """Check a record against the schema, its text against its digest, and its spans against its text.

    Parameters
    ----------
    record : Mapping
        Its offsets are into the document's text; ``start`` is where the passage begins there.

    Raises
    ------
    RecordError
        Names the field that is wrong.

    Examples
    --------
    >>> check_record({"schema": "diplotrack/1"})
    Traceback (most recent call last):
    classifier.errors.RecordError: "document_id" is a required property
    """
    try:
        faults = sorted((".".join(map(str, e.instance_path)), e.message) for e in _validator().iter_errors(record))
    except ValueError as error:  # what no JSON can hold, such as a key that is a number
        raise RecordError(str(error)) from error
    if faults:
        raise RecordError(": ".join(filter(None, faults[0])))
    text, offset = record["text"], record["start"]
    if record["text_sha256"] != sha256_of(text):
        raise RecordError("text_sha256 is not the digest of text: the text was changed")
    if record["end"] - offset != len(text):
        raise RecordError(f"start and end span {record['end'] - offset} characters, text has {len(text)}")
    if record["passage_id"] != f"{record['document_id']}#{record['passage_index']}":
        raise RecordError("passage_id is not '<document_id>#<passage_index>'")
    for field in ("actors", "cues"):
        for i, span in enumerate(record.get(field, ())):
            found = text[span["start"] - offset : span["end"] - offset]
            if found != span["text"] or span["start"] < offset:
                raise RecordError(
                    f"{field}.{i}: text[{span['start']}:{span['end']}] is {found!r}, not {span['text']!r}"
                )


def enums() -> dict[str, list[str]]:
    """Values of every enum that the schema lists, for the test that holds both together."""
    return {e.__name__.lower(): [str(v) for v in e] for e in (Label, Status, Capacity, Role, Kind, Aspect)}
