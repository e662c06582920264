"""How the spans of each pair of coders match, passage by passage, in sums that a bootstrap can weigh."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from ...labels import AT_THE_TABLE, Aspect, Capacity, Kind, Role, Status
from ...metrics.spans import match_spans
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
#: Pairs with equal bounds, pairs that overlap, spans of both.
_MATCHES = 3
#: More spans than this in one passage are no coding, and would take quadratic time.
MOST = 2000


def layout() -> tuple[dict[tuple[str, str], int], int]:
    """Where a pair's columns stand: those of a field's matches, then of each attribute's.

    Returns
    -------
    (dict of (field, attribute) to int, int)
        First column of each (of the matches of a field, the attribute is empty), and how many there are. An attribute of
        k values has its pairs, the equal ones among them, and k sums of either coder's values.
    """
    places: dict[tuple[str, str], int] = {}
    at = 0
    for name, attributes in ATTRIBUTES.items():
        places[name, ""] = at
        at += _MATCHES
        for attribute, values in attributes.items():
            places[name, attribute] = at
            at += 2 + 2 * len(values)
    return places, at


PLACES, WIDTH = layout()


class SpanTally:
    """Collects, for each passage and pair of coders, how their spans match.

    Attributes
    ----------
    marked : Counter
        Spans by coder and field.
    coded : Counter
        Passages with a list of actors or cues, empty or not, by coder.
    taken : Counter
        Over all pairs of coders: attribute and the two values, in the order of the enum, that they gave to one span.
    too_many : int
        Passages left out for more than `MOST` spans.
    """

    def __init__(self) -> None:
        self.marked: Counter[tuple[int, str]] = Counter()
        self.coded: Counter[int] = Counter()
        self.taken: Counter[tuple[int, int, str, str, str]] = Counter()
        self.too_many = 0
        self._pairs: dict[tuple[int, int], int] = {}
        self._rows, self._columns, self._values = array("l"), array("l"), array("d")
        self._place: dict[int, int] = {}

    def add(self, passage: int, records: Mapping[int, Record]) -> None:
        """Compare the records of one passage, by the numbers of their coders."""
        spans = {
            coder: {name: sorted(record[name], key=_bounds) for name in ATTRIBUTES if name in record}
            for coder, record in records.items()
            if any(name in record for name in ATTRIBUTES)
        }
        for coder, fields in spans.items():
            self.coded[coder] += 1
            for name, found in fields.items():
                self.marked[coder, name] += len(found)
        if any(len(found) > MOST for fields in spans.values() for found in fields.values()):
            self.too_many += 1
            return
        for first, second in combinations(sorted(spans), 2):
            pair = self._pairs.setdefault((first, second), len(self._pairs))
            sums: Counter[int] = Counter()
            for name in ATTRIBUTES:
                if name in spans[first] and name in spans[second]:
                    self._compare(name, spans[first][name], spans[second][name], sums, (first, second))
            for column, value in sums.items():
                self._rows.append(passage)
                self._columns.append(pair * WIDTH + column)
                self._values.append(value)

    def _compare(
        self, name: str, first: Sequence[Any], second: Sequence[Any], sums: Counter[int], pair: tuple[int, int]
    ) -> None:
        match = match_spans([_bounds(s) for s in first], [_bounds(s) for s in second])
        at = PLACES[name, ""]
        sums.update({at: match.n_exact, at + 1: len(match.pairs), at + 2: match.n_first + match.n_second})
        for i, k in match.pairs:
            for attribute, values in ATTRIBUTES[name].items():
                a, b = (_value(span, attribute) for span in (first[i], second[k]))
                at = PLACES[name, attribute]
                places = (values.index(a), values.index(b))
                sums.update([at, at + 2 + places[0], at + 2 + len(values) + places[1]])
                if a == b:
                    sums[at + 1] += 1
                else:
                    low, high = sorted(places)
                    self.taken[*pair, attribute, values[low], values[high]] += 1

    def renumber(self, place: Mapping[int, int]) -> None:
        """Give coders the numbers that tables have for them."""
        self._place = dict(place)
        self.marked = Counter({(place[coder], name): n for (coder, name), n in self.marked.items()})
        self.coded = Counter({place[coder]: n for coder, n in self.coded.items()})
        self.taken = Counter({(place[a], place[b], *rest): n for (a, b, *rest), n in self.taken.items()})

    def pairs(self) -> list[tuple[int, int]]:
        """Pairs of coders, in the order of their columns."""
        return [(self._place[a], self._place[b]) for a, b in self._pairs]

    def sums(self, passages: int) -> Any:
        """Sums by passage, `WIDTH` columns for each pair; a scipy.sparse array."""
        from scipy import sparse

        entries = (np.array(self._values), (np.array(self._rows), np.array(self._columns)))
        return sparse.csr_array(entries, (passages, WIDTH * len(self._pairs)))


def _bounds(span: Mapping[str, Any]) -> tuple[int, int]:
    return span["start"], span["end"]


def _value(span: Mapping[str, Any], attribute: str) -> str:
    if attribute == "at_table":
        return "yes" if span["role"] in AT_THE_TABLE and not span.get("negated") else "no"
    return str(span[attribute])
