"""``diplotrack classify --engine spark``, as a user types it."""

import json
import sys
from pathlib import Path

import pytest

from classifier import cli

from ..bulk.made import write_input

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write_input(Path("in.jsonl"), 100)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["diplotrack", "classify", "in.jsonl", *arguments])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        return stop.value.code or 0, capsys.readouterr().err

    return run


def test_the_command_writes_what_it_writes_without_spark(spark, run):
    code, err = run("--keep", "all", "-o", "local.csv")
    assert code == 3
    code, err = run("--keep", "all", "-o", "spark.csv", "--engine", "spark", "--master", "local[2]")
    assert code == 3 and "98 documents" in err and "rejects: spark.rejected.jsonl" in err
    assert Path("spark.csv").read_bytes() == Path("local.csv").read_bytes()
    assert Path("spark.rejected.jsonl").read_bytes() == Path("local.rejected.jsonl").read_bytes()
    report = json.loads(Path("spark.run.json").read_text("utf-8"))
    assert report["workers"] == 2 and "--engine spark" in report["command"] and report["counts"]["documents"] == 98


def test_a_folder_is_what_it_is_without_spark(spark, run):
    for engine, more in (("local", ()), ("spark", ("--master", "local[2]"))):
        assert run("-o", engine, "--engine", engine, *more)[0] == 3
    written = Path("spark/part-00000.parquet").read_bytes()
    assert written == Path("local/part-00000.parquet").read_bytes()
    assert json.loads(Path("spark.run.json").read_text("utf-8"))["output"]["folder"] == "spark"


def test_without_pyspark_the_command_that_installs_it_is_named(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    code, err = run("-o", "out.csv", "--engine", "spark")
    assert code == 1 and err == 'diplotrack: Spark is not installed: pip install "diplotrack[spark]"\n'


def test_without_java_it_is_named(run, monkeypatch):
    pytest.importorskip("pyspark", reason="pyspark is not installed (extra 'spark')")
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    code, err = run("-o", "out.csv", "--engine", "spark")
    assert code == 1 and "Spark needs Java 17 or later" in err


@pytest.mark.parametrize(
    "options",
    [
        ("--engine", "spark"),
        ("--engine", "spark", "-o", "out.csv", "--shard", "1/2"),
        ("--engine", "spark", "-o", "out.csv", "--workers", "2"),
        ("--master", "local[2]", "-o", "out.csv"),
    ],
)
def test_options_that_do_not_go_together_are_refused(run, options):
    assert run(*options)[0] == 2
