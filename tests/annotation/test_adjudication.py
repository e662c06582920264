"""Adjudication: disputes worst first, sheets as people fill them in, gold that says where it comes from."""

import csv
import json
import re
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
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
from classifier.records import sha256_of

from .made import hubs, words

TEXT = "Two retired generals met the foreign minister."
ENDINGS = pytest.mark.parametrize("ending", [".xlsx", ".csv"])


def said(n, coder, label, kind="human", **more):
    """What a coder or model says of the nth passage, which begins at character 100 of its document."""
    text = f"{TEXT} It was talk number {n}."
    record = {
        "schema": "diplotrack/1", "document_id": "d", "passage_index": n, "passage_id": f"d#{n}", "text": text,
        "text_sha256": sha256_of(text), "start": 100, "end": 100 + len(text), "label": label,
        "source": {"kind": kind, "name": coder},
    }  # fmt: skip
    return record | ({"annotator": coder} if kind == "human" else {}) | more


def actor(phrase, status="official", role="participant", capacity="incumbent", **more):
    start = 100 + TEXT.index(phrase)
    return {"start": start, "end": start + len(phrase), "text": phrase, "status": status, "capacity": capacity, "role": role,
            "kind": "unknown", **more}  # fmt: skip


def hub_of(tmp_path, records):
    path = tmp_path / "hub.jsonl"
    write_records(path, records)
    return Hub([path], fail)


def fail(problem):
    raise AssertionError(problem.reason)


DISPUTE = [
    said(0, "anna", "track_1"), said(0, "bo", "track_1_5"),
    said(1, "anna", "none"), said(1, "bo", "track_2", rationale="=SUM(A1)"),
    said(2, "anna", "track_1"), said(2, "bo", "track_1"),
    said(3, "anna", "track_2"),
    said(4, "default", "none", "model"),
]  # fmt: skip


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


def decide(tmp_path, ending, change, hub, **more):
    """Write the sheet, change it as a person does, and read it back."""
    path = tmp_path / f"decisions{ending}"
    write_disputes(path, hub, worst_first(hub), Filled())
    change(path)
    problems = []
    return read_decisions([path], hub, problems.append, **more), [p.reason for p in problems]


def edit(path, change):
    """Open a sheet in what people use, change its grid of cells, and save it."""
    if path.suffix == ".csv":
        rows = list(csv.reader(path.read_text("utf-8-sig").splitlines(keepends=True)))
        with path.open("w", newline="", encoding="cp1252") as file:  # as Excel saves it in half of Europe
            csv.writer(file, delimiter=";").writerows(change(rows))
        return
    book = openpyxl.load_workbook(path)
    old = book["decisions"]
    rows = change([["" if c is None else c for c in row] for row in old.values])
    old.delete_rows(1, old.max_row)
    for row in rows:
        old.append(row)
    book.save(path)


@ENDINGS
def test_a_sheet_is_read_as_people_leave_it(tmp_path, ending):
    def fill(rows):
        (header, worst, other) = rows
        assert header[:5] == ["passage_id", "passage", "coders", "their reasons", "model"]
        assert worst[2] == "anna: None\nbo: Track 2"
        worst[5:] = ["Track 2", "Déjà vu: – both retired", "former OFFICIALS", "cleo"]
        other[5:] = [1.5, "", "mixed", "cleo"]
        # other order, a column of one's own, a title above, blank rows, other case
        rows = [["", *reversed(row[:1] + row[4:]), note] for row, note in zip(rows, ("My notes", "ask Dora", ""))]
        rows[0] = [str(name).upper() if name != "My notes" else name for name in rows[0]]
        return [["Our decisions"], [], rows[0], [], rows[2], [""] * 7, rows[1]]

    with hub_of(tmp_path, DISPUTE) as hub:
        with pytest.raises(
            InputError, match=r"no sheet with the columns passage_id, decision; there are: Our decisions"
        ):
            decide(tmp_path, ending, lambda path: edit(path, fill), hub)
        filled, problems = decide(tmp_path, ending, lambda path: edit(path, lambda rows: fill(rows)[1:]), hub)
    assert problems == []
    assert filled.decisions == {
        "d#1": Decision("track_2", "Déjà vu: – both retired", "former-officials", "cleo"),
        "d#0": Decision("track_1_5", "", "mixed", "cleo"),
    }
    assert filled.typed["d#1"]["My notes"] == "ask Dora"


@ENDINGS
def test_what_cannot_be_read_is_told_by_cell(tmp_path, ending):
    def fill(rows):
        rows[1][5:] = ["Trak 2", "", "", "cleo"]
        rows[2][5:] = ["Track 1", "", "Step 9", ""]
        return [*rows, ["nowhere#1", "", "", "", "", "none"], ["", "", "", "", "", "none"]]

    with hub_of(tmp_path, DISPUTE) as hub:
        filled, problems = decide(tmp_path, ending, lambda path: edit(path, fill), hub)
    assert not filled.decisions
    assert [p.split(";")[0] for p in problems] == [
        "cell F2: unknown label 'Trak 2'",
        "cell H3: the codebook has no section 'Step 9'",
        "cell I3: who decided? Fill in the column adjudicator, or name who did with --adjudicator",
        "cell A4: no passage 'nowhere#1' in the records",
        "cell A5: no passage id",
    ]
    assert "Former officials" in problems[1]


