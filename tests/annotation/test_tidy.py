"""The tidy tables as R and Stata hold them, and as they write them again."""

import csv

import pandas as pd
import pytest

from classifier.annotation.spans import same_spans
from classifier.annotation.spokes.tidy_columns import passage_columns, span_columns
from classifier.errors import DiplotrackError

from .test_sheets import TEXTS, exported, imported, minister, record


@pytest.fixture
def rich(hub):
    from classifier.annotation.hub import write_records

    text = "\U0001f600 The minister met e\u0301lders."
    actor = {**minister("x" * 4 + "minister"), "start": 16, "end": 24, "party": "NA", "rules": ["offices:minister"]}
    records = [
        record(
            0, text, start=10, end=10 + len(text), probabilities={"none": 0.1, "track_1": 0.2, "track_1_5": 1 / 3, "track_2": 0.4},
            prediction_set=["track_1", "track_1_5"], uncertain=True, claimed_track=None, actors=[actor],
            cues=[{"start": 25, "end": 28, "text": "met", "aspect": "activity", "value": "meeting"}],
            sample={"design": "simple", "probability": 0.25, "seed": 7, "purpose": "test"},
        ),
        record(1, "", group="1", tags=["NA"]),
        record(1, "", source={"kind": "human", "name": "anna"}, annotator="anna", saw_prediction=False, seconds=1.5, rationale="NA", tags=["a", "b;c"]),
    ]  # fmt: skip
    write_records(hub, records)
    return hub, records


def test_the_tables_are_tidy(rich, tmp_path):
    out, done = exported(rich[0], "tidy", tmp_path)
    assert not done.losses
    passages = pd.read_csv(out / "passages.csv", keep_default_na=False)
    spans = pd.read_csv(out / "spans.csv")
    assert list(passages.columns) == [column.name for column in passage_columns()]
    assert list(spans.columns) == [column.name for column in span_columns()]
    assert passages[["passage_id", "record", "label", "p_track_2", "sample_design", "prediction_set"]].values[0].tolist() == [
        "d0#0", 0, "track_1", "0.4", "simple", "track_1;track_1_5",
    ]  # fmt: skip
    text = passages["text"][0]
    for row in spans.itertuples():
        assert text[row.start : row.end] == row.text
        assert text[row.start_1 - 1 : row.end_1] == row.text  # as stringi::stri_sub(text, start_1, end_1)
    assert spans["field"].tolist() == ["actor", "cue"]


def test_the_stata_files_have_labels_and_names_of_stata(rich, tmp_path):
    out, done = exported(rich[0], "stata", tmp_path)
    assert not done.losses
    for name in ("passages", "spans"):
        data = (out / f"{name}.dta").read_bytes()
        assert data.startswith(b"<stata_dta><header><release>118</release>")
        with pd.io.stata.StataReader(out / f"{name}.dta") as reader:
            frame = reader.read(convert_categoricals=False)
            labels = reader.value_labels()
        assert all(len(column) <= 32 and column.isidentifier() for column in frame)
        if name == "passages":
            assert labels["label"] == {0: "None", 10: "Track 1", 15: "Track 1.5", 20: "Track 2"}
            assert frame["label"].tolist() == [10, 10, 10]
        else:
            assert labels["status"] == {1: "official", 2: "non_official", 3: "unknown"}
            assert frame[["start_0", "end_0", "start_1", "end_1"]].values[0].tolist() == [6, 14, 7, 14]


