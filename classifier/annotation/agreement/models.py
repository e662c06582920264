"""The model as one more coder: how far it agrees with people, beside how far people agree with each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...metrics.bootstrap import Estimate, Floats
from ...metrics.cluster_sums import Part, estimates_of
from ...metrics.coefficients import equal_share, pi_of_table
from . import parts
from .coding import HUMAN, MODEL, Coding


@dataclass(frozen=True)
class Beside:
    """A model among people, on the passages that it and two people or more have labelled.

    Attributes
    ----------
    model : str
    n : int
    people, with_model, difference : dict of str to Estimate
        ``agreement`` and ``pi`` (Scott's) of one person with another, of the model with one person, and how much the
        second is above the first.
    """

    model: str
    n: int
    people: dict[str, Estimate]
    with_model: dict[str, Estimate]
    difference: dict[str, Estimate]


def beside_people(coding: Coding, resamples: int, seed: int) -> list[Beside]:
    """Set each model beside people."""
    table = coding.table()
    counts = parts.counts_of(table[:, coding.numbers(HUMAN)])
    found = []
    asked: list[tuple[int, int, Part]] = []
    for model in coding.numbers(MODEL):
        rows = (counts.sum(axis=1) > 1) & (table[:, model] >= 0)
        if rows.any():
            asked.append((model, int(rows.sum()), _part(np.where(rows, table[:, model], -1), counts * rows[:, None])))
    for (model, n, _), one in zip(
        asked, estimates_of([part for _, _, part in asked], coding.clusters, resamples, seed), strict=True
    ):
        sides = [{key: one[f"{side} {key}"][0] for key in ("agreement", "pi")} for side in ("people", "model", "more")]
        found.append(Beside(coding.coders[model].name, n, *sides))
    return found


def _part(predicted: Any, counts: Floats) -> Part:
    from scipy import sparse

    pairs = counts[:, :, None] * counts[:, None, :]
    pairs[:, range(parts.K), range(parts.K)] -= counts
    people = pairs.reshape(len(counts), -1) / np.maximum(pairs.sum(axis=(1, 2)), 1)[:, None]

    def figures(sums: Floats) -> dict[str, Floats]:
        halves = {
            side: sums[..., at : at + parts.CELLS].reshape(*sums.shape[:-1], 1, parts.K, parts.K)
            for side, at in (("people", 0), ("model", parts.CELLS))
        }
        found = {}
        for key, figure in (("agreement", equal_share), ("pi", pi_of_table)):
            for side, half in halves.items():
                found[f"{side} {key}"] = figure(half)
            found[f"more {key}"] = found[f"model {key}"] - found[f"people {key}"]
        return found

    sums = sparse.hstack([sparse.csr_array(people), parts.cross_with(predicted, counts, own=False)], format="csr")
    bases = np.r_[np.ones(parts.CELLS), np.zeros(parts.CELLS)][:, None]
    return Part(sums, figures, bases, frozenset({"people pi", "model pi"}), frozenset({"more agreement", "more pi"}))
