"""The sheet of disputes, as people fill it in and spreadsheets save it."""

import csv
import re

import openpyxl
import pytest

from classifier.annotation.adjudication import (
    Decision,
    Filled,
    read_decisions,
    sections,
    worst_first,
    write_disputes,
)
from classifier.errors import InputError

from .disputes import DISPUTE, ENDINGS, fail, hub_of, said


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
