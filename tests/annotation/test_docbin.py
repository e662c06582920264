"""spaCy's DocBin: written for spaCy, and read from whoever wrote it, a hostile one included."""

import gc
import random
import zlib

import numpy as np
import pytest
import spacy
import srsly
from hypothesis import HealthCheck, given, settings
from spacy.strings import get_string_id
from spacy.tokens import Doc, DocBin, Span

from classifier.annotation.spokes.docbin_file import read_docs
from classifier.errors import InputError

from .made import hubs
from .written import TEXT, come_back, model_record, side_of, written

NLP = spacy.blank("en")


def saved(docs, path, **options):
    DocBin(docs=docs, store_user_data=True, **options).to_disk(path)
    return path


@given(records=hubs())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_spacy_reads_what_was_written(tmp_path_factory, records):
    path = written(tmp_path_factory.mktemp("out"), "spacy", records)
    for record, doc in zip(records, DocBin().from_disk(path).get_docs(NLP.vocab), strict=True):
        assert doc.text == record["text"]
        assert doc.user_data["passage_id"] == record["passage_id"]
        assert max(doc.cats, key=doc.cats.get) == record["label"]
        for name in ("actors", "cues"):
            assert [span.text for span in doc.spans[name]] == [span["text"] for span in record.get(name, ())]
        for span, actor in zip(doc.spans["actors"], record.get("actors", ()), strict=True):
            assert doc.user_data["actors"][span.id_]["kind"] == actor["kind"]
            assert span.label_ == f"{actor['status']}.{actor['capacity']}.{actor['role']}"


def test_a_pipeline_between_keeps_everything(tmp_path):
    path = written(tmp_path, "spacy", [model_record()])
    (doc,) = DocBin().from_disk(path).get_docs(NLP.vocab)
    NLP.add_pipe("sentencizer", name="s")
    doc = NLP.get_pipe("s")(doc)
    NLP.remove_pipe("s")
    doc.set_ents([Span(doc, 1, 2, label="CARDINAL")])  # somebody's entities are not ours
    doc.cats = {"track_1_5": 0.2, "track_2": 0.7, "none": 0.1}
    doc.spans["actors"] = list(doc.spans["actors"])[::-1]
    doc.user_data["annotator"] = "anna"
    (record,), _, reasons = come_back(saved([doc], tmp_path / "x.spacy"), "spacy", side_of(path))
    assert not reasons
    assert (record["label"], record["annotator"]) == ("track_2", "anna")
    assert sorted(actor["kind"] for actor in record["actors"]) == ["executive", "military"]
    assert record["actors"][1]["party"] == "Kenya"


def other_doc(groups=(), entities=(), cats=None):
    doc = NLP(TEXT)
    for name in groups:
        doc.spans[name] = [doc.char_span(2, 22, label="non_official.former")]
    doc.set_ents([doc.char_span(2, 22, label=label) for label in entities])
    doc.cats = {"track_2": 1.0} if cats is None else cats
    return doc


@pytest.mark.parametrize("given", [{"groups": ["sc"]}, {"entities": ["non_official.former"]}])
def test_docs_of_other_pipelines_are_read(tmp_path, given):
    (record,), _, reasons = come_back(saved([other_doc(**given)], tmp_path / "x.spacy"), "spacy", annotator="anna")
    assert not reasons
    assert (record["passage_id"], record["text"], record["label"]) == ("x-1#0", TEXT, "track_2")
    (actor,) = record["actors"]
    assert (actor["text"], actor["capacity"]) == ("Two retired generals", "former")


def test_docs_without_spans_take_none_away(tmp_path):
    path = written(tmp_path, "spacy", [model_record()])
    doc = other_doc()
    doc.user_data |= {"passage_id": "a#0", "record": 0}
    records, found, reasons = come_back(saved([doc], tmp_path / "x.spacy"), "spacy", side_of(path), annotator="anna")
    assert not reasons
    assert found.gone_spans == 0
    assert "actors" not in records[0]


