"""The Label Studio spoke, against files as Label Studio 1.23 writes them (shortened, of a real server and its editor)."""

import json
from xml.etree import ElementTree

import pytest

from classifier.annotation.exporting import export, side_path
from classifier.annotation.hub import write_records
from classifier.annotation.importing import Imported, import_answers
from classifier.annotation.spokes.label_studio import SPOKE, label_config
from classifier.annotation.spokes.label_studio.answers import read
from classifier.annotation.spokes.label_studio.tasks import FIRST_ID
from classifier.documents import Reject
from classifier.labels import Aspect, Capacity, Kind, Role, Status
from classifier.records import SCHEMA, sha256_of

TEXT = "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467 The foreign minister met a scholar.\nThen l\u2019\u00e9t\u00e9."


def span(phrase, **rest):
    start = TEXT.index(phrase)
    return {"start": start, "end": start + len(phrase), "text": phrase, **rest}


MODEL = {
    "schema": SCHEMA, "document_id": "a", "passage_index": 0, "passage_id": "a#0", "text": TEXT, "text_sha256": sha256_of(TEXT),
    "start": 0, "end": len(TEXT), "label": "track_1", "probabilities": {"none": 0.1, "track_1": 0.7, "track_1_5": 0.1, "track_2": 0.1},
    "prediction_set": ["track_1"], "uncertain": False,
    "actors": [
        span("The foreign minister", status="official", capacity="incumbent", role="participant", kind="executive", party="OM",
             name="", office="foreign minister", negated=False, rules=["offices:minister"]),
        span("a scholar", status="non_official", capacity="none", role="participant", kind="academic"),
    ],
    "cues": [span("met", aspect="activity", value="meeting", rules=["cues:met"])],
    "sample": {"design": "simple", "probability": 0.5, "seed": 1, "purpose": "training"},
    "source": {"kind": "model", "name": "default", "version": "0.1.0"},
}  # fmt: skip
ANNA = {
    **{key: MODEL[key] for key in MODEL if key not in ("probabilities", "prediction_set", "uncertain")},
    "label": "track_1_5", "rationale": "a scholar \u2026", "seconds": 9.5, "annotator": "anna", "source": {"kind": "human", "name": "anna"},
}  # fmt: skip


@pytest.fixture
def exported(tmp_path):
    """Tasks of a model's and a coder's record, and the side file."""
    hub, out = tmp_path / "hub.jsonl", tmp_path / "tasks.json"
    write_records(hub, [MODEL, ANNA])
    export([hub], SPOKE, out, pytest.fail)
    return json.loads(out.read_text("utf-8"))[0], side_path(out)


def imported(tmp_path, content, side=None, problems=None, **options):
    path = tmp_path / "project-1.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    found = Imported()
    tell = problems.append if problems is not None else lambda problem: pytest.fail(problem.reason)
    return list(import_answers(path, SPOKE, side, tell, found, **options)), found


def annotation(results, **rest):
    """As an export gives an annotation that a coder made."""
    return {
        "id": 4, "completed_by": 3, "result": results, "was_cancelled": False, "ground_truth": False,
        "created_at": "2026-11-27T23:14:11.662710Z", "updated_at": "2026-11-27T23:14:11.662758Z", "draft_created_at": None,
        "lead_time": 22.186, "prediction": {}, "result_count": 1, "unique_id": "a8a2f942-6b06-4dcb-b20d-c6a500777ee8",
        "import_id": None, "last_action": None, "bulk_created": False, "task": 200, "project": 1, "updated_by": 3,
        "parent_prediction": None, "parent_annotation": None, "last_created_by": None, **rest,
    }  # fmt: skip


def stored(task, annotations, **rest):
    """As Label Studio keeps a task: with ids of its own, and what was imported of annotations under new ones."""
    return {
        "id": 200, "annotations": annotations, "drafts": [], "predictions": [31], "data": task["data"], "meta": {},
        "created_at": "2026-11-27T23:11:26.958775Z", "allow_skip": True, "inner_id": 1, "total_annotations": len(annotations),
        "cancelled_annotations": 0, "total_predictions": 1, "comment_count": 0, "project": 1, "updated_by": 3, **rest,
    }  # fmt: skip


def from_prediction(task):
    """As the editor writes a prediction that was submitted unchanged: other key order, origin, text beside choices."""
    results = json.loads(json.dumps(task["predictions"][0]["result"]))
    for one in results:
        one["origin"] = "prediction"
        if one["type"] == "choices" and "start" in one["value"]:
            one["value"]["text"] = TEXT[one["value"]["start"] : one["value"]["end"]]
    return results


