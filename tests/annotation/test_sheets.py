"""Spreadsheets as people leave them: in another order, with columns and rows of their own, typos, and garbled cells."""

import csv
import datetime
import io

import openpyxl
import pytest

from classifier.annotation.exporting import export, side_path
from classifier.annotation.hub import write_records
from classifier.annotation.importing import Imported, import_answers
from classifier.annotation.spokes import spoke_named
from classifier.annotation.spokes.sheets import COLUMNS, CUT, TO_FILL
from classifier.errors import DiplotrackError
from classifier.records import SCHEMA, sha256_of

TEXTS = (
    "The minister met an envoy.",
    "=1+1 said the général, “off the record”.",
    "Scholars met\nin Oslo.",
    "It rained.",
)


def record(i, text, label="track_1", **more):
    return {
        "schema": SCHEMA, "document_id": f"d{i}", "passage_index": 0, "passage_id": f"d{i}#0", "text": text,
        "text_sha256": sha256_of(text), "start": 0, "end": len(text), "label": label,
        "source": {"kind": "model", "name": "default", "version": "1"}, **more,
    }  # fmt: skip


def minister(text):
    return {
        "start": 4, "end": 12, "text": text[4:12], "status": "official", "capacity": "incumbent", "role": "participant", "kind": "executive",
    }  # fmt: skip


def fail(problem):
    raise AssertionError(problem.reason)


def exported(hub, name, tmp_path, **options):
    spoke = spoke_named(name)
    out = tmp_path / f"coding{spoke.ending}"
    return out, export([hub], spoke, out, fail, **options)


def imported(path, name, **options):
    found, problems = Imported(), []
    side = options.pop("side", side_path(path))
    records = list(import_answers(path, spoke_named(name), side, problems.append, found, **options))
    return records, found, [problem.reason for problem in problems]


def coded(records):
    return {r["passage_id"]: (r["label"], r["annotator"]) for r in records if r["source"]["kind"] == "human"}


def cells_of(path):
    return [list(row) for row in openpyxl.load_workbook(path)["passages"].iter_rows(values_only=True)]


def test_the_workbook_is_made_for_coding(hub, tmp_path):
    out, _ = exported(hub, "excel", tmp_path)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["passages", "how to code"]
    sheet = book["passages"]
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    (choice,) = sheet.data_validations.dataValidation
    assert (choice.type, choice.formula1) == ("list", '"none,track_1,track_1_5,track_2"')
    assert str(choice.sqref) == "C2:C1048576" and sheet["C1"].value == "label"
    assert sheet.freeze_panes == "C2" and sheet.column_dimensions["B"].width == 80
    row = {name: sheet.cell(2, i) for i, name in enumerate(COLUMNS, 1)}
    assert row["text"].alignment.wrap_text
    assert row["label"].value is None and row["label"].number_format == "@"
    assert (row["predicted"].value, row["probability"].value, row["officials"].value) == ("track_1", 0.8, "minister")
    assert row["predicted"].fill.fgColor.rgb == "00EDEDED" != row["label"].fill.fgColor.rgb
    assert sheet["B3"].value == TEXTS[1]
    assert all(cell.data_type != "f" for cells in sheet.iter_rows() for cell in cells)


def test_a_workbook_that_a_person_edited(hub, tmp_path):
    out, _ = exported(hub, "excel", tmp_path)
    header, *rows = cells_of(out)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Anna's"
    order = ["notes", "label", "text", "passage_id", "annotator", "rationale", "predicted"]
    sheet.append(["Pilot, first round"])
    sheet.append([])
    sheet.append(["notes", "Label ", "Text", "Passage ID", "annotator", "rationale", "predicted"])
    filled = [
        {"label": "Track 1", "annotator": "anna", "notes": "easy"}, {"label": "trak_2", "annotator": "anna"},
        {"label": " track_2 ", "annotator": "anna ", "rationale": "scholars only"}, {},
    ]  # fmt: skip
    for values, row in zip(filled[::-1], rows[::-1], strict=True):
        all_of_it = dict(zip(header, row, strict=True)) | values
        sheet.append([all_of_it.get(name) for name in order])
        sheet.append([])
    for cell in sheet["C"]:  # what begins with = is a formula to openpyxl
        cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    book.save(out)
    records, found, problems = imported(out, "excel")
    assert problems == [
        "Anna's!B8: unknown label 'trak_2'; write none or 'None' or 0; track_1 or 'Track 1' or 10; "
        "track_1_5 or 'Track 1.5' or 15; track_2 or 'Track 2' or 20"
    ]
    assert coded(records) == {"d0#0": ("track_1", "anna"), "d2#0": ("track_2", "anna")}
    assert found.uncoded == 1
    assert found.notes == ["Anna's, columns not read: notes (A3); remarks belong in the column rationale"]
    (mine,) = [r for r in records if r.get("rationale")]
    assert mine["rationale"] == "scholars only" and mine["saw_prediction"]