@pytest.mark.parametrize(
    ("cats", "label"),
    [
        ({"none": 0.1, "track_1": 0.4, "track_2": 0.39}, "track_1"),
        ({}, None),
        ({"none": 0.0, "track_1": 0.0}, None),
        ({"track_2": True}, "track_2"),
    ],
)
def test_the_highest_score_is_the_label(tmp_path, cats, label):
    records, found, _ = come_back(saved([other_doc(cats=cats)], tmp_path / "x.spacy"), "spacy", annotator="anna")
    assert [record["label"] for record in records] == ([label] if label else [])
    assert found.uncoded == (label is None)


@pytest.mark.parametrize(
    ("doc", "reason"),
    [
        (other_doc(cats={"track_1": 0.5, "track_2": 0.5}), "a tie between track_1, track_2, each with 0.5"),
        (other_doc(cats={"SPORTS": 1.0}), "unknown label 'SPORTS'"),
        (other_doc(cats={"none": float("nan")}), "score is no number"),
        (other_doc(entities=["ORG"]), "unknown status 'ORG'"),
    ],
)
def test_what_is_wrong_is_told(tmp_path, doc, reason):
    records, _, reasons = come_back(saved([doc], tmp_path / "x.spacy"), "spacy", annotator="anna")
    assert not records
    assert reason in reasons[0]


