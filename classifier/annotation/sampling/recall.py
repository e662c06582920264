"""After reading on a budget: how much of what was looked for was found, by the control sample below the cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...documents import Reject
from ...errors import InputError
from ..hub import Hub, Record, kind_of
from .budget import ABOVE, BELOW


@dataclass(frozen=True, slots=True)
class Recall:
    """Share of the wanted passages of a pool that were read.

    Attributes
    ----------
    labels : tuple of str
        What was looked for.
    read, found : int
        Passages above the cut, and those of the wanted labels among them.
    below, control, found_below : int
        Passages below the cut, those of them that were read at random, and the wanted ones among these.
    value, low, high : float
        The recall at the cut, and its 95% interval.
    """

    labels: tuple[str, ...]
    read: int
    found: int
    below: int
    control: int
    found_below: int
    value: float
    low: float
    high: float


def recall_of(paths: Sequence[Path], on_problem: Callable[[Reject], None]) -> Recall:
    """Estimate the recall that reading a budget sample has reached.

    Parameters
    ----------
    paths : sequence of Path
        Hub files of a coded budget sample: one coder's label for each passage, or an adjudicated one.
    on_problem : callable
        Takes a `Reject` for every line that is no proper record.

    Returns
    -------
    Recall

    Raises
    ------
    InputError
        If this is no coded budget sample, passages above the cut are not coded, or coders differ.

    Notes
    -----
    All passages above the cut are read, so their count is known. Below it, the share of wanted passages is that of the
    control, with the exact interval of Clopper and Pearson (1934), *Biometrika* 26: 404-413, which is a little wide where
    much of it was read. Nothing rests on the model's probabilities.
    """
    coded = {ABOVE: 0, BELOW: 0}
    found = {ABOVE: 0, BELOW: 0}
    population = {ABOVE: 0, BELOW: 0}
    draws: set[tuple[object, ...]] = set()
    labels: tuple[str, ...] = ()
    with Hub(paths, on_problem) as hub:
        for passage_id in hub.passage_ids:
            records = hub.records(passage_id)
            sample: Record = next((r["sample"] for r in records if r.get("sample")), {})
            stratum = sample.get("stratum")
            if stratum not in coded or "of" not in sample or "population" not in sample:
                raise InputError(
                    f"{passage_id} was not drawn by 'annotate sample --design budget'; give the coded records of such a "
                    "sample alone"
                )
            draws.add((sample["design"], sample.get("seed"), *sample["of"]))
            labels = tuple(sample["of"])
            population[stratum] = sample["population"]
            label = _coded(records)
            if label is not None:
                coded[stratum] += 1
                found[stratum] += label in labels
    if len(draws) > 1:
        raise InputError("records of several budget samples; give those of one at a time")
    if not sum(coded.values()):
        raise InputError("no passage is coded: there are only predictions; import what coders made of them")
    if coded[ABOVE] < population[ABOVE]:
        raise InputError(
            f"{population[ABOVE] - coded[ABOVE]:,} of the {population[ABOVE]:,} passages above the cut are not coded; code "
            "them first, for the control says nothing of them"
        )
    low, high = _missed(found[BELOW], coded[BELOW], population[BELOW])
    missed = population[BELOW] * found[BELOW] / coded[BELOW] if coded[BELOW] else 0.0
    return Recall(
        labels, coded[ABOVE], found[ABOVE], population[BELOW], coded[BELOW], found[BELOW],
        _share(found[ABOVE], missed), _share(found[ABOVE], high), _share(found[ABOVE], low),
    )  # fmt: skip


def _coded(records: Sequence[Record]) -> str | None:
    """A passage's label by its coder, or the adjudicated one; None where there is neither."""
    decided = [r for r in records if kind_of(r) == "adjudicated"] or [r for r in records if kind_of(r) == "human"]
    labels = {str(r["label"]) for r in decided}
    if len(labels) > 1:
        raise InputError(
            f"{decided[0]['passage_id']}: coders differ ({', '.join(sorted(labels))}); decide with 'annotate adjudicate', "
            "and give the gold file"
        )
    return labels.pop() if labels else None


def _missed(found: int, control: int, below: int) -> tuple[float, float]:
    """Bounds of the wanted passages below the cut."""
    if not below:
        return 0.0, 0.0
    if control >= below:
        return float(found), float(found)
    if not control:
        return 0.0, float(below)
    from scipy.special import betaincinv

    low = float(betaincinv(found, control - found + 1, 0.025)) if found else 0.0
    high = float(betaincinv(found + 1, control - found, 0.975)) if found < control else 1.0
    return max(float(found), below * low), below * high


def _share(found: int, missed: float) -> float:
    return found / (found + missed) if found + missed else 1.0
