"""Pools made for tests."""

from classifier.annotation.hub import write_records
from classifier.labels import LABELS
from classifier.records import SCHEMA, sha256_of

NAMES = [str(label) for label in LABELS]
OFFICIAL = {"status": "official", "capacity": "incumbent", "role": "participant", "kind": "executive"}


def passage(i, label="none", p=0.7, *, document=None, text=None, actors=(), **more):
    """A model's record: ``label`` with probability p, the next one with the rest."""
    text = f"Passage {i}: the minister spoke." if text is None else text
    document = f"d{i}" if document is None else document
    other = NAMES[(NAMES.index(label) + 1) % 4]
    return {
        "schema": SCHEMA, "document_id": document, "passage_index": i, "passage_id": f"{document}#{i}", "text": text,
        "text_sha256": sha256_of(text), "start": 0, "end": len(text), "label": label,
        "probabilities": {**dict.fromkeys(NAMES, 0.0), label: p, other: round(1 - p, 6)},
        "prediction_set": [label] if p > 0.8 else [label, other], "uncertain": p <= 0.8, "claimed_track": None,
        "actors": list(actors), "cues": [], "source": {"kind": "model", "name": "default", "version": "1"}, **more,
    }  # fmt: skip


def minister(text="minister"):
    """An official at the table, where `passage` says 'the minister'."""
    return {"start": 15, "end": 15 + len(text), "text": text, **OFFICIAL}


def small_pool():
    """Fourteen passages of three labels, with unequal doubt; rules and model differ in half of those of track_1."""
    sure = [passage(i, "none", 1.0) for i in range(6)]
    ministers = [passage(i, "track_1", 0.6 + i / 50, actors=[minister()]) for i in range(10, 13)]
    doubtful = [passage(i, "track_1", 0.5) for i in range(13, 15)]
    rare = [passage(i, "track_2", 0.55 + i / 1000) for i in range(20, 23)]
    for record in ministers:
        at = record["text"].index("minister")
        record["actors"][0] |= {"start": at, "end": at + len("minister")}
    return sure + ministers + doubtful + rare


def written(path, records):
    write_records(path, records)
    return path


def coded(record, label, coder="anna"):
    """What a coder makes of a drawn passage."""
    return {**record, "label": label, "annotator": coder, "source": {"kind": "human", "name": coder}}


def fail(problem):
    raise AssertionError(problem.reason)
