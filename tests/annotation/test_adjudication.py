"""Adjudication: disputes worst first, and gold that says where it comes from."""

import json
import re
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from classifier.annotation import Hub, write_records
from classifier.annotation.adjudication import (
    Decision,
    Filled,
    Tally,
    gold_records,
    read_decisions,
    sections,
    worst_first,
    write_disputes,
)
from classifier.annotation.adjudication.span_votes import agreed_spans
from classifier.annotation.hub import check_hub_record, kind_of
from classifier.cli import app
from classifier.errors import InputError, OutputError
from classifier.evaluation import read_gold
from classifier.labels import LABELS

from .disputes import DISPUTE, ENDINGS, actor, fail, hub_of, said
from .made import hubs, words


def test_the_worst_dispute_is_first(tmp_path):
    def model(n, **p):
        return said(n, "default", "none", "model", probabilities=dict.fromkeys(map(str, LABELS), 0.0) | p)

    records = [
        said(0, "anna", "track_1"), said(0, "bo", "track_1_5"), model(0, track_2=0.9),
        said(1, "anna", "track_1"), said(1, "bo", "track_2"), model(1, track_1=0.9, none=0.1),
        said(2, "anna", "track_1"), said(2, "bo", "track_2"), model(2, track_1=0.2, none=0.8),
        *(said(3, coder, label) for coder, label in zip("abcd", ("none", "none", "track_1", "track_2"))),
        *(said(4, coder, label) for coder, label in zip("abcd", ("none", "none", "none", "track_2"))),
        said(5, "anna", "none"), said(5, "bo", "none"),
    ]  # fmt: skip
    with hub_of(tmp_path, records) as hub:
        # by distance; then by how many are outvoted; then by how sure the model is of a label that nobody gave
        assert worst_first(hub) == ["d#3", "d#2", "d#1", "d#4", "d#0"]


def test_of_several_rounds_the_last_counts(tmp_path):
    records = [said(0, "anna", "none", round="1"), said(0, "bo", "track_1"), said(0, "anna", "track_1", round="2")]
    with hub_of(tmp_path, records) as hub:
        assert worst_first(hub) == []
        (gold,) = gold_records(hub, {}, Tally())
    assert [(v["annotator"], v["label"], v.get("round")) for v in gold["votes"]] == [
        ("anna", "track_1", "2"),
        ("bo", "track_1", None),
    ]


def test_gold_is_not_adjudicated_again(tmp_path):
    with hub_of(tmp_path, [*DISPUTE, said(2, "cleo", "track_1", "adjudicated")]) as hub:
        with pytest.raises(InputError, match="d#2: gold already, by cleo; leave the gold file out"):
            worst_first(hub)


_settings = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
#: What a cell holds, and gives back as it is.
cells = st.one_of(words, st.sampled_from(("_x0041_", "_x005F_x0041_", "'=x", "-1", "@a", "1.5"))).filter(
    lambda text: text == text.strip() and not re.search("[\x00-\x08\x0b-\x1f\ufffe\uffff\r]", text)
)


