"""Prodigy's JSON lines, for a recipe that shows ``blocks`` of ``spans_manual`` and ``choice`` (docs/annotation/prodigy.md).

A task is a passage with its tokens; what was predicted stands in ``spans`` and ``accept`` as if a coder had marked it.
Keys that Prodigy does not know stay with the task, and with the spans that no coder touches: so kind, party, name and
office of an actor come back. Answers are what ``prodigy db-out`` writes.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ...documents import Reject
from ...labels import DISPLAY, LABELS
from ..hub import Record
from ..spoke import Answer, Losses, Spoke, Task
from .cutting import cut, token_ranges
from .json_files import read_objects, record_number
from .tags import BESIDE, CARRIED_BESIDE, read_tag, tag_of

#: Session of somebody who gave no name.
_UNNAMED = re.compile(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d")


def write(tasks: Iterable[Task], path: Path) -> Losses:
    """Write a task for each record, or for each passage that none is shown of."""
    used: set[int] = set()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for task in tasks:
            for number, record in task.shown:
                # Prodigy passes over a task whose hash it has met; its own would be equal for records that agree.
                key = _hash(f"{task.passage_id}\n{number}")
                while key in used:
                    key = key + 1 if key < 2**31 - 1 else -(2**31)
                used.add(key)
                line = _task(task, number, record) | {"_input_hash": _hash(task.text), "_task_hash": key}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return Counter()


def _task(task: Task, number: int | None, record: Record) -> dict[str, Any]:
    marked = [(name, span) for name in BESIDE for span in record.get(name, ())]
    tokens = cut(task.text, [span for _, span in marked])
    ranges = token_ranges(tokens, [span for _, span in marked])
    return {
        "text": task.text,
        "tokens": [
            {"text": task.text[token.start : token.end], "start": token.start, "end": token.end, "id": i, "ws": token.space}
            for i, token in enumerate(tokens)
        ],
        "spans": [
            {"start": span["start"], "end": span["end"], "token_start": first, "token_end": last, "label": tag_of(name, span)}
            | {key: span[key] for key in BESIDE[name] if key in span}
            for (name, span), (first, last) in zip(marked, ranges, strict=True)
        ],
        "options": [{"id": str(label), "text": DISPLAY[label]} for label in LABELS],
        "accept": [record["label"]] if record else [],
        **({"rationale": record["rationale"]} if "rationale" in record else {}),
        "meta": {"passage_id": task.passage_id, "record": number},
    }  # fmt: skip


def _hash(text: str) -> int:
    """A signed number of 32 bits, as Prodigy's hashes are."""
    return zlib.crc32(text.encode()) - 2**31


def read(path: Path) -> Iterator[Answer | Reject]:
    """Read what ``db-out`` writes, or tasks that nobody has answered yet."""
    for item in read_objects(path):
        if isinstance(item, Reject):
            yield item
            continue
        number, line = item
        try:
            yield _answer(f"line {number}", line, path.stem)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            yield Reject(str(path), number, "import", f"not an answer of Prodigy's: {error}")


def _answer(place: str, line: dict[str, Any], dataset: str) -> Answer:
    verdict = line.get("answer")
    if verdict == "reject":
        raise ValueError("its coder rejected the task, so that there is no label to store")
    if verdict not in (None, "accept", "ignore"):
        raise ValueError(f"answer {verdict!r}, which is none of accept, reject, ignore")
    fields: dict[str, Any] = {}
    label = "" if verdict == "ignore" else _label(line)
    if label is not None or not line.get("spans"):
        fields["label"] = label or ""
    if line.get("spans") is not None:
        fields |= {"actors": [], "cues": []}
        for span in line["spans"]:
            name, attributes = read_tag(str(span["label"]))
            beside = {key: span[key] for key in BESIDE[name] if key in span}
            fields[name].append({"start": span["start"], "end": span["end"], **attributes, **beside})
    if "rationale" in line:
        fields["rationale"] = line["rationale"] or ""
    meta = line.get("meta") or {}
    passage_id = meta.get("passage_id") or f"prodigy-{line['_input_hash'] & 0xFFFFFFFF:08x}"
    return Answer(
        place, str(passage_id), record_number(meta.get("record")), str(line["text"]), fields, _coder(line, dataset),
        answered=verdict == "accept",
    )  # fmt: skip


def _label(line: dict[str, Any]) -> str | None:
    """What was chosen; empty for nothing, and None where there was nothing to choose from."""
    if "accept" in line:
        chosen = line["accept"] or []
        if not isinstance(chosen, list) or len(chosen) > 1:
            raise ValueError(f"{chosen!r} accepted; leave one label, by the setting choice_style: single")
        texts = {option["id"]: option.get("text") for option in line.get("options") or ()}
        # An option of somebody else's recipe may be numbered; what it says is what was meant.
        return "" if not chosen else chosen[0] if chosen[0] in LABELS else str(texts.get(chosen[0]) or chosen[0])
    if "label" in line:
        return str(line["label"])
    return "" if "options" in line else None


def _coder(line: dict[str, Any], dataset: str) -> str:
    """Name of the session, which Prodigy puts after the name of the dataset; empty if nobody gave one."""
    name = str(line.get("_annotator_id") or line.get("_session_id") or "")
    name = name.removeprefix(f"{line.get('dataset', dataset)}-")
    return "" if _UNNAMED.fullmatch(name) else name


SPOKE = Spoke("prodigy", "Prodigy", ".jsonl", frozenset({"label", "rationale", *CARRIED_BESIDE}), write, read)
