"""brat: a folder with a text and its annotations for each passage, and the settings of the project.

The passage's label, for which brat has no place, is a mark on its first word, as is usual in brat's projects; the
rationale is that mark's note. ``passages.jsonl`` tells which passage a text is of. Characters beyond U+FFFF are replaced,
for brat's page counts UTF-16 units where its server counts characters, so that what is marked behind one would be off.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ...documents import Reject
from ...documents.limits import MAX_TEXT
from ...errors import InputError
from ..spoke import Answer, Losses, Spoke, Task
from .brat_config import ACTORS, ATTRIBUTES, CUES, LABELS, NEGATED, annotation_conf, visual_conf
from .escapes import escape, unescape
from .json_files import read_objects
from .standoff import UNWRITABLE, Marked, read_lines, write_lines
from .unpacking import Found, files_of

INDEX = "passages.jsonl"
#: Fields of spans that stand in notes.
_NOTED = {"actors": ("party", "name", "office"), "cues": ("value",)}
_TYPES = {
    **{type: ("actors", {"status": str(status)}) for type, status in ACTORS.items()},
    **{type: ("cues", {"aspect": str(aspect)}) for type, aspect in CUES.items()},
}
_TYPE_OF = {next(iter(said.values())): type for type, (_, said) in _TYPES.items()}
_CARRIED = frozenset({
    "label", "rationale", "actors", "actors.status", "actors.negated", "cues", "cues.aspect",
    *(f"actors.{name}" for name, _ in ATTRIBUTES.values()),
    *(f"{field}.{name}" for field, names in _NOTED.items() for name in names),
})  # fmt: skip


def held(text: str) -> str:
    """Replace characters beyond U+FFFF.

    Examples
    --------
    >>> held("a 😀 b")
    'a � b'
    """
    return re.sub("[\U00010000-\U0010ffff]", "\ufffd", text)


def write(tasks: Iterable[Task], folder: Path) -> Losses:
    """Write a document for each record, or for each passage that none is shown of."""
    (folder / "annotation.conf").write_text(annotation_conf(), "utf-8")
    (folder / "visual.conf").write_text(visual_conf(), "utf-8")
    count = 0
    with (folder / INDEX).open("w", encoding="utf-8", newline="\n") as index:
        for task in tasks:
            shown: list[tuple[int | None, dict[str, Any]]] = list(enumerate(task.records)) or [(None, {})]
            for number, record in shown:
                count += 1
                name = f"{count:06}"
                (folder / f"{name}.txt").write_bytes(task.text.encode())
                lines = write_lines(task.text, _marked(task.text, record)) if record else ()
                (folder / f"{name}.ann").write_bytes("".join(f"{line}\n" for line in lines).encode())
                row = {"document": name, "passage_id": task.passage_id, "record": number}
                index.write(json.dumps(row, ensure_ascii=False) + "\n")
    return Counter()


def _marked(text: str, record: Mapping[str, Any]) -> Iterator[Marked]:
    first = re.search(r"\S+", text)
    start, end = first.span() if first else (0, 0)
    rationale = escape(record.get("rationale", ""), UNWRITABLE)
    yield Marked("T1", f"Label_{record['label']}", start, end, note=rationale)
    spans = [(field, span) for field in _NOTED for span in record.get(field, ())]
    for number, (field, span) in enumerate(spans, 2):
        attributes = {}
        if field == "actors":
            attributes = {name: span[key] for name, (key, _) in ATTRIBUTES.items() if span[key] != "unknown"}
            attributes |= {NEGATED: ""} if span.get("negated") else {}
        said = (f"{name}: {escape(span[name], f'{UNWRITABLE}|;')}" for name in _NOTED[field] if span.get(name))
        type = _TYPE_OF[span["status" if field == "actors" else "aspect"]]
        yield Marked(f"T{number}", type, span["start"], span["end"], attributes, "; ".join(said))


def read(path: Path) -> Iterator[Answer | Reject]:
    """Read a folder of brat's, or the archive of it that brat lets one download."""
    if path.is_file() and path.suffix in (".ann", ".txt"):
        raise InputError(f"{path}: one document; name its folder, which holds {INDEX} as well")
    with files_of(path) as files:
        found = {item.name: item for item in files if isinstance(item, Found)}
        yield from (item for item in files if isinstance(item, Reject))
        indexes = [name for name in found if name.rpartition("/")[2] == INDEX]
        if not indexes:
            raise InputError(f"{INDEX} is missing, which tells what passages these are; put that of the export there")
        known = set()
        for index in indexes:
            folder = index.removesuffix(INDEX)
            for item in _rows(found[index]):
                if isinstance(item, Reject):
                    yield Reject(f"{path}/{index}", item.record, item.stage, item.reason)
                    continue
                name = f"{folder}{item[1].get('document', '')}"
                known |= {f"{name}.txt", f"{name}.ann"}
                yield from _read_document(path, name, item[1], found)
        for name in found:
            if name not in known and name.endswith((".txt", ".ann")):
                yield Reject(f"{path}/{name}", None, "import", f"{INDEX} does not tell what passage this is")