def drawn(control, phrase, label):
    """As the editor writes a new region; a line end becomes backslash and n."""
    place = span(phrase)
    value = {"start": place["start"], "end": place["end"], "text": phrase.replace("\n", "\\n"), "labels": [label]}
    return {
        "value": value,
        "id": "luBqLvVl2W",
        "from_name": control,
        "to_name": "text",
        "type": "labels",
        "origin": "manual",
    }


def test_a_task_is_what_label_studio_documents(exported):
    task, _ = exported
    (prediction,), (imported_one,) = task["predictions"], task["annotations"]
    assert task["data"]["text"] == TEXT and task["data"]["passage_id"] == "a#0"
    assert prediction["model_version"] == "default 0.1.0" and prediction["score"] == 0.7
    assert imported_one["lead_time"] == 9.5 and imported_one["ground_truth"] is False
    assert "completed_by" not in imported_one  # an unknown one makes Label Studio refuse the file
    for result in prediction["result"] + imported_one["result"]:
        assert result.keys() == {"id", "from_name", "to_name", "type", "value"} and result["to_name"] == "text"
        if result["type"] == "labels":
            assert TEXT[result["value"]["start"] : result["value"]["end"]] == result["value"]["text"]
    ids = {one["id"] for one in prediction["result"]}
    assert ids == {"label", "actor0", "actor1", "cue0"}


def test_every_result_has_a_control_and_every_value_is_offered(exported):
    root = ElementTree.fromstring(label_config())
    controls = {tag.get("name"): tag for tag in root.iter() if tag.get("toName")}
    assert all(tag.get("toName") == "text" for tag in controls.values())
    types = {"choices": "Choices", "labels": "Labels", "textarea": "TextArea"}
    task, _ = exported
    for result in task["predictions"][0]["result"] + task["annotations"][0]["result"]:
        control = controls[result["from_name"]]
        assert control.tag == types[result["type"]]
        assert (control.get("perRegion") == "true") == (result["id"][-1].isdigit() and control.tag != "Labels")
        offered = {value.get("value") for value in control}
        assert set(result["value"].get("choices", ())) | set(result["value"].get("labels", ())) <= offered
    for name, enum in {
        "actor": Status, "cue": Aspect, "actor_capacity": Capacity, "actor_role": Role, "actor_kind": Kind,
    }.items():  # fmt: skip
        assert [value.get("value") for value in controls[name]] == list(map(str, enum))
    # The editor drops what hangs on a list of labels.
    assert "whenLabelValue" not in label_config()


def test_the_config_is_written_beside_the_tasks(exported):
    _, side = exported
    assert (side.parent / "tasks.label-studio.xml").read_text("utf-8") == label_config()


def test_corrections_come_back_by_their_coder(tmp_path, exported):
    task, side = exported
    results = from_prediction(task)
    results[0]["value"]["choices"] = ["Track 2"]
    results = [one for one in results if one["id"] != "actor1"]
    results += [drawn("cue", "met a scholar.\nThen l\u2019\u00e9t\u00e9", "purpose")]
    results += [{"value": {"text": ["they met,", "and that is all"]}, "id": "x", "from_name": "rationale", "to_name": "text", "type": "textarea", "origin": "manual"}]  # fmt: skip
    embedded = {**task["predictions"][0], "id": 31, "created_ago": "0\xa0minutes", "cluster": None, "task": 200}
    said = annotation(results, prediction=embedded, parent_prediction=31)
    (record,), found = imported(tmp_path, [stored(task, [said])], side)
    assert (record["label"], record["annotator"], record["saw_prediction"]) == ("track_2", "3", True)
    assert record["seconds"] == 22.186 and record["rationale"] == "they met,\nand that is all"
    assert record["source"] == {"kind": "human", "name": "3"} and "probabilities" not in record
    assert record["sample"] == MODEL["sample"]
    (actor,) = record["actors"]
    assert actor == MODEL["actors"][0]  # with its rules, from the side file
    assert [cue["text"] for cue in record["cues"]] == ["met", "met a scholar.\nThen l\u2019\u00e9t\u00e9"]
    assert found.gone_spans == 1 and found.changed_labels == {"3": 1}


def test_an_attribute_that_was_taken_away_stays_away(tmp_path, exported):
    task, side = exported
    results = [one for one in from_prediction(task) if one["from_name"] not in ("actor_party", "actor_capacity")]
    said = annotation(results, parent_prediction=31)
    (record,), _ = imported(tmp_path, [stored(task, [said])], side)
    assert record["actors"][0]["party"] == "" and record["actors"][0]["capacity"] == "unknown"
    assert record["actors"][0]["office"] == "foreign minister"


