"""Coders at odds, for tests of adjudication."""

import pytest

from classifier.annotation import Hub, write_records
from classifier.records import sha256_of

TEXT = "Two retired generals met the foreign minister."
ENDINGS = pytest.mark.parametrize("ending", [".xlsx", ".csv"])


def said(n, coder, label, kind="human", **more):
    """What a coder or model says of the nth passage, which begins at character 100 of its document."""
    text = f"{TEXT} It was talk number {n}."
    record = {
        "schema": "diplotrack/1", "document_id": "d", "passage_index": n, "passage_id": f"d#{n}", "text": text,
        "text_sha256": sha256_of(text), "start": 100, "end": 100 + len(text), "label": label,
        "source": {"kind": kind, "name": coder},
    }  # fmt: skip
    return record | ({"annotator": coder} if kind == "human" else {}) | more


def actor(phrase, status="official", role="participant", capacity="incumbent", **more):
    start = 100 + TEXT.index(phrase)
    return {"start": start, "end": start + len(phrase), "text": phrase, "status": status, "capacity": capacity, "role": role,
            "kind": "unknown", **more}  # fmt: skip


def hub_of(tmp_path, records):
    path = tmp_path / "hub.jsonl"
    write_records(path, records)
    return Hub([path], fail)


def fail(problem):
    raise AssertionError(problem.reason)


DISPUTE = [
    said(0, "anna", "track_1"), said(0, "bo", "track_1_5"),
    said(1, "anna", "none"), said(1, "bo", "track_2", rationale="=SUM(A1)"),
    said(2, "anna", "track_1"), said(2, "bo", "track_1"),
    said(3, "anna", "track_2"),
    said(4, "default", "none", "model"),
]  # fmt: skip