@ENDINGS
@given(records=hubs(), data=st.data())
@_settings
def test_decisions_come_back_and_gold_is_made_of_proper_records(ending, records, data):
    records = [r for r in records if kind_of(r) != "adjudicated"]
    if not records:
        return
    with TemporaryDirectory() as folder:
        path, sheet = Path(folder) / "hub.jsonl", Path(folder) / f"sheet{ending}"
        write_records(path, records)
        with Hub([path], fail) as hub:
            filled = Filled()
            for passage_id in hub.passage_ids:
                if data.draw(st.booleans()):
                    typed = {"decision": data.draw(st.sampled_from(list(map(str, LABELS)))), "reason": data.draw(cells),
                             "codebook": data.draw(st.sampled_from(("", "official"))), "adjudicator": "Zoë",
                             "own": data.draw(cells)}  # fmt: skip
                    filled.typed[passage_id] = {k: v for k, v in typed.items() if v}
                    filled.decisions[passage_id] = Decision(
                        typed["decision"], typed["reason"], typed["codebook"], "Zoë"
                    )
            write_disputes(sheet, hub, worst_first(hub), filled)
            back = read_decisions([sheet], hub, fail)
            assert back.decisions == filled.decisions and back.typed == filled.typed
            tally = Tally()
            gold = list(gold_records(hub, back.decisions, tally, single=data.draw(st.booleans())))
            assert len(gold) == tally.decided + tally.agreed + tally.single
            assert len(gold) + tally.open + tally.lone + tally.uncoded == len(hub.passage_ids)
    for record in gold:
        check_hub_record(record)
        assert record["source"]["kind"] != "model"
        humans = [r for r in records if r["passage_id"] == record["passage_id"] and kind_of(r) == "human"]
        assert {v["annotator"] for v in record["votes"]} == {r["annotator"] for r in humans}
        marked = {(a["start"], a["end"]) for r in humans for a in r.get("actors", ())}
        assert {(a["start"], a["end"]) for a in record.get("actors", ())} <= marked


def test_gold_says_where_it_comes_from(tmp_path):
    sample = {"design": "simple", "probability": 0.25, "seed": 3, "purpose": "test"}
    records = [r | {"sample": sample, "group": "g"} for r in DISPUTE]
    decisions = {"d#1": Decision("track_2", "both retired", "former-officials", "cleo")}
    tally = Tally()
    with hub_of(tmp_path, records) as hub:
        decided, agreed = gold_records(hub, decisions, tally)
        both = list(gold_records(hub, decisions, Tally(), single=True))
    assert tally == Tally(decided=1, agreed=1, open=1, lone=1, uncoded=1) and tally.left_out == 2
    assert decided["source"] == {"kind": "adjudicated", "name": "cleo"} and decided["label"] == "track_2"
    assert decided["rationale"] == "both retired" and decided["codebook"] == "former-officials"
    assert decided["votes"] == [
        {"annotator": "anna", "label": "none"},
        {"annotator": "bo", "label": "track_2", "rationale": "=SUM(A1)"},
    ]
    assert agreed["source"] == {"kind": "adjudicated", "name": "agreement"} and "rationale" not in agreed
    assert decided["sample"] == agreed["sample"] == sample and agreed["group"] == "g" and "annotator" not in agreed
    lone = both[-1]
    assert lone["source"]["kind"] == "human" and lone["annotator"] == "anna" and len(lone["votes"]) == 1


def test_one_test_sample_makes_gold_a_test_sample(tmp_path):
    purposes = [{"design": "simple", "purpose": purpose} for purpose in ("training", "test")]
    records = [said(0, coder, "none", sample=s) for coder, s in zip(("anna", "bo"), purposes)]
    with hub_of(tmp_path, records) as hub:
        (gold,) = gold_records(hub, {}, Tally())
    assert gold["sample"]["purpose"] == "test"


def test_gold_spans_are_those_of_the_majority(tmp_path):
    generals, minister = "Two retired generals", "the foreign minister"
    records = [
        said(0, "a", "track_1_5", actors=[actor(generals, "non_official", capacity="former"), actor(minister, party="X")]),
        said(0, "b", "track_1_5", actors=[actor(generals, "non_official", capacity="none"), actor(minister)]),
        said(0, "c", "track_1_5", actors=[actor("generals", "non_official"), actor(minister, role="host")]),
        said(0, "d", "none", actors=[actor(generals, role="subject")]),
        said(1, "a", "track_1", actors=[actor(minister), actor(generals)]),
        said(1, "b", "track_1", actors=[actor(minister, role="host")]),
    ]  # fmt: skip
    tally = Tally()
    with hub_of(tmp_path, records) as hub:
        first, second = gold_records(hub, {"d#0": Decision("track_1_5", "", "", "e")}, tally)
    assert [(a["text"], a["capacity"], a["role"], a.get("party")) for a in first["actors"]] == [
        (generals, "unknown", "participant", None),
        (minister, "incumbent", "participant", "X"),
    ]
    assert first["spans_from"] == {"coders": ["a", "b", "c"], "left_out": 1} and tally.unexplained == 1
    # Two coders who differ on the role leave nothing to go by.
    assert second["actors"] == [] and second["spans_from"] == {"coders": ["a", "b"], "left_out": 2}
    assert tally.spans == 2 and tally.spans_left_out == 3


