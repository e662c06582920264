"""What tests of formats share: a hub of a few records, and files held to the JSON Schemas of tools."""

import json
from pathlib import Path

from jsonschema_rs import validator_for

from classifier.annotation.exporting import export, side_path
from classifier.annotation.hub import write_records
from classifier.annotation.importing import Imported, import_answers
from classifier.annotation.spokes import spoke_named
from classifier.records import SCHEMA, sha256_of

TEXT = "\U0001f600 Two retired generals met the foreign minister in Muscat."


def model_record(document_id="a", text=TEXT, **fields):
    spans = {"actors": [], "cues": []}
    if "generals" in text:
        actor = {"kind": "military", "party": "Kenya", "rules": ["offices:general"]}
        spans["actors"] = [
            span(text, "Two retired generals", status="non_official", capacity="former", role="participant", **actor),
            span(text, "foreign minister", status="official", capacity="incumbent", role="participant", kind="executive"),
        ]  # fmt: skip
        spans["cues"] = [span(text, "met", aspect="activity", value="meeting")]
    return {
        "schema": SCHEMA, "document_id": document_id, "passage_index": 0, "passage_id": f"{document_id}#0", "text": text,
        "text_sha256": sha256_of(text), "start": 0, "end": len(text), "label": "track_1_5", **spans,
        "source": {"kind": "model", "name": "default", "version": "1"}, **fields,
    }  # fmt: skip


def span(text, words, **attributes):
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words, **attributes}


def written(folder, name, records, **options):
    """Export records; the path of the file."""
    hub, spoke = Path(folder) / "hub.jsonl", spoke_named(name)
    write_records(hub, records)
    path = Path(folder) / f"out{spoke.ending}"
    export([hub], spoke, path, fail, **options)
    return path


def come_back(path, name, side=None, annotator=""):
    """Import a file; the records, the counts, and the reasons of rejects."""
    found, reasons = Imported(), []
    records = list(
        import_answers(path, spoke_named(name), side, lambda r: reasons.append(r.reason), found, annotator=annotator)
    )
    return records, found, reasons


def side_of(path):
    return side_path(path)


def fail(problem):
    raise AssertionError(problem.reason)


def lines_of(path):
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def write_lines(path, lines):
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return path


def fits(schema, value):
    """Hold a value to a tool's schema."""
    text = (Path(__file__).parent / "schemas" / f"{schema}.schema.json").read_text("utf-8")
    validator_for(json.loads(text)).validate(value)
