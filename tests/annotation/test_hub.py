"""The hub takes proper records, tells of all others by file and line, and never stores them."""

import json

import pytest

from classifier.annotation import Hub, write_records
from classifier.annotation.hub import SIDE
from classifier.errors import InputError
from classifier.records import SCHEMA, sha256_of

TEXT = "The minister met \U0001f600 an envoy."


def record(document_id="a", text=TEXT, **more):
    return {
        "schema": SCHEMA, "document_id": document_id, "passage_index": 0, "passage_id": f"{document_id}#0", "text": text,
        "text_sha256": sha256_of(text), "start": 5, "end": 5 + len(text), "label": "track_1",
        "source": {"kind": "human", "name": "anna"}, "annotator": "anna", **more,
    }  # fmt: skip


def cue(start, end, text):
    return {"start": start, "end": end, "text": text, "aspect": "activity", "value": "talks"}


def read(path):
    problems = []
    with Hub([path], problems.append) as hub:
        return list(hub), [(p.record, p.reason) for p in problems]


def lines(path, *values):
    path.write_bytes(b"".join((v if isinstance(v, bytes) else json.dumps(v).encode()) + b"\n" for v in values))
    return path


BAD = {
    "no JSON": (b'{"schema": ', "not JSON"),
    "no UTF-8": (b'{"schema": "\xff"}', "not JSON"),
    "no object": ([1], "a JSON list"),
    "unknown label": (record("b", label="track_3"), "label: "),
    "no label": ({k: v for k, v in record("b").items() if k != "label"}, '"label" is a required property'),
    "changed text": (record("b", text_sha256="0" * 64), "the text was changed"),
    "span elsewhere": (record("b", cues=[cue(10, 13, "min")]), "cues.0: text[10:13]"),
    "span beyond": (record("b", cues=[cue(40, 99, "x")]), "cues.0"),
    "span before": (record("b", cues=[cue(0, 3, "The")]), "cues.0"),
    "empty span": (record("b", cues=[cue(7, 7, "")]), "cues.0.text"),
    "unknown aspect": (record("b", cues=[cue(5, 8, "The") | {"aspect": "mood"}]), "cues.0.aspect"),
    "length": (record("b", end=7), "start and end span"),
    "id": (record("b", passage_id="b#1"), "passage_id is not"),
    "probability 0": (record("b", sample={"probability": 0}), "sample.probability"),
    "half a character": (record("b", rationale="\ud800"), "surrogate"),
    "deep": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
    "another text": (record(text="Other."), "another text"),
    "second by one coder": (record(label="track_2"), "a second record by anna"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_told_by_its_number_and_left_out(tmp_path, name):
    bad, reason = BAD[name]
    good = record("c", cues=[cue(9, 17, "minister"), cue(22, 23, "\U0001f600")])
    found, problems = read(lines(tmp_path / "hub.jsonl", record(), b"", bad, good))
    assert found == [record(), good]
    [(line, told)] = problems
    assert line == 3
    assert reason in told


def test_a_repeat_word_for_word_is_left_out_in_silence_and_rounds_are_apart(tmp_path):
    found, problems = read(lines(tmp_path / "hub.jsonl", record(), record(), record(round="2", label="track_2")))
    assert [r["label"] for r in found] == ["track_1", "track_2"]
    assert not problems


def test_files_that_are_no_hub_are_refused_with_a_remedy(tmp_path):
    for name, data, told in (
        ("a.jsonl", b"", "no records"), ("b.jsonl", b"\n\n", "no records"), ("c.jsonl", b"\x1f\x8b\x08", "unpack"),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InputError, match=told):
            read(tmp_path / name)
    with pytest.raises(InputError, match="name a file"):
        read(tmp_path / "none.jsonl")
    with pytest.raises(InputError):
        read(tmp_path)


def test_passages_come_together_whatever_their_order(tmp_path):
    other = record(annotator="ben", source={"kind": "human", "name": "ben"})
    found, _ = read(lines(tmp_path / "hub.jsonl", record("a"), record("b"), other))
    assert [(r["document_id"], r["annotator"]) for r in found] == [("a", "anna"), ("a", "ben"), ("b", "anna")]


def test_a_mark_and_the_head_of_a_side_file_are_no_records(tmp_path):
    path = lines(tmp_path / "side.jsonl", b'\xef\xbb\xbf{"' + SIDE.encode() + b'": {"tool": "brat"}}', record())
    problems = []
    with Hub([path], problems.append) as hub:
        assert hub.side[SIDE]["tool"] == "brat"
        assert list(hub) == [record()]
    assert not problems


def test_what_is_written_is_read_back(tmp_path):
    records = [record("é\U0001f600"), record("b", text="")]
    assert write_records(tmp_path / "hub.jsonl", records) == 2
    assert read(tmp_path / "hub.jsonl") == (records, [])
