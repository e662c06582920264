"""A table in PostgreSQL holds every row, is there whole or not at all, and no password is shown."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import classifier
from classifier import cli
from classifier.bulk import Shard, Watcher, classify_to
from classifier.bulk.dedupe import dedupe
from classifier.bulk.job import parts_folder
from classifier.bulk.writers import check_output, open_writer, rejects_path, target_of
from classifier.errors import OutputError

from ..postgresql import started
from .made import run_of, write_input
from .test_writers import AWKWARD, COLUMNS, row


@pytest.fixture(scope="module")
def server():
    with started() as address:
        yield address


@pytest.fixture
def table(server, tmp_path, monkeypatch):
    """Output in an empty database, from an empty folder."""
    monkeypatch.chdir(tmp_path)
    ask(server, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return target_of(f"{server}&table=results")


def ask(address, *queries, names=False):
    import psycopg

    with psycopg.connect(address) as connection:
        for query in queries:
            found = connection.execute(query)
        if found.description is None:
            return None
        rows = found.fetchall()
        return [dict(zip([c.name for c in found.description], row, strict=True)) for row in rows] if names else rows


def fill(table, *rows, columns=COLUMNS):
    with open_writer(table, columns) as write:
        for one in rows:
            write(one)


def key_of(table):
    query = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = '\"results\"'::regclass"
    return [one for (one,) in ask(table.address, query)]


def test_rows_come_back_with_their_types(table):
    check_output(table, overwrite=False)
    fill(table, row(1), row(2), row(3))
    back = ask(table.address, "SELECT * FROM results ORDER BY record", names=True)
    assert list(back[0]) == list(COLUMNS)
    wanted = row(2)
    assert {name: back[1][name] for name in COLUMNS} == {**wanted, "paper": json.dumps(wanted["paper"])}
    assert back[0]["title"] == AWKWARD
    asked = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'results'"
    types = dict(ask(table.address, asked))
    assert types["record"] == "bigint" and types["n_officials"] == "integer" and types["officials"] == "ARRAY"
    assert types["evidence"] == "jsonb" and types["p_none"] == "double precision" and types["uncertain"] == "boolean"
    assert key_of(table) == ["PRIMARY KEY (document_id)"]
    # As one would ask in psql.
    assert ask(table.address, "SELECT count(*) FROM results WHERE 'an envoy' = ANY (officials)") == [(3,)]
    assert ask(table.address, "SELECT DISTINCT evidence->'reasons'->>0 FROM results") == [("because",)]


def test_the_key_of_passages_is_document_and_passage(table):
    fill(table, *({**row(1), "passage_index": n} for n in range(3)))
    assert key_of(table) == ["PRIMARY KEY (document_id, passage_index)"]


@pytest.mark.parametrize("ids", [("a", "a"), ("a", "a\0"), ("".join(map(chr, range(1000, 9000))), "b")])
def test_ids_that_make_no_key_lose_no_row(table, ids):
    fill(table, *({**row(n), "document_id": id} for n, id in enumerate(ids)))
    assert ask(table.address, "SELECT document_id FROM results ORDER BY record") == [
        (i.replace("\0", ""),) for i in ids
    ]
    assert key_of(table) == []


def test_an_earlier_table_is_replaced_only_when_told_so(table):
    fill(table, row(1), row(2))
    with pytest.raises(OutputError, match="exists already; add --overwrite"):
        check_output(table, overwrite=False)
    check_output(table, overwrite=True)
    assert ask(table.address, "SELECT count(*) FROM results") == [(2,)]  # checking changes nothing
    fill(table, row(3), columns=("document_id", "record"))
    assert ask(table.address, "SELECT * FROM results") == [("d3", 3)]


def test_a_table_of_someone_else_is_never_replaced(table):
    ask(table.address, "CREATE TABLE results AS SELECT 1 AS mine")
    for overwrite in (False, True):
        with pytest.raises(OutputError, match="diplotrack did not write it"):
            check_output(table, overwrite=overwrite)
    with pytest.raises(OutputError, match="diplotrack did not write it"):
        fill(table, row(1))
    assert ask(table.address, "SELECT * FROM results") == [(1,)]


def test_what_depends_on_a_table_is_told_before_any_work(table):
    fill(table, row(1))
    ask(table.address, "CREATE VIEW mine AS SELECT label FROM results")
    with pytest.raises(OutputError, match="view mine depends on table results"):
        check_output(table, overwrite=True)


def test_an_error_leaves_what_there_was(table):
    with pytest.raises(RuntimeError), open_writer(table, COLUMNS) as write:
        write(row(1))
        raise RuntimeError
    assert ask(table.address, "SELECT to_regclass('results')") == [(None,)]
    fill(table, row(1))
    with pytest.raises(OutputError, match='PostgreSQL: invalid input syntax for type integer: "many"'):
        fill(table, {**row(2), "n_officials": "many"})
    assert ask(table.address, "SELECT document_id FROM results") == [("d1",)]


def test_hostile_values_and_names_do_no_harm(table):
    hostile = 'r"; DROP TABLE x; --\n%s'
    other = replace(table, name=hostile, schema="public")
    odd = ("xmin", "a\0b", "", 'c"', "%s", "é" * 40, "é" * 41, "é" * 31, "x" * 63 + "y", "x" * 63 + "z")
    values = {name: f"{n}\0\\N\t{AWKWARD}" for n, name in enumerate(odd)}
    reasons = ["a\0b", r"\u0000", "{}", "NULL", '"', "\\"]
    evidence = {"actors": [], "cues": [], "reasons": reasons}
    fill(other, {**row(1), **values, "officials": reasons, "evidence": evidence}, columns=(*COLUMNS, *odd))
    place = '"' + hostile.replace('"', '""') + '"'
    (back,) = ask(table.address, f"SELECT * FROM {place}", names=True)
    clean = ["ab", *reasons[1:]]
    assert back["officials"] == clean and back["evidence"]["reasons"] == clean
    assert list(back.values())[-len(odd) :] == [value.replace("\0", "") for value in values.values()]
    assert "/" not in str(other.local) and "\n" not in str(other.local)


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("postgresql://ann@h/news?table=press.results", "news.press.results"),
        ("postgres://h/news?sslmode=require&table=a%2Fb&application_name=x", "news.a_b"),
        ("postgresql://h/news", "news.results"),
        ("postgresql://ann:a?b@h/news?table=c", "news.c"),
        ("postgresql:///?dbname=../news", ".._news.results"),
    ],
)
def test_files_beside_a_table_are_named_by_it(address, local):
    pytest.importorskip("psycopg")
    table = target_of(address)
    assert "table=" not in table.address
    assert rejects_path(table) == Path(f"{local}.rejected.jsonl")
    assert parts_folder(table) == Path(f"{local}.parts")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ann:hidden/x@h/news",
        "postgresql://ann:hid@den@h/news",
        "postgresql://ann:hidden%zz@h/news",
        "postgresql://ann:hidden@h",
        "postgresql://ann:hidden@h/news?table=",
        "postgresql://ann:hidden@h/news?table=a&table=b",
        "postgresql://ann:hidden@h/news?password=hidden&table=" + "a" * 64,
        "postgresql://ann:hidden@h/news?table=a%00",
        "mysql://ann:hidden@h/news",
    ],
)
def test_an_address_that_cannot_be_read_is_told_without_the_password(address):
    pytest.importorskip("psycopg")
    with pytest.raises(OutputError) as told:
        target_of(address)
    assert "hid" not in str(told.value) and "den" not in str(told.value)


def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path):
    pytest.importorskip("psycopg")
    table = target_of(f"postgresql://reader:hidden@/news?host={tmp_path}&table=results")
    with pytest.raises(OutputError, match="PostgreSQL: connection") as told:
        check_output(table, overwrite=False)
    assert "hidden" not in str(told.value) + repr(table)


def answer(capsys, monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["diplotrack", *map(str, arguments)])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    out, err = capsys.readouterr()
    assert "Traceback" not in err and "secret" not in out + err
    return stop.value.code or 0, err


def test_the_command_writes_a_table_again_and_again_and_shows_no_password(server, table, capsys, monkeypatch):
    source = write_input(Path("in.jsonl"), 100)
    command = ("classify", source, "--keep", "all", "-o", f"{server}&table=results")
    code, err = answer(capsys, monkeypatch, *command)
    shown = f"{server.replace(':secret', '')}&table=results"
    assert code == 3 and f"results: {shown}\nrejects: postgres.results.rejected.jsonl" in err
    first = ask(server, "SELECT * FROM results")
    assert len(first) == 98
    report = json.loads(Path("postgres.results.run.json").read_text("utf-8"))
    assert report["output"] == {"table": shown}
    code, err = answer(capsys, monkeypatch, *command)
    assert code == 1 and "exists already; add --overwrite" in err
    assert answer(capsys, monkeypatch, *command, "--overwrite")[0] == 3
    assert ask(server, "SELECT * FROM results") == first
    for path in Path().rglob("*"):
        assert "secret" not in path.name and (path.is_dir() or "secret" not in path.read_text("utf-8"))


def test_shards_are_merged_into_a_table(server, table, capsys, monkeypatch):
    source = write_input(Path("in.jsonl"))
    tracker, run = classifier.load(), run_of(source, table)
    classify_to(run_of(source, Path("whole.jsonl")), tracker, Watcher())
    for index in (1, 2):
        classify_to(replace(run, shard=Shard(index, 2)), tracker, Watcher())
    assert "secret" not in (parts_folder(table) / "job.json").read_text("utf-8")
    code, err = answer(capsys, monkeypatch, "merge", f"{server}&table=results")
    assert code == 3 and "588 documents from 2 shards, 12 rejected" in err
    whole = [json.loads(line) for line in Path("whole.jsonl").read_text("utf-8").splitlines()]
    back = ask(server, "SELECT * FROM results", names=True)
    assert back == whole
    assert Path("postgres.results.rejected.jsonl").read_bytes() == Path("whole.rejected.jsonl").read_bytes()
    assert not parts_folder(table).exists()


KILLED = """
import os, signal
from classifier import cli
from classifier.bulk import merge

