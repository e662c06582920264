"""INCEpTION: files as Java reads them, and exports as INCEpTION makes them."""

import io
import json
import re
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from classifier.annotation.exporting import export, side_path
from classifier.annotation.hub import write_records
from classifier.annotation.importing import Imported, import_answers
from classifier.annotation.spokes import spoke_named
from classifier.annotation.spokes.cas import SPANS
from classifier.annotation.spokes.inception_layers import layers
from classifier.documents import Reject
from classifier.errors import InputError
from classifier.labels import Kind, Label
from classifier.records import SCHEMA, sha256_of

from .made import hubs

XMI_ID = "{http://www.omg.org/XMI}id"
TEXT = "\U0001f600\U0001f468\u200d\U0001f469 The former minister\r\nof \u05e9\u05dc\u05d5\u05dd met an envoy."
FORMER, MINISTER = "former minister\r\nof \u05e9\u05dc\u05d5\u05dd", "minister"
NOBODY = {"status": "unknown", "capacity": "unknown", "role": "unknown", "kind": "unknown"}


def at(words, text=TEXT, shift=0):
    start = text.index(words) + shift
    return {"start": start, "end": start + len(words), "text": words}


def record(document="a", text=TEXT, **more):
    return {
        "schema": SCHEMA, "document_id": document, "passage_index": 0, "passage_id": f"{document}#0", "text": text,
        "text_sha256": sha256_of(text), "start": 0, "end": len(text), "label": "track_2",
        "actors": [
            at(FORMER) | NOBODY | {"status": "non_official", "capacity": "former", "party": "<&>\n\x07", "negated": True},
            at(MINISTER) | NOBODY,
            at("minister\r\nof \u05e9\u05dc\u05d5\u05dd met") | NOBODY | {"rules": ["offices:minister"]},
        ],
        "cues": [at("met") | {"aspect": "activity", "value": "meeting"}],
        "source": {"kind": "model", "name": "default", "version": "1"},
    } | more  # fmt: skip


def exported(folder, records, name="inception", **options):
    hub, out = folder / "hub.jsonl", folder / "out"
    write_records(hub, records)
    done = export([hub], spoke_named(name), out, lambda r: pytest.fail(r.reason), **options)
    return out, done


def imported(path, side=None, name="inception", **options):
    problems, found = [], Imported()
    records = list(import_answers(path, spoke_named(name), side, problems.append, found, **options))
    return records, [p.reason for p in problems], found


# What Java sees


@given(hubs())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_utf_16_offsets_of_xmi_point_at_the_words(records):
    with TemporaryDirectory() as folder:
        out, _ = exported(Path(folder), records)
        for written, path in zip(records, sorted((out / "documents").iterdir()), strict=True):
            root = etree.parse(path).getroot()
            text = root.find("{http:///uima/cas.ecore}Sofa").get("sofaString").encode("utf-16-le")
            members = root.find("{http:///uima/cas.ecore}View").get("members").split()
            for field, layer in SPANS.items():
                tag = "{http:///webanno/custom.ecore}" + layer.name.rpartition(".")[2]
                seen = [
                    text[2 * int(e.get("begin")) : 2 * int(e.get("end"))].decode("utf-16-le") for e in root.findall(tag)
                ]
                held = spoke_named("inception").held
                assert sorted(seen) == sorted(held(span["text"]) for span in written.get(field, ()))
                assert all(e.get(XMI_ID) in members for e in root.findall(tag))


