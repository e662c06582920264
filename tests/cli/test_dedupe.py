"""What ``dedupe`` says, and its exit codes."""

import json
import sys
from pathlib import Path

import pytest

from classifier import cli

TEXT = "The foreign ministers met in the old town hall on Monday and agreed to open the crossing before winter, hosts said. "
TEXT += "They will meet again in March, after the harvest is in and the passes are free of snow."


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    papers = [TEXT, TEXT.replace("hosts", "officials"), "Nothing happened in the town hall."]
    lines = [json.dumps({"id": f"d{n}", "title": f"[Paper] {n}", "text": text}) for n, text in enumerate(papers)]
    Path("news.jsonl").write_text("\n".join(lines), "utf-8")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["diplotrack", "dedupe", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return stop.value.code or 0, out, err

    return run


def test_without_an_output_the_largest_clusters_are_shown(run):
    code, out, err = run("news.jsonl")
    assert code == 0
    assert "3 documents, 0 rejected; 2 different ones, 1 copies (0 word for word)" in err
    assert out.split("\n")[1].split() == ["2", "d0", "[Paper]", "0"]


def test_with_an_output_it_is_quiet_when_told_so(run):
    code, out, err = run("news.jsonl", "-o", "out.csv", "--quiet")
    assert (code, out, err) == (0, "", "")
    assert Path("out.csv").read_text("utf-8-sig").splitlines()[2].endswith(",d0")


def test_results_without_texts_are_told_to_be_short_of_them(run):
    row = {"document_id": "d0", "label": "none", "evidence": None, "text_sha256": "0" * 64}
    Path("results.jsonl").write_text(json.dumps(row), "utf-8")
    code, _, err = run("results.jsonl", "-o", "out.jsonl")
    assert code == 0
    assert "only exact repeats can be found; add --texts INPUT" in err
    assert list(json.loads(Path("out.jsonl").read_text())) == [*row, "cluster_id", "duplicate_of"]


def test_rejects_are_listed_and_change_the_exit_code(run):
    with open("news.jsonl", "a", encoding="utf-8") as file:
        file.write("\nnot json")
    code, _, err = run("news.jsonl", "missing.txt", "-o", "out.csv")
    assert code == 3
    assert "rejected: missing.txt: no such file" in err
    assert "rejects: out.rejected.jsonl" in err
    assert [json.loads(line)["record"] for line in Path("out.rejected.jsonl").read_text().splitlines()] == [4, None]


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (("missing.txt",), 1, "nothing could be compared"),
        (("news.jsonl", "-o", "news.jsonl", "--overwrite"), 1, "is one of the inputs"),
        (("news.jsonl", "-o", "out.xyz"), 1, "known endings"),
        (("news.jsonl", "--drop"), 2, "needs -o OUT"),
        (("news.jsonl", "--threshold", "0.2"), 2, "greater than or equal to 0.5"),
        (("news.jsonl", "--texts", "news.jsonl"), 1, "news.jsonl: not what classify wrote"),
    ],
)
def test_a_mishap_gives_one_clear_reason(run, arguments, code, reason):
    found = run(*arguments)
    assert found[0] == code
    assert reason in found[2]


def test_columns_may_be_named(run):
    Path("own.csv").write_text(f"key,words\na,{TEXT.replace(',', ';')}\nb,{TEXT.replace(',', ';')}\n", "utf-8")
    assert run("own.csv", "--text-column", "words", "--id-column", "key", "-o", "out.jsonl")[0] == 0
    first, second = map(json.loads, Path("out.jsonl").read_text().splitlines())
    assert (second["duplicate_of"], first["words"]) == ("a", TEXT.replace(",", ";"))
