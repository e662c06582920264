"""What a new model changes, told on passages that the old one has not learnt from."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from classifier.cli import app
from classifier.cli.train import _old
from classifier.cli.train_summary import Old, show_changes
from classifier.errors import ModelError
from classifier.labels import LABELS, Label
from classifier.lexicon import load_lexicon
from classifier.model.changes import compare_models
from classifier.model.corpus import Labelled
from classifier.model.learnt import passage_key, read_learnt, write_learnt
from classifier.model.store import default_model_path, load_model
from classifier.model.training import train_and_hold_out

CORPUS = Path(__file__).parents[2] / "corpus"


def passages(labels):
    return [
        Labelled(f"p{i}", f"text {i}", Label(label), "s", "dev", group=f"g{i // 2}") for i, label in enumerate(labels)
    ]


def sure(labels, p=0.7):
    return np.array([[p if label == one else (1 - p) / 3 for one in LABELS] for label in labels])


def test_moves_and_figures():
    gold = ["none", "track_1", "track_1_5", "track_2"] * 3
    before = sure(["none", "track_1", "track_1", "track_1_5"] * 3)
    after = sure(["none", "track_1_5", "track_1_5", "track_2"] * 3)
    after[6] = sure(["track_1_5"], 0.9)
    found = compare_models(passages(gold), before, after, resamples=100)
    assert [(str(m.before), str(m.after), m.n, m.right_before, m.right_after) for m in found.moves] == [
        ("track_1", "track_1_5", 6, 3, 3),
        ("track_1_5", "track_2", 3, 0, 3),
    ]
    assert found.n == 12 and len(found.changed) == 9 and found.changed[0].passage.passage_id == "p6"
    assert found.before["accuracy"].value == 0.5 and found.after["accuracy"].value == 0.75
    assert found.difference["accuracy"].value == 0.25 and found.difference["accuracy"].low < 0.25
    assert found.mcnemar_p == pytest.approx(0.5078125)  # 6 against 3


def test_what_a_model_has_learnt_from_is_known(tmp_path):
    assert read_learnt(tmp_path) is None
    write_learnt(tmp_path, ["They met.", "They met.", "They parted."])
    assert read_learnt(tmp_path) == {passage_key("They met."), passage_key("They parted.")}


def test_the_shipped_model_tells_what_it_has_learnt_from():
    manifest = json.loads((default_model_path() / "manifest.json").read_text("utf-8"))
    assert len(read_learnt(default_model_path())) == sum(manifest["corpus"]["train"].values())


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Train on passages that the shipped model knows and on some of its test split as new gold, with a few of dev."""
    if not (CORPUS / "spans.jsonl").is_file():
        pytest.skip("needs corpus/spans.jsonl")
    folder = tmp_path_factory.mktemp("train")
    spans = [json.loads(line) for line in (CORPUS / "spans.jsonl").read_text("utf-8").splitlines()]
    known = [r for r in spans if r["split"] == "train"][:160]
    new = [r | {"split": "train", "sample": {"purpose": "training"}} for r in spans if r["split"] == "test"][:80]
    dev = [r for r in spans if r["split"] == "dev"][:40]
    path = folder / "gold.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in (*known, *new, *dev)), "utf-8")
    kept = []

    def spy(*arguments):
        kept.append(train_and_hold_out(*arguments))
        return kept[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("classifier.model.training.train_and_hold_out", spy)
        done = CliRunner().invoke(app, ["train", str(path), "-o", str(folder / "model")])
    assert done.exit_code == 0, done.output
    return path, folder / "model", kept[0], " ".join(done.output.split())


def test_training_tells_what_changes(run):
    _, model, trained, output = run
    assert "Gold that is new to the shipped model: 80 of 240 training passages" in output
    assert "cross-fitted" in output and "Not compared: 160 training passages" in output
    assert "Passages held out as dev: 40" in output and "Neither model has learnt from these" in output
    assert "McNemar" in output and "right after" in output
    assert len(read_learnt(model)) == 240
    # Cross-fitted labels are not those of the model that has learnt from the passages.
    own = [str(p.label) for p in trained.model.predict(trained.evidence)]
    assert own != [str(LABELS[i]) for i in trained.held_out.argmax(axis=1)]


def test_nothing_is_new_to_a_twin(run, capsys):
    _, folder, trained, _ = run
    twin = load_model(folder, load_lexicon())
    show_changes(trained, Old("its twin", twin, read_learnt(folder)))
    output = " ".join(capsys.readouterr().out.split())
    assert "Not compared: 240 training passages" in output and "0 of 40 labels changed" in output
    show_changes(trained, Old("its twin", twin, None))
    output = " ".join(capsys.readouterr().out.split())
    assert "What its twin has learnt from is not known" in output and "Gold: 240 of 240 training passages" in output
    assert "Neither model" not in output


def test_a_model_that_cannot_be_compared_with_is_told_before_the_training(run, tmp_path):
    path, *_ = run
    done = CliRunner().invoke(app, ["train", str(path), "-o", str(tmp_path / "m"), "--against", str(tmp_path / "none")])
    assert isinstance(done.exception, ModelError) and not (tmp_path / "m").exists()


def test_a_lexicon_that_the_shipped_model_does_not_know_is_no_hindrance(capsys):
    lexicon = replace(load_lexicon(), digest="0" * 64)
    assert _old(None, lexicon) is None
    assert "nothing to compare the new model with" in capsys.readouterr().err
    with pytest.raises(ModelError, match="another lexicon"):
        _old(default_model_path(), lexicon)
