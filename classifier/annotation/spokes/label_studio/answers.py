"""Label Studio's exports back to answers.

Read are its export *JSON*, with or without predictions and drafts, the lists of tasks that its API gives, *JSON-MIN*,
and what we wrote ourselves. Ids of tasks are not kept by Label Studio; ``data`` is, and holds the passage's id.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ....documents import Reject
from ...hub import Record, coder_of, kind_of
from ...spoke import Answer
from ..json_files import read_objects
from .kept import models_of, of_passage, of_record, records_in
from .minimal import is_minimal, minimal_answer
from .results import fields_of
from .tasks import FIRST_ID

#: How the API names who made an annotation: first and last name, e-mail, number.
_USERNAME = re.compile(r"(\S+@\S+), \d+\Z")
_BROKEN = (ValueError, TypeError, KeyError, AttributeError)


def read(path: Path) -> Iterator[Answer | Reject]:
    """Read what Label Studio exports.

    Cancelled annotations, drafts, and tasks that nobody coded come back as answers without a label. Results that no
    control of ours holds are told at the end.
    """
    others: Counter[str] = Counter()
    people: dict[Any, str] = {}
    for item in read_objects(path):
        if isinstance(item, Reject):
            yield item
            continue
        number, whole = item
        listed = whole.get("tasks") if "data" not in whole else None
        for task in listed if isinstance(listed, list) else [whole]:
            answers: list[Answer] = []
            for place, read_one in _parts(task, number, people, others):
                try:
                    answers.append(read_one())
                except _BROKEN as error:
                    told = f"{error} is missing" if isinstance(error, KeyError) else error
                    yield Reject(str(path), number, "import", f"{place}: not as Label Studio writes our tasks: {told}")
            yield from sorted(answers, key=lambda answer: (answer.record is None, answer.record or 0))
    for what, count in others.items():
        yield Reject(str(path), None, "import", f"{what}: left out, {count:,} times")


def _parts(
    task: Any, number: int, people: dict[Any, str], others: Counter[str]
) -> Iterator[tuple[str, Callable[[], Answer]]]:
    """Yield what a task holds answers in: the place of each for messages, and what reads it."""
    try:
        if is_minimal(task):
            place = f"row {number}"
            yield place, partial(minimal_answer, place, task, others)
            return
        place = f"task {task.get('id', number)}"
        passage = _passage(task, place, people, others)
        # Of an annotation that was changed, but not submitted again, what was submitted is read.
        drafts = [one for one in passage.objects("drafts") if one.get("annotation") is None]
        parts = [
            *((f"{place}, prediction {one.get('id', '')}", _prediction, one) for one in passage.objects("predictions")),
            *((f"{place}, annotation {one.get('id', '')}", _annotation, one) for one in passage.objects("annotations")),
            *((f"{place}, draft {one.get('id', '')}", _draft, one) for one in drafts),
        ]
    except _BROKEN as error:
        yield f"task {number}", partial(_raise, error)
        return
    for part, read_one, said in parts:
        yield part, partial(read_one, passage, part, said)
    if all(read_one is _prediction for _, read_one, _ in parts):
        yield place, partial(_uncoded, passage, place)


def _raise(error: Exception) -> Answer:
    raise error


@dataclass(frozen=True, slots=True)
class _Passage:
    """A task, and what an export laid into it."""

    task: Mapping[str, Any]
    place: str
    id: str
    text: str
    records: Sequence[Record]
    models: Mapping[int, str]
    people: dict[Any, str]
    others: Counter[str]

    def objects(self, name: str) -> list[dict[str, Any]]:
        """Return a list of the task's; some exports have only the ids of what is in it."""
        return [one for one in self.task.get(name) or () if isinstance(one, dict)]

    def fields(self, said: Mapping[str, Any], record: int | None) -> dict[str, Any]:
        """Read what somebody said; where it is an exported record, with what no control shows."""
        fields = fields_of(said.get("result") or (), self.text, self.others)
        return fields | (of_passage(self.records) if record is None else of_record(self.records[record]))


def _passage(task: Mapping[str, Any], place: str, people: dict[Any, str], others: Counter[str]) -> _Passage:
    data = task["data"]
    records = records_in(data)
    passage_id = str(data["passage_id"])
    return _Passage(task, place, passage_id, str(data["text"]), records, models_of(records), people, others)


def _prediction(passage: _Passage, place: str, said: Mapping[str, Any]) -> Answer:
    name = str(said.get("model_version") or "")
    record = next((number for number, model in passage.models.items() if model == name), None)
    coder = name if record is None else coder_of(passage.records[record])
    return Answer(place, passage.id, record, passage.text, passage.fields(said, record), coder, prediction=True)


def _annotation(passage: _Passage, place: str, said: Mapping[str, Any]) -> Answer:
    coder = _who(said.get("completed_by"), said, passage.people)
    if said.get("was_cancelled") or said.get("skipped"):
        return _uncoded(passage, place, coder)
    own, edited = _own(said, passage.records), said.get("updated_by") is not None
    if own is not None:
        coder = _who(said["updated_by"], {}, passage.people) if edited else coder_of(passage.records[own])
    record, saw = (own, None) if own is not None else _began(said, passage)
    fields = passage.fields(said, None if edited else own)
    if said.get("lead_time") is not None:
        fields["seconds"] = said["lead_time"]
    return Answer(place, passage.id, record, passage.text, fields, coder, saw)


def _draft(passage: _Passage, place: str, said: Mapping[str, Any]) -> Answer:
    return _uncoded(passage, place, _who(said.get("user"), said, passage.people))


def _uncoded(passage: _Passage, place: str, coder: str = "") -> Answer:
    return Answer(place, passage.id, None, passage.text, {"label": ""}, coder)


def _own(said: Mapping[str, Any], records: Sequence[Record]) -> int | None:
    """Which of the exported records an annotation is, that was imported with the task."""
    number = said.get("import_id")
    if not isinstance(number, int) or not 0 <= number - FIRST_ID < len(records):
        return None
    return None if kind_of(records[number - FIRST_ID]) == "model" else number - FIRST_ID


def _began(said: Mapping[str, Any], passage: _Passage) -> tuple[int | None, bool | None]:
    """Which record an annotation began from, and whether its coder saw a prediction.

    Label Studio notes with each annotation the prediction that the task had then (``prediction``), which one the coder
    copied (``parent_prediction``, which a draft loses), and of each result whether it came from one (``origin``).
    """
    embedded, parent = said.get("prediction"), said.get("parent_prediction")
    copied = any(str(result.get("origin", "")).startswith("prediction") for result in said.get("result") or ())
    if not embedded and parent is None and not copied:
        there = passage.task.get("predictions")
        return None, False if there == [] and not passage.task.get("total_predictions") else None
    if parent is not None:
        embedded = next((one for one in passage.objects("predictions") if one.get("id") == parent), embedded)
    name = embedded.get("model_version") if isinstance(embedded, dict) else None
    first = next(iter(passage.models), None)
    return next((number for number, model in passage.models.items() if model == name), None if name else first), True


def _who(who: Any, said: Mapping[str, Any], people: dict[Any, str]) -> str:
    """Name a coder: by e-mail where the file tells it, else by number."""
    if isinstance(who, dict):
        name = str(who.get("email") or who.get("username") or who.get("id") or "")
        people[who.get("id")] = name
        return name
    told = _USERNAME.search(str(said.get("created_username", "")))
    if told:
        people[who] = told[1]
    return people.get(who, "" if who is None else str(who))