@pytest.mark.parametrize(
    ("completed_by", "rest", "coder"),
    [
        (3, {}, "3"),
        ("anna@example.org", {}, "anna@example.org"),
        ({"id": 3, "email": "anna@example.org", "first_name": "", "last_name": ""}, {}, "anna@example.org"),
        (3, {"created_username": " anna@example.org, 3", "created_ago": "0\xa0minutes"}, "anna@example.org"),
    ],
)
def test_coders_are_named_as_the_file_tells(tmp_path, exported, completed_by, rest, coder):
    task, side = exported
    said = annotation(from_prediction(task), completed_by=completed_by, **rest)
    (record,), _ = imported(tmp_path, [stored(task, [said])], side)
    assert record["annotator"] == coder


def test_predictions_come_back_and_those_of_other_models_are_theirs(tmp_path, exported):
    task, side = exported
    mine = {**task["predictions"][0], "id": 31, "created_ago": "1\xa0day", "mislabeling": 0.0, "task": 200}
    other = {
        "id": 32,
        "model_version": "gpt 9",
        "score": 0.5,
        "result": [{**mine["result"][0], "value": {"choices": ["None"]}}],
    }
    (first, second), _ = imported(tmp_path, [stored(task, [], predictions=[other, mine])], side)
    assert first == MODEL
    assert second["label"] == "none" and second["source"] == {"kind": "model", "name": "gpt 9"}
    assert "annotator" not in second and "probabilities" not in second


def test_what_was_imported_with_the_task_comes_back_as_its_coders(tmp_path, exported):
    task, side = exported
    said = annotation(task["annotations"][0]["result"], import_id=FIRST_ID + 1, updated_by=None, lead_time=9.5)
    records, found = imported(tmp_path, [stored(task, [said])], side)
    assert records == [ANNA] and found.restored == 1
    edited = annotation(task["annotations"][0]["result"], import_id=FIRST_ID + 1, updated_by=5, lead_time=9.5)
    (record,), _ = imported(tmp_path, [stored(task, [edited])], side)
    assert record["annotator"] == "5" and record["label"] == "track_1_5"


def test_cancelled_annotations_drafts_and_open_tasks_are_counted(tmp_path, exported):
    task, side = exported
    draft = {"id": 1, "user": "bo@example.org", "result": [], "annotation": None, "lead_time": 3}
    tasks = [
        stored(task, [annotation([], was_cancelled=True)]),
        stored(task, [], drafts=[draft]),
        stored(task, [], drafts=[7]),
    ]
    records, found = imported(tmp_path, tasks, side)
    assert records == [] and found.uncoded == 3


@pytest.mark.parametrize(
    ("annotations", "task_rest", "saw"),
    [
        ([{"parent_prediction": 31}], {}, True),
        ([{"prediction": {"id": 31, "model_version": "default 0.1.0", "result": []}}], {}, True),
        ([{"origin": "prediction-changed"}], {}, True),
        ([{}], {"predictions": [], "total_predictions": 0}, False),
        ([{}], {}, None),
    ],
)
def test_whether_a_prediction_was_seen(tmp_path, exported, annotations, task_rest, saw):
    task, _ = exported
    made = []
    for rest in annotations:
        results = from_prediction(task)
        for one in results:
            one["origin"] = rest.get("origin", "manual")
        made.append(annotation(results, **rest))
    path = tmp_path / "x.json"
    path.write_text(json.dumps([stored(task, made, **task_rest)]), "utf-8")
    assert [answer.saw_prediction for answer in read(path)] == [saw]


def test_the_lists_of_the_api_are_read(tmp_path, exported):
    task, side = exported
    said = annotation(from_prediction(task), created_username=" anna@example.org, 3", parent_prediction=31)
    del said["prediction"]
    mine = {**task["predictions"][0], "id": 31}
    whole = stored(task, [said], predictions=[mine])
    page = {"total_annotations": 1, "total_predictions": 1, "total": 1, "tasks": [whole]}
    for content in (page, whole, [whole]):
        (first, second), _ = imported(tmp_path, content, side)
        assert first == MODEL and second["annotator"] == "anna@example.org" and second["saw_prediction"]


def minimal(task, **rest):
    """A row of JSON-MIN: results of one choice are bare, and of a region stand without it."""
    return {
        **task["data"], "id": 200, "label": "Track 2", "annotator": 3, "annotation_id": 4, "lead_time": 3.0,
        "created_at": "2026-11-27T23:11:53.300708Z", "updated_at": "2026-11-27T23:11:53.300734Z", **rest,
    }  # fmt: skip


