"""How the spans of each pair of coders match, passage by passage, in sums that a bootstrap can weigh."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from ...labels import AT_THE_TABLE, Aspect, Capacity, Kind, Role, Status
from ...metrics.spans import Span, match_spans
from ..hub import Record

#: Attributes that are compared where both coders mark a span, and their values.
ATTRIBUTES: dict[str, dict[str, tuple[str, ...]]] = {
    "actors": {
        "status": tuple(map(str, Status)),
        "capacity": tuple(map(str, Capacity)),
        "role": tuple(map(str, Role)),
        "at_table": ("yes", "no"),
        "kind": tuple(map(str, Kind)),
    },
    "cues": {"aspect": tuple(map(str, Aspect))},
}
_CODES = {
    name: {attribute: {value: i for i, value in enumerate(values)} for attribute, values in attributes.items()}
    for name, attributes in ATTRIBUTES.items()
}
#: Pairs with equal bounds, pairs that overlap, spans of both.
_MATCHES = 3
#: More spans than this in one passage are no coding, and would take quadratic time.
MOST = 2000


def layout() -> tuple[dict[tuple[str, str], int], int]:
    """Where a pair's columns stand: those of a field's matches, then the cross table of each attribute.

    Returns
    -------
    (dict of (field, attribute) to int, int)
        First column of each (of the matches of a field, the attribute is empty), and how many there are.
    """
    places: dict[tuple[str, str], int] = {}
    at = 0
    for name, attributes in ATTRIBUTES.items():
        places[name, ""] = at
        at += _MATCHES
        for attribute, values in attributes.items():
            places[name, attribute] = at
            at += len(values) ** 2
    return places, at


PLACES, WIDTH = layout()


@dataclass(frozen=True, slots=True)
class _Marked:
    """One coder's spans of one field in one passage, with the places of their attributes' values."""

    bounds: list[Span]
    codes: list[list[int]]


class SpanTally:
    """Collects, for each passage and pair of coders, how their spans match.

    Attributes
    ----------
    marked : Counter
        Spans by coder and field.
    coded : Counter
        Passages with a list of actors or cues, empty or not, by coder.
    too_many : int
        Passages left out for more than `MOST` spans.
    """

    def __init__(self) -> None:
        self.marked: Counter[tuple[int, str]] = Counter()
        self.coded: Counter[int] = Counter()
        self.too_many = 0
        self._pairs: dict[tuple[int, int], int] = {}
        # Of as few bytes as will do, for there are some dozens for each passage and pair.
        self._rows, self._columns, self._values = array("i"), array("q"), array("f")
        self._place: dict[int, int] = {}

    def add(self, passage: int, records: Mapping[int, Record]) -> None:
        """Compare the records of one passage, by the numbers of their coders."""
        spans = {
            coder: _marked(record) for coder, record in records.items() if not ATTRIBUTES.keys().isdisjoint(record)
        }
        for coder, fields in spans.items():
            self.coded[coder] += 1
            for name, found in fields.items():
                self.marked[coder, name] += len(found.bounds)
        if any(len(found.bounds) > MOST for fields in spans.values() for found in fields.values()):
            self.too_many += 1
            return
        for first, second in combinations(sorted(spans), 2):
            pair = self._pairs.setdefault((first, second), len(self._pairs))
            for name in ATTRIBUTES:
                if name in spans[first] and name in spans[second]:
                    self._compare(passage, pair, name, spans[first][name], spans[second][name])

    def _compare(self, passage: int, pair: int, name: str, first: _Marked, second: _Marked) -> None:
        match = match_spans(first.bounds, second.bounds)
        if not match.n_first + match.n_second:
            return
        at = pair * WIDTH + PLACES[name, ""]
        for i, n in enumerate((match.n_exact, len(match.pairs), match.n_first + match.n_second)):
            self._append(passage, at + i, n)
        for i, k in match.pairs:
            for (attribute, values), a, b in zip(
                ATTRIBUTES[name].items(), first.codes[i], second.codes[k], strict=True
            ):
                self._append(passage, pair * WIDTH + PLACES[name, attribute] + a * len(values) + b, 1)

    def _append(self, passage: int, column: int, value: int) -> None:
        self._rows.append(passage)
        self._columns.append(column)
        self._values.append(value)

    def renumber(self, place: Mapping[int, int]) -> None:
        """Give coders the numbers that tables have for them."""
        self._place = dict(place)
        self.marked = Counter({(place[coder], name): n for (coder, name), n in self.marked.items()})
        self.coded = Counter({place[coder]: n for coder, n in self.coded.items()})

    def pairs(self) -> list[tuple[int, int]]:
        """Pairs of coders, in the order of their columns."""
        return [(self._place[a], self._place[b]) for a, b in self._pairs]

    def sums(self, passages: int) -> Any:
        """Sums by passage, `WIDTH` columns for each pair; a scipy.sparse array."""
        from scipy import sparse

        entries = (np.array(self._values, dtype=float), (np.array(self._rows), np.array(self._columns)))
        return sparse.csc_array(entries, (passages, WIDTH * len(self._pairs)))


def _marked(record: Record) -> dict[str, _Marked]:
    found = {}
    for name in ATTRIBUTES:
        if name in record:
            spans = sorted(record[name], key=lambda span: (span["start"], span["end"]))
            found[name] = _Marked([(s["start"], s["end"]) for s in spans], [_codes(name, s) for s in spans])
    return found


def _codes(name: str, span: Mapping[str, Any]) -> list[int]:
    return [
        codes[_at_table(span) if attribute == "at_table" else span[attribute]]
        for attribute, codes in _CODES[name].items()
    ]


def _at_table(span: Mapping[str, Any]) -> str:
    return "yes" if span["role"] in AT_THE_TABLE and not span.get("negated") else "no"
