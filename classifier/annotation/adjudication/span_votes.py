"""Gold spans: what more than half of the coders marked alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from ..spans import DEFAULTS, Span, told

#: Attributes that decide whether an actor counts for the label; where coders are split on one, the span goes.
_DECISIVE = ("status", "role", "negated")
#: Record's field -> attributes by which two spans of the same bounds are told apart.
_IDENTITY = {"actors": (), "cues": ("aspect",)}
_BOUNDS = ("start", "end", "text")


def agreed_spans(name: str, given: Sequence[Sequence[Span]]) -> tuple[list[Span], int]:
    """Find the spans that more than half of the coders marked with the same bounds.

    Parameters
    ----------
    name : str
        ``actors`` or ``cues``.
    given : sequence of sequence of dict
        Each coder's spans.

    Returns
    -------
    (list of dict, int)
        The spans, and how many are left out. Each attribute is the one that most of those who marked the span gave,
        leaving aside ``unknown``; where two are given equally often it stays unknown, and where that is an actor's
        status, role or negation, the span is left out. The spans of a lone coder are taken as they are.

    Examples
    --------
    >>> envoy = {"start": 0, "end": 9, "text": "The envoy", "status": "official", "capacity": "appointed",
    ...          "role": "participant", "kind": "unknown"}
    >>> agreed_spans("actors", [[envoy], [{**envoy, "capacity": "incumbent"}], []])[0][0]["capacity"]
    'unknown'
    >>> agreed_spans("actors", [[envoy], [], []])
    ([], 1)
    """
    if len(given) == 1:
        return list(given[0]), 0
    marked: dict[tuple[Any, ...], list[Span]] = defaultdict(list)
    for spans in given:
        seen: Counter[tuple[Any, ...]] = Counter()
        for span in sorted(spans, key=lambda span: str([span.get(key) for key in ("status", "role")])):
            place = (span["start"], span["end"], *(span[key] for key in _IDENTITY[name]))
            seen[place] += 1  # a second one at the same place is another span
            marked[(*place, seen[place])].append(span)
    agreed = [_joined(name, spans) for _, spans in sorted(marked.items()) if 2 * len(spans) > len(given)]
    kept = [span for span in agreed if span is not None]
    return kept, len(marked) - len(kept)


def _joined(name: str, spans: Sequence[Span]) -> Span | None:
    """Join the spans of one place; None where coders are split on what decides."""
    out = {key: spans[0][key] for key in _BOUNDS}
    names = dict.fromkeys(key for span in spans for key in span if key not in _BOUNDS)
    for key in dict.fromkeys((*DEFAULTS[name], *names)):
        value, split = _most_given([span.get(key) for span in spans])
        if split and key in _DECISIVE:
            return None
        if value is not None or key in DEFAULTS[name]:
            out[key] = DEFAULTS[name][key] if value is None else value
    return out


def _most_given(values: Sequence[Any]) -> tuple[Any, bool]:
    """The value that most coders gave, and whether they are split between two; None where nobody gave any."""
    if any(isinstance(value, bool) for value in values):
        yes = sum(map(bool, values))
        return yes * 2 > len(values), yes * 2 == len(values)
    given = [value for value in values if told(value) and value != "unknown"]
    if not given:
        return None, False
    counts = Counter(map(repr, given)).most_common(2)
    if len(counts) == 2 and counts[0][1] == counts[1][1]:
        return None, True
    return next(value for value in given if repr(value) == counts[0][0]), False
