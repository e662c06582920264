"""Spans of records: moved between passage and document, completed from what was exported, compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..errors import RecordError
from .hub import Record

Span = dict[str, Any]
#: Record's field -> attributes that a span must have, and their values where a coder gave none.
DEFAULTS: dict[str, dict[str, Any]] = {
    "actors": {"status": "unknown", "capacity": "unknown", "role": "unknown", "kind": "unknown"},
    "cues": {"aspect": "activity", "value": ""},
}


def shifted(record: Mapping[str, Any], by: int) -> Record:
    """Move the offsets of a record's spans.

    Examples
    --------
    >>> shifted({"cues": [{"start": 7, "end": 9}]}, -7)["cues"]
    [{'start': 0, 'end': 2}]
    """
    moved = {
        name: [{**span, "start": span["start"] + by, "end": span["end"] + by} for span in record[name]]
        for name in DEFAULTS
        if name in record
    }
    return {**record, **moved}


def completed(name: str, given: Iterable[Mapping[str, Any]], known: Sequence[Span], text: str) -> list[Span]:
    """Complete spans that came back from a tool by what was exported of them.

    Parameters
    ----------
    name : str
        ``actors`` or ``cues``.
    given : iterable of Mapping
        With ``start``, ``end``, and as many attributes as the format carries; ``text`` is checked where there is one.
    known : sequence of dict
        The spans as they were exported. One of the same bounds lends what the format does not carry; of several, that
        which has most in common.
    text : str
        The passage.

    Returns
    -------
    list of dict

    Raises
    ------
    RecordError
        For bounds outside the passage, or a text that does not stand there.

    Examples
    --------
    >>> completed("cues", [{"start": 0, "end": 4}], [{"start": 0, "end": 4, "value": "talks"}], "They met.")
    [{'start': 0, 'end': 4, 'aspect': 'activity', 'value': 'talks', 'text': 'They'}]
    """
    left: dict[tuple[int, int], list[Span]] = {}
    for old in known:
        left.setdefault((old["start"], old["end"]), []).append(old)
    out = []
    for i, span in enumerate(given):
        start, end = span["start"], span["end"]
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
            raise RecordError(f"{name}.{i}: {start}:{end} is no stretch of a passage of {len(text)} characters")
        found = text[start:end]
        if span.get("text", found) != found:
            raise RecordError(f"{name}.{i}: {start}:{end} is {found!r}, not {span['text']!r}")
        same = left.get((start, end), [])
        origin = max(same, key=lambda old: sum(alike(old.get(k), v) for k, v in span.items()), default=None)
        if origin is not None:
            same.remove(origin)
        attributes = {k: v for k, v in span.items() if k != "text"}
        out.append({"start": start, "end": end, **DEFAULTS[name], **(origin or {}), **attributes, "text": found})
    return out


def told(value: Any) -> bool:
    """Whether a field says anything: it is there, and not empty or false.

    Examples
    --------
    >>> told(0), told(""), told(False), told(None)
    (True, False, False, False)
    """
    return value is not None and value is not False and value != "" and value != [] and value != {}


def alike(first: Any, second: Any) -> bool:
    """Whether two values say the same, or both nothing.

    Examples
    --------
    >>> alike(None, ""), alike("", "UN")
    (True, False)
    """
    return bool(first == second) or not (told(first) or told(second))


def same_spans(first: Iterable[Span], second: Iterable[Span]) -> bool:
    """Whether two lists hold the same spans, in any order, leaving aside attributes that say nothing."""

    def plain(spans: Iterable[Span]) -> list[str]:
        return sorted(repr(sorted((k, v) for k, v in span.items() if told(v))) for span in spans)

    return plain(first) == plain(second)
