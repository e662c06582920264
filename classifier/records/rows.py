"""The flat row that tables hold (contract, 'Row')."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from ..documents import Document
from ..labels import LABELS, TRACKS, Status
from .evidence import Actor
from .record import actor_to_dict, cue_to_dict, sha256_of
from .result import DocumentResult, PassageResult, counts, facilitator

ROW_COLUMNS: Final = (
    "document_id", "passage_index", "start", "end", "source_file", "record", "title", "date", "label",
    "confidence", "p_none", "p_track_1", "p_track_1_5", "p_track_2", "prediction_set", "uncertain",
    "claimed_track", "claim_mismatch", "n_officials", "n_non_officials", "n_former", "n_personal", "facilitator",
    "officials", "non_officials", "evidence", "text_sha256",
)  # fmt: skip
DOCUMENT_COLUMNS: Final = ("n_passages", "n_track_1", "n_track_1_5", "n_track_2")
#: Columns of the row that hold what the input's column of that name holds.
_SAME = ("document_id", "title", "date")
_LISTS = ("prediction_set", "officials", "non_officials")


def row_columns(level: str) -> tuple[str, ...]:
    """Columns of the row at a level, in order.

    Examples
    --------
    >>> len(row_columns("document")) - len(row_columns("passage"))
    4
    """
    return ROW_COLUMNS if level == "passage" else (*ROW_COLUMNS, *DOCUMENT_COLUMNS)


def to_row(
    result: PassageResult | DocumentResult,
    document: Document,
    *,
    evidence: bool = True,
    keep: Iterable[str] = (),
) -> dict[str, Any]:
    """Make the row of a result.

    Parameters
    ----------
    result : PassageResult or DocumentResult
    document : Document
        Where it comes from.
    evidence : bool
        Whether to list the evidence; else that column is empty.
    keep : iterable of str
        Columns of the document's record to pass through, appended after the fixed ones; see `kept_name`.

    Returns
    -------
    dict
        `ROW_COLUMNS` in order (and `DOCUMENT_COLUMNS` for a document), with nested lists where there are
        several values; `flatten` makes strings of these.
    """
    passage = result if isinstance(result, PassageResult) else None
    row: dict[str, Any] = {
        "document_id": document.id,
        "passage_index": passage.index if passage else None,
        "start": passage.start if passage else None,
        "end": passage.end if passage else None,
        "source_file": document.source_file,
        "record": document.record,
        "title": document.title,
        "date": document.date,
        "label": str(result.label),
        "confidence": result.confidence,
        **{f"p_{label}": result.probabilities[label] for label in LABELS},
        "prediction_set": [str(label) for label in result.prediction_set],
        "uncertain": result.uncertain,
        "claimed_track": str(result.claimed_track) if result.claimed_track else "",
        "claim_mismatch": result.claim_mismatch,
        **counts(result.actors),
        "facilitator": facilitator(result.actors),
        "officials": _mentions(result.actors, Status.OFFICIAL),
        "non_officials": _mentions(result.actors, Status.NON_OFFICIAL),
        "evidence": _evidence(result) if evidence else None,
        "text_sha256": sha256_of(passage.text if passage else document.text),
    }
    if isinstance(result, DocumentResult):
        row["n_passages"] = len(result.passages)
        for track in TRACKS:
            row[f"n_{track}"] = sum(p.label is track for p in result.passages)
    for name in keep:
        if (kept := kept_name(name)) is not None:
            row[kept] = document.columns.get(name)
    return row


def kept_name(name: str) -> str | None:
    """Name under which a column of the input is kept: never that of a column of ours, which it would hide.

    Examples
    --------
    >>> kept_name("outlet"), kept_name("label"), kept_name("title")
    ('outlet', 'input_label', None)
    """
    if name in _SAME:
        return None
    return f"input_{name}" if name in (*ROW_COLUMNS, *DOCUMENT_COLUMNS) else name


def _mentions(actors: Iterable[Actor], status: Status) -> list[str]:
    return list(dict.fromkeys(a.text for a in actors if a.at_table and a.status is status))


def _evidence(result: PassageResult | DocumentResult) -> dict[str, Any]:
    return {
        "actors": [actor_to_dict(a) for a in result.actors],
        "cues": [cue_to_dict(c) for c in result.cues],
        "reasons": list(result.reasons),
    }


def flatten(row: Mapping[str, Any]) -> dict[str, Any]:
    """Make a row fit a flat table: lists become strings joined by ``; ``, evidence a JSON string.

    Examples
    --------
    >>> flatten({"officials": ["the minister", "an envoy"], "evidence": {"cues": []}, "start": None})
    {'officials': 'the minister; an envoy', 'evidence': '{"cues": []}', 'start': ''}
    """
    out = dict(row)
    for name in _LISTS:
        if name in out:
            out[name] = "; ".join(out[name])
    if "evidence" in out:
        out["evidence"] = "" if out["evidence"] is None else json.dumps(out["evidence"], ensure_ascii=False)
    for name, value in out.items():
        if value is None:
            out[name] = ""
        elif isinstance(value, dict | list):
            out[name] = json.dumps(value, ensure_ascii=False)
    return out
