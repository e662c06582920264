"""Prodigy's files: tasks as it takes them, and answers as it writes them."""

import runpy
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings

from classifier.annotation.spokes.tags import OFFERED

from .made import hubs
from .written import TEXT, come_back, fits, lines_of, model_record, side_of, write_lines, written


def answered(line, answer="accept", session="round1-anna", **changed):
    """A task as db-out writes it."""
    return {
        **line, "_view_id": "blocks", "_is_binary": False, "answer": answer, "_timestamp": 1707211049,
        "_annotator_id": session, "_session_id": session, **changed,
    }  # fmt: skip


@given(records=hubs())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_tasks_fit_what_prodigy_takes(tmp_path_factory, records):
    lines = lines_of(written(tmp_path_factory.mktemp("out"), "prodigy", records))
    for line in lines:
        fits("prodigy-task", line)
        tokens = line["tokens"]
        assert "".join(token["text"] + " " * token["ws"] for token in tokens) == line["text"]
        assert [token["id"] for token in tokens] == list(range(len(tokens)))
        assert all(line["text"][token["start"] : token["end"]] == token["text"] for token in tokens)
        for span in line["spans"]:
            assert span["start"] == tokens[span["token_start"]]["start"]
            assert span["end"] == tokens[span["token_end"]]["end"]  # the last token is counted in
    assert len({line["_task_hash"] for line in lines}) == len(lines)
    assert len({line["_input_hash"] for line in lines}) <= len({line["text"] for line in lines})


def test_an_accepted_task_is_its_sessions(tmp_path):
    path = written(tmp_path, "prodigy", [model_record()])
    (task,) = lines_of(path)
    task["spans"] = task["spans"][:1] + [  # marked by hand, so without what stood beside
        {"start": 31, "end": 47, "token_start": 6, "token_end": 7, "label": "official.former.subject"}
    ]
    line = answered(task, accept=["track_2"], rationale="former only")
    fits("prodigy-task", line)
    (record,), found, reasons = come_back(write_lines(tmp_path / "round1.jsonl", [line]), "prodigy", side_of(path))
    assert not reasons
    assert (record["annotator"], record["label"], record["rationale"]) == ("anna", "track_2", "former only")
    assert record["source"] == {"kind": "human", "name": "anna"}
    assert record["saw_prediction"] is True
    assert [actor["party"] for actor in record["actors"] if "party" in actor] == ["Kenya"]
    assert record["actors"][1]["capacity"] == "former"
    assert (found.coded["anna"], found.changed_labels["anna"], found.gone_spans) == (1, 1, 1)


def test_what_stands_beside_a_span_comes_back_without_the_side_file(tmp_path):
    path = written(tmp_path, "prodigy", [model_record()])
    line = answered(lines_of(path)[0])
    (record,), _, reasons = come_back(write_lines(tmp_path / "round1.jsonl", [line]), "prodigy")
    assert not reasons
    assert record["actors"] == model_record()["actors"]


def test_ignored_is_uncoded_and_rejected_is_told(tmp_path):
    path = written(tmp_path, "prodigy", [model_record(), model_record("b"), model_record("c")])
    one, two, three = lines_of(path)
    lines = [answered(one, "ignore"), answered(two, "reject"), answered(three)]
    records, found, reasons = come_back(write_lines(tmp_path / "round1.jsonl", lines), "prodigy", side_of(path))
    assert [record["passage_id"] for record in records] == ["c#0"]
    assert found.uncoded == 1
    assert reasons == ["not an answer of Prodigy's: its coder rejected the task, so that there is no label to store"]


@pytest.mark.parametrize(
    ("session", "extra", "coder"),
    [
        ("round1-anna", {}, "anna"),
        ("round1-anna-lena", {}, "anna-lena"),
        ("other-anna", {}, "other-anna"),
        ("other-anna", {"dataset": "other"}, "anna"),
        ("2024-02-06_10-17-19", {}, "given"),
        ("round1-2024-02-06_10-17-19", {}, "given"),
    ],
)
def test_who_coded(tmp_path, session, extra, coder):
    path = written(tmp_path, "prodigy", [model_record()])
    lines = [answered(lines_of(path)[0], session=session, **extra)]
    source = write_lines(tmp_path / "round1.jsonl", lines)
    records, _, _ = come_back(source, "prodigy", side_of(path), annotator="given")
    assert [record["annotator"] for record in records] == [coder]


