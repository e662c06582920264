"""doccano's JSON lines, for projects of the type *Intent Detection and Slot Filling*.

A line is a passage: ``{"text", "entities": [{"label", "start_offset", "end_offset"}], "cats": [label]}`` as doccano
exports it; triples ``[start, end, label]``, and the key ``label``, are read too. Every line has the same keys, for
doccano demands it. In a project whose option *allow overlapping spans* is off, doccano drops overlapping spans without
a word: the import tells of spans that did not come back.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ...documents import Reject
from ..spoke import Answer, Losses, Spoke, Task
from .json_files import read_objects
from .tags import CARRIED, read_tag, tag_of


def write(tasks: Iterable[Task], path: Path) -> Losses:
    """Write a line for each record, or for each passage that none is shown of."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for task in tasks:
            shown: list[tuple[int | None, dict[str, Any]]] = list(enumerate(task.records)) or [(None, {})]
            for number, record in shown:
                entities = [
                    [span["start"], span["end"], tag_of(name, span)]
                    for name in ("actors", "cues")
                    for span in record.get(name, ())
                ]
                line = {
                    "text": task.text, "entities": entities, "cats": [record["label"]] if record else [],
                    "passage_id": task.passage_id, "record": number,
                }  # fmt: skip
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return Counter()


def read(path: Path) -> Iterator[Answer | Reject]:
    """Read what doccano exports, approved or not."""
    for item in read_objects(path):
        if isinstance(item, Reject):
            yield item
            continue
        number, line = item
        try:
            yield _answer(f"line {number}", line)
        except (ValueError, TypeError, KeyError) as error:
            yield Reject(str(path), number, "import", f"not a line of doccano's: {error}")


def _answer(place: str, line: dict[str, Any]) -> Answer:
    labels = line.get("cats", [])
    if len(labels) > 1:
        raise ValueError(f"{len(labels)} labels ({', '.join(map(str, labels))}); leave one")
    spans: dict[str, list[dict[str, Any]]] = {"actors": [], "cues": []}
    for entity in line.get("entities", line.get("label", [])):
        if isinstance(entity, dict):
            entity = entity["start_offset"], entity["end_offset"], entity["label"]
        start, end, tag = entity
        name, attributes = read_tag(tag)
        spans[name].append({"start": start, "end": end, **attributes})
    record = line.get("record")
    return Answer(
        place, str(line["passage_id"]), int(record) if record is not None else None, str(line["text"]),
        {"label": labels[0] if labels else "", **spans},
    )  # fmt: skip


SPOKE = Spoke("doccano", "doccano", ".jsonl", frozenset({"label", *CARRIED}), write, read)
