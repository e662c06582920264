"""A model that doesn't fit, is damaged or hostile says so; training twice gives the same model."""

import json
import pickle
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

import classifier
from classifier.errors import InputError, ModelError
from classifier.lexicon import load_lexicon
from classifier.model import save_model
from classifier.model.corpus import read_corpus
from classifier.model.store import default_model_path
from classifier.model.training import train_model

ROOT = Path(__file__).parents[2]


@pytest.fixture
def model(tmp_path):
    return Path(shutil.copytree(default_model_path(), tmp_path / "model"))


def change_manifest(folder, **values):
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | values), "utf-8")


@pytest.fixture(scope="module")
def corpus():
    return read_corpus(ROOT / "corpus" / "passages.jsonl", ROOT / "corpus" / "spans.jsonl")


def test_training_twice_gives_the_same_model(tmp_path, corpus):
    passages, digest = corpus
    some = [p for n, p in enumerate(passages) if n % 12 == 0]
    models = [train_model(some, digest, load_lexicon(), date(2026, 1, 1), folds=3) for _ in range(2)]
    assert models[0].manifest == models[1].manifest
    save_model(models[0], tmp_path)
    assert classifier.load(tmp_path).model.manifest["content_sha256"] == models[1].manifest["content_sha256"]


def test_a_corpus_without_a_label_is_refused(corpus):
    passages, digest = corpus
    with pytest.raises(InputError, match="track_2"):
        train_model([p for p in passages if p.label != "track_2"], digest, load_lexicon(), date(2026, 1, 1))


def test_a_model_of_another_lexicon_says_how_to_retrain(model):
    change_manifest(model, lexicon_sha256="0" * 64)
    with pytest.raises(ModelError, match="another lexicon.*diplotrack train"):
        classifier.load(model)


def test_arrays_that_the_manifest_does_not_describe_are_refused(model):
    change_manifest(model, temperature=3.0)
    with pytest.raises(ModelError, match=r"not the file that manifest\.json describes"):
        classifier.load(model)


def test_a_missing_model_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"nowhere.*manifest\.json"):
        classifier.load(tmp_path / "nowhere")


@pytest.mark.parametrize("damage", [b"", b"not a zip", b"PK\x03\x04"])
def test_a_damaged_model_is_refused(model, damage):
    (model / "model.skops").write_bytes(damage)
    with pytest.raises(ModelError, match="damaged"):
        classifier.load(model)


def test_a_model_file_runs_no_code(model, tmp_path):
    class Hostile:
        def __reduce__(self):
            return Path.touch, (tmp_path / "owned",)

    (model / "model.skops").write_bytes(pickle.dumps(Hostile()))
    with pytest.raises(ModelError):
        classifier.load(model)
    with zipfile.ZipFile(model / "model.skops", "w") as file:
        schema = {"__class__": "system", "__module__": "os", "__loader__": "FunctionNode", "content": "x"}
        file.writestr("schema.json", json.dumps(schema | {"__id__": 1, "_skops_version": "0.16", "protocol": 2}))
    with pytest.raises(ModelError):
        classifier.load(model)
    assert not (tmp_path / "owned").exists()


def test_results_pickle_and_are_frozen():
    result = classifier.load().classify("The foreign ministers of India and Nepal met in Kathmandu.")
    assert pickle.loads(pickle.dumps(result)) == result
    with pytest.raises(AttributeError):
        result.label = "none"
