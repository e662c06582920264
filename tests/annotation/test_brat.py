"""brat: files by brat's own rules, and what coders make of them."""

import io
import re
import tarfile
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifier.annotation.exporting import export, side_path
from classifier.annotation.hub import write_records
from classifier.annotation.importing import Imported, import_answers
from classifier.annotation.spokes import spoke_named
from classifier.annotation.spokes.standoff import pieces, read_lines
from classifier.errors import InputError
from classifier.records import SCHEMA, sha256_of

from .made import hubs, texts

TEXT = "\u05e9\u05dc\u05d5\u05dd \U0001f600 The former\r\nminister met\u2028 an envoy."
NOBODY = {"status": "unknown", "capacity": "unknown", "role": "unknown", "kind": "unknown"}


def at(words, text=TEXT):
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def record(document="a", text=TEXT, **more):
    return {
        "schema": SCHEMA, "document_id": document, "passage_index": 0, "passage_id": f"{document}#0", "text": text,
        "text_sha256": sha256_of(text), "start": 0, "end": len(text), "label": "track_2",
        "actors": [
            at("former\r\nminister") | NOBODY | {"status": "non_official", "capacity": "former", "party": "A; B", "name": "Ann"},
            at("minister met\u2028 an envoy") | NOBODY | {"role": "host", "kind": "executive", "negated": True},
        ],
        "cues": [at("met") | {"aspect": "activity", "value": "meeting"}],
        "rationale": " first\nthen\\u0041 ", "source": {"kind": "human", "name": "bo"}, "annotator": "bo",
    } | more  # fmt: skip


def exported(folder, records, **options):
    hub, out = folder / "hub.jsonl", folder / "out"
    write_records(hub, records)
    done = export([hub], spoke_named("brat"), out, lambda r: pytest.fail(r.reason), **options)
    return out, done


def imported(path, side=None, **options):
    problems, found = [], Imported()
    records = list(import_answers(path, spoke_named("brat"), side, problems.append, found, **options))
    return records, [p.reason for p in problems], found


def check_as_brat_does(text, lines):
    """Check lines by the rules of brat's server: types, ids, bounds, and texts that lines repeat."""
    ids = set()
    for line in lines.splitlines():  # which brat's reader does as well, so that no other line break may be in them
        id, data = line.split("\t", 1)
        assert re.fullmatch(r"([TA]|#)\d+", id) and id not in ids
        ids.add(id)
        if id[0] == "T":
            head, repeated = data.split("\t", 1)
            type, bounds = head.split(" ", 1)
            assert re.fullmatch(r"[A-Za-z0-9_-]+", type)
            cut = [tuple(map(int, pair.split(" "))) for pair in bounds.split(";")]
            assert all(0 <= start <= end <= len(text) for start, end in cut)
            for i, (start, end) in enumerate(cut):
                assert not any(end >= s and start < e for s, e in cut[:i])
            assert repeated == " ".join(text[start:end] for start, end in cut)
        elif id[0] == "A":
            assert re.fullmatch(r"(Capacity|Role|Kind) T\d+ [a-z_]+|Negated T\d+", data)
        else:
            head, note = data.split("\t", 1)
            assert re.fullmatch(r"AnnotatorNotes T\d+", head) and note == note.strip() != ""


@given(hubs())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_lines_follow_brats_rules(records):
    with TemporaryDirectory() as folder:
        out, _ = exported(Path(folder), records)
        for written, path in zip(records, sorted(out.glob("*.txt")), strict=True):
            text = path.read_bytes().decode()
            assert len(text) == len(written["text"]) and max(text, default="") <= "\uffff"
            check_as_brat_does(text, path.with_suffix(".ann").read_bytes().decode())