def test_spans_of_one_place_are_told_apart():
    cue = {"start": 0, "end": 4, "text": "talk", "aspect": "activity", "value": "talks"}
    other = {**cue, "aspect": "purpose"}
    assert agreed_spans("cues", [[cue, other], [other]]) == ([other], 1)
    envoy = {
        "start": 0,
        "end": 4,
        "text": "talk",
        "status": "official",
        "capacity": "none",
        "role": "host",
        "kind": "ngo",
    }
    assert agreed_spans("actors", [[envoy, envoy], [envoy, envoy]]) == ([envoy, envoy], 0)
    # whether it is negated decides too
    assert agreed_spans("actors", [[{**envoy, "negated": True}], [envoy]]) == ([], 1)
    assert agreed_spans("actors", [[{**envoy, "negated": True}]] * 2 + [[envoy]])[0][0]["negated"] is True


def test_sections_are_the_codebook_s():
    page = (Path(str(files("classifier"))).parent / "docs" / "codebook.md").read_text("utf-8")
    names = re.findall(r"\*\*([^*]+)\*\*", page)
    assert [s.title for s in sections()] == [n for n in names if not n.startswith("who sits") and n != "bold type"]
    assert len({s.slug for s in sections()}) == len({s.title.casefold() for s in sections()}) == len(sections())
    assert all(re.fullmatch("[a-z-]+", s.slug) and s.gist for s in sections())


def run(*arguments):
    return CliRunner().invoke(app, ["annotate", "adjudicate", *map(str, arguments)])


def test_the_command_from_coders_to_gold(tmp_path):
    hub, sheet, gold = tmp_path / "hub.jsonl", tmp_path / "decisions.csv", tmp_path / "gold.jsonl"
    write_records(hub, [r | {"sample": {"probability": 0.25, "purpose": "test"}} for r in DISPUTE])
    shown = run(hub)
    assert shown.exit_code == 0 and "anna: None" in shown.output and "differ on 2 passages" in shown.output
    assert run(hub, "-o", sheet).exit_code == 0
    assert isinstance(run(hub, "-o", sheet).exception, OutputError)  # it is there already
    assert run(hub, "-o", gold).exit_code == 3  # one agreed, others left out
    lines = (
        sheet.read_text("utf-8-sig")
        .replace(",,,,\n", ",track_2,retired,,cleo\n")
        .replace(",,,,\r\n", ",track_2,retired,,cleo\r\n")
    )
    sheet.write_text(lines, "utf-8", newline="")
    done = run(hub, "--decisions", sheet, "--single", "-o", gold, "--overwrite")
    assert done.exit_code == 0, done.output
    assert "2 decided by an adjudicator" in done.output and "1 with the label of their only coder" in done.output
    records = [json.loads(line) for line in gold.read_text("utf-8").splitlines()]
    assert [r["label"] for r in records] == ["track_2", "track_2", "track_1", "track_2"]
    # evaluation weighs by the design, and knows the votes
    found = read_gold(gold)
    assert found.weighted and set(found.weights) == {4.0} and found.votes[0] == {"anna": "track_1", "bo": "track_1_5"}
    assert not list(tmp_path.glob("*.rejected.jsonl"))


def test_no_gold_is_no_file(tmp_path):
    hub = tmp_path / "hub.jsonl"
    write_records(hub, DISPUTE[:2])
    done = run(hub, "-o", tmp_path / "gold.jsonl")
    assert isinstance(done.exception, InputError) and not (tmp_path / "gold.jsonl").exists()
    done = run(hub, "-o", tmp_path / "gold.txt")
    assert "ends in .xlsx or .csv" in str(done.exception)
