"""Agreement on spans: whether coders mark the same ones, and say the same of those that both mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from ...metrics.bootstrap import Estimate, Floats
from ...metrics.cluster_sums import Part, estimates_of
from ...metrics.coefficients import equal_share, kappa_of_table, over, pi_of_table
from .coding import HUMAN, Coding
from .span_tally import ATTRIBUTES, PLACES, WIDTH, SpanTally

#: Most confusions that are listed.
_MOST = 20


@dataclass(frozen=True)
class Attribute:
    """Agreement on what is said of spans that both mark.

    Attributes
    ----------
    n : int
        Spans that both mark.
    agreement, kappa : Estimate
        Of a pair Cohen's kappa; of several pairs together Scott's pi.
    """

    n: int
    agreement: Estimate
    kappa: Estimate


@dataclass(frozen=True)
class SpanAgreement:
    """Agreement on one kind of spans, of one pair of coders or of all pairs of people together.

    Attributes
    ----------
    field : str
        ``actors`` or ``cues``.
    coders : list of str
        The pair; empty for all people.
    n_marked : int
        Spans of both, added.
    exact, overlap : Estimate
        F1 of spans with equal bounds, and of spans that overlap.
    attributes : dict of str to Attribute
    """

    field: str
    coders: list[str]
    n_marked: int
    exact: Estimate
    overlap: Estimate
    attributes: dict[str, Attribute]


@dataclass(frozen=True)
class Taken:
    """Two values that people gave to one span.

    Attributes
    ----------
    attribute : str
    values : list of str
    n : int
    """

    attribute: str
    values: list[str]
    n: int


@dataclass(frozen=True)
class Spans:
    """All agreement on spans.

    Attributes
    ----------
    people, pairs : list of SpanAgreement
    taken : list of Taken
        The commonest, of people.
    unmarked : list of str
        Coders whose records have lists of spans, all of them empty: they are left out.
    too_many : int
        Passages left out for their number of spans.
    """

    people: list[SpanAgreement]
    pairs: list[SpanAgreement]
    taken: list[Taken]
    unmarked: list[str]
    too_many: int


def spans_of(
    coding: Coding, tally: SpanTally, measured: Sequence[tuple[int, int]], resamples: int, seed: int
) -> Spans | None:
    """Measure agreement on spans; None where no two coders marked any in one passage.

    Parameters
    ----------
    coding : Coding
    tally : SpanTally
    measured : sequence of (int, int)
        Pairs of coders that are measured one by one.
    resamples, seed : int

    Returns
    -------
    Spans or None
    """
    people = set(coding.numbers(HUMAN))
    sums = tally.sums(len(coding))
    asked: list[tuple[str, list[str], Part, Floats]] = []
    one_by_one = set(measured)
    for name in ATTRIBUTES:
        marked = sums[:, [PLACES[name, ""] + 2 + i * WIDTH for i in range(len(tally.pairs()))]].sum(axis=0)
        rows = [
            (i, sorted(pair))
            for i, pair in enumerate(tally.pairs())
            if marked[i] and all(tally.marked[c, name] for c in pair)
        ]
        among = [i for i, pair in rows if people.issuperset(pair)]
        if among:
            together = sums @ _adding(among, len(tally.pairs()))
            asked.append((name, [], _part(together, name, several=True), together.sum(axis=0)))
        for i, pair in sorted(rows, key=lambda row: row[1]):
            if tuple(pair) in one_by_one:
                columns = sums[:, i * WIDTH : (i + 1) * WIDTH]
                who = [coding.coders[c].name for c in pair]
                asked.append((name, who, _part(columns, name, several=False), columns.sum(axis=0)))
    unmarked = [
        coding.coders[c].name
        for c in sorted(people & set(tally.coded))
        if not any(tally.marked[c, n] for n in ATTRIBUTES)
    ]
    if not asked:
        return None
    found = estimates_of([part for _, _, part, _ in asked], coding.clusters, resamples, seed)
    figures = [_agreement(name, who, one, totals) for (name, who, _, totals), one in zip(asked, found, strict=True)]
    return Spans(
        [one for one in figures if not one.coders], [one for one in figures if one.coders], _taken(asked),
        unmarked, tally.too_many,
    )  # fmt: skip


def _adding(pairs: Sequence[int], n: int) -> Any:
    """What adds the columns of some of n pairs when sums are multiplied by it."""
    from scipy import sparse

    chosen = np.zeros((n, 1))
    chosen[pairs] = 1
    return sparse.kron(sparse.csr_array(chosen), sparse.eye_array(WIDTH), format="csc")


def _part(columns: Any, name: str, *, several: bool) -> Part:
    beyond = pi_of_table if several else kappa_of_table  # of several pairs, who is first of each means nothing

    def figures(sums: Floats) -> dict[str, Floats]:
        at = PLACES[name, ""]
        found = {
            "exact": over(2 * sums[..., at], sums[..., at + 2]),
            "overlap": over(2 * sums[..., at + 1], sums[..., at + 2]),
        }
        for attribute in ATTRIBUTES[name]:
            table = _table(sums, name, attribute)
            found[f"{attribute} agreement"], found[f"{attribute} kappa"] = equal_share(table), beyond(table)
        return {key: value[..., None] for key, value in found.items()}

    bases = np.zeros((WIDTH, 1))
    bases[PLACES[name, ""] + 2] = 1
    return Part(columns, figures, bases, frozenset(f"{attribute} kappa" for attribute in ATTRIBUTES[name]))


def _table(sums: Floats, name: str, attribute: str) -> Floats:
    at, k = PLACES[name, attribute], len(ATTRIBUTES[name][attribute])
    return sums[..., at : at + k * k].reshape(*sums.shape[:-1], k, k)


def _agreement(name: str, who: list[str], found: dict[str, list[Estimate]], totals: Floats) -> SpanAgreement:
    return SpanAgreement(
        name,
        who,
        int(totals[PLACES[name, ""] + 2]),
        found["exact"][0],
        found["overlap"][0],
        {
            attribute: Attribute(
                int(_table(totals, name, attribute).sum()),
                found[f"{attribute} agreement"][0],
                found[f"{attribute} kappa"][0],
            )
            for attribute in ATTRIBUTES[name]
        },
    )


def _taken(asked: Iterable[tuple[str, list[str], Part, Floats]]) -> list[Taken]:
    found = []
    for name, who, _, totals in asked:
        for attribute, values in ATTRIBUTES[name].items() if not who else ():
            table = _table(totals, name, attribute)
            found += [
                Taken(attribute, [values[i], values[k]], int(table[i, k] + table[k, i]))
                for i, k in combinations(range(len(values)), 2)
            ]
    return sorted((t for t in found if t.n), key=lambda t: -t.n)[:_MOST]
