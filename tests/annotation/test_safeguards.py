"""What hurried people do wrong costs them nothing: no input, no coder's work, no folder of theirs is replaced."""

import json

import openpyxl
import pytest
from typer.testing import CliRunner

from classifier.annotation import write_records
from classifier.cli import app
from classifier.errors import DiplotrackError
from classifier.records import SCHEMA, sha256_of


def record(n, coder, label="track_1", **more):
    text = f"The minister met envoy {n}."
    kind = "model" if coder == "default" else "human"
    return {
        "schema": SCHEMA, "document_id": f"d{n}", "passage_index": 0, "passage_id": f"d{n}#0", "text": text,
        "text_sha256": sha256_of(text), "start": 0, "end": len(text), "label": label, "source": {"kind": kind, "name": coder},
        **({"annotator": coder} if kind == "human" else {"probabilities": {label: 1.0}}), **more,
    }  # fmt: skip


def run(*words):
    result = CliRunner().invoke(app, ["annotate", *map(str, words)])
    if isinstance(result.exception, DiplotrackError):
        return 1, str(result.exception)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.fixture
def hub(tmp_path):
    sample = {"design": "stratified", "seed": 0, "purpose": "test"}
    rows = [
        record(n, coder, ("track_1", "track_2", "none")[(n + (coder == "ben" and n % 4 == 0)) % 3], sample={**sample, "probability": 0.1 + 0.4 * (n % 2)})
        for n in range(20) for coder in ("anna", "ben", "default")
    ]  # fmt: skip
    write_records(tmp_path / "hub.jsonl", rows)
    return tmp_path / "hub.jsonl"


def test_agreement_of_a_weighted_sample_is_shown(hub, tmp_path):
    code, told = run("agreement", hub)
    assert code == 0 and "design-weighted" in told
    code, _ = run("agreement", hub, "-o", tmp_path / "page.html")
    assert code == 0 and "–" in (tmp_path / "page.html").read_text("utf-8")


def test_no_input_is_replaced(hub):
    before = hub.read_bytes()
    for words in (("sample", hub, "-n", 5, "-o", hub), ("adjudicate", hub, "-o", hub)):
        code, told = run(*words, "--overwrite")
        assert code == 1 and "is one of the inputs" in told
    assert hub.read_bytes() == before


def test_a_folder_that_no_export_made_is_not_replaced(hub, tmp_path):
    own = tmp_path / "thesis"
    own.mkdir()
    (own / "notes.txt").write_text("mine")
    code, told = run("export", hub, "--to", "brat", "-o", own, "--overwrite")
    assert code == 1 and "no export has made" in told and (own / "notes.txt").read_text() == "mine"
    for _ in range(2):
        assert run("export", hub, "--to", "brat", "-o", tmp_path / "out", "--overwrite")[0] == 0


def test_a_side_file_stays_with_its_export(hub, tmp_path):
    assert run("export", hub, "--to", "excel", "-o", tmp_path / "coding.xlsx")[0] == 0
    code, told = run("export", hub, "--to", "csv", "-o", tmp_path / "coding.csv", "--overwrite")
    assert code == 1 and "belongs to another export" in told


def test_a_sheet_that_is_filled_in_is_not_replaced(hub, tmp_path):
    sheet = tmp_path / "decisions.xlsx"
    assert run("adjudicate", hub, "-o", sheet)[0] == 0
    assert run("adjudicate", hub, "-o", sheet, "--overwrite")[0] == 0
    book = openpyxl.load_workbook(sheet)
    book["decisions"]["F2"] = "none"
    book.save(sheet)
    code, told = run("adjudicate", hub, "-o", sheet, "--overwrite")
    assert code == 1 and "filled in" in told


def test_what_is_no_hub_is_named(tmp_path):
    for name, data, told in (
        ("a.csv", b"id,text\n1,They met.\n", "no records in JSON lines"),
        ("b.xlsx", b"PK\3\4", "a workbook"),
    ):
        (tmp_path / name).write_bytes(data)
        code, found = run("export", tmp_path / name, "--to", "csv", "-o", tmp_path / "out.csv")
        assert code == 1 and told in found
        assert not (tmp_path / "out.csv").exists() and not (tmp_path / "out.side.jsonl").exists()


def test_an_import_of_nothing_leaves_nothing(hub, tmp_path):
    assert run("export", hub, "--to", "excel", "--blind", "-o", tmp_path / "coding.xlsx")[0] == 0
    code, told = run(
        "import", tmp_path / "coding.xlsx", "--from", "excel", "--annotator", "cleo", "-o", tmp_path / "cleo.jsonl"
    )
    assert code == 1 and "not coded yet" in told and not (tmp_path / "cleo.jsonl").exists()
    assert run("import", tmp_path / "coding.xlsx", "--from", "excel", "-o", tmp_path / "cleo.csv")[0] == 2


def test_predictions_that_were_left_alone_are_counted(hub, tmp_path):
    write_records(tmp_path / "pool.jsonl", [record(n, "default", cues=[]) for n in range(3)])
    assert run("export", tmp_path / "pool.jsonl", "--to", "doccano", "-o", tmp_path / "d.jsonl")[0] == 0
    code, told = run(
        "import", tmp_path / "d.jsonl", "--from", "doccano", "--annotator", " zed ", "-o", tmp_path / "z.jsonl"
    )
    assert code == 0 and "3 just as predicted" in told
    assert {json.loads(line)["annotator"] for line in (tmp_path / "z.jsonl").read_text("utf-8").splitlines()} == {"zed"}
