"""``diplotrack evaluate`` as a user meets it: small gold, small mishaps."""

import csv
import json
import sys
from pathlib import Path

import pytest

from classifier import cli
from tests.reporting.sample import sample_report

ROWS = [
    ("The foreign ministers of Chile and Peru signed a border treaty in Lima.", "track_1"),
    ("Two retired generals from India and Pakistan met scholars of both sides at a seminar in Bangkok.", "track_2"),
    ("Serving diplomats of both sides joined academics, in a personal capacity, at a retreat in Oslo.", "track_1_5"),
    ("The club sold its goalkeeper for two million on Friday.", "none"),
]


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with open("gold.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [("id", "text", "label", "split"), *((i, *row, "mine") for i, row in enumerate(ROWS * 3))]
        )

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["diplotrack", "evaluate", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return stop.value.code or 0, out, err

    return run


@pytest.fixture
def computed(monkeypatch):
    """Spare the minutes that an evaluation takes: what is tested here is what stands around it."""
    asked = []

    class Computed:
        def to_dict(self):
            return sample_report()

    def evaluate(gold, system, options, progress):
        asked.append((gold, system, options))
        return Computed()

    monkeypatch.setattr("classifier.evaluation.evaluate", evaluate)
    return asked


def test_a_report_lands_with_its_folder(run, computed):
    code, out, err = run("gold.csv", "-o", "report.html")
    assert code == 0
    assert "report: report.html, and report/" in err
    assert "macro-F1" in out
    assert json.loads(Path("report/report.json").read_text("utf-8")) == sample_report()
    assert Path("report/figures/baselines.pdf").is_file() and Path("report/tables/figures.csv").is_file()
    assert Path("report.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_an_existing_report_is_not_overwritten_unasked(run, computed, monkeypatch):
    Path("report.html").write_text("mine", "utf-8")
    code, _, err = run("gold.csv", "-o", "report.html")
    assert code == 1 and "--overwrite" in err and not computed
    assert Path("report.html").read_text("utf-8") == "mine"
    monkeypatch.setattr("classifier.cli.evaluate._write", lambda report, output: None)  # is slow, and tested above
    assert run("gold.csv", "-o", "report.html", "--overwrite")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("gold.csv", "-o", "report.pdf"), "ends in .html"),
        (("gold.csv", "-o", "nowhere/report.html"), "no such folder"),
        (("gold.csv", "--split", "dev"), "no passage of split 'dev'; there are: mine"),
        (("gold.csv", "--text-column", "body"), "body"),
        (("gold.csv", "--slice-column", "mood"), "no column 'mood' for the slices; there are: id, label"),
        (("gold.cvs",), "gold.cvs"),
        (("gold.csv", "--predictions", "none.csv"), "none.csv"),
    ],
)
def test_mishaps_say_what_to_do(run, computed, arguments, told):
    code, _, err = run(*arguments)
    assert code == code_of(arguments) and told in err and len(err.strip().splitlines()) == 1


def code_of(arguments):
    """Wrong usage is 2: an option that does not fit; what cannot be read or written is 1."""
    return 2 if {"report.pdf", "--split", "--text-column", "--slice-column"} & set(arguments) else 1


def test_a_corpus_that_cannot_be_read_is_told_before_the_work(run, monkeypatch):
    monkeypatch.setattr("classifier.evaluation.report.answered", None)  # would fail, were it asked
    code, _, err = run("gold.csv", "--corpus", "nowhere.csv", "-q")
    assert code == 1 and err.startswith("diplotrack: nowhere.csv: No such file")


def test_a_folder_that_cannot_be_written_is_told_before_the_work(run, computed):
    code, _, err = run("gold.csv", "-o", "/proc/report.html")
    assert code == 1 and "/proc: " in err and "choose a folder that you may write to" in err and not computed


def test_an_unknown_label_names_file_and_row(run, computed):
    Path("bad.csv").write_text("text,label\nOne met another.,track_1\nTwo met.,track_9\n", "utf-8")
    code, _, err = run("bad.csv")
    assert code == 1 and "bad.csv, record 2 below the header" in err and "track_9" in err


def test_predictions_are_judged_or_compared(run, computed):
    for name in ("a.csv", "b.csv"):
        with open(name, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("id", "label"), *((i, "none") for i in range(12))])
    assert run("gold.csv", "--predictions", "a.csv", "--predictions", "b.csv", "-q")[0] == 0
    _, system, options = computed[-1]
    assert system.name == "a.csv" and [p.name for p in options.comparisons] == ["b.csv"]
    assert run("gold.csv", "--model", "default", "--predictions", "b.csv", "-q")[0] == 0
    _, system, options = computed[-1]
    assert hasattr(system, "classify") and [p.name for p in options.comparisons] == ["b.csv"]


def test_a_split_is_named_in_the_report(run, computed):
    assert run("gold.csv", "--split", "mine", "-q")[0] == 0
    assert computed[-1][0].name == "gold.csv, mine"


def test_quiet_is_quiet(run, computed, monkeypatch):
    monkeypatch.setattr("classifier.cli.evaluate._write", lambda report, output: None)
    assert run("gold.csv", "-o", "r.html", "-q") == (0, "", "")