def region(phrase, label):
    return {**span(phrase), "labels": [label]}


def test_json_min_is_read(tmp_path, exported):
    task, side = exported
    row = minimal(
        task, actor=[region("The foreign minister", "official"), region("a scholar", "official")],
        actor_capacity=["former", "none"], cue=[region("met", "activity")], cue_value="meeting", rationale="why",
    )  # fmt: skip
    (record,), _ = imported(tmp_path, [row], side)
    assert (record["label"], record["annotator"], record["rationale"], record["seconds"]) == (
        "track_2",
        "3",
        "why",
        3.0,
    )
    assert [(a["status"], a["capacity"], a["kind"]) for a in record["actors"]] == [
        ("official", "former", "executive"), ("official", "none", "academic"),
    ]  # fmt: skip
    assert record["cues"] == MODEL["cues"]


def test_json_min_tells_what_it_cannot_tell(tmp_path, exported):
    task, side = exported
    problems = []
    actors = [region("The foreign minister", "official"), region("a scholar", "official")]
    (record,), found = imported(tmp_path, [minimal(task, actor=actors, actor_party="NO")], side, problems)
    assert "actor_party" in problems[0].reason and "export as JSON" in problems[0].reason and found.rejected == 1
    assert record["actors"][0]["party"] == "OM"  # as it was exported
    records, found = imported(tmp_path, [{**task["data"], "id": 1, "annotation_id": None, "annotator": ""}], side)
    assert not records and found.uncoded == 1


def test_offsets_of_old_releases_are_mended(tmp_path, exported):
    task, side = exported
    units = TEXT[: TEXT.index("met")].encode("utf-16-le")
    start = len(units) // 2
    old = {"id": "q", "from_name": "cue", "to_name": "text", "type": "labels", "value": {"start": start, "end": start + 3, "text": "met", "labels": ["activity"]}}  # fmt: skip
    (record,), _ = imported(tmp_path, [stored(task, [annotation([from_prediction(task)[0], old])])], side)
    assert record["cues"][0]["start"] == TEXT.index("met")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda t: t["data"].pop("passage_id"), "'passage_id' is missing"),
        (lambda t: t.update(data=None), "not as Label Studio writes our tasks"),
        (lambda t: t["data"].update(records=[3]), "not as Label Studio writes our tasks"),
        (lambda t: t["annotations"][0].update(result=["x"]), "not as Label Studio writes our tasks"),
        (lambda t: t["annotations"][0]["result"][0]["value"].update(choices=["Track 1", "None"]), "choose one"),
        (lambda t: t["annotations"][0]["result"][0]["value"].update(choices=["Track 3"]), "unknown label"),
        (lambda t: t["annotations"][0]["result"][1]["value"].update(start=3), "not 'The foreign minister'"),
        (lambda t: t["annotations"][0]["result"][1]["value"].update(start=-3), "no offsets"),
        (lambda t: t["annotations"][0]["result"][1]["value"].update(labels=["spy"]), '"spy"'),
        (lambda t: t["annotations"][0].update(lead_time="long"), "seconds"),
        (lambda t: t["data"].update(text=TEXT + "!"), "was changed"),
        (lambda t: t["annotations"].append(t["annotations"][0]), "second answer"),
        (lambda t: t["annotations"][0]["result"].append({"from_name": "mood", "type": "rating", "value": {}}), "mood: left out, 1 times"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(tmp_path, exported, change, told):
    task, side = exported
    whole = stored(json.loads(json.dumps(task)), [annotation(from_prediction(task))])
    change(whole)
    problems = []
    imported(tmp_path, [whole], side, problems)
    assert any(told in problem.reason for problem in problems), [problem.reason for problem in problems]


@pytest.mark.parametrize("content", ["[1, null, []]", '[{"data": {"text": "x"', "{}", '[{"tasks": 3}]', "[" * 100_000])
def test_what_is_no_export_is_told_whole(tmp_path, content):
    from classifier.errors import InputError

    path = tmp_path / "x.json"
    path.write_text(content, "utf-8")
    try:
        assert all(isinstance(item, Reject) for item in read(path))
    except InputError as error:
        assert "x.json" in str(error)


def test_one_broken_annotation_leaves_the_others(tmp_path, exported):
    task, side = exported
    broken, good = annotation([3], id=4), annotation(from_prediction(task), id=5, completed_by=6)
    problems = []
    (record,), found = imported(tmp_path, [stored(task, [broken, good])], side, problems)
    assert record["annotator"] == "6" and found.rejected == 1
    assert problems[0].reason.startswith("task 200, annotation 4: not as Label Studio writes our tasks")
