"""Drift: whether agreement, or the labels that are given, moved from round to round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ...labels import LABELS
from ...metrics.bootstrap import Estimate, Floats
from ...metrics.cluster_sums import Part, estimates_of
from ...metrics.coefficients import equal_share, kappa_of_table, unit_columns
from . import parts
from .coding import HUMAN, Coding, Table


@dataclass(frozen=True)
class Round:
    """People's coding in one round.

    Attributes
    ----------
    name : str
        Empty for records without one.
    n, n_shared : int
        Passages that anybody coded, and that two or more did.
    figures : dict of str to Estimate
        As for all passages.
    shares : dict of str to Estimate
        Of each label.
    coders : dict of str to dict
        Each coder's ``n`` passages, and ``agreement`` and ``kappa`` with the others.
    """

    name: str
    n: int
    n_shared: int
    figures: dict[str, Estimate]
    shares: dict[str, Estimate]
    coders: dict[str, dict[str, Estimate | int]]


@dataclass(frozen=True)
class Stability:
    """A coder who labelled passages again in another round.

    Attributes
    ----------
    coder : str
    n : int
        Passages with labels of two rounds or more; the first is compared with the last.
    agreement, kappa : Estimate
    """

    coder: str
    n: int
    agreement: Estimate
    kappa: Estimate


def rounds_of(coding: Coding, resamples: int, seed: int) -> list[Round]:
    """Measure agreement in each round; none where there is one round only."""
    people = coding.numbers(HUMAN)
    of_people = coding.of_people()
    names = [i for i in range(len(coding.rounds)) if (of_people & (coding.round == i)).any()]
    if len(names) < 2:
        return []
    tables = [coding.table(of_people & (coding.round == i)) for i in names]
    asked: list[Part] = []
    for table in tables:
        columns = unit_columns(parts.counts_of(table))
        asked += [parts.all_coders(columns), parts.shares(columns), parts.each_coder(table, people)]
    found = iter(estimates_of(asked, coding.clusters, resamples, seed))
    return [_round(coding, coding.rounds[i], table, found) for i, table in zip(names, tables, strict=True)]


def _round(coding: Coding, name: str, table: Table, found: Iterator[dict[str, list[Estimate]]]) -> Round:
    figures, shares, coders = next(found), next(found)["share"], next(found)
    given = (table >= 0).sum(axis=1)
    return Round(
        name,
        int((given > 0).sum()),
        int((given > 1).sum()),
        {key: estimates[0] for key, estimates in figures.items()},
        {str(label): share for label, share in zip(LABELS, shares, strict=True)},
        {
            coding.coders[coder].name: {
                "n": int((table[:, coder] >= 0).sum()), "agreement": coders["agreement"][i], "kappa": coders["kappa"][i]
            }
            for i, coder in enumerate(coding.numbers(HUMAN))
            if (table[:, coder] >= 0).any()
        },
    )  # fmt: skip


def stability_of(coding: Coding, resamples: int, seed: int) -> list[Stability]:
    """Compare coders with themselves where they labelled a passage in several rounds."""
    order = np.arange(len(coding.label))[::-1]
    last = coding.table()
    first = np.full_like(last, -1)
    first[coding.passage[order], coding.coder[order]] = coding.label[order]
    times = np.zeros(last.shape, dtype=np.int64)
    np.add.at(times, (coding.passage, coding.coder), 1)
    again = [(coder, times[:, coder] > 1) for coder in coding.numbers(HUMAN) if (times[:, coder] > 1).any()]
    if not again:
        return []
    asked = []
    for coder, rows in again:
        sums = np.zeros((len(coding), parts.CELLS))
        cells = first[rows, coder].astype(np.int64) * parts.K + last[rows, coder]
        sums[np.flatnonzero(rows), cells] = 1
        asked.append(Part(sums, _of_table, np.ones((parts.CELLS, 1)), parts.SIGNED))
    found = estimates_of(asked, coding.clusters, resamples, seed)
    return [
        Stability(coding.coders[coder].name, int(rows.sum()), one["agreement"][0], one["kappa"][0])
        for (coder, rows), one in zip(again, found, strict=True)
    ]


def _of_table(totals: Floats) -> dict[str, Floats]:
    tables = totals.reshape(*totals.shape[:-1], 1, parts.K, parts.K)
    return {"agreement": equal_share(tables), "kappa": kappa_of_table(tables)}
