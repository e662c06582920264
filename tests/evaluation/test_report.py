"""The whole evaluation: its form, and that leaks and false confidence are told in words."""

import hashlib
import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from classifier.evaluation import Options, Predictions, evaluate, read_gold, read_predictions
from classifier.evaluation.answers import answers_of, joined
from classifier.evaluation.judged import divided
from classifier.evaluation.words import absent_labels, size_warnings
from classifier.extraction import extract
from classifier.labels import LABELS
from classifier.metrics import macro_f1
from classifier.metrics.bootstrap import Estimate
from classifier.model import load

from .made import actor, record, rows, write_csv, write_jsonl
from .sample_report import sample_report

QUICK = {"resamples": 60}
CORPUS = [
    ("The foreign ministers of {a} and {b} signed an agreement after official talks in {c}.", "track_1"),
    ("Serving diplomats and scholars from {a} and {b} held a dialogue in {c} behind closed doors.", "track_1_5"),
    ("Retired generals and professors from {a} and {b} met for an unofficial workshop in {c}.", "track_2"),
    ("The league said that the clubs of {a} and {b} would play the cup match in {c}.", "none"),
    # A coder's slip, so that there are errors however good the model is.
    ("The foreign ministers of {a} and {b} signed a treaty in {c} on Monday.", "track_2"),
]
STATES = "India Nepal Peru Chile Kenya Ghana Serbia Georgia Japan Oman Mali Chad Cuba Haiti Laos Fiji".split()


@pytest.fixture(scope="module")
def tracker():
    return load()


@pytest.fixture(scope="module")
def gold(tmp_path_factory):
    rng = np.random.default_rng(0)
    records = []
    for i in range(120):
        template, label = CORPUS[i % len(CORPUS)]
        a, b, c = rng.choice(STATES, 3, replace=False)
        text = template.format(a=a, b=b, c=c)
        text += " Filed under" + "".join(f" {rng.integers(10**9)}" for _ in range(20)) + "."
        actors = [actor(text, "The foreign ministers", "official", "incumbent", "participant")] if i % 5 == 0 else []
        records.append(
            record(text, label, actors, group=f"p{i // 2}", genre=("wire", "memoir")[i % 2], region="Asia", year=1990 + i,
                   tags=["easy"], complete=True, votes=[{"annotator": x, "label": label} for x in "AB"], document_id=f"d{i}",
                   passage_id=f"d{i}#0")
        )  # fmt: skip
    return read_gold(write_jsonl(tmp_path_factory.mktemp("gold") / "gold.jsonl", records))


@pytest.fixture(scope="module")
def train(tmp_path_factory):
    return write_csv(tmp_path_factory.mktemp("train") / "train.csv", rows(80, seed=5))


@pytest.fixture(scope="module")
def report(tracker, gold, train):
    told = []
    found = evaluate(gold, tracker, Options(train=[train], command="diplotrack evaluate", **QUICK), told.append)
    assert told
    return found.to_dict()


@pytest.fixture(autouse=True, scope="module")
def no_corpus():
    """Without the shipped corpus, which is large; a test that wants one names its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("classifier.evaluation.judged.find_corpus", list)
        yield


def kinds_of(report):
    return [w["kind"] for w in report["warnings"]]


def words_of(report, kind):
    return " ".join(w["text"] for w in report["warnings"] if w["kind"] == kind)


def shape(value):
    """Keys of dictionaries, all the way down; of a list, those of its first item."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value and isinstance(value[0], dict | list) else []
    return None


def test_the_report_is_json_with_the_keys_in_their_order(report):
    json.dumps(report, allow_nan=False)
    assert list(report) == list(sample_report())


def test_the_sample_report_has_the_form_of_a_real_one(report):
    sample = sample_report()
    assert report["annotators"] and report["evidence"] and report["errors"] and report["learning_curve"]
    for key in set(sample) - {
        "versions",
        "leakage",
        "conformal",
        "label_issues",
        "weighted_figures",
        "behaviour",
        "attenuation",
    }:
        assert shape(report[key]) == shape(sample[key]), key
    for key in ("conformal", "leakage"):
        assert set(report[key]) == set(sample[key])
    assert set(report["behaviour"][0]) == set(sample["behaviour"][0])
    failing = next(t for t in report["behaviour"] if t["failures"])
    assert set(failing["failures"][0]) == set(sample["behaviour"][0]["failures"][0])


