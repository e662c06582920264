"""doccano's files: as it takes them, and as it writes them."""

import json
import zipfile

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from classifier.annotation.exporting import companion_paths
from classifier.annotation.spokes import spoke_named
from classifier.errors import InputError

from .made import hubs
from .written import TEXT, come_back, fits, lines_of, model_record, side_of, write_lines, written


def exported_by_doccano(lines, path, **changed):
    """What doccano writes of lines that it took in: numbered, as pandas writes a table of them."""
    table = pd.DataFrame([{"id": i, **line, "Comments": [], **changed} for i, line in enumerate(lines, 1)])
    table.to_json(path, orient="records", force_ascii=False, lines=True)
    return path


@given(records=hubs())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_lines_fit_what_doccano_takes(tmp_path_factory, records):
    for line in lines_of(written(tmp_path_factory.mktemp("out"), "doccano", records)):
        if line["text"] and all(len(tag) <= 100 for _, _, tag in line["entities"]):
            fits("doccano-import", line)
        ends = [0, *(end for _, end, _ in line["entities"])]
        assert all(
            start >= end for (start, _, _), end in zip(line["entities"], ends, strict=False)
        )  # or doccano drops them


def test_what_doccano_refuses_is_told(tmp_path):
    from collections import Counter

    from classifier.annotation.spoke import Task

    cue = {"start": 0, "end": 1, "aspect": "activity", "value": "x" * 100}
    tasks = [Task("a#0", "", ()), Task("b#0", "y", ({"label": "none", "cues": [cue]},))]
    tasks.append(Task("c#0", "yz", ({"label": "none", "cues": [cue | {"value": "v"}] * 2},)))
    assert spoke_named("doccano").write(tasks, tmp_path / "x") == Counter({
        "overlapping spans, which coders won't see": 1,
        "empty passages, which doccano refuses": 1, "labels of spans beyond 100 characters, which doccano may refuse": 1,
    })  # fmt: skip


def test_label_definitions_fit_what_doccano_takes(tmp_path):
    written(tmp_path, "doccano", [model_record()])
    for path in companion_paths(tmp_path / "out.jsonl", spoke_named("doccano")):
        labels = json.loads(path.read_text("utf-8"))
        fits("doccano-labels", labels)
        keys = [label["suffix_key"] for label in labels if label["suffix_key"]]
        assert len(set(keys)) == len(keys)
        assert len({label["text"] for label in labels}) == len(labels)


def test_what_two_coders_did_comes_back_from_the_archive(tmp_path):
    path = written(tmp_path, "doccano", [model_record(), model_record("b", "Nothing.", label="none")])
    mine, theirs = lines_of(path), lines_of(path)
    theirs[0]["cats"], theirs[1]["cats"] = ["track_2"], []
    theirs[0]["entities"] = theirs[0]["entities"][:1]
    exported_by_doccano(mine, tmp_path / "anna.jsonl")
    exported_by_doccano(theirs, tmp_path / "bo.jsonl", Comments=["generals are retired"])
    (tmp_path / "carl.jsonl").write_bytes(b"\n")  # who has approved nothing
    for line in lines_of(tmp_path / "anna.jsonl") + lines_of(tmp_path / "bo.jsonl"):
        fits("doccano-export", line)
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        for name in ("anna.jsonl", "bo.jsonl", "carl.jsonl"):
            archive.write(tmp_path / name, name)
    records, found, reasons = come_back(tmp_path / "export.zip", "doccano", side_of(path))
    assert not reasons
    assert [(r["passage_id"], r["annotator"], r["label"]) for r in records] == [
        ("a#0", "anna", "track_1_5"), ("b#0", "anna", "none"), ("a#0", "bo", "track_2"),
    ]  # fmt: skip
    assert (found.uncoded, found.gone_spans, found.changed_labels["bo"]) == (1, 2, 1)
    assert records[0]["actors"][0]["party"] == "Kenya"  # which doccano can't hold
    assert records[2]["rationale"] == "generals are retired"
    assert all(r["saw_prediction"] for r in records)
    assert come_back(tmp_path / "export.zip", "doccano")[2] == []  # and without the side file


def test_a_folder_of_coders_files_is_read_and_shared_annotations_have_no_coder(tmp_path):
    path = written(tmp_path, "doccano", [model_record()], blind=True)
    folder = tmp_path / "unpacked"
    folder.mkdir()
    coded = [{**line, "cats": ["track_1"]} for line in lines_of(path)]
    exported_by_doccano(coded, folder / "all.jsonl")
    assert come_back(folder, "doccano", side_of(path))[2] == [
        "line 1: a#0: who coded this? Name the coder with --annotator"
    ]
    records, _, reasons = come_back(folder, "doccano", side_of(path), annotator="anna")
    assert not reasons
    assert [(r["annotator"], r["saw_prediction"]) for r in records] == [("anna", False)]