def as_r_writes(path, frame):
    """As write.csv does: texts quoted, NA and numbers not, TRUE and FALSE, the names of rows before them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(['""', *(f'"{name}"' for name in frame)]) + "\n")
        for i, row in enumerate(frame.itertuples(index=False), 1):
            cells = []
            for value in row:
                if value is None or value is pd.NA or value != value or value == "":
                    cells.append("NA")
                elif isinstance(value, str) and value.upper() not in ("TRUE", "FALSE"):
                    cells.append('"' + value.replace('"', '""') + '"')
                else:
                    digits = f"{value:.15g}" if isinstance(value, float) else str(value)
                    cells.append(digits.upper() if digits.upper() in ("TRUE", "FALSE") else digits)
            file.write(",".join([f'"{i}"', *cells]) + "\n")


def test_tables_that_r_wrote_again(rich, tmp_path):
    out, _ = exported(rich[0], "tidy", tmp_path)
    for name in ("passages", "spans"):
        frame = pd.read_csv(out / f"{name}.csv", keep_default_na=False)
        frame["words"] = 3
        frame = frame[frame.columns[::-1]]
        as_r_writes(out / f"{name}.csv", frame[::-1])
    back, found, problems = imported(out, "tidy")
    assert not problems
    assert sorted(back, key=str) == sorted(rich[1], key=str)
    assert "passages.csv: columns not read: , words" in found.notes


def test_everything_quoted_with_semicolons_in_windows_1252(hub, tmp_path):
    out, _ = exported(hub, "tidy", tmp_path)
    for name in ("passages", "spans"):
        with (out / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        with (out / f"{name}.csv").open("w", encoding="cp1252", newline="") as file:
            csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
    back, found, problems = imported(out, "tidy")
    assert not problems and found.restored == len(back) == len(TEXTS)


def test_factors_and_merged_columns_in_stata(rich, tmp_path):
    out, _ = exported(rich[0], "stata", tmp_path)
    frame = pd.read_stata(out / "passages.dta")
    frame["label"] = pd.Categorical(frame["label"].astype(str), ["Track 2", "Track 1"])  # codes of R's factors
    frame["merged"] = 1
    frame["group"] = [float("nan"), 1.0, float("nan")]
    frame["record"] = frame["record"].astype("float32")
    frame[::-1].to_stata(out / "passages.dta", write_index=False, version=118)
    back, _, problems = imported(out, "stata")
    assert not problems
    assert sorted(back, key=str) == sorted(rich[1], key=str)


@pytest.mark.parametrize("name", ["tidy", "stata"])
def test_coding_in_the_tables(rich, tmp_path, name):
    out, _ = exported(rich[0], name, tmp_path)
    read, write = tools(name)
    passages, spans = read(out, "passages"), read(out, "spans")
    passages["label"] = passages["label"].astype(object)
    passages["annotator"] = passages["annotator"].astype(object)
    passages.loc[0, ["label", "annotator"]] = ["track_2", "bo"]
    first, last = ("start", "end") if name == "tidy" else ("start_0", "end_0")
    spans.loc[1, [first, last, "start_1", "end_1"]] = [None, None, 20, 24]
    spans.loc[1, "text"] = None
    spans["aspect"] = spans["aspect"].astype(object)
    spans.loc[1, "aspect"] = "purpose"
    write(out, "passages", passages)
    write(out, "spans", spans)
    back, found, problems = imported(out, name)
    assert not problems
    (mine,) = [r for r in back if r.get("annotator") == "bo"]
    assert (mine["label"], mine["source"], mine["saw_prediction"]) == ("track_2", {"kind": "human", "name": "bo"}, True)
    assert "probabilities" not in mine and mine["sample"] == rich[1][0]["sample"]
    assert mine["cues"] == [
        {"start": 29, "end": 34, "text": mine["text"][19:24], "aspect": "purpose", "value": "meeting"}
    ]
    assert same_spans(mine["actors"], rich[1][0]["actors"])
    assert found.restored == 2 and found.gone_spans == 1


@pytest.mark.parametrize("name", ["tidy", "stata"])
def test_blind_coding(rich, tmp_path, name):
    out, _ = exported(rich[0], name, tmp_path, blind=True)
    read, write = tools(name)
    passages = read(out, "passages")
    for column in ("label", "annotator"):
        passages[column] = passages[column].astype(object)
    passages.loc[0, ["label", "annotator"]] = ["track_2", "bo"]
    write(out, "passages", passages)
    (mine,), found, problems = imported(out, name)
    assert not problems and found.uncoded == 1
    assert (mine["label"], mine["annotator"], mine["saw_prediction"]) == ("track_2", "bo", False)
    assert mine["sample"] == rich[1][0]["sample"] and mine["start"] == 10


def tools(name):
    if name == "tidy":
        return (
            lambda out, table: pd.read_csv(out / f"{table}.csv", keep_default_na=False, na_values={}).convert_dtypes(),
            lambda out, table, frame: frame.to_csv(out / f"{table}.csv", index=False, quoting=csv.QUOTE_NONNUMERIC),
        )
    return (
        lambda out, table: pd.read_stata(out / f"{table}.dta"),
        lambda out, table, frame: frame.to_stata(out / f"{table}.dta", write_index=False, version=118),
    )


@pytest.mark.parametrize("name", ["tidy", "stata"])
@pytest.mark.parametrize("text", ["NA", "json:x", "12", ".", '"NA"', "TRUE", "a\r\nb\0", "x" * 3000])
def test_texts_that_look_like_something_else(hub, tmp_path, name, text):
    from classifier.annotation.hub import write_records

    span = {"start": 0, "end": len(text), "text": text, "aspect": "activity", "value": text}
    records = [record(0, text, cues=[span], group=text)]
    write_records(hub, records)
    out, _ = exported(hub, name, tmp_path)
    assert imported(out, name)[0] == records
    (alone,), _, problems = imported(out, name, side=None)
    assert not problems
    assert (alone["text"], alone["cues"][0]["value"], alone["group"]) == (text.replace("\0", "\ufffd"), text, text)


def spoil(out, table, row, **values):
    frame = pd.read_csv(out / f"{table}.csv", keep_default_na=False, dtype=str)
    for column, value in values.items():
        frame.loc[row, column] = value
    frame.to_csv(out / f"{table}.csv", index=False)


@pytest.mark.parametrize(
    ("table", "row", "values", "told"),
    [
        ("spans", 0, {"start_1": "5"}, "spans.csv, row 1: start 6 and end 14 contradict start_1 5 and end_1 14; blank one pair"),
        ("spans", 0, {"start": "5", "start_1": ""}, "spans.csv, row 1: 5:14 of the passage is ' minister', not 'minister'"),
        ("spans", 1, {"aspect": "mood"}, "spans.csv, row 2: aspect is 'mood'; it is one of: activity, "),
        ("spans", 1, {"start": "", "start_1": ""}, "spans.csv, row 2: no bounds; fill in"),
        ("spans", 1, {"field": ""}, "spans.csv, row 2: no field; it is one of: actor, cue"),
        ("spans", 1, {"record": "9"}, "spans.csv, row 2: no passage 'd0#0', record '9'"),
        ("passages", 0, {"label": "trak_1"}, "passages.csv, row 1: unknown label 'trak_1'"),
        ("passages", 0, {"seconds": "inf"}, "passages.csv, row 1: seconds is 'inf'; it is a number"),
        ("passages", 0, {"votes": "[NaN]"}, "passages.csv, row 1: votes is '[NaN]'; NaN is no number"),
        ("passages", 2, {"document_start": "-3"}, "passages.csv, row 3: start: -3 is less than"),
        ("passages", 0, {"seconds": "soon"}, "passages.csv, row 1: seconds is 'soon'; could not convert"),
        ("passages", 0, {"text": "Other."}, "spans.csv, row 1: 6:14 of the passage is '', not 'minister'; the passage or the span"),
        ("passages", 1, {"text": "Other."}, "passages.csv, row 2: the text of d1#0 was changed at character 0"),
        ("passages", 0, {"label": "none"}, "passages.csv, row 1: the prediction of d0#0 was changed; restore it"),
        ("passages", 0, {"passage_id": ""}, "passages.csv, row 1: no passage id; restore it"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_row(rich, tmp_path, table, row, values, told):
    out, _ = exported(rich[0], "tidy", tmp_path)
    spoil(out, table, row, **values)
    _, _, problems = imported(out, "tidy")
    assert any(problem.startswith(told) for problem in problems), problems


@pytest.mark.parametrize("name", ["tidy", "stata"])
def test_passages_alone_keep_their_spans(rich, tmp_path, name):
    out, _ = exported(rich[0], name, tmp_path)
    (ending,) = {path.suffix for path in out.iterdir()}
    (out / f"spans{ending}").unlink()
    back, found, _ = imported(out, name)
    assert back == rich[1]
    assert any("no table of spans" in note for note in found.notes)


@pytest.mark.parametrize("name", ["tidy", "stata"])
@pytest.mark.parametrize(
    "data", [b"", b"\0\1\2", b"a,b\n1\n", b"passage_id,label\n\xff\xff\xff,1,2\n", b"passage_id,label,label\n1,2,3\n",
             b"<stata_dta><header><release>118</release>", b'passage_id,label\n"x'],
)  # fmt: skip
def test_what_is_no_table_is_told(tmp_path, name, data):
    folder = tmp_path / "tables"
    folder.mkdir()
    ending = {"tidy": "csv", "stata": "dta"}[name]
    (folder / f"passages.{ending}").write_bytes(data)
    try:
        _, _, problems = imported(folder, name, side=None)
    except DiplotrackError as error:
        assert f"passages.{ending}" in str(error)
    else:
        assert problems