def test_figures_agree_with_scikit_learn_and_hold_their_values(report, tracker, gold):
    found = [str(r.label) for r in tracker.classify_many(gold.texts)]
    assert report["figures"]["macro_f1"]["value"] == pytest.approx(macro_f1(list(gold.labels), found), abs=1e-6)
    for name, e in report["figures"].items():
        assert e["low"] <= e["value"] <= e["high"], name
    assert np.sum(report["confusion"]["counts"]) == len(gold)
    assert len(report["errors"]) == sum(a != b for a, b in zip(gold.labels, found))
    assert [b["name"] for b in report["baselines"]] == [
        "majority", "tf-idf + logistic", "tf-idf + SVM", "keyword rules", "decision table"
    ]  # fmt: skip
    for b in report["baselines"]:
        gap = report["figures"]["macro_f1"]["value"] - b["figures"]["macro_f1"]["value"]
        assert b["difference"]["value"] == pytest.approx(gap, abs=1e-5)
        assert b["holm_p"] >= b["mcnemar_p"]


def test_worst_slices_come_first_and_multiplicity_is_said(report):
    values = [s["macro_f1"]["value"] for s in report["slices"]]
    assert values == sorted(values) and all(s["n"] >= 30 for s in report["slices"])
    assert "slices of at least 30 passages were looked at, without correction" in words_of(report, "note")
    assert "McNemar tests, Holm-corrected" in words_of(report, "note")
    assert "Annotators agree on 100% of their labels here" in words_of(report, "note")


def test_a_clean_split_is_not_called_leaky(report):
    assert "leakage" not in kinds_of(report) and report["leakage"]["pairs"] == 0


def test_a_deliberately_leaky_split_is_told_in_words_and_first(tracker, gold, tmp_path):
    # Changed in a word, under new ids: only their words give them away.
    copied = [
        {"text": gold.texts[i].replace("official", "formal"), "label": gold.labels[i], "group": gold.groups[i]}
        for i in range(12)
    ]
    leaky = write_csv(tmp_path / "leaky.csv", [*copied, *({k: r[k] for k in copied[0]} for r in rows(40, seed=6))])
    found = evaluate(gold, tracker, Options(train=[leaky], **QUICK)).to_dict()
    first, second = found["warnings"][:2]
    assert first["kind"] == second["kind"] == "leakage"
    assert first["text"].startswith(
        "The split leaks: 12 of 120 passages (10%) nearly repeat a passage of the training data"
    )
    assert "too good" in first["text"]
    assert second["text"].startswith("6 groups are both judged and learnt from (p0, p1, p2 …)")
    assert found["leakage"]["passages"] == 12 and found["leakage"]["examples"][0]["score"] > 0.2