def _rows(index: Found) -> Iterator[tuple[int, dict[str, Any]] | Reject]:
    try:
        yield from read_objects(index.path)
    except InputError as error:
        raise InputError(str(error).replace(str(index.path), index.name)) from error


def _read_document(
    path: Path, name: str, row: Mapping[str, Any], found: Mapping[str, Found]
) -> Iterator[Answer | Reject]:
    try:
        if f"{name}.txt" not in found:
            raise ValueError(f"{INDEX} names it, but there is no such text")
        text = _text(found[f"{name}.txt"])
        lines = _text(found[f"{name}.ann"]).split("\n") if f"{name}.ann" in found else []
        marked, rest = read_lines(text, (line.removesuffix("\r") for line in lines))
        record = row.get("record")
        if not (record is None or type(record) is int):
            raise ValueError(f"{INDEX}: record {record!r} is no number")
        fields, odd = _fields(marked)
        answer = Answer(name, str(row.get("passage_id", "")), record, text, fields)
    except (InputError, ValueError) as error:
        yield Reject(f"{path}/{name}", None, "import", str(error))
        return
    odd += [f"no place in a record for: {line.expandtabs(1)!r}" for line in rest]
    yield from (Reject(f"{path}/{name}.ann", None, "import", f"{what}; the rest was read") for what in odd)
    yield answer


def _text(file: Found) -> str:
    return file.read(MAX_TEXT, "no passage is").decode()


def _fields(marked: Iterable[Marked]) -> tuple[dict[str, Any], list[str]]:
    """Read what is marked as a record's fields, beside what could not be.

    Raises
    ------
    ValueError
        For types and values that the settings do not list, and two labels.
    """
    fields: dict[str, Any] = {"label": "", "rationale": "", "actors": [], "cues": []}
    odd = []
    for item in marked:
        if not item.whole:
            odd.append(f"{item.id} has gaps, and was read as one stretch, from {item.start} to {item.end}")
        if item.type in LABELS:
            label = str(LABELS[item.type])
            if fields["label"] not in ("", label):
                raise ValueError(f"two labels, {fields['label']} and {label}; leave one")
            fields["label"] = label
            fields["rationale"] = fields["rationale"] or unescape(item.note or "")
            odd += [f"{item.id} is a label, and has no attribute {name}" for name in item.attributes]
            continue
        if item.type not in _TYPES:
            raise ValueError(f"{item.id}: unknown type {item.type!r}; annotation.conf lists what there is")
        field, said = _TYPES[item.type]
        span = {"start": item.start, "end": item.end, **said}
        if field == "actors":
            span |= _attributes(item)
        else:
            odd += [f"{item.id} is a cue, and has no attribute {name}" for name in item.attributes]
        noted, strange = _noted(item.note or "", _NOTED[field])
        odd += [f"{item.id}: a note should be like '{_NOTED[field][0]}: …', not {part!r}" for part in strange]
        fields[field].append(span | noted)
    return fields, odd


def _attributes(item: Marked) -> dict[str, Any]:
    said: dict[str, Any] = {}
    left = dict(item.attributes)
    for name, (key, values) in ATTRIBUTES.items():
        said[key] = left.pop(name, "unknown")
        if said[key] not in set(map(str, values)):
            raise ValueError(f"{item.id}: unknown {name} {said[key]!r}; it is one of: {', '.join(values)}")
    said["negated"] = left.pop(NEGATED, None) is not None
    if left:
        raise ValueError(f"{item.id}: unknown attributes {', '.join(left)}; annotation.conf lists what there is")
    return said


def _noted(note: str, names: tuple[str, ...]) -> tuple[dict[str, str], list[str]]:
    """Read a note, such as ``party: UN; name: Ann``, beside what in it is not so.

    With such parts, fields that are not named are left to the span that was exported; else they are empty.
    """
    said, strange = {}, []
    for part in filter(str.strip, note.split(";")):
        name, colon, value = part.partition(":")
        if colon and name.strip() in names:
            said[name.strip()] = unescape(value.strip())
        else:
            strange.append(part.strip())
    return ({} if strange else dict.fromkeys(names, "")) | said, strange


SPOKE = Spoke("brat", "brat", "", _CARRIED, write, read, held)
