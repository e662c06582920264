"""What a model may learn from: gold of people, and neither test samples nor its own predictions."""

import gzip
import json
import re

import pytest

from classifier.errors import InputError
from classifier.model.corpus import read_corpus
from classifier.records import sha256_of

TEXT = "The envoys met."
HUMAN = {"source": {"kind": "human", "name": "anna"}}


def record(n=0, text=None, start=0, **more):
    text = f"{TEXT} Number {n}." if text is None else text
    return {
        "schema": "diplotrack/1", "document_id": "d", "passage_index": n, "passage_id": f"d#{n}", "text": text,
        "text_sha256": sha256_of(text), "start": start, "end": start + len(text), "label": "track_1", **HUMAN, **more,
    }  # fmt: skip


def read(tmp_path, *files, **options):
    paths = [tmp_path / f"{n}.jsonl" for n in range(len(files))]
    for path, records in zip(paths, files):
        path.write_text("".join(json.dumps(r) + "\n" for r in records), "utf-8")
    return read_corpus(*paths, **options)[0]


def test_gold_of_the_hub_is_read(tmp_path):
    """Without actors, or with actors whose offsets count from the beginning of the document."""
    envoys = {"start": 100, "end": 110, "text": TEXT[:10], "status": "official", "capacity": "appointed",
              "role": "participant", "kind": "executive"}  # fmt: skip
    plain, marked = read(
        tmp_path, [record(), record(1, start=100, actors=[envoys], source={"kind": "adjudicated", "name": "x"})]
    )
    assert plain.actors == () and plain.split == "train" and not plain.complete and plain.group == "d"
    assert [(a.start, a.end, a.text) for a in marked.actors] == [(0, 10, "The envoys")]


def test_actors_of_another_file_are_joined_in_any_order(tmp_path):
    spans = record(actors=[], complete=True, source={"kind": "model", "name": "spans"})
    for files in (([record(weight=2.0, batch="b")], [spans]), ([spans], [record(weight=2.0, batch="b")])):
        (one,) = read(tmp_path, *files)
        assert one.complete and one.weight == 2.0 and one.source == "b"


TEST = {"sample": {"design": "simple", "probability": 0.1, "purpose": "test"}}
MODEL = {"source": {"kind": "model", "name": "default"}}


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([[record(), record(1, **TEST)]], r"0\.jsonl:2: d#1: drawn as a test sample .*evaluate.*--for training"),
        ([[record(**TEST, split="train")]], r"0\.jsonl:1: d#0: drawn as a test sample"),
        ([[record(**MODEL)]], r"0\.jsonl:1: d#0: a model's prediction, .*adjudicate"),
        ([[record(annotator="a"), record(annotator="b")]], r"0\.jsonl:2: d#0: a second record .*0\.jsonl:1; .*adjudicate"),
        ([[record()], [record(label="none", complete=True)]], r"1\.jsonl:1: d#0: another text or label than at .*0\.jsonl:1"),
        ([[record(complete=True)], [record(complete=True)]], r"1\.jsonl:1: d#0: a second record"),
        ([[record(split="test")], [record(1, f"{TEXT} Number 0.")]], r"1\.jsonl:1: d#1: the same text is held out as 'test' at"),
        ([[record(weight=-1)]], r"0\.jsonl:1: weight -1\.0 is not over 0"),
        ([[record(weight=[])]], r"0\.jsonl:1: float"),
        ([[record(text="\ud800")]], r"0\.jsonl:1: .*surrogates not allowed"),
        ([[[]]], r"0\.jsonl:1: not a JSON object"),
    ],
)  # fmt: skip
def test_what_must_not_be_learnt_is_refused_with_its_place(tmp_path, files, message):
    with pytest.raises(InputError, match=message):
        read(tmp_path, *files)


def test_what_is_held_out_may_be_a_test_sample(tmp_path):
    found = read(tmp_path, [record(**TEST, split="test"), record(1, **TEST, split="dev"), record(2)])
    assert [p.split for p in found] == ["test", "dev", "train"]


def test_a_way_of_training_may_be_tested_on_a_test_sample(tmp_path):
    assert len(read(tmp_path, [record(**TEST)], any_purpose=True)) == 1


def test_a_model_s_label_that_people_have_seen_is_gold(tmp_path):
    votes = [{"annotator": "anna", "label": "track_1"}]
    assert len(read(tmp_path, [record(**MODEL, votes=votes)])) == 1


def test_damaged_gzip_is_told(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b"x" * 1000)[:-9])
    with pytest.raises(InputError, match=re.escape(str(path))):
        read_corpus(path)