@pytest.mark.parametrize(("factor", "words"), [(0.15, "too high"), (12.0, "too low")])
def test_a_deliberately_miscalibrated_model_is_told_in_words(tracker, train, tmp_path, factor, words):
    """Temperature scaling is undone by a wrong temperature: the labels stay, the probabilities lie."""
    lying = replace(tracker, model=replace(tracker.model, temperature=tracker.model.temperature * factor))
    made = rows(200, seed=7)
    for i, row in enumerate(made):  # a third of the gold is wrong, so that there is something to be unsure of
        if i % 3 == 0:
            row["label"] = str(LABELS[(i // 3) % 4])
    gold = read_gold(write_csv(tmp_path / "gold.csv", made))
    found = evaluate(gold, lying, Options(train=[train], **QUICK)).to_dict()
    text = words_of(found, "calibration")
    assert f"The probabilities are {words}: on average they are" in text and "before calibrating them" in text
    gap = found["probabilities"]["figures"]["confidence_gap"]
    assert (gap["low"] > 0) if words == "too high" else (gap["high"] < 0)


def test_calibrated_probabilities_give_no_warning(gold, train):
    rng = np.random.default_rng(1)
    p = rng.dirichlet(np.ones(4), len(gold))
    drawn = np.array([str(LABELS[rng.choice(4, p=row)]) for row in p])
    honest = Predictions("honest.csv", "", np.array([str(LABELS[k]) for k in p.argmax(axis=1)]), p)
    found = evaluate(replace(gold, labels=drawn), honest, Options(train=[train], **QUICK)).to_dict()
    assert "calibration" not in kinds_of(found)
    assert found["probabilities"]["reliability"]["before"] is None and found["conformal"] is None
    assert found["behaviour"] == [] and "behavioural tests and evidence need a model" in words_of(found, "note")


def test_the_model_is_compared_with_predictions_from_another_file(tracker, gold, train, tmp_path):
    path = write_csv(tmp_path / "other.csv", [{"id": i, "label": label} for i, label in zip(gold.ids, gold.labels)])
    other = read_predictions(path, gold)
    found = evaluate(gold, tracker, Options(train=[train], comparisons=[other], **QUICK)).to_dict()
    (compared,) = [b for b in found["baselines"] if b["name"] == "predictions: other.csv"]
    assert compared["figures"]["macro_f1"]["value"] == 1 and compared["difference"]["value"] < 0
    assert compared["holm_p"] <= 1


@pytest.mark.parametrize("protocol", ["grouped", "genre", "time"])
def test_other_protocols_judge_each_fold(tracker, tmp_path, protocol):
    gold = read_gold(write_csv(tmp_path / "gold.csv", rows(120, seed=8)))
    found = evaluate(gold, tracker, Options(protocol=protocol, **QUICK)).to_dict()
    assert found["protocol"]["name"] == protocol and len(found["protocol"]["folds"]) > 1
    assert sum(f["n"] for f in found["protocol"]["folds"]) == found["data"]["n"]
    by_name = {b["name"]: b for b in found["baselines"]}
    assert by_name["tf-idf + logistic"]["figures"]["macro_f1"]["value"] > 0.8
    assert "was not trained anew for each fold" in words_of(found, "note")
    assert found["learning_curve"] is None and found["label_issues"] == []
    assert "not on an equal footing: the shipped model learnt from its" in words_of(found, "comparison")


def test_baselines_have_the_corpus_of_the_model_too_under_every_protocol(tracker, tmp_path, monkeypatch):
    gold = read_gold(write_csv(tmp_path / "gold.csv", rows(120, seed=8)))
    kept = ("text", "label", "group")
    more = [{k: r[k] for k in kept} for r in rows(60, seed=6)]
    repeated = [
        {"text": gold.texts[0], "label": "none", "group": ""},
        {**more[0], "text": "x", "group": gold.groups[9]},
    ]
    corpus = write_csv(tmp_path / "corpus.csv", [*more, *repeated])
    monkeypatch.setattr("classifier.evaluation.judged.find_corpus", lambda: [corpus])
    folds, samples, _ = divided(gold, Options(protocol="grouped"))
    for fold, sample in zip(folds, samples):
        assert len(sample.labels) == len(fold.train) + 60 + (gold.groups[9] not in gold.groups[fold.test])
    (shared,) = {id(sample.tuning) for sample in samples}  # tuned once, on what no fold judges
    assert id(samples[0].tuning) == shared and len(samples[0].tuning.labels) == 60
    found = evaluate(gold, tracker, Options(protocol="grouped", **QUICK)).to_dict()
    assert "besides from up to 96 passages of gold.csv that are in other folds" in words_of(found, "comparison")
    folds, samples, _ = divided(gold, Options(protocol="grouped", retrain=True))
    assert [len(s.labels) for s in samples] == [len(f.train) for f in folds]


def test_what_the_shipped_model_has_learnt_from_is_checked_under_every_protocol(tracker, tmp_path, monkeypatch):
    gold = read_gold(write_csv(tmp_path / "gold.csv", rows(120, seed=9)))
    corpus = write_csv(tmp_path / "corpus.csv", [{"text": gold.texts[7], "label": gold.labels[7]}, *(
        {k: r[k] for k in ("text", "label")} for r in rows(20, seed=6)
    )])  # fmt: skip
    monkeypatch.setattr("classifier.evaluation.judged.find_corpus", lambda: [corpus])
    found = evaluate(gold, tracker, Options(protocol="grouped", **QUICK)).to_dict()
    assert "1 of 120 passages (0.8%) nearly repeats a passage of the training data" in words_of(found, "leakage")
    other = replace(tracker, model=replace(tracker.model, manifest={"content_sha256": "another"}))
    assert "leakage" not in kinds_of(evaluate(gold, other, Options(protocol="grouped", **QUICK)).to_dict())


def test_without_training_passages_the_report_says_so(tracker, gold):
    found = evaluate(gold, tracker, Options(**QUICK)).to_dict()
    assert [b["name"] for b in found["baselines"]] == ["keyword rules", "decision table"]
    assert "leakage could not be checked" in words_of(found, "note") and found["leakage"] is None
    assert found["learning_curve"] is None and found["label_issues"] == []


def test_weights_make_design_weighted_figures(tracker, gold, train):
    found = [str(r.label) for r in tracker.classify_many(gold.texts)]
    right = np.array(found) == gold.labels
    weighted = replace(gold, weights=np.where(right, 1.0, 5.0), weighted=True)
    report = evaluate(weighted, tracker, Options(train=[train], **QUICK)).to_dict()
    expected = right.sum() / (right.sum() + 5 * (~right).sum())
    assert report["weighted_figures"]["accuracy"]["value"] == pytest.approx(expected, abs=1e-6)
    assert report["data"]["weighted"] is True
    assert "All else (baselines, probabilities, slices, evidence) is of the passages as they were sampled" in words_of(
        report, "note"
    )


def test_shares_of_a_corpus(tracker, gold, train, tmp_path):
    corpus = write_csv(tmp_path / "corpus.csv", [{"id": f"d{i}#0", "label": "track_1"} for i in range(240)])
    found = evaluate(gold, tracker, Options(train=[train], corpus=corpus, **QUICK)).to_dict()["prevalence"]
    assert found["n"] == 240 and found["naive"]["track_1"]["value"] == 1 and found["gold"] is None
    labelled = [row[3] for row in found["dsl"]["rows"]]
    assert sum(labelled) == 120 and {row[4] for row in found["dsl"]["rows"]} == {0.5}


def test_overlays_are_in_the_report_with_their_digests_and_dates_are_missed(tracker, gold, tmp_path):
    path = tmp_path / "own.actors.txt"
    path.write_text("JANE_ZOGU_ [IGOUNO 970101-061231] [ELI]\n")
    found = evaluate(gold.take(range(40)), load(None, [path]), Options(**QUICK)).to_dict()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert found["system"]["overlays"] == [{"name": str(path), "sha256": digest}]
    assert "Passages are judged without a date" in words_of(found, "note")


def test_what_would_rest_on_a_few_passages_is_left_out_and_told(tracker, gold):
    rare = replace(
        gold,
        labels=np.where(np.arange(len(gold)) < 117, "none", "track_2"),
        actors=(*gold.actors[:5], *([None] * (len(gold) - 5))),
        votes=(*gold.votes[:3], *([{}] * (len(gold) - 3))),
    )
    found = evaluate(rare, tracker, Options(**QUICK)).to_dict()
    assert found["evidence"] is found["annotators"] is None
    assert set(found["conformal"]["coverage"]) == {"all", "none"} and set(found["conformal"]["sizes"]) == {"none"}
    told = words_of(found, "note")
    assert "passages have annotated actors: too few to estimate the evidence by" in told
    assert "Only 3 passages have several votes" in told


def test_few_passages_are_called_few(tmp_path):
    gold = read_gold(write_csv(tmp_path / "g.csv", rows(12)))
    texts = [w.text for w in size_warnings(gold, Estimate(0.7, 0.4, 0.9))]
    assert texts[0].startswith("The 12 passages come from 4 groups only: the interval of macro-F1 reaches 25 points")
    assert "3 gold passages are Track 1.5: too few to judge that label by." in texts


def test_labels_that_the_gold_lacks_are_told_once():
    gold = SimpleNamespace(labels=np.array(["none"] * 30 + ["track_1"] * 30), groups=np.arange(60))
    (told,) = absent_labels(gold, {"macro_f1": Estimate(0.45, 0.4, 0.5), "macro_f1_present": Estimate(0.9, 0.8, 1)})
    assert told.text.startswith("No gold passage is Track 1.5 or Track 2: each counts as an F1 of 0 in macro-F1")
    assert told.text.endswith("0.45; over the labels that are present it is 0.90.")
    assert not any("Track 2" in w.text for w in size_warnings(gold, Estimate(0.45, 0.4, 0.5)))


def test_answers_of_folds_are_put_together_in_order(tracker, gold):
    evidence = [extract(text, tracker.lexicon) for text in gold.texts[:6]]
    whole = answers_of(tracker.model, evidence)
    odd, even = [1, 3, 5], [0, 2, 4]
    parts = [(rows, answers_of(tracker.model, [evidence[i] for i in rows])) for rows in (odd, even)]
    both = joined(parts, 6)
    assert both.labels.tolist() == whole.labels.tolist() and both.sets == whole.sets
    assert np.allclose(both.probabilities, whole.probabilities)
