"""The command, from a classified file to design-weighted figures."""

import json
import tracemalloc

import pytest
from typer.testing import CliRunner

from classifier.annotation import sampling
from classifier.annotation.sampling import Plan
from classifier.annotation.sampling.exclusion import Excluded
from classifier.annotation.sampling.pool import read_pool
from classifier.annotation.sampling.run import _draw, _key_of
from classifier.cli import app
from classifier.cli.annotate import sampling as command
from classifier.evaluation import read_gold

from .made import coded, passage, small_pool, written

ARTICLES = (
    "id,body,date,outlet\n"
    'a,"Two retired generals and three scholars from India and Pakistan met in Bangkok for a Track II dialogue.",2011-05-02,Times\n'
    'b,"The foreign ministers of Norway and Russia signed a treaty on fisheries in Oslo.",1999-01-03,Post\n'
    'c,"The cat sat on the mat.",,Post\n'
)


def run(*words):
    return CliRunner().invoke(app, ["annotate", *map(str, words)])


def test_from_articles_to_strata_of_outlet_and_decade(tmp_path):
    articles, pool, out = (tmp_path / name for name in ("articles.csv", "pool.jsonl", "sample.jsonl"))
    articles.write_text(ARTICLES)
    done = CliRunner().invoke(
        app, ["classify", str(articles), "--level", "passage", "--keep", "outlet", "-q", "-o", str(pool)]
    )
    assert done.exit_code == 0, done.output
    record = json.loads(pool.read_text().splitlines()[0])
    assert (record["date"], record["source_file"], record["outlet"]) == ("2011-05-02", str(articles), "Times")
    done = run("sample", pool, "--by", "outlet,decade", "-n", 3, "-o", out)
    assert done.exit_code == 0, done.output
    for told in ("Post, no decade", "Post, 1990s", "Times, 2010s", "never train on these", "--blind"):
        assert told in done.output
    assert run("check", out).exit_code == 0


def test_a_coded_sample_gives_weighted_gold(tmp_path):
    pool, out, said = (
        written(tmp_path / "pool.jsonl", small_pool()),
        tmp_path / "sample.jsonl",
        tmp_path / "coded.jsonl",
    )
    assert run("sample", pool, "-n", 8, "-o", out, "-q").exit_code == 0
    records = [json.loads(line) for line in out.read_text().splitlines()]
    written(said, [coded(record, "track_1") for record in records])
    gold = read_gold(said)
    assert gold.weighted
    assert gold.weights.sum() == pytest.approx(14)


def test_a_budget_and_the_recall_that_it_reached(tmp_path):
    pool, out, said = written(tmp_path / "pool.jsonl", small_pool()), tmp_path / "read.jsonl", tmp_path / "coded.jsonl"
    done = run("sample", pool, "--design", "budget", "--of", "Track 2", "--keep", 0.5, "--control", 4, "-o", out)
    assert done.exit_code == 0, done.output
    for told in ("recall expected", "<- the cut", "if none of them is track_2", "annotate recall"):
        assert told in done.output
    written(said, [coded(json.loads(line), "track_2") for line in out.read_text().splitlines()])
    done = run("recall", said)
    assert done.exit_code == 0, done.output
    assert "track_2: recall 0." in done.output
    assert "4 of 4 read at random" in done.output


def test_exit_codes(tmp_path):
    pool, out = written(tmp_path / "pool.jsonl", small_pool()), tmp_path / "sample.jsonl"
    assert run("sample", pool, "-n", 8, "-o", out).exit_code == 0
    assert run("sample", pool, "--design", "budget", "--of", "track_9", "--keep", 0.5, "-o", out).exit_code == 2
    pool.write_bytes(b"nonsense\n" + pool.read_bytes())
    assert run("sample", pool, "-n", 8, "-o", out, "--overwrite").exit_code == 3
    assert (tmp_path / "sample.rejected.jsonl").is_file()


def test_the_command_offers_what_the_package_knows():
    for name in ("Design", "Purpose", "Allocation"):
        assert list(map(str, getattr(command, name))) == list(map(str, getattr(sampling, name)))


class Endless:
    """A hub of many records that are made as they are read."""

    def __init__(self, n):
        self.passage_ids = tuple(f"d{i}#{i}" for i in range(n))
        self._record = passage(0)

    def records(self, passage_id):
        return ({**self._record, "passage_id": passage_id, "label": ("none", "track_2")[hash(passage_id) % 9 == 0]},)


def test_many_passages_take_little_memory_beyond_the_hub():
    hub, plan = Endless(50_000), Plan(number=1000)
    tracemalloc.start()
    pool = read_pool(hub, 0, _key_of(plan), Excluded())
    drawn = _draw(pool, plan)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(drawn.rows) == 1000
    assert peak / 50_000 < 250  # bytes a passage
