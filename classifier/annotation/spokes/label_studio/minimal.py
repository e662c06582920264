"""JSON-MIN: a flat row for each annotation, with the results by control, and without the ids of regions.

What is chosen or written for a region stands there without its place, so it can be told whose it is only where every
region has it. Whatever cannot be told is left to what was exported of the region, and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from ...spoke import Answer
from .config import CHOSEN, PASSAGE_CHOSEN, PASSAGE_WRITTEN, REGIONS, WRITTEN, control_of
from .kept import models_of, of_passage, records_in
from .results import attribute, bounds, only, passage_field, said_in


def is_minimal(task: Mapping[str, Any]) -> bool:
    """Tell whether an object is a row of JSON-MIN."""
    return "data" not in task and "annotation_id" in task


def minimal_answer(place: str, row: Mapping[str, Any], others: Counter[str]) -> Answer:
    """Read a row.

    Parameters
    ----------
    place : str
    row : Mapping
    others : Counter
        Counts what cannot be told.

    Returns
    -------
    Answer
        Of the model's record, where one was exported: the row does not tell what the coder began from.

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError
        If something is not as Label Studio writes it.
    """
    text, records = str(row["text"]), records_in(row)
    fields: dict[str, Any] = {"label": "", **of_passage(records)}
    for control in (*PASSAGE_CHOSEN, *PASSAGE_WRITTEN):
        if control in row:
            fields[control] = passage_field(control, _said(row[control], control))
    for name, (tag, main) in REGIONS.items():
        spans = []
        for value in row.get(tag) or ():
            start, end = bounds(value, text)
            spans.append({"start": start, "end": end, main: only(value["labels"], tag)})
        for key in (*CHOSEN[name], *WRITTEN[name]):
            values = row.get(control_of(name, key)) or []
            values = [values] if isinstance(values, str) else values
            if len(values) == len(spans):
                for span, value in zip(spans, values, strict=True):
                    span[key] = attribute(key, _said(value, key))
            elif values:
                others[f"{control_of(name, key)}, which JSON-MIN gives without its region (export as JSON)"] += 1
        fields[name] = spans
    if row.get("lead_time") is not None:
        fields["seconds"] = row["lead_time"]
    coder = row.get("annotator")
    record = next(iter(models_of(records)), None)
    return Answer(place, str(row["passage_id"]), record, text, fields, coder="" if coder is None else str(coder))


def _said(value: Any, control: str) -> str:
    return str(value) if not isinstance(value, Mapping) else said_in(value, control)