def test_labels_as_people_type_them(hub, tmp_path):
    out, _ = exported(hub, "excel", tmp_path)
    typed = ["Track 1.5", 1.5, 15, "1,5", " TRACK-1.5 ", "15.0"]
    for value in typed:
        edit(out, {"C2": value})
        assert coded(imported(out, "excel", annotator="bo")[0]) == {"d0#0": ("track_1_5", "bo")}, value


@pytest.mark.parametrize("value", [datetime.datetime(2026, 5, 1), 46143, "01.05.2026", "1-May", "1. Mai"])
def test_a_date_for_1_5_is_told_by_cell(hub, tmp_path, value):
    out, _ = exported(hub, "excel", tmp_path)
    edit(out, {"C3": value})
    _, found, (problem,) = imported(out, "excel", annotator="bo")
    assert problem.startswith("passages!C3: the spreadsheet has made the date")
    assert problem.endswith("write track_1_5, not 1.5")
    assert (found.uncoded, found.rejected) == (3, 1)


def edit(path, values):
    book = openpyxl.load_workbook(path)
    for place, value in values.items():
        book["passages"][place] = value
        book["passages"][place].number_format = "General" if not isinstance(value, datetime.date) else "d mmm"
    for cell in book["passages"]["B"]:
        cell.data_type = "s"
    book.save(path)


def test_a_changed_text_or_prediction_is_told_by_cell(hub, tmp_path):
    out, _ = exported(hub, "excel", tmp_path)
    column = dict(zip(COLUMNS, "ABCDEFGHIJKLM", strict=True))
    edit(out, {"C2": "none", "B2": "The minister met no envoy.", f"{column['predicted']}3": "none", "A5": "d9#0"})
    _, _, problems = imported(out, "excel", annotator="bo")
    assert sum(p.startswith("passages!B2: the text of d0#0 was changed at character 17: 'no") for p in problems) == 1
    assert f"passages!{column['predicted']}3: the prediction of d1#0 was changed; restore it" in problems
    assert any(p.startswith("passages!A5: passage 'd9#0' is not in ") for p in problems)


def test_a_column_sorted_by_itself_is_seen(hub, tmp_path):
    out, _ = exported(hub, "excel", tmp_path)
    edit(out, {"C2": "none", "A2": "d2#0", "A4": "d0#0"})
    records, _, problems = imported(out, "excel", annotator="bo")
    assert not coded(records)
    assert any(p.startswith("passages!B2: the text of d2#0 was changed") for p in problems)


def test_two_rows_of_one_coder(hub, tmp_path):
    out, _ = exported(hub, "csv", tmp_path)
    rows = list(csv.reader(io.StringIO(out.read_text("utf-8-sig"), newline="")))
    rows[1][COLUMNS.index("label")] = "none"
    rows[1][COLUMNS.index("annotator")] = "anna"
    twice = list(rows[1])
    twice[COLUMNS.index("label")] = "track_2"
    save(out, [*rows, twice])
    records, _, problems = imported(out, "csv")
    assert coded(records) == {"d0#0": ("none", "anna")}
    assert problems == ["row 6: a second answer of anna for d0#0; the first was kept"]


def save(path, rows, encoding="utf-8", delimiter=",", newline="\n"):
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator=newline).writerows(rows)
    path.write_bytes(stream.getvalue().encode(encoding))


@pytest.mark.parametrize(
    "dialect", [("cp1252", ";", "\r\n"), ("utf-8", ",", "\n"), ("utf-8-sig", "\t", "\r\n"), ("utf-16", "\t", "\r\n")]
)
def test_csv_as_other_programs_save_it(hub, tmp_path, dialect):
    out, _ = exported(hub, "csv", tmp_path)
    header, *rows = csv.reader(io.StringIO(out.read_text("utf-8-sig"), newline=""))
    rows = [dict(zip(header, row, strict=True)) for row in rows]
    for row, label in zip(rows, ("1,5", "Track 2", "typo", ""), strict=True):
        row |= {"label": label, "annotator": "zoë", "remark": "é; “x”"}
    names = ["remark", *header[::-1]]
    blank = [""] * len(names)
    save(out, [names, blank, *([row[name] for name in names] for row in rows[::-1]), blank], *dialect)
    records, found, problems = imported(out, "csv")
    assert coded(records) == {"d0#0": ("track_1_5", "zoë"), "d1#0": ("track_2", "zoë")}
    assert [p.partition(";")[0] for p in problems] == ["L4: unknown label 'typo'"]
    assert found.uncoded == 1
    assert ("the file was saved in Windows-1252" in " ".join(found.notes)) == (dialect[0] == "cp1252")
    assert "columns not read: remark (A1); remarks belong in the column rationale" in found.notes


