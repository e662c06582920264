"""The model trained anew for each fold, from the passages of the fold alone."""

import json
from pathlib import Path

import pytest

from classifier.evaluation import Options, evaluate, read_gold
from classifier.evaluation.training import is_shipped, model_without
from classifier.model import load

from .made import write_jsonl

SPANS = Path(__file__).parents[2] / "corpus" / "spans.jsonl"
pytestmark = pytest.mark.skipif(not SPANS.is_file(), reason="needs corpus/spans.jsonl")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Passages with all their actors, in two made-up regions."""
    records = [json.loads(line) for line in SPANS.read_text("utf-8").splitlines()][:360]
    for record in records:
        record["region"] = "east" if sum(map(ord, record["batch"])) % 2 else "west"
    return write_jsonl(tmp_path_factory.mktemp("gold") / "gold.jsonl", records)


def test_each_fold_s_model_knows_its_training_passages_only(path, monkeypatch):
    trained = []

    def spy(fold, *rest):
        trained.append((fold, model_without(fold, *rest)))
        return trained[-1][1]

    monkeypatch.setattr("classifier.evaluation.judged.model_without", spy)
    options = Options(protocol="region", train=[path], retrain=True, resamples=40)
    found = evaluate(read_gold(path), load(), options).to_dict()
    for fold, model in trained:
        assert sum(model.manifest["corpus"]["train"].values()) == len(fold.train)
        assert not is_shipped(model)
    assert [f["name"] for f in found["protocol"]["folds"]] == [fold.name for fold, _ in trained] == ["east", "west"]
    assert not any("trained anew" in w["text"] for w in found["warnings"])
    assert 0.3 < found["figures"]["macro_f1"]["value"] < 0.95
    assert found["evidence"]["n_complete"] > 100 and "mention_f1" in found["evidence"]["figures"]
    assert all(e["contributions"] for e in found["errors"])


def test_the_shipped_model_is_known_as_such():
    assert is_shipped(load().model)