@given(hubs())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_utf_16_offsets_of_json_point_at_the_words(records):
    with TemporaryDirectory() as folder:
        out, _ = exported(Path(folder), records, "inception-json")
        for written, path in zip(records, sorted((out / "documents").iterdir()), strict=True):
            cas = json.loads(path.read_bytes())
            sofa, *structures = cas["%FEATURE_STRUCTURES"]
            text = sofa["sofaString"].encode("utf-16-le")
            for field, layer in SPANS.items():
                seen = [
                    text[2 * fs["begin"] : 2 * fs["end"]].decode("utf-16-le")
                    for fs in structures
                    if fs["%TYPE"] == layer.name
                ]
                assert sorted(seen) == sorted(span["text"] for span in written.get(field, ()))
            assert cas["%TYPES"]["webanno.custom.DiplotrackPassage"]["%SUPER_TYPE"] == "uima.cas.AnnotationBase"


def test_an_export_holds_documents_layers_and_types(tmp_path):
    out, done = exported(tmp_path, [record(), record("b", "", actors=[], cues=[])])
    assert sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()) == [
        "TypeSystem.xml", "documents/000001.xmi", "documents/000002.xmi", "layers.json",
    ]  # fmt: skip
    assert done.losses == {"passages without words, which INCEpTION does not import": 1, "actors.rules": 1, "source": 2}
    root = etree.parse(out / "TypeSystem.xml").getroot()
    described = {t.findtext("{*}name"): t.findtext("{*}supertypeName") for t in root.iter("{*}typeDescription")}
    assert described == {
        "webanno.custom.DiplotrackActor": "uima.tcas.Annotation",
        "webanno.custom.DiplotrackCue": "uima.tcas.Annotation",
        "webanno.custom.DiplotrackPassage": "uima.cas.AnnotationBase",
    }


def test_layers_have_the_shape_that_inception_exports():
    passage, actor, cue = layers()
    assert passage["type"] == "document-metadata" and json.loads(passage["traits"]) == {"singleton": True}
    # Keys and values as INCEpTION wrote them for a layer of its own, from its classes and from exported projects.
    for layer in (actor, cue):
        assert (layer["type"], layer["anchoring_mode"], layer["overlap_mode"]) == ("span", "CHARACTERS", "ANY_OVERLAP")
        assert layer["validation_mode"] == "ALWAYS" and layer["cross_sentence"] and not layer["built_in"]
    for layer in (passage, actor, cue):
        for feature in layer["features"]:
            assert {"name", "uiName", "type", "tag_set", "visible", "multi_value_mode"} <= feature.keys()
            assert feature["multi_value_mode"] == feature["link_mode"] == "NONE"
    tags = {
        f["name"]: [t["name"] for t in f["tag_set"]["tags"]] for la in layers() for f in la["features"] if f["tag_set"]
    }
    assert list(tags) == ["label", "status", "capacity", "role", "kind", "aspect"]
    assert tags["label"] == list(map(str, Label)) and tags["kind"] == list(map(str, Kind))


# What INCEpTION makes


def units(text, index):
    return len(text[:index].encode("utf-16-le")) // 2


def annotation(type, start, end, number, text=TEXT, **features):
    more = "".join(f' {k}="{v}"' for k, v in features.items())
    return f'<{type} xmi:id="{number}" sofa="1" begin="{units(text, start)}" end="{units(text, end)}"{more}/>'


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\r", "&#13;").replace("\n", "&#10;")


def tool_xmi(
    *structures, text=TEXT, passage='label="track_1" passage_id="a#0" record="0" i7n_uiOrder="0"', version="1.0"
):
    """A document as UIMA writes it: types of DKPro in other name spaces, and the text at the end."""
    inner = "".join(structures)
    passage = f'<custom:DiplotrackPassage xmi:id="9" sofa="1" {passage}/>' if passage is not None else ""
    members = ["2", "3", *re.findall(r'xmi:id="(\d+)"', passage + inner)]
    return (
        f'<?xml version="{version}" encoding="UTF-8"?><xmi:XMI xmlns:cas="http:///uima/cas.ecore" '
        'xmlns:xmi="http://www.omg.org/XMI" xmlns:custom="http:///webanno/custom.ecore" '
        'xmlns:tcas="http:///uima/tcas.ecore" '
        'xmlns:type2="http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore" '
        'xmlns:type3="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore" xmi:version="2.0">'
        '<cas:NULL xmi:id="0"/>'
        '<type2:DocumentMetaData xmi:id="2" sofa="1" begin="0" end="5" language="x-unspecified" documentTitle="000001.xmi" '
        'documentId="anna" isLastSegment="false"/>'
        f'<type3:Token xmi:id="3" sofa="1" begin="0" end="2" order="0"/>{passage}{inner}'
        f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="{escaped(text)}"/>'
        f'<cas:View sofa="1" members="{" ".join(members)}"/></xmi:XMI>'
    ).encode()