def test_it_reads_what_spacy_reads(tmp_path):
    """Whatever stands in a file, this reader and spaCy's find the same in it."""
    chance = random.Random(0)
    docs = []
    for words in (
        ["a"],
        [],
        [" "],
        ["ORTH", "LEMMA", ""],
        *(chance.choices("ab \n\U0001f600é", k=9) for _ in range(60)),
    ):
        words = list(filter(None, words))
        doc = Doc(NLP.vocab, words, [chance.random() < 0.5 for _ in words])
        cuts = sorted(chance.sample(range(len(words) + 1), min(4, len(words) + 1) // 2 * 2))
        doc.set_ents([Span(doc, a, b, label=chance.choice("XY")) for a, b in zip(cuts[::2], cuts[1::2], strict=True)])
        doc.spans["g"] = [Span(doc, a, b, label="Z", span_id="7") for a, b in zip(cuts, cuts[1:], strict=False)]
        doc.spans["empty"] = []
        doc.cats = {"c": chance.random()}
        doc.user_data |= {"key": ("value", 1), ("._.", "seen", 0, 1): True}  # as extension attributes are kept
        docs.append(doc)
    docs.append(Doc(NLP.vocab, ["no", "spaces", "known"]))
    for attrs in (("ENT_IOB", "ENT_TYPE"), ("ENT_TYPE", "ENT_IOB", "LEMMA", "HEAD", "SENT_START")):
        path = saved(docs, tmp_path / "x.spacy", attrs=attrs)
        for theirs, ours in zip(DocBin().from_disk(path).get_docs(NLP.vocab), read_docs(path), strict=True):
            assert ours.text == theirs.text
            assert ours.categories == theirs.cats
            assert ours.user_data == theirs.user_data
            assert list(map(plain, ours.entities)) == [(e.start_char, e.end_char, e.label_, "") for e in theirs.ents]
            assert {k: list(map(plain, v)) for k, v in ours.groups.items()} == {
                name: [(s.start_char, s.end_char, s.label_, s.id_) for s in group]
                for name, group in theirs.spans.items()
            }


def plain(span):
    return span.start, span.end, span.label, span.id


def parts(n=1, **changed):
    found = {
        "version": "0.1", "attrs": [65], "tokens": b"", "spaces": b"", "lengths": np.zeros(n, "int32").tobytes(),
        "strings": [], "cats": [{}] * n, "flags": [{}] * n, "span_groups": [b""] * n, **changed,
    }  # fmt: skip
    return zlib.compress(srsly.msgpack_dumps(found))


LONG = "x" * 1_000_000
HOSTILE = {
    "empty": b"",
    "text": b"Not a DocBin.",
    "pickle": b"\x80\x04\x95.",
    "cut": parts()[:-5],
    "bomb": zlib.compress(b"\0" * (100 << 20)),
    "many values": zlib.compress(b"\xdd\x00\x30\x00\x00" + b"\x91\x90" * (3 << 20)),
    "one long list": zlib.compress(b"\xdd\x1f\xff\xff\xff" + b"\xc0" * 100),
    "nested": zlib.compress(b"\x91" * 5000 + b"\xc0"),
    "a list": zlib.compress(srsly.msgpack_dumps([1])),
    "no key": zlib.compress(b"\x81\x90\xc0"),
    "no attributes": parts(attrs=[]),
    "too many tokens": parts(lengths=np.array([9], "int32").tobytes()),
    "fewer than none": parts(2, lengths=np.array([-1, 1], "int32").tobytes()),
    "parts that differ": parts(2, cats=[{}]),
    "one word a thousand times": parts(
        strings=[LONG], tokens=np.full(1000, get_string_id(LONG), "uint64").tobytes(), spaces=b"\0" * 1000,
        lengths=np.array([1000], "int32").tobytes(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_none_or_hostile_is_told(tmp_path, name):
    (tmp_path / "x.spacy").write_bytes(HOSTILE[name])
    with pytest.raises(InputError, match="x.spacy"):
        list(read_docs(tmp_path / "x.spacy"))
    assert gc.isenabled()


def group(*span, label="official"):
    from classifier.annotation.spokes.docbin_file import SPAN

    packed = [SPAN.pack(0, 0, get_string_id(label), *span, 0, 0)]
    return srsly.msgpack_dumps({srsly.msgpack_dumps({"name": "actors", "attrs": {}, "spans": packed}): ["actors"]})


NUMPY = {b"nd": True, b"kind": b"O", b"type": "|O", b"shape": [1], b"data": b"\x80\x04."}


@pytest.mark.parametrize(
    "changed",
    [
        {"span_groups": [group(0, 2)]}, {"span_groups": [group(-1, 1)]}, {"span_groups": [group(1, 0)]},
        {"span_groups": [group(0, 2**31 - 1)]}, {"span_groups": [group(0, 1, label="unheard of")]}, {"span_groups": [b"\xc1"]},
        {"span_groups": [7]}, {"cats": [7]}, {"cats": [{"none": "x"}]}, {"cats": [{"none": 1e999}]}, {"flags": [7]}, {"strings": []},
        {"user_data": [b"\xc1"]}, {"user_data": [b"\xdd\xff\xff\xff\xff"]}, {"user_data": [srsly.msgpack_dumps([1])]},
        {"user_data": [srsly.msgpack_dumps({"actors": [1]})], "span_groups": [group(0, 1)]},
        {"user_data": [srsly.msgpack_dumps({"actors": {"": {"party": b"\xff"}}})], "span_groups": [group(0, 1)]},
        {"user_data": [srsly.msgpack_dumps({"actors": {"": {"party": NUMPY}}})], "span_groups": [group(0, 1)]},
        {"user_data": [srsly.msgpack_dumps({"record": [1]})]},
    ],
)  # fmt: skip
def test_a_hostile_document_is_told_and_the_next_one_read(tmp_path, changed):
    """`DocBin.get_docs` crashes at a span beyond its document."""
    whole = {
        "strings": ["word", "official"], "tokens": np.full(2, get_string_id("word"), "uint64").tobytes(), "spaces": b"\0\0",
        "lengths": np.ones(2, "int32").tobytes(), "cats": [{"none": 1.0}] * 2,
    }  # fmt: skip
    if "strings" not in changed:
        for key, value in changed.items():
            rest = {"cats": {"none": 1.0}, "flags": {}, "span_groups": b"", "user_data": None}[key]
            changed = {**changed, key: [*value, rest]}
    (tmp_path / "x.spacy").write_bytes(parts(2, **{**whole, **changed}))
    records, _, reasons = come_back(tmp_path / "x.spacy", "spacy", annotator="anna")
    assert len(reasons) == (2 if "strings" in changed and not changed["strings"] else 1)
    assert len(records) == 2 - len(reasons)