def test_formulas_are_told_and_do_not_run(tmp_path):
    def fill(path):
        book = openpyxl.load_workbook(path)
        assert book["decisions"]["D2"].value == "bo: =SUM(A1)" and book["decisions"]["D2"].data_type == "s"
        book["decisions"]["F2"], book["decisions"]["F3"] = '=IF(TRUE,"none","")', "none"
        book["decisions"]["G3"] = "=A1"
        book.save(path)

    with hub_of(tmp_path, DISPUTE) as hub:
        filled, problems = decide(tmp_path, ".xlsx", fill, hub, adjudicator="cleo")
    assert not filled.decisions
    assert problems == ["cell F2: a formula; put its value there", "cell G3: a formula; put its value there"]


def test_excel_offers_labels_and_sections(tmp_path):
    with hub_of(tmp_path, DISPUTE) as hub:
        write_disputes(tmp_path / "a.xlsx", hub, worst_first(hub), Filled())
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    offered = {}
    for rule in book["decisions"].data_validations.dataValidation:
        sheet, cells = rule.formula1.split("!")
        offered[str(rule.sqref)] = [cell.value for (cell,) in book[sheet][cells.replace("$", "")]]
    assert offered == {"F2:F3": ["None", "Track 1", "Track 1.5", "Track 2"], "H2:H3": [s.title for s in sections()]}
    assert book["codebook"]["B2"].value == sections()[0].gist


@ENDINGS
def test_a_new_sheet_keeps_what_was_typed(tmp_path, ending):
    """Decisions, half-written rows, notes and typing errors alike, when another coder has come."""

    def fill(rows):
        rows[0].append("notes")
        rows[1][5:] = ["Track 2", "-- retired", "former officials", "cleo", "@dora"]
        rows[2][5:] = ["Trak 1", "not yet sure", "", "", ""]
        return rows

    with hub_of(tmp_path, DISPUTE) as hub:
        filled, _ = decide(tmp_path, ending, lambda path: edit(path, fill), hub)
    more = [*DISPUTE, *(said(n, "eve", "track_1") for n in range(4))]
    with hub_of(tmp_path, more) as hub:
        path = tmp_path / f"new{ending}"
        write_disputes(path, hub, worst_first(hub), filled)
        problems = []
        again = read_decisions([path], hub, problems.append)
        assert again.typed == filled.typed and again.decisions == filled.decisions and len(problems) == 1
        # open ones first
        rows = []
        edit(path, lambda all_rows: rows.extend(row[0] for row in all_rows) or all_rows)
    assert rows == ["passage_id", "d#3", "d#0", "d#1"]


def test_sheets_that_part_are_told_and_decide_nothing(tmp_path):
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path, label in zip(paths, ("none", "track_2")):
        path.write_text(f"passage_id,decision,adjudicator\nd#1,{label},cleo\nd#0,track_1,cleo\n")
    problems = []
    with hub_of(tmp_path, DISPUTE) as hub:
        filled = read_decisions(paths, hub, problems.append)
    assert [p.reason for p in problems] == [
        f"cell B2: d#1: 'track_2', but 'none' in {paths[0]}, row 2; keep one of them"
    ]
    assert set(filled.decisions) == {"d#0"}


def test_a_sheet_of_two_columns_is_enough(tmp_path):
    full, short = tmp_path / "full.csv", tmp_path / "short.csv"
    full.write_text("passage_id,decision,codebook,notes,notes\nd#1,,Step 9,a,b\n")
    short.write_text("passage_id;decision\nd#1;none\nd#0;1\n")
    problems = []
    with hub_of(tmp_path, DISPUTE) as hub:
        filled = read_decisions([full, short], hub, problems.append, adjudicator="cleo")
    assert [p.reason.split(":")[0] for p in problems] == ["cell C2", "cell B2"] and set(filled.decisions) == {"d#0"}
    assert filled.typed["d#1"] == {"decision": "none", "codebook": "Step 9", "notes": "a", "notes (E)": "b"}


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.xlsx", b"", "damaged"), ("a.xlsx", b"PK\x03\x04", "damaged"), ("a.xlsx", b"\x00\xff" * 99, "damaged"),
        ("a.csv", b"", "there are: none"), ("a.csv", b"\x00" * 50, ""), ("a.csv", b"passage_id,other\n", "there are: passage_id"),
        ("a.csv", b"passage_id,decision,Decision\n", "columns B and C are both 'decision'; rename one"),
        ("a.ods", b"", r"ends in \.xlsx or \.csv"), ("missing.csv", None, "No such file"),
    ],
)  # fmt: skip
def test_no_sheet_is_told(tmp_path, name, data, message):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with hub_of(tmp_path, DISPUTE) as hub, pytest.raises(InputError, match=f"{re.escape(name)}.*{message}"):
        read_decisions([tmp_path / name], hub, fail)


def test_a_workbook_that_is_none_is_told(tmp_path):
    """A ZIP file with parts missing, or with XML that is broken or expands."""
    import zipfile

    book = openpyxl.Workbook()
    book.active.append(["passage_id", "decision"])
    book.save(tmp_path / "good.xlsx")
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(12)
    ) + b"]><worksheet>&m;</worksheet>"  # fmt: skip
    for part, data in (
        ("xl/workbook.xml", None), ("xl/worksheets/sheet1.xml", b"<worksheet"), ("xl/worksheets/sheet1.xml", bomb),
        ("xl/workbook.xml", b"\x00"), ("[Content_Types].xml", None),
    ):  # fmt: skip
        path = tmp_path / "bad.xlsx"
        with zipfile.ZipFile(tmp_path / "good.xlsx") as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                if name != part:
                    new.writestr(name, old.read(name))
                elif data is not None:
                    new.writestr(name, data)
        with hub_of(tmp_path, DISPUTE) as hub, pytest.raises(InputError, match=r"bad\.xlsx"):
            read_decisions([path], hub, fail)


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