ACTOR = annotation("custom:DiplotrackActor", at(FORMER)["start"], at(FORMER)["end"], 20, status="official", role="host")
CUE = annotation("custom:DiplotrackCue", at("met")["start"], at("met")["end"], 21, aspect="purpose")
SPANS_OF_TOOL = ACTOR + CUE
STATES = {
    ("000001.xmi", "anna"): "FINISHED",
    ("000001.xmi", "j.doe"): "FINISHED",
    ("000002.xmi", "anna"): "IN_PROGRESS",
}


def zipped(files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def document_zip(user, data, types):
    return zipped({f"{user}.xmi": data, "TypeSystem.xml": types})


def project_zip():
    """A project as *Settings, Export* makes it."""
    types = '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types/></typeSystemDescription>'
    entries = [{"name": name, "user": user, "state": state} for (name, user), state in STATES.items()]
    return zipped({
        "exportedproject123.json": json.dumps({"name": "p", "annotation_documents": entries, "layers": layers()}),
        "source/000001.xmi": tool_xmi(),
        "annotation_ser/000001.xmi/anna.ser": b"\xac\xed\x00\x05",
        "annotation/000001.xmi/INITIAL_CAS.zip": document_zip("INITIAL_CAS", tool_xmi(), types),
        "annotation/000001.xmi/anna.zip": document_zip("anna", tool_xmi(SPANS_OF_TOOL), types),
        "annotation/000001.xmi/j.doe.zip": document_zip("j.doe", tool_xmi(SPANS_OF_TOOL), types),
        "annotation/000002.xmi/anna.zip": document_zip("anna", tool_xmi(passage='label="none" passage_id="b#0"'), types),
        "curation/000001.xmi/CURATION_USER.zip": document_zip(
            "CURATION_USER", tool_xmi(ACTOR, passage='label="track_1_5" rationale="both" passage_id="a#0" record="0"'), types
        ),
        "log/project-1.log": "opened",
    })  # fmt: skip


def test_a_project_export_gives_each_coder_and_the_curation(tmp_path):
    out, _ = exported(tmp_path, [record(), record("b")])
    path = tmp_path / "project.zip"
    path.write_bytes(project_zip())
    records, problems, found = imported(path, side_path(out))
    assert not problems
    assert [(r["source"]["kind"], r["source"]["name"], r["label"]) for r in records] == [
        ("human", "anna", "track_1"), ("human", "j.doe", "track_1"), ("adjudicated", "curation", "track_1_5"),
    ]  # fmt: skip
    assert found.uncoded == 1  # which anna has not finished
    anna, _, gold = records
    assert anna["annotator"] == "anna" and anna["saw_prediction"] and "annotator" not in gold
    assert gold["rationale"] == "both" and not gold["cues"]
    actor, cue = anna["actors"][0], anna["cues"][0]
    assert (actor["text"], cue["text"]) == (FORMER, "met")
    # What the coder left empty is empty, whatever was exported.
    assert (actor["capacity"], actor["role"], actor["party"], actor["negated"]) == ("unknown", "host", "", False)
    assert (cue["aspect"], cue["value"]) == ("purpose", "")


def test_a_project_export_that_was_unpacked_by_hand(tmp_path):
    folder = tmp_path / "projects" / "p"
    with zipfile.ZipFile(io.BytesIO(project_zip())) as archive:
        archive.extractall(folder)
    records, problems, _ = imported(folder.parent)
    assert not problems
    assert [r["source"]["name"] for r in records] == ["anna", "j.doe", "curation"]


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_one_document_by_a_coder_whom_the_command_names(tmp_path, version):
    path = tmp_path / "000001.xmi"
    path.write_bytes(tool_xmi(SPANS_OF_TOOL, version=version))
    [made], problems, _ = imported(path, annotator="bo")
    assert not problems
    assert (made["annotator"], made["passage_id"], made["actors"][0]["text"]) == ("bo", "a#0", FORMER)


def test_json_as_the_java_writer_makes_it(tmp_path):
    """Ids from 1, texts after what refers to them, only types that are used."""
    start, end = (units(TEXT, at(MINISTER)[k]) for k in ("start", "end"))
    cas = {
        "%TYPES": {
            "webanno.custom.DiplotrackActor": {
                "%NAME": "webanno.custom.DiplotrackActor", "%SUPER_TYPE": "uima.tcas.Annotation",
                "status": {"%NAME": "status", "%RANGE": "uima.cas.String"},
            },
            "webanno.custom.DiplotrackPassage": {
                "%NAME": "webanno.custom.DiplotrackPassage", "%SUPER_TYPE": "uima.cas.AnnotationBase",
                "label": {"%NAME": "label", "%RANGE": "uima.cas.String"},
                "passage_id": {"%NAME": "passage_id", "%RANGE": "uima.cas.String"},
                "record": {"%NAME": "record", "%RANGE": "uima.cas.Integer"},
                "i7n_uiOrder": {"%NAME": "i7n_uiOrder", "%RANGE": "uima.cas.Integer"},
            },
        },
        "%FEATURE_STRUCTURES": [
            {"%ID": 1, "%TYPE": "webanno.custom.DiplotrackActor", "@sofa": 3, "begin": start, "end": end, "status": "official"},
            {"%ID": 2, "%TYPE": "webanno.custom.DiplotrackPassage", "@sofa": 3, "i7n_uiOrder": 0, "label": "none", "passage_id": "a#0", "record": 0},
            {"%ID": 3, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text", "sofaString": TEXT},
        ],
        "%VIEWS": {"_InitialView": {"%SOFA": 3, "%MEMBERS": [1, 2]}},
    }  # fmt: skip
    folder = tmp_path / "annotation" / "000001.json"
    folder.mkdir(parents=True)
    (folder / "anna.json").write_text(json.dumps(cas), "utf-8")
    [made], problems, _ = imported(tmp_path, name="inception-json")
    assert not problems
    assert (made["annotator"], made["label"], made["actors"][0]["text"]) == ("anna", "none", MINISTER)


def test_layers_and_features_of_others_are_left_alone(tmp_path):
    """A library that makes code of the names in a type system must not see those of a file."""
    out, _ = exported(tmp_path, [record()], "inception-json")
    path = out / "documents" / "000001.json"
    cas = json.loads(path.read_bytes())
    name = "x=print(1):\n pass\nraise SystemExit\ndef f(self"
    cas["%TYPES"]["other.Layer"] = {
        "%SUPER_TYPE": "uima.tcas.Annotation",
        name: {"%NAME": name, "%RANGE": "uima.cas.String"},
    }
    cas["%FEATURE_STRUCTURES"][1][name] = cas["%FEATURE_STRUCTURES"][2]["comment"] = "x"
    cas["%FEATURE_STRUCTURES"].append({"%ID": 99, "%TYPE": "other.Layer", "@sofa": 1, "begin": 0, "end": 1, name: "x"})
    cas["%VIEWS"]["_InitialView"]["%MEMBERS"].append(99)
    path.write_text(json.dumps(cas))
    assert imported(out, side_path(out))[:2] == ([record()], [])
    folder = tmp_path / "xmi"
    folder.mkdir()
    (folder / "TypeSystem.xml").write_text("<typeSystemDescription><types><typeDescription><name>a b</name>")
    more = ACTOR.replace("role=", 'comment="x" role=').replace(
        "/>", "><tags>a</tags><tags>b</tags></custom:DiplotrackActor>"
    )
    (folder / "1.xmi").write_bytes(tool_xmi(more))
    [made], problems, _ = imported(folder, annotator="anna")
    assert not problems and made["actors"][0]["role"] == "host"


def test_a_blind_export_tells_nothing_and_comes_back_uncoded(tmp_path):
    out, _ = exported(tmp_path, [record()], blind=True)
    assert b"track_2" not in (out / "documents" / "000001.xmi").read_bytes()
    records, problems, found = imported(out, side_path(out), annotator="anna")
    assert (records, problems, found.uncoded) == ([], [], 1)


# What is broken or hostile


def bomb(size=30):
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, size))
    return tool_xmi().replace(b"<xmi:XMI", f'<!DOCTYPE x [<!ENTITY l0 "lol">{entities}]><xmi:XMI a="&l9;"'.encode(), 1)