lines = merge._lines
seen = 0

def deadly(path, sha256):
    global seen
    for line in lines(path, sha256):
        seen += 1
        if seen == 300:
            os.kill(os.getpid(), signal.SIGKILL)
        yield line

merge._lines = deadly
cli.main()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_killed_in_the_middle_of_the_copy_nothing_is_there_and_the_run_goes_on(server, table, capsys, monkeypatch):
    source = write_input(Path("in.jsonl"))
    command = ("classify", str(source), "--workers", "2", "-o", f"{server}&table=results")
    search = {**os.environ, "PYTHONPATH": str(Path(classifier.__file__).parents[1])}
    killed = subprocess.run([sys.executable, "-c", KILLED, *command], capture_output=True, env=search)
    assert killed.returncode == -signal.SIGKILL
    assert ask(server, "SELECT to_regclass('results')") == [(None,)]
    code, err = answer(capsys, monkeypatch, *command)
    assert code == 3 and "continuing an earlier run, which left 3 finished parts" in err
    assert ask(server, "SELECT count(*), count(DISTINCT document_id) FROM results") == [(588, 588)]


def test_dedupe_writes_a_table(server, table):
    lines = [json.dumps({"id": id, "text": text}) for id, text in zip("abc", ("They met.", "They met.", "x\ud800\0"))]
    Path("in.jsonl").write_text("\n".join(lines), "utf-8")
    dedupe(["in.jsonl"], table)
    back = ask(server, "SELECT document_id, duplicate_of FROM results ORDER BY record")
    assert back == [("a", ""), ("b", "a"), ("c", "")]