def test_no_cell_of_the_csv_is_a_formula(hub, tmp_path):
    records = [
        record(i, text) for i, text in enumerate(("=cmd|' /C calc'!A0", "@SUM(1)", "-1 degree", "+1", "'=x", "'s"))
    ]
    write_records(hub, records)
    out, _ = exported(hub, "csv", tmp_path)
    texts = [row["text"] for row in csv.DictReader(io.StringIO(out.read_text("utf-8-sig"), newline=""))]
    assert texts == ["'=cmd|' /C calc'!A0", "'@SUM(1)", "'-1 degree", "'+1", "''=x", "'s"]
    assert imported(out, "csv")[0] == records


@pytest.mark.parametrize("name", ["csv", "excel"])
def test_id_and_label_are_enough(hub, tmp_path, name):
    out, _ = exported(hub, name, tmp_path, blind=True)
    if name == "csv":
        save(out, [["label", "passage_id"], ["20", "d3#0"], ["0", "d1#0"]])
    else:
        book = openpyxl.Workbook()
        for row in (["label", "passage_id"], [20, "d3#0"], [0, "d1#0"]):
            book.active.append(row)
        book.save(out)
    records, _, problems = imported(out, name, annotator="bo")
    assert not problems
    assert coded(records) == {"d3#0": ("track_2", "bo"), "d1#0": ("none", "bo")}
    assert [r["text"] for r in records] == [TEXTS[3], TEXTS[1]]
    assert not any(r["saw_prediction"] for r in records)


@pytest.mark.parametrize("name", ["csv", "excel"])
def test_a_text_longer_than_a_cell_is_told_and_recognised(hub, tmp_path, name):
    long = record(7, "\U0001f600 talks " * 6000)
    write_records(hub, [long])
    out, done = exported(hub, name, tmp_path)
    assert done.losses["part of the text"] == 1
    if name == "excel":
        text = cells_of(out)[1][1]
        assert text.endswith(CUT) and len(text.encode("utf-16-le")) // 2 <= 32767
        edit(out, {"C2": "none"})
    else:
        rows = list(csv.reader(io.StringIO(out.read_text("utf-8-sig"), newline="")))
        rows[1][2] = "none"
        save(out, rows)
    records, _, problems = imported(out, name, annotator="bo")
    assert not problems
    assert [(r["label"], r["text"] == long["text"]) for r in records] == [("track_1", True), ("none", True)]


@pytest.mark.parametrize("name", ["csv", "excel"])
def test_a_row_a_passage_and_coder(hub, tmp_path, name):
    human = {
        "source": {"kind": "human", "name": "anna"},
        "annotator": "anna",
        "rationale": "=why; \r\n\x01_x0041_",
        "seconds": 3,
    }
    other = {"source": {"kind": "human", "name": "bo"}, "annotator": "bo"}
    second = {"source": {"kind": "model", "name": "rules"}, "label": "none"}
    records = [
        record(0, "A."),
        record(0, "A.", **human),
        record(0, "A.", **second),
        record(0, "A.", **other),
        record(1, "B."),
    ]
    write_records(hub, records)
    out, _ = exported(hub, name, tmp_path)
    if name == "csv":
        rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"), newline="")))
        assert [[row[key] for key in ("passage_id", "label", "annotator", "predicted", "model")] for row in rows] == [
            ["d0#0", "track_1", "anna", "track_1; none", "default; rules"],
            ["d0#0", "track_1", "bo", "track_1; none", "default; rules"], ["d1#0", "", "", "track_1", "default"],
        ]  # fmt: skip
    back, found, problems = imported(out, name)
    assert back == records
    assert not problems and found.restored == 5 and found.uncoded == 1


@pytest.mark.parametrize("name", ["csv", "excel"])
@pytest.mark.parametrize(
    "data", [b"", b"\0\1\2", b"PK\3\4rubbish", b"a,b\n1,2\n", b'"passage_id","label"\n"x', b"passage_id,label,label\n", b"\xff\xfe\0"]
)  # fmt: skip
def test_what_is_no_sheet_is_told(tmp_path, name, data):
    path = tmp_path / f"x{spoke_named(name).ending}"
    path.write_bytes(data)
    try:
        _, _, problems = imported(path, name, side=None)
    except DiplotrackError as error:
        assert str(path) in str(error)
    else:
        assert problems


def test_coders_fields_are_carried():
    assert set(TO_FILL) == spoke_named("csv").carries == spoke_named("excel").carries