BROKEN = {
    "entities that grow": (bomb(), "document type"),
    "an entity from outside": (
        tool_xmi().replace(b"<xmi:XMI", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><xmi:XMI', 1),
        "document type",
    ),
    "entities in another encoding": (
        bomb().decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"),
        "document type",
    ),
    "an encoding that nobody uses": (tool_xmi().replace(b"UTF-8", b"UTF-7"), "not XML"),
    "no XML": (b"\x00\x01", "not XML"),
    "empty": (b"", "not XML"),
    "cut short": (tool_xmi(SPANS_OF_TOOL)[:-20], "not UIMA CAS"),
    "another XML": (b"<html/>", "XML of another kind"),
    "no text": (tool_xmi().replace(b" sofaString=", b" other="), "holds no text"),
    "half of a pair": (
        tool_xmi('<custom:DiplotrackActor xmi:id="20" sofa="1" begin="1" end="4"/>'), "Not mapping external offset"),
    "beyond the text": (
        tool_xmi('<custom:DiplotrackActor xmi:id="20" sofa="1" begin="2" end="4000"/>'), "Not mapping external offset"),
    "no number": (tool_xmi('<custom:DiplotrackActor xmi:id="20" sofa="1" begin="x" end="4"/>'), "not UIMA CAS"),
    "backwards": (tool_xmi('<custom:DiplotrackActor xmi:id="20" sofa="1" begin="4" end="2"/>'), "no stretch"),
    "no bounds": (tool_xmi('<custom:DiplotrackActor xmi:id="20" sofa="1"/>'), "no stretch"),
    "an unknown status": (tool_xmi(ACTOR.replace('"official"', '"boss"')), "\"boss\" is not one of"),
    "an unknown label": (tool_xmi(passage='label="track_3" passage_id="a#0"'), "track_3"),
    "no passage": (tool_xmi(passage=None), "0 annotations on the layer Passage"),
    "no id": (tool_xmi(passage='label="none"'), "'Passage' is empty"),
    "a record before the first": (tool_xmi(passage='label="none" passage_id="a#0" record="-1"'), "not in the side file"),
    "a text that was changed": (tool_xmi(text=TEXT + "!"), "was changed"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_document_is_told_and_the_others_are_read(tmp_path, name):
    data, reason = BROKEN[name]
    out, _ = exported(tmp_path, [record(), record("b")])
    path = out / "documents" / "000001.xmi"
    path.write_bytes(data)
    records, problems, _ = imported(out, side_path(out), annotator="anna")
    assert len(problems) == 1 and reason in problems[0], problems
    assert [r["document_id"] for r in records] == ["b"]


def test_broken_json(tmp_path):
    out, _ = exported(tmp_path, [record()], "inception-json")
    path = out / "documents" / "000001.json"
    good = json.loads(path.read_bytes())
    sofa = good["%FEATURE_STRUCTURES"][0]
    for change, reason in (
        ({"%FEATURE_STRUCTURES": [sofa] * 2}, "one text"),
        ({"%FEATURE_STRUCTURES": None}, "not UIMA CAS"),
        ({"%VIEWS": {"_InitialView": {"%SOFA": 1}}}, "not UIMA CAS"),
        ({"%VIEWS": {}}, "0 annotations on the layer Passage"),
    ):
        path.write_text(json.dumps({**good, **change}))
        _, problems, _ = imported(out, side_path(out), "inception-json")
        assert len(problems) == 1 and reason in problems[0], problems
    for text, reason in (
        ("[" * 200_000, "nested"),
        ("[]", "not UIMA CAS"),
        ("{", "not UIMA CAS"),
        ("", "not UIMA CAS"),
    ):
        path.write_text(text)
        _, problems, _ = imported(out, side_path(out), "inception-json")
        assert len(problems) == 1 and reason in problems[0], problems
    for record_number, reason in (("x", "no Integer"), (True, "no Integer"), (1.5, "no Integer")):
        made = json.loads(json.dumps(good))
        made["%FEATURE_STRUCTURES"][1]["record"] = record_number
        path.write_text(json.dumps(made))
        _, problems, _ = imported(out, side_path(out), "inception-json")
        assert len(problems) == 1 and reason in problems[0], problems


def test_an_archive_that_fills_the_disk(tmp_path):
    path = tmp_path / "bomb.zip"
    path.write_bytes(zipped({f"annotation/{i}.xmi/a.xmi": bytes(60 << 20) for i in range(2)}))
    with pytest.raises(InputError, match="unpacks to more than 100 times"):
        imported(path)
    path.write_bytes(zipped({"annotation/1.xmi/a.zip": zipped({"a.xmi": bytes(200 << 20)})}))
    _, problems, _ = imported(path)
    assert "as a bomb does" in problems[0]


def test_names_in_archives_are_names_and_no_paths(tmp_path):
    path = tmp_path / "p.zip"
    path.write_bytes(
        zipped({"../../annotation/000001.xmi/anna.xmi": tool_xmi(), "/annotation/2.xmi/bo.xmi": tool_xmi()})
    )
    records, problems, _ = imported(path)
    assert not problems and [r["annotator"] for r in records] == ["anna", "bo"]
    assert [p.name for p in tmp_path.parent.iterdir() if p.name == "annotation"] == []


def test_damaged_and_other_files_are_told(tmp_path):
    path = tmp_path / "p.zip"
    damaged = bytearray(zipped({"anna.xmi": tool_xmi(SPANS_OF_TOOL)}))
    damaged[60] ^= 0xFF
    path.write_bytes(
        zipped({"annotation/1.xmi/anna.zip": bytes(damaged), "annotation/1.xmi/bo.tsv": "#FORMAT=WebAnno TSV 3.3"})
    )
    _, problems, _ = imported(path)
    assert "damaged or cut short" in problems[0] and "UIMA CAS XMI" in problems[1]
    for name, data in (
        ("x.zip", b"PK\x03\x04"),
        ("y.zip", zipped({"exportedproject.json": "[]"})),
        ("z.zip", zipped({})),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InputError):
            imported(tmp_path / name)
    with pytest.raises(InputError, match="No such file"):
        imported(tmp_path / "missing")


def test_reading_says_what_it_needs(monkeypatch, tmp_path):
    import sys

    monkeypatch.setitem(sys.modules, "cassis", None)
    with pytest.raises(InputError, match=r"pip install \"diplotrack\[annotation\]\""):
        [item for item in spoke_named("inception").read(tmp_path) if isinstance(item, Reject)]
