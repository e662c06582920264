"""doccano's JSON lines, for projects of the type *Intent Detection and Slot Filling*.

A line is a passage: ``{"text", "entities": [[start, end, label]], "cats": [label]}``, and every other key is kept by
doccano as it is, and comes back. Every line has the same keys, for doccano reads lines as a table. Of spans that overlap,
projects of this type drop all but one without a word; so the others travel under a key of their own, unseen by coders.

Read is whatever doccano exports: the ZIP file that it makes, a folder of what was in it, or one file of it; ``entities``
as triples or as objects; of projects of other types, ``label`` as the passage's labels or as its spans; in JSON lines or
one array. If annotations are not shared, each coder has a file of that name.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from ...documents import Reject
from ...errors import InputError
from ...labels import LABELS
from ..hub import Record
from ..spans import DEFAULTS
from ..spoke import Answer, Losses, Spoke, Task
from .json_files import objects_of, read_objects, record_number
from .tags import CARRIED, OFFERED, read_tag, tag_of
from .unpacking import files_of

#: Longest label that every database of doccano's holds.
_MAX_LABEL = 100
_LONG = f"labels of spans beyond {_MAX_LABEL} characters, which doccano may refuse"
#: Stem of the one file of a project whose annotations are shared.
_SHARED = "all"
_Entity = tuple[int, int, str]
_COLOURS = ("#7f7f7f", "#1f77b4", "#9467bd", "#2ca02c", "#d62728", "#ff7f0e", "#8c564b", "#17becf")


def write(tasks: Iterable[Task], path: Path) -> Losses:
    """Write a line for each record, or for each passage that none is shown of."""
    losses: Losses = Counter()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for task in tasks:
            losses["empty passages, which doccano refuses"] += not task.text
            for number, record in task.shown:
                entities, unseen = _apart(record)
                losses["overlapping spans, which coders won't see"] += bool(unseen)
                losses[_LONG] += any(len(tag) > _MAX_LABEL for _, _, tag in entities)
                line = {
                    "text": task.text, "entities": entities, "cats": [record["label"]] if record else [],
                    "passage_id": task.passage_id, "record": number, "unseen": unseen,
                }  # fmt: skip
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return +losses


def _apart(record: Record) -> tuple[list[_Entity], list[_Entity]]:
    """Spans of which none overlaps another, by the rule of doccano; and the rest."""
    spans = [(span["start"], span["end"], tag_of(name, span)) for name in DEFAULTS for span in record.get(name, ())]
    entities: list[_Entity] = []
    unseen: list[_Entity] = []
    for span in sorted(spans, key=lambda span: span[0]):
        (entities if not entities or span[0] >= entities[-1][1] else unseen).append(span)
    return entities, unseen


def held(text: str) -> str:
    """Replace the null character, which PostgreSQL, on which doccano runs, does not hold."""
    return text.replace("\0", "\ufffd")


def read(path: Path) -> Iterator[Answer | Reject]:
    """Read what doccano exports, approved or not."""
    if not path.exists():
        raise InputError(f"{path}: no such file; name what doccano exported")
    with files_of(path, lambda name: name.endswith((".jsonl", ".json"))) as files:
        if not files:
            raise InputError(f"{path}: no .jsonl or .json file in it; name what doccano exported")
        for file in files:
            if isinstance(file, Reject):
                yield file
                continue
            if file.path == path:  # a lone file, whose name is anybody's choice
                yield from _answers(read_objects(path), str(path), "")
                continue
            name = f"{path}!{file.name}"
            with file.path.open("rb") as stream:  # which may be blank, of a coder who has approved nothing
                yield from _answers(objects_of(stream, name), name, _coder(file.name))


def _coder(name: str) -> str:
    stem = PurePosixPath(name).stem
    return "" if stem == _SHARED else stem


def _answers(
    items: Iterable[tuple[int, dict[str, Any]] | Reject], source: str, coder: str
) -> Iterator[Answer | Reject]:
    file = PurePosixPath(source).name.rpartition("!")[2]
    for item in items:
        if isinstance(item, Reject):
            yield item
            continue
        number, line = item
        try:
            yield _answer(f"{file} {number}" if coder else f"line {number}", line, coder)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            yield Reject(source, number, "import", f"not a line of doccano's: {error}")


def _answer(place: str, line: dict[str, Any], coder: str) -> Answer:
    kept = {**line["meta"], **line} if isinstance(line.get("meta"), dict) else line
    labels, entities = _labels_and_entities(line)
    fields: dict[str, Any] = {}
    if labels is not None or not entities:
        if len(labels or ()) > 1:
            raise ValueError(f"{len(labels or ())} labels ({', '.join(map(str, labels or ()))}); leave one")
        fields["label"] = labels[0] if labels else ""
    if entities is not None:
        fields |= {"actors": [], "cues": []}
        for entity in [*entities, *(kept.get("unseen") or ())]:
            start, end, tag = (
                (entity["start_offset"], entity["end_offset"], entity["label"]) if isinstance(entity, dict) else entity
            )
            name, attributes = read_tag(str(tag))
            fields[name].append({"start": start, "end": end, **attributes})
    if comments := [str(text) for text in line.get("Comments") or line.get("comments") or ()]:
        fields["rationale"] = "\n".join(comments)
    passage_id = kept["passage_id"] if "passage_id" in kept else f"doccano-{kept['id']}"
    return Answer(place, str(passage_id), record_number(kept.get("record")), str(line["text"]), fields, coder)


def _labels_and_entities(line: dict[str, Any]) -> tuple[list[Any] | None, list[Any] | None]:
    """Labels of the passage and its spans; None where the type of the project has none."""
    labels, entities = line.get("cats"), line.get("entities")
    given = line.get("label", line.get("labels"))
    if "annotations" in line:
        raise ValueError("its labels are numbers; upgrade doccano, or export with labels as text")
    if labels is None and entities is None and given is not None:
        given = [given] if isinstance(given, str) else given
        if any(isinstance(item, str) for item in given):
            labels = given
        elif given:
            entities = given
        else:  # nothing was coded, in a project of whichever type
            labels = []
    return labels, entities


def _definitions(texts: Iterable[str], keys: str) -> str:
    """Labels for doccano's page *Labels*, *Import labels*, each with a key to press while there are any."""
    labels = [
        {
            "text": text, "prefix_key": None, "suffix_key": keys[i] if i < len(keys) else None,
            "background_color": _COLOURS[i % len(_COLOURS)], "text_color": "#ffffff",
        }
        for i, text in enumerate(texts)
    ]  # fmt: skip
    return json.dumps(labels, indent=2) + "\n"


SPOKE = Spoke(
    "doccano", "doccano", ".jsonl", frozenset({"label", *CARRIED}), write, read, held,
    {".categories.json": lambda: _definitions(map(str, LABELS), "1234"),
     ".spans.json": lambda: _definitions(OFFERED, "abcdefghijklmnopqrstuvwxyz")},
)  # fmt: skip
