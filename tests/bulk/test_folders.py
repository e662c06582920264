"""A folder of Parquet files is one data set to those who read it, and is there whole or not at all."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import classifier
from classifier import cli
from classifier.bulk import Watcher, classify_to
from classifier.bulk.dedupe import dedupe
from classifier.bulk.writers import beside, check_output, open_writer, parquet
from classifier.errors import OutputError

from .made import run_of, write_input
from .test_writers import COLUMNS, row


@pytest.fixture(autouse=True)
def small_files(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "_GROUP", 2)
    monkeypatch.setattr(parquet, "_FILE", 4)
    monkeypatch.chdir(tmp_path)


def fill(folder, n):
    with open_writer(folder, COLUMNS) as write:
        for number in range(n):
            write(row(number))


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(("rows", "files"), [(0, 1), (1, 1), (4, 1), (5, 2), (8, 2), (11, 3)])
def test_rows_are_cut_into_files(rows, files):
    results = Path("results")
    check_output(results, overwrite=False)
    fill(results, rows)
    assert names(results) == [f"part-{n:05d}.parquet" for n in range(files)]
    back = pd.read_parquet("results")
    assert list(back.columns) == list(COLUMNS) and list(back["document_id"]) == [f"d{n}" for n in range(rows)]


def test_others_read_it_as_one_table():
    import pyarrow.dataset as ds

    fill(Path("results"), 11)
    with open_writer(Path("one.parquet"), COLUMNS) as write:
        for number in range(11):
            write(row(number))
    whole = ds.dataset("one.parquet").to_table()
    assert ds.dataset("results").to_table().equals(whole)
    assert whole["officials"].to_pylist()[10] == ["an envoy", "the minister"]
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as database:
        asked = "SELECT count(*), min(evidence.reasons[1]) FROM 'results/*.parquet' WHERE 'an envoy' IN officials"
        assert database.execute(asked).fetchone() == (11, "because")


def test_the_same_rows_give_the_same_bytes():
    for name in ("a", "b"):
        fill(Path(name), 5)
    assert [p.read_bytes() for p in sorted(Path("a").iterdir())] == [
        p.read_bytes() for p in sorted(Path("b").iterdir())
    ]


def test_a_shorter_result_replaces_all_of_a_longer_one_and_an_error_nothing():
    results = Path("results")
    fill(results, 11)
    with pytest.raises(RuntimeError), open_writer(results, COLUMNS) as write:
        for number in range(9):
            write(row(number))
        raise RuntimeError
    assert len(pd.read_parquet("results")) == 11
    with pytest.raises(OutputError, match="exists already; add --overwrite"):
        check_output(results, overwrite=False)
    check_output(results, overwrite=True)
    fill(results, 1)
    assert names(results) == ["part-00000.parquet"]
    assert names(Path()) == ["results"]


def test_a_result_that_cannot_be_put_in_place_leaves_the_earlier_one(monkeypatch):
    fill(Path("results"), 3)
    replaced = Path.replace

    def fails(path, target):
        if target == Path("results") and not path.name.endswith(".replaced"):
            raise OSError(5, "Input/output error")
        return replaced(path, target)

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(OutputError, match="results: Input/output error"):
        fill(Path("results"), 1)
    assert len(pd.read_parquet("results")) == 3 and names(Path()) == ["results"]


@pytest.mark.parametrize("other", ["notes.txt", "part-00000.parquet.bak", "part-00001.parquet/", ".git/", "_SUCCESS"])
def test_a_folder_that_holds_anything_else_is_never_replaced(other):
    results = Path("results")
    fill(results, 1)
    (results / other).mkdir() if other.endswith("/") else (results / other).touch()
    for overwrite in (False, True):
        with pytest.raises(OutputError, match=f"holds '{other.rstrip('/')}', which is no part"):
            check_output(results, overwrite=overwrite)
    with pytest.raises(OutputError, match="is no part"):
        fill(results, 1)
    assert len(names(results)) == 2


def test_what_is_no_folder_is_not_replaced_by_one():
    Path("file").touch()
    Path("real").mkdir()
    Path("link").symlink_to("real")
    for name, said in (("file", "is no folder"), ("link", "is no folder"), (".", "name a file"), ("..", "name a file")):
        with pytest.raises(OutputError, match=said):
            check_output(Path(name), overwrite=True)


def test_files_beside_a_folder_have_its_name():
    assert beside(Path("results"), ".rejected.jsonl") == Path("results.rejected.jsonl")


def answer(monkeypatch, capsys, *arguments):
    monkeypatch.setattr(sys, "argv", ["diplotrack", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    return stop.value.code or 0, capsys.readouterr().err


def test_the_command_writes_a_folder_with_its_digest_beside_it(monkeypatch, capsys):
    write_input(Path("in.jsonl"), 60)
    assert answer(monkeypatch, capsys, "classify", "in.jsonl", "--keep", "all", "-o", "results/")[0] == 3
    assert names(Path()) == ["in.jsonl", "results", "results.rejected.jsonl", "results.run.json"]
    report = json.loads(Path("results.run.json").read_text("utf-8"))["output"]
    printed = subprocess.run("sha256sum part-*", shell=True, cwd="results", capture_output=True).stdout
    assert report == {"folder": "results", "sha256": hashlib.sha256(printed).hexdigest()}
    code, err = answer(monkeypatch, capsys, "classify", "results/*.parquet", "-o", "results", "--overwrite")
    assert code == 1 and "results: is one of the inputs" in err
    assert answer(monkeypatch, capsys, "dedupe", "results", "-o", "distinct")[0] == 0
    assert len(pd.read_parquet("distinct")) == len(pd.read_parquet("results")) == 59


def test_shards_are_merged_into_the_folder_that_one_run_writes(monkeypatch, capsys):
    write_input(Path("in.jsonl"))
    classify_to(run_of("in.jsonl", Path("whole")), classifier.load(), Watcher())
    for share in ("1/2", "2/2"):
        answer(monkeypatch, capsys, "classify", "in.jsonl", "--keep", "all", "--shard", share, "-o", "results")
    assert answer(monkeypatch, capsys, "merge", "results")[0] == 3
    assert [p.read_bytes() for p in sorted(Path("results").iterdir())] == [
        p.read_bytes() for p in sorted(Path("whole").iterdir())
    ]
    assert not Path("results.parts").exists()


def test_dedupe_of_documents_writes_a_folder():
    Path("in.jsonl").write_text('{"id": "a", "text": "They met."}\n{"id": "b", "text": "They met."}\n')
    dedupe(["in.jsonl"], Path("results"))
    assert list(pd.read_parquet("results")["duplicate_of"]) == ["", "a"]
