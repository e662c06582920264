"""What a new user tries first: each mishap gives one clear line and its exit code, never a traceback."""

import gzip
import json
import sys
from pathlib import Path

import pandas as pd
import pytest

from classifier import cli

PROSE = "The French foreign minister met his German counterpart in Paris on Monday and signed an agreement.\n"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("good.txt").write_text(PROSE, "utf-8")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["diplotrack", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return stop.value.code or 0, out, err

    return run


def test_a_misspelt_path_beside_a_good_one_is_a_reject_with_a_hint(run):
    code, out, err = run("classify", "good.txt", "god.txt")
    assert code == 3
    assert "rejected: god.txt: no such file or folder; did you mean 'good.txt'?" in err
    assert json.loads(out)["label"] == "track_1"


def test_a_misspelt_path_alone_leaves_nothing_to_do(run):
    code, out, err = run("classify", "god.txt")
    assert (code, out) == (1, "")
    assert "did you mean 'good.txt'?" in err


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty.txt, record 1: empty"),
        ("no_text.csv", b"a,b\n1,2\n", "no column looks like the text; name it with --text-column. There are: a, b"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0", "a picture; if it shows text, recognise it first (OCR)"),
        ("renamed.txt", bytes(range(256)) * 20, "renamed.txt"),
        ("broken.txt.gz", b"\x1f\x8b\x08\0garbage", "broken.txt.gz"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_in_one_line(run, name, content, reason):
    Path(name).write_bytes(content)
    code, out, err = run("classify", name)
    assert (code, out) == (1, "")
    assert len([line for line in err.splitlines() if line.startswith("rejected: ")]) == 1
    assert reason in err


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_other_encodings_are_read(run, encoding):
    Path("old.txt").write_bytes(("Le ministre français a été reçu. " + PROSE).encode(encoding))
    code, out, _ = run("classify", "old.txt", "--level", "passage")
    assert code == 0
    assert json.loads(out)["label"] == "track_1"


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("no/such/folder/out.csv", "no such folder; make it first"),
        ("out.xyz", "known endings: .csv .tsv .jsonl .ndjson .parquet"),
        ("good.txt", "no writer for '.txt'"),
        ("/proc/out.csv", "/proc"),
    ],
)
def test_an_output_that_cannot_be_written_is_refused_before_the_work(run, output, reason):
    code, _, err = run("classify", "good.txt", "-o", output)
    assert code == 1
    assert reason in err
    assert len(err.splitlines()) == 1


def test_an_output_that_exists_is_kept_unless_told_otherwise(run):
    Path("out.csv").write_text("precious", "utf-8")
    code, _, err = run("classify", "good.txt", "-o", "out.csv")
    assert (code, Path("out.csv").read_text("utf-8")) == (1, "precious")
    assert "--overwrite" in err
    assert run("classify", "good.txt", "-o", "out.csv", "--overwrite")[0] == 0
    assert "track_1" in Path("out.csv").read_text("utf-8")


def test_a_wrong_option_is_wrong_usage(run):
    assert run("classify", "good.txt", "--levle", "passage")[0] == 2
    assert run("classify")[0] == 2


def test_every_format_of_results_holds_the_same_rows(run):
    with gzip.open("news.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"id": n, "body": PROSE * n, "desk": "world"}) + "\n" for n in (1, 2))
    for ending in ("csv", "tsv", "jsonl", "parquet"):
        assert run("classify", "news.jsonl.gz", "--keep", "desk", "-o", f"out.{ending}")[0] == 0
    tables = [
        pd.read_csv("out.csv"),
        pd.read_csv("out.tsv", sep="\t"),
        pd.read_json("out.jsonl", lines=True),
        pd.read_parquet("out.parquet"),
    ]
    for table in tables:
        assert table["desk"].tolist() == ["world", "world"]
        assert table["label"].tolist() == ["track_1", "track_1"]
        assert list(table.columns) == list(tables[0].columns)


def test_rejects_of_a_run_go_beside_its_results(run):
    Path("two.jsonl").write_text(json.dumps({"text": PROSE}) + '\n{"text": ""}\nnot json\n', "utf-8")
    code, _, err = run("classify", "two.jsonl", "-o", "out.jsonl")
    rejects = [json.loads(line) for line in Path("out.rejected.jsonl").read_text("utf-8").splitlines()]
    assert code == 3
    assert [r["record"] for r in rejects] == [2, 3]
    assert "1 document with 1 passage read, 2 rejected" in err


def test_standard_input_is_read(run, monkeypatch):
    with open("good.txt", encoding="utf-8") as file:
        monkeypatch.setattr(sys, "stdin", file)
        code, out, _ = run("classify", "-", "--quiet")
    assert code == 0
    assert json.loads(out)["label"] == "track_1"


def test_explain_shows_who_takes_part_and_what_would_flip_it(run):
    code, out, _ = run("explain", PROSE.strip())
    assert code == 0
    assert "Track 1" in out
    assert "French foreign minister" in out


@pytest.mark.parametrize("command", ["classify", "dedupe", "explain", "train", "doctor", "lexicon"])
def test_help_of_every_command_ends_with_examples(run, command):
    code, out, _ = run(*([command, "show"] if command == "lexicon" else [command]), "--help")
    assert code == 0
    assert f"diplotrack {command}" in out.split("Examples:")[1]


def test_doctor_finds_nothing_wrong(run):
    code, out, _ = run("doctor")
    assert code == 0, out
    assert "WRONG" not in out


def test_an_input_is_not_replaced_by_its_own_results(run):
    Path("own.csv").write_text(f"text\n{PROSE}", "utf-8")
    code, _, err = run("classify", "own.csv", "-o", "own.csv", "--overwrite")
    assert code == 1
    assert "own.csv: is one of the inputs" in err
    assert Path("own.csv").read_text("utf-8") == f"text\n{PROSE}"


def test_a_file_of_the_users_in_the_place_of_the_rejects_is_kept(run):
    Path("out.rejected.jsonl").write_text('{"mine": 1}\n', "utf-8")
    code, _, err = run("classify", "good.txt", "-o", "out.csv")
    assert code == 1
    assert "out.rejected.jsonl: exists, and is no list of rejects" in err
    assert Path("out.rejected.jsonl").read_text("utf-8") == '{"mine": 1}\n'


def test_a_list_of_rejects_of_an_earlier_run_is_replaced(run):
    assert run("classify", "god.txt", "-o", "out.csv")[0] == 1
    assert run("classify", "good.txt", "-o", "out.csv")[0] == 0


def test_a_column_to_keep_that_is_nowhere_is_refused_before_the_work(run):
    Path("news.csv").write_text(f"id,desk,body\n1,world,{PROSE}", "utf-8")
    code, _, err = run("classify", "good.txt", "news.csv", "--keep", "desk,nonsuch", "-o", "out.csv")
    assert code == 2 and "--keep nonsuch: no column of this name; there are: id, desk" in err
    assert not Path("out.csv").exists()
    assert run("classify", "good.txt", "news.csv", "--keep", "desk", "-o", "out.csv")[0] == 0
    assert run("classify", "good.txt", "--keep", "desk")[2].endswith("there are: none beside the text\n")


def test_an_interrupt_is_told_in_a_line(run, monkeypatch):
    def interrupted(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("classifier.model.load", interrupted)
    code, _, err = run("classify", "good.txt")
    assert code == 130 and err == "diplotrack: interrupted; nothing half-written was kept\n"


def test_overlays_and_dates_that_they_cannot_go_by_are_told(run):
    Path("own.actors.txt").write_text("JANE_ZOGU_ [IGOUNO 970101-061231] [ELI]\n", "utf-8")
    Path("news.csv").write_text(
        f"id,date,body\n1,5 May 1999,{PROSE}2,,{PROSE}3,1999-05-05,{PROSE}4,12.5.99,{PROSE}", "utf-8"
    )
    code, _, err = run("classify", "news.csv", "--lexicon", "own.actors.txt", "-o", "out.csv")
    assert code == 0 and "lexicon overlay: own.actors.txt, SHA-256 " in err
    assert "warning: 2 documents with a date that cannot be read, such as '5 May 1999': entries" in err
    assert "warning: 1 document without a date" in err
    assert "warning" not in run("classify", "news.csv", "-o", "out2.csv")[2]


@pytest.mark.parametrize(
    ("given", "told"),
    [("", "there is no text to explain"), (".", "is a folder; explain takes one file"), ("gone.txt", "no such file")],
)
def test_explain_says_what_it_takes(run, given, told):
    code, out, err = run("explain", given)
    assert code == (1 if given == "gone.txt" else 2) and told in err and not out


def test_the_words_that_an_export_states_are_held_against_those_found(run):
    files = Path(__file__).parents[1] / "documents" / "exports" / "files"
    code, _, err = run("classify", files / "factiva_a.html", "-o", "out.csv")
    assert code in (0, 3) and "agree with the number of words that their export states" in err
