"""Records out to Label Studio: a task for each passage."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ...hub import Record, kind_of
from ...spoke import Losses, Task
from .kept import model_version, to_keep
from .results import results_of

#: Label Studio keeps an annotation's ``id`` as ``import_id`` and gives it another. From this number on they are ours:
#: the number of the record in the task is added. Ids that Label Studio gave itself are far below.
FIRST_ID = 7_000_000_000_000


def write(tasks: Iterable[Task], path: Path) -> Losses:
    """Write an array of tasks, one a passage: models' records as predictions, people's as annotations."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        before = "[\n"
        for task in tasks:
            file.write(before + json.dumps(task_of(task), ensure_ascii=False))
            before = ",\n"
        file.write("[]\n" if before == "[\n" else "\n]\n")
    return Counter()


def task_of(task: Task) -> dict[str, Any]:
    """Write a passage as a task.

    Returns
    -------
    dict
        ``data``, and where something is said of the passage ``predictions`` and ``annotations``.

    Examples
    --------
    >>> task_of(Task("a#0", "They met."))
    {'data': {'text': 'They met.', 'passage_id': 'a#0'}}
    """
    data: dict[str, Any] = {"text": task.text, "passage_id": task.passage_id}
    predictions, annotations = [], []
    if task.records:
        data["records"] = to_keep(task.records)
    for number, record in enumerate(task.records):
        if kind_of(record) == "model":
            predictions.append(prediction_of(record, task.text))
        else:
            annotations.append(_annotation(record, task.text, number))
    return {"data": data} | {
        name: said for name, said in (("predictions", predictions), ("annotations", annotations)) if said
    }


def prediction_of(record: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Write a model's record as a prediction; its score is the label's probability.

    Parameters
    ----------
    record : Mapping
        Its spans' offsets are into ``text``.
    text : str

    Returns
    -------
    dict
    """
    score = record.get("probabilities", {}).get(record["label"])
    prediction = {"model_version": model_version(record), "result": results_of(record, text)}
    return prediction | ({} if score is None else {"score": score})


def _annotation(record: Record, text: str, number: int) -> dict[str, Any]:
    # No completed_by: Label Studio refuses a whole file for one coder who is not among its users.
    # No ground_truth would mean that it is one.
    annotation = {
        "id": FIRST_ID + number, "import_id": FIRST_ID + number, "ground_truth": kind_of(record) == "adjudicated",
        "result": results_of(record, text),
    }  # fmt: skip
    return annotation | ({"lead_time": record["seconds"]} if "seconds" in record else {})