def test_numbers_that_pandas_made_decimal_are_read(tmp_path):
    path = written(tmp_path, "doccano", [model_record()])
    by_hand = {"text": "Typed in.", "entities": [], "cats": ["none"]}  # which makes record 0 into 0.0, and lacks an id
    exported_by_doccano([*lines_of(path), by_hand], tmp_path / "all.jsonl")
    assert '"record":0.0' in (tmp_path / "all.jsonl").read_text()
    records, _, reasons = come_back(tmp_path / "all.jsonl", "doccano", side_of(path), annotator="anna")
    assert len(records) == 1
    assert "passage 'None' is not in" in reasons[0] or "'doccano-2' is not in" in reasons[0]


def line_of(**fields):
    return {"id": 3, "text": TEXT, "passage_id": "a#0", "record": 0, **fields}


@pytest.mark.parametrize(
    ("line", "label", "actors"),
    [
        (line_of(label=["track_2"]), "track_2", None),  # document classification
        (line_of(label="track_2"), "track_2", None),
        (line_of(cats=["Track 2"], entities=[]), "track_2", 0),
        (line_of(cats=["track_2"], entities=[{"id": 1, "label": "official", "start_offset": 2, "end_offset": 5}]), "track_2", 1),
        ({"id": 3, "text": TEXT, "cats": ["track_2"], "entities": [], "meta": {"passage_id": "a#0", "record": 0}}, "track_2", 0),
    ],
)  # fmt: skip
def test_projects_of_every_type_are_read(tmp_path, line, label, actors):
    path = written(tmp_path, "doccano", [model_record()])
    for name, text in (("x.jsonl", json.dumps(line) + "\n"), ("x.json", json.dumps([line]))):
        (tmp_path / name).write_text(text)
        records, found, reasons = come_back(tmp_path / name, "doccano", side_of(path), annotator="anna")
        assert not reasons
        assert records[0]["label"] == label
        assert found.gone_spans == (0 if actors is None else 3)
        if actors is not None:
            assert len(records[0]["actors"]) == actors


def test_spans_without_a_place_for_a_label_are_a_coders_own_or_told(tmp_path):
    own = model_record(source={"kind": "human", "name": "anna"}, annotator="anna", label="track_1")
    path = written(tmp_path, "doccano", [own])
    folder = tmp_path / "unpacked"
    folder.mkdir()
    for name in ("anna", "bo"):
        write_lines(folder / f"{name}.jsonl", [line_of(label=[[2, 22, "non_official.former"]])])
    records, _, reasons = come_back(folder, "doccano", side_of(path))
    assert [(r["annotator"], r["label"], len(r["actors"])) for r in records] == [("anna", "track_1", 1)]
    assert reasons == ["bo.jsonl 1: a#0: the file has spans but no place for a label; have coders choose one"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (line_of(cats=["track_1", "track_2"], entities=[]), "2 labels (track_1, track_2); leave one"),
        (line_of(cats=["track_3"], entities=[]), "unknown label 'track_3'"),
        (line_of(cats=["none"], entities=[[0, 1, "PERSON"]]), "unknown status 'PERSON'"),
        (line_of(cats=["none"], entities=[[0, 900, "official"]]), "0:900 is no stretch"),
        (line_of(cats=["none"], entities=[[0, 1]]), "not enough values"),
        (line_of(cats=["none"], entities=["a"]), "not a line of doccano's"),
        (line_of(cats=["none"], entities=7), "not a line of doccano's"),
        (line_of(cats=["none"], entities=[], record=0.5), "record 0.5 is no whole number"),
        (line_of(cats=["none"], entities=[], record=-1), "record -1 of passage 'a#0' is not in the side file"),
        (line_of(cats=["none"], entities=[], record=float("inf")), "no whole number"),
        (line_of(cats=["none"], entities=[], text=TEXT + "!"), "was changed"),
        (line_of(annotations=[{"label": 3}]), "labels are numbers"),
        ({"text": TEXT, "cats": []}, "'id'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(tmp_path, line, reason):
    path = written(tmp_path, "doccano", [model_record()])
    records, _, reasons = come_back(
        write_lines(tmp_path / "x.jsonl", [line]), "doccano", side_of(path), annotator="anna"
    )
    assert not records
    assert len(reasons) == 1
    assert reason in reasons[0]


def test_archives_that_are_broken_or_bombs_are_told(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("anna.jsonl", b" " * (200 << 20))
    records, _, reasons = come_back(tmp_path / "bomb.zip", "doccano")
    assert (records, len(reasons)) == ([], 1)
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("anna.jsonl", json.dumps(line_of(cats=["none"], entities=[])) * 100)
    whole = (tmp_path / "x.zip").read_bytes()
    (tmp_path / "x.zip").write_bytes(whole[:60] + b"\0\0\0\0" + whole[64:])
    records, _, reasons = come_back(tmp_path / "x.zip", "doccano")
    assert not records
    assert "damaged" in reasons[0]
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(InputError, match="empty"):
        come_back(tmp_path / "empty.jsonl", "doccano")
    (tmp_path / "nothing").mkdir()
    with pytest.raises(InputError, match="no .jsonl or .json file"):
        come_back(tmp_path / "nothing", "doccano")