def test_an_accepted_prediction_is_never_the_models_own(tmp_path):
    path = written(tmp_path, "prodigy", [model_record()])
    source = write_lines(tmp_path / "round1.jsonl", [answered(lines_of(path)[0], session="2024-02-06_10-17-19")])
    records, _, reasons = come_back(source, "prodigy", side_of(path))
    assert not records
    assert "who coded this? Name the coder with --annotator" in reasons[0]


@pytest.mark.parametrize(
    ("changed", "label"),
    [
        ({"accept": [2], "options": [{"id": 2, "text": "Track 1.5"}]}, "track_1_5"),  # numbered by another recipe
        ({"accept": None, "label": "track_2"}, None),
        ({"accept": []}, None),
    ],
)
def test_labels_of_other_recipes(tmp_path, changed, label):
    path = written(tmp_path, "prodigy", [model_record()])
    source = write_lines(tmp_path / "round1.jsonl", [answered(lines_of(path)[0], **changed)])
    records, found, reasons = come_back(source, "prodigy", side_of(path))
    assert not reasons
    assert [record["label"] for record in records] == ([label] if label else [])
    assert found.uncoded == (label is None)


def test_a_dataset_that_was_not_made_by_an_export_has_ids_by_hash(tmp_path):
    lines = [
        {"text": TEXT, "_input_hash": -5, "_task_hash": 9, "label": "track_2", "answer": "accept", "_session_id": "x-bo"},
        {"text": TEXT, "_input_hash": -5, "_task_hash": 8, "label": "track_1", "answer": "accept", "_session_id": "x-anna"},
    ]  # fmt: skip
    records, _, reasons = come_back(write_lines(tmp_path / "x.jsonl", lines), "prodigy")
    assert not reasons
    assert [(r["passage_id"], r["annotator"]) for r in records] == [
        ("prodigy-fffffffb#0", "bo"), ("prodigy-fffffffb#0", "anna"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"accept": ["track_1", "track_2"]}, "leave one label"),
        ({"accept": "track_1"}, "leave one label"),
        ({"accept": [1], "options": [{"id": 1, "text": "Positive"}]}, "unknown label 'Positive'"),
        ({"answer": "maybe"}, "none of accept, reject, ignore"),
        ({"spans": [{"start": 0, "end": 1}]}, "'label'"),
        ({"spans": 3}, "not an answer of Prodigy's"),
        ({"spans": [{"start": 0, "end": 1, "label": "ORG"}]}, "unknown status 'ORG'"),
        ({"spans": [{"start": "0", "end": 1, "label": "official"}]}, "is no stretch"),
        ({"meta": 3}, "not an answer of Prodigy's"),
        ({"meta": {"record": "0"}}, "no whole number"),
        ({"text": "Other."}, "was changed"),
    ],
)
def test_what_is_wrong_is_told(tmp_path, changed, reason):
    path = written(tmp_path, "prodigy", [model_record()])
    source = write_lines(tmp_path / "round1.jsonl", [answered(lines_of(path)[0], **changed)])
    records, _, reasons = come_back(source, "prodigy", side_of(path))
    assert not records
    assert len(reasons) == 1
    assert reason in reasons[0]


def test_the_recipe_of_the_documentation_offers_our_labels(monkeypatch, tmp_path):
    """It runs but for Prodigy itself, which is not to be had without a licence."""
    for name in ("prodigy", "prodigy.components", "prodigy.components.stream"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    sys.modules["prodigy"].recipe = lambda name, **arguments: lambda recipe: recipe
    sys.modules["prodigy.components.stream"].get_stream = lambda source, *, rehash, dedup: iter(())
    page = Path(__file__).parents[2] / "docs" / "annotation" / "prodigy.md"
    source = page.read_text("utf-8").partition("```python\n")[2].partition("```")[0]
    (tmp_path / "recipe.py").write_text(source, "utf-8")
    names = runpy.run_path(str(tmp_path / "recipe.py"))
    recipe = names["diplotrack"]("round1", "tasks.jsonl")
    assert (recipe["dataset"], recipe["view_id"]) == ("round1", "blocks")
    assert recipe["config"]["labels"] == recipe["config"]["blocks"][0]["labels"] == list(OFFERED)
