"""A draw from beginning to end: read the pool, draw, write the drawn records with how they were drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...documents import Reject
from ...errors import UsageError
from ..hub import Hub, Record, write_records
from . import budget, disagreement, simple, stratified, uncertainty
from .drawing import Drawn
from .exclusion import read_excluded
from .numbers import shuffled
from .plan import CONTROL, Design, Plan
from .pool import Key, Pool, read_pool


@dataclass(frozen=True)
class Sampled:
    """What a draw did.

    Attributes
    ----------
    pool : int
        Passages that could be drawn.
    left_out : int
        Passages that could not, by ``exclude``.
    drawn : Drawn
    budget : Budget or None
        What a budget is expected to find.
    earlier : str
        Design by which the pool itself was drawn; empty where it was not.
    """

    pool: int
    left_out: int
    drawn: Drawn
    budget: budget.Budget | None
    earlier: str


def sample(paths: Sequence[Path], output: Path, plan: Plan, on_problem: Callable[[Reject], None]) -> Sampled:
    """Draw passages from a pool, and write their records in random order.

    Parameters
    ----------
    paths : sequence of Path
        Hub files, with predictions.
    output : Path
        Replaced if it exists. Every record gets ``sample``: ``design``, ``probability`` (of being drawn), ``seed``,
        ``purpose``, and for a sample by strata ``stratum`` and its ``population``.
    plan : Plan
    on_problem : callable
        Takes a `Reject` for every line that is no proper record; it is no part of the pool.

    Returns
    -------
    Sampled

    Raises
    ------
    UsageError
        If the plan does not fit the pool.
    InputError
        If a file cannot be read, or does not hold what the design goes by.
    OutputError
        If writing fails.

    Notes
    -----
    Where the pool was itself drawn, the probability is that of both draws: two-phase sampling, Särndal, Swensson and
    Wretman (1992), *Model Assisted Survey Sampling*, chapter 9.
    """
    excluded = read_excluded(plan.exclude, plan.for_)
    with Hub(paths, on_problem) as hub:
        pool = read_pool(hub, plan.seed, _key_of(plan), excluded)
        if pool.earlier and pool.earlier["purpose"] not in (None, str(plan.for_)):
            raise UsageError(
                f"the pool was drawn for {pool.earlier['purpose']}, so nothing can be drawn from it for {plan.for_}; "
                f"draw from the whole, with --exclude for this file, or with --for {pool.earlier['purpose']}"
            )
        read = _budget(pool, plan) if plan.design is Design.BUDGET else None
        drawn = read.drawn if read else _draw(pool, plan)
        earlier = str(pool.earlier.get("design") or "")
        told = _told(pool, drawn, plan, earlier)
        write_records(output, _records(hub, told, plan.seed))
    return Sampled(len(pool), pool.left_out, drawn, read, earlier)


def _key_of(plan: Plan) -> Callable[[Record], Key]:
    if plan.design is Design.STRATIFIED:
        return stratified.key_by(_fields(plan))
    if plan.design is Design.DISAGREEMENT:
        return disagreement.key_of
    if plan.design is Design.UNCERTAINTY and _doubt(plan) is uncertainty.Doubt.SET:
        return uncertainty.key_of
    return simple.key_of


def _fields(plan: Plan) -> tuple[str, ...]:
    return plan.by or ("label",)


def _doubt(plan: Plan) -> uncertainty.Doubt:
    return uncertainty.Doubt(plan.by[0]) if plan.by else uncertainty.Doubt.ENTROPY


def _draw(pool: Pool, plan: Plan) -> Drawn:
    n = plan.n_of(len(pool))
    assert n is not None
    if plan.design is Design.SIMPLE:
        return simple.draw(pool, n)
    if plan.design is Design.STRATIFIED:
        return stratified.draw(pool, n, _fields(plan), plan.allocation or stratified.Allocation.EQUAL)
    if plan.design is Design.UNCERTAINTY:
        return uncertainty.draw(pool, n, _doubt(plan), plan.seed)
    return disagreement.draw(pool, n)


def _budget(pool: Pool, plan: Plan) -> budget.Budget:
    control = CONTROL if plan.control is None else plan.control
    n = plan.n_of(len(pool))
    return budget.draw(pool, plan.of, keep=plan.keep, n=n, control=control, seed=plan.seed)


def _told(pool: Pool, drawn: Drawn, plan: Plan, earlier: str) -> dict[str, dict[str, Any]]:
    """What each drawn passage's records say of the draw, by passage."""
    told = {}
    design = f"{drawn.design}, of a sample: {earlier}" if earlier else drawn.design
    for row, probability, part in zip(
        drawn.rows.tolist(), drawn.probabilities.tolist(), drawn.of.tolist(), strict=True
    ):
        stratum = drawn.strata[part]
        sample: dict[str, Any] = {
            "design": design,
            "probability": min(1.0, probability * float(pool.before[row])),
            "seed": plan.seed,
            "purpose": str(plan.for_),
        }
        if stratum.lowest == stratum.highest and not earlier:
            sample |= {"stratum": stratum.name, "population": stratum.population}
        if plan.of:
            sample["of"] = [str(label) for label in plan.of]
        told[pool.passage_ids[row]] = sample
    return told


def _records(hub: Hub, told: dict[str, dict[str, Any]], seed: int) -> Iterator[Record]:
    for passage_id in shuffled(told, seed):
        for record in hub.records(passage_id):
            yield {**record, "sample": told[passage_id]}