@given(texts.filter(bool), st.data())
def test_pieces_cover_a_stretch_and_hold_no_line_break(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    cut = pieces(text, start, end)
    assert (cut[0][0], cut[-1][1]) == (start, end)
    assert all(text[a:b].splitlines(keepends=True) in ([], [text[a:b]]) for a, b in cut)
    gaps = "".join(text[b:a] for (_, b), (a, _) in zip(cut, cut[1:], strict=False))
    assert not gaps or set(gaps) <= set("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


def test_a_document_of_brats(tmp_path):
    out, done = exported(tmp_path, [record()])
    assert (out / "000001.ann").read_bytes().decode() == (
        "T1\tLabel_track_2 0 4\t\u05e9\u05dc\u05d5\u05dd\n"
        "#1\tAnnotatorNotes T1\t\\u0020first\\u000athen\\u005cu0041\\u0020\n"
        "T2\tNonOfficial 11 17;19 27\tformer minister\n"
        "A1\tCapacity T2 former\n"
        "#2\tAnnotatorNotes T2\tparty: A\\u003b B; name: Ann\n"
        "T3\tUnknown 19 31;32 41\tminister met  an envoy\n"
        "A2\tRole T3 host\nA3\tKind T3 executive\nA4\tNegated T3\n"
        "T4\tCue_activity 28 31\tmet\n"
        "#3\tAnnotatorNotes T4\tvalue: meeting\n"
    )
    assert done.losses == {"characters of the text": 1, "source": 1, "annotator": 1}
    assert sorted(p.name for p in out.iterdir()) == [
        "000001.ann", "000001.txt", "annotation.conf", "passages.jsonl", "visual.conf",
    ]  # fmt: skip


def sections(text):
    found, lines = {}, []
    for line in text.splitlines():
        if match := re.fullmatch(r"\[(.*)\]", line):
            lines = found.setdefault(match[1], [])
        elif line.strip():
            lines.append(line)
    return found


def test_settings_list_all_that_is_written(tmp_path):
    out, _ = exported(tmp_path, [record()])
    conf = sections((out / "annotation.conf").read_text("utf-8"))
    assert list(conf) == ["entities", "relations", "events", "attributes"]
    depths = [len(line) - len(line.lstrip("\t")) for line in conf["entities"]]
    assert depths[0] == 0 and all(b - a <= 1 for a, b in zip(depths, depths[1:], strict=False))
    types = {line.strip() for line in conf["entities"] if not line.startswith("!")}
    assert {"Label_none", "Label_track_1_5", "Official", "NonOfficial", "Unknown", "Cue_designation"} <= types
    for line in conf["attributes"]:
        name, arguments = line.split("\t")
        assert all(re.fullmatch(r"(Arg|Value):[A-Za-z_|]+", part.strip()) for part in arguments.split(",")), name
    visual = sections((out / "visual.conf").read_text("utf-8"))
    assert "Label_track_1_5 | Track 1.5" in visual["labels"]
    assert {line.split("\t")[0] for line in visual["drawing"]} <= types | {
        "SPAN_DEFAULT", "ARC_DEFAULT", "ATTRIBUTE_DEFAULT", "Negated",
    }  # fmt: skip


# What coders make of it


def edited(tmp_path, lines, **options):
    out, _ = exported(tmp_path, [record(), record("b")])
    (out / "000001.ann").write_bytes(lines.encode())
    records, problems, found = imported(out, side_path(out), annotator="anna", **options)
    return next((r for r in records if r["document_id"] == "a"), None), problems, found


def test_a_coder_changes_things(tmp_path):
    made, problems, _ = edited(
        tmp_path,
        "T9\tLabel_track_1_5 7 10\tThe\r\n#1\tAnnotatorNotes T9\tboth; were there\nT2\tOfficial 11 17;19 27\tformer minister\n"
        "A7\tCapacity T2 incumbent\nT5\tCue_purpose 7 10\tThe\n",
    )
    assert not problems
    assert (made["label"], made["rationale"], made["annotator"]) == ("track_1_5", "both; were there", "anna")
    [actor], [cue] = made["actors"], made["cues"]
    # The note is gone, and with it what it told.
    assert actor == at("former\r\nminister") | NOBODY | {
        "status": "official", "capacity": "incumbent", "party": "", "name": "", "office": "", "negated": False,
    }  # fmt: skip
    assert (cue["aspect"], cue["value"], cue["text"]) == ("purpose", "", "The")


def test_remarks_and_relations_are_told_and_the_rest_is_read(tmp_path):
    made, problems, _ = edited(
        tmp_path,
        "T1\tLabel_none 7 10\tThe\nT2\tNonOfficial 11 17;19 27\tformer minister\n#2\tAnnotatorNotes T2\tnot sure; name: Bea\n"
        "T3\tOfficial 7 10;33 35\tThe an\nR1\tEquiv Arg1:T2 Arg2:T3\nA1\tRole T8 host\nA2\tRole T1 host\nT4\tCue_purpose 7 10\tThe\nM1\tNegation T4\n",
    )
    assert made["actors"][0]["party"] == "A; B" and made["actors"][0]["name"] == "Bea"
    assert made["actors"][1]["text"] == "The former\r\nminister met\u2028 an"
    assert [problem.partition(";")[0] for problem in problems] == [
        "T1 is a label, and has no attribute Role",
        "T2: a note should be like 'party: …', not 'not sure'",
        "T3 has gaps, and was read as one stretch, from 7 to 35",
        "no place in a record for: 'R1 Equiv Arg1:T2 Arg2:T3'",
        "no place in a record for: 'M1 Negation T4'",
        "no place in a record for: 'A1 Role T8 host'",
    ]


def test_a_document_without_a_label_is_not_coded(tmp_path):
    _, problems, found = edited(tmp_path, "T2\tOfficial 7 10\tThe\n")
    assert not problems and found.uncoded == 1
    _, problems, found = edited(tmp_path, "")
    assert not problems and found.uncoded == 1


@pytest.mark.parametrize(
    ("lines", "reason"),
    {
        "T1\tLabel_none 7 10\tThe\nT2\tLabel_track_1 7 10\tThe\n": "two labels, none and track_1",
        "T1\tPerson 7 10\tThe\n": "unknown type 'Person'",
        "T1\tOfficial 7 10\tThe\nA1\tRole T1 boss\n": "unknown Role 'boss'",
        "T1\tOfficial 7 10\tThe\nA1\tRank T1 high\n": "unknown attributes Rank",
        "T1\tOfficial 7 10\tTho\n": "T1: at 7 10 stands 'The' …, not 'Tho'",
        "T1\tOfficial 7 10\tThe\nT1\tOfficial 7 10\tThe\n": "a second T1",
        "T1\tOfficial 7 1000\tThe\n": "reaches beyond",
        "T1\tOfficial 10 7\t\n": "reaches beyond",
        "T1\tOfficial -7 10\tThe\n": "are no bounds",
        "T1\tOfficial 7 10 12\tThe\n": "are no bounds",
        "T1\tOfficial\n": "are no bounds",
        "T1\tOfficial 7 7\t\n": "no stretch",
        f"T1\tOfficial {';'.join(['0 40'] * 100_000)}\tThe\n": "stands",
        f"T1\tOfficial {'9' * 5000} 10\tThe\n": "are no bounds",
    }.items(),
)
def test_broken_lines_are_told(tmp_path, lines, reason):
    made, problems, _ = edited(tmp_path, f"T0\tLabel_none 7 10\tThe\n{lines}" if "Label" not in lines else lines)
    assert made is None
    assert len(problems) == 1 and reason in problems[0] and len(problems[0]) < 500, problems


def test_broken_folders_are_told(tmp_path):
    out, _ = exported(tmp_path, [record(), record("b"), record("c")])
    (out / "000001.txt").write_bytes(b"\xff\xfe\x00")
    (out / "000002.txt").unlink()
    (out / "000003.ann").unlink()
    (out / "000009.ann").write_text("T1\tOfficial 0 1\ta\n")
    with (out / "passages.jsonl").open("a") as index:
        index.write('[1]\n{"document": ["x"], "record": "y"}\n')
    records, problems, found = imported(out, side_path(out), annotator="anna")
    assert (records, found.uncoded) == ([], 1)
    for reason in ("can't decode", "no such text", "not an object", "does not tell what passage"):
        assert any(reason in problem for problem in problems), (reason, problems)
    (out / "passages.jsonl").write_text("")
    with pytest.raises(InputError, match=r"out: passages\.jsonl: empty"):
        imported(out)
    (out / "passages.jsonl").unlink()
    with pytest.raises(InputError, match="passages.jsonl is missing"):
        imported(out)
    with pytest.raises(InputError, match="name its folder"):
        imported(out / "000001.txt")


def test_a_text_that_was_changed_is_told(tmp_path):
    out, _ = exported(tmp_path, [record()])
    path = out / "000001.txt"
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))
    (out / "000001.ann").write_text("T1\tLabel_none 7 10\tThe\n")
    _, problems, _ = imported(out, side_path(out), annotator="anna")
    assert "was changed at character 17" in problems[0]


