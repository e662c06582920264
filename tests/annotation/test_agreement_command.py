"""``diplotrack annotate agreement`` as a user meets it."""

import json
import sys

import pytest

from classifier import cli
from classifier.annotation import write_records

from .coded import base, coded, human


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write_records(tmp_path / "coded.jsonl", coded(24))

    def run(*arguments):
        monkeypatch.setattr(
            sys, "argv", ["diplotrack", "annotate", "agreement", *map(str, arguments), "--resamples", "100"]
        )
        with pytest.raises(SystemExit) as stop:
            cli.main()
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return stop.value.code or 0, out, err

    return run


def test_tables_in_the_terminal(run):
    code, out, err = run("coded.jsonl")
    assert (code, err) == (0, "")
    for words in (
        "Krippendorff's alpha",
        "Cohen's kappa",
        "Fleiss' kappa",
        "Gwet's AC1",
        "anna and bo",
        "Passages that divide people",
    ):
        assert words in out


def test_page_and_json_hold_the_same(run, tmp_path):
    code, _, err = run("coded.jsonl", "-o", "agreement.html", "--quiet")
    assert (code, err) == (0, "")
    report = json.loads((tmp_path / "agreement.json").read_text("utf-8"))
    page = (tmp_path / "agreement.html").read_text("utf-8")
    assert f"{report['figures']['alpha']['value']:.3f}" in page
    assert "shown" not in report and len(report["split"]) == report["data"]["n_split"]
    assert report["data"]["files"] == ["coded.jsonl"]
    code, out, _ = run("coded.jsonl", "--json")
    assert code == 0 and json.loads(out)["figures"] == report["figures"]


def test_a_written_file_is_not_replaced_unasked(run, tmp_path):
    (tmp_path / "agreement.json").write_text("mine")
    code, _, err = run("coded.jsonl", "-o", "agreement.html")
    assert code == 1 and "agreement.json: exists already" in err
    assert (tmp_path / "agreement.json").read_text() == "mine" and not (tmp_path / "agreement.html").exists()
    assert run("coded.jsonl", "-o", "agreement.json", "--overwrite", "-q")[0] == 0


def test_an_ending_that_is_no_report(run):
    code, _, err = run("coded.jsonl", "-o", "agreement.pdf")
    assert code == 2 and ".html or .json" in err


def test_coders_and_rounds_are_chosen(run):
    code, out, _ = run("coded.jsonl", "--coder", "anna", "--coder", "bo", "--round", "pilot 1", "--json")
    report = json.loads(out)
    assert code == 0 and report["data"]["chosen"] == {"coders": ["anna", "bo"], "round": "pilot 1"}
    assert {c["name"] for c in report["coders"]} == {"anna", "bo", "default", "gold"}
    code, _, err = run("coded.jsonl", "--coder", "nobody")
    assert code == 2 and "coders are: anna, bo, Çelik" in err


def test_lines_that_are_no_records_are_told(run, tmp_path):
    lines = (tmp_path / "coded.jsonl").read_text("utf-8")
    (tmp_path / "coded.jsonl").write_text(lines + "{}\n", "utf-8")
    code, out, err = run("coded.jsonl")
    assert code == 3 and "document_id" in err and "alpha" in out


def test_one_coder_is_told(run, tmp_path):
    write_records(tmp_path / "one.jsonl", [human(base(0, "none"), "anna", "none")])
    code, out, err = run("one.jsonl")
    assert code == 1 and not out and "anna: 1" in err


def test_names_with_markup_are_shown_as_they_are(run, tmp_path):
    records = [human(base(i, "none"), name, "none") for i in range(2) for name in ("[bold]anna", "bo")]
    write_records(tmp_path / "odd.jsonl", records)
    code, out, _ = run("odd.jsonl")
    assert code == 0 and "[bold]anna" in out