def packed(folder, kind):
    target = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(target, "w") as archive:
            for path in sorted(folder.iterdir()):
                archive.write(path, f"coding/{path.name}")
    else:
        with tarfile.open(fileobj=target, mode="w:gz" if kind == "tar.gz" else "w") as archive:
            archive.add(folder, "coding")
    return target.getvalue()


@pytest.mark.parametrize("kind", ["tar.gz", "tar", "zip"])
def test_the_archive_that_brat_makes(tmp_path, kind):
    records = [record(), record("b")]
    out, _ = exported(tmp_path, records)
    path = tmp_path / f"coding.{kind}"
    path.write_bytes(packed(out, kind))
    back, problems, _ = imported(path, side_path(out))
    assert (back, problems) == (records, [])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(InputError, match="damaged"):
        imported(path)


def test_an_archive_that_fills_the_disk(tmp_path):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        info = tarfile.TarInfo("coding/000001.txt")
        info.size = 100 << 20
        archive.addfile(info, io.BytesIO(bytes(info.size)))
    (tmp_path / "bomb.tar.gz").write_bytes(target.getvalue())
    with pytest.raises(InputError, match="unpacks to more than 100 times"):
        imported(tmp_path / "bomb.tar.gz")


def test_many_lines_take_linear_time():
    lines = [f"T{i}\tOfficial 0 1\ta" for i in range(50_000)] + [f"A{i}\tRole T{i} host" for i in range(50_000)]
    marked, rest = read_lines("a" * 100, lines)
    assert (len(marked), rest) == (50_000, [])
