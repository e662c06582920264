"""``diplotrack annotate sample``, and ``recall``, which tells what reading a budget sample has found."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...annotation.sampling import Plan, Recall, Sampled
    from ...labels import Label

#: Strata that are shown on the terminal.
_MOST = 40


class Design(StrEnum):
    """How passages are drawn."""

    SIMPLE = "simple"
    STRATIFIED = "stratified"
    UNCERTAINTY = "uncertainty"
    DISAGREEMENT = "disagreement"
    BUDGET = "budget"


class Purpose(StrEnum):
    """What passages are drawn for."""

    TEST = "test"
    TRAINING = "training"


class Allocation(StrEnum):
    """How a sample is divided among strata."""

    EQUAL = "equal"
    PROPORTIONAL = "proportional"
    NEYMAN = "neyman"


def command(
    pool: Annotated[
        list[Path],
        typer.Argument(
            metavar="POOL.jsonl...", help="Passages with predictions, as 'classify --level passage' writes."
        ),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="SAMPLE.jsonl", help="File to write the drawn passages to.")
    ],
    design: Annotated[Design, typer.Option(help="How to draw.")] = Design.STRATIFIED,
    number: Annotated[
        int | None,
        typer.Option("-n", "--number", metavar="N", help="Passages to draw; for a budget, to read at most."),
    ] = None,
    share: Annotated[
        float | None, typer.Option(metavar="SHARE", help="The same as a share of the pool, such as 0.5.")
    ] = None,
    purpose: Annotated[
        Purpose | None,
        typer.Option("--for", help="What they are for.", show_default="test if simple or stratified, else training"),
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            metavar="FIELD,…",
            help="Stratified: label, source, period, decade, or keys of the records. Uncertainty: entropy, margin or set.",
            show_default="label; entropy",
        ),
    ] = "",
    allocation: Annotated[
        Allocation | None,
        typer.Option(help="Stratified: how to divide the sample among strata.", show_default="equal"),
    ] = None,
    exclude: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="HUB.jsonl",
            help="Drawn or coded before: not drawn again, nor, for another purpose, anything of the same documents; "
            "repeatable.",
        ),
    ] = None,
    keep: Annotated[
        float | None, typer.Option(metavar="SHARE", help="Budget: share of what is looked for that is to be found.")
    ] = None,
    of: Annotated[str, typer.Option(metavar="LABEL,…", help="Budget: what is looked for.", show_default=False)] = "",
    control: Annotated[
        int | None,
        typer.Option(
            metavar="N", help="Budget: passages drawn below the cut, to see what it misses.", show_default="50"
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Another seed draws another sample.")] = 0,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace SAMPLE.jsonl if it exists.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")] = False,
) -> None:
    """Draw passages to code by hand, each with the probability by which it was drawn.

    simple: all alike. stratified: so many of every predicted label, source or period. uncertainty: the likelier, the
    less sure the model is. disagreement: mostly where the codebook's rules say otherwise than the model. budget: those
    to read first, to find most of the labels that you look for.

    To judge a classifier, draw a test sample first (simple or stratified), and name it with --exclude ever after. The
    order of SAMPLE.jsonl is random. The same seed draws the same passages, whatever the order of the files.

    Exit codes: 0 done, 1 nothing could be done, 2 wrong usage, 3 done, but some lines were no records.
    """
    from ...annotation import sampling
    from ...records.files import check_new
    from .problems import problems_of

    plan = sampling.Plan(
        design=sampling.Design(design.value),
        number=number,
        share=share,
        purpose=None if purpose is None else sampling.Purpose(purpose.value),
        seed=seed,
        by=_names(by),
        allocation=None if allocation is None else sampling.Allocation(allocation.value),
        exclude=tuple(exclude or ()),
        keep=keep,
        of=_labels(of),
        control=control,
    )
    check_new(output, overwrite=overwrite, inputs=[*pool, *(exclude or ())])
    with problems_of(output) as problems:
        done = sampling.sample(pool, output, plan, problems.tell)
    if not quiet:
        _summarise(done, plan, output)
    raise typer.Exit(3 if problems.count else 0)


def recall(
    coded: Annotated[
        list[Path], typer.Argument(metavar="CODED.jsonl...", help="A coded budget sample, as 'annotate import' writes.")
    ],
) -> None:
    """Estimate how much of what you looked for a budget sample has found, by its control.

    The estimate rests on what coders found below the cut, not on the model's probabilities.

    Exit codes: 0 done, 1 nothing could be done, 2 wrong usage, 3 done, but some lines were no records.
    """
    from ...annotation.sampling import recall_of
    from .problems import Problems, tell_rest

    problems = Problems()
    _tell_recall(recall_of(coded, problems.tell))
    tell_rest(problems)
    raise typer.Exit(3 if problems.count else 0)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _labels(text: str) -> tuple[Label, ...]:
    from ...labels import parse_label

    try:
        return tuple(dict.fromkeys(map(parse_label, _names(text))))
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--of") from error


def _summarise(done: Sampled, plan: Plan, output: Path) -> None:
    drawn = done.drawn
    earlier = f", itself drawn ({done.earlier}): probabilities are those of both draws" if done.earlier else ""
    out = f", {done.left_out:,} more left out" if done.left_out else ""
    _say(f"{output}: {len(drawn.rows):,} of {done.pool:,} passages{out}; {drawn.design}; seed {plan.seed}{earlier}")
    rows = [("stratum", "passages", "drawn", "probability")]
    for stratum in drawn.strata[:_MOST]:
        chance = f"{stratum.lowest:.4g}"
        if stratum.highest > stratum.lowest:
            chance += f" to {stratum.highest:.4g}"
        rows.append((stratum.name, f"{stratum.population:,}", f"{stratum.drawn:,}", chance))
    _table(rows)
    if len(drawn.strata) > _MOST:
        _say(f"… and {len(drawn.strata) - _MOST:,} more strata")
    lone = sum(s.drawn == 1 < s.population for s in drawn.strata)
    if lone and len(drawn.strata) > 1:
        _say(f"{lone} strata have a single passage, so that their variance cannot be estimated; draw more if you can")
    if plan.number is not None and plan.number > done.pool:
        _say(f"the pool holds fewer passages than the {plan.number:,} asked for")
    if done.budget is not None:
        _tell_budget(done, plan)
    _say(f"for {plan.for_}; " + _next(plan, output))


def _next(plan: Plan, output: Path) -> str:
    from ...annotation.sampling import Purpose as For

    command = f"diplotrack annotate export {output} --to label-studio -o tasks.json"
    if plan.for_ is For.TEST:
        return f"never train on these. Code them without seeing predictions: {command} --blind"
    return f"code them: {command}"


def _tell_budget(done: Sampled, plan: Plan) -> None:
    from ...annotation.sampling.budget import most_missed

    found = done.budget
    assert found is not None
    rows = [("to read", "share", "to find", "recall expected, 95% interval")]
    for step in found.steps:
        mark = "  <- the cut" if step.read == found.cut else ""
        rows.append((
            f"{step.read:,}", f"{step.read / done.pool:.1%}", f"{step.found:,.1f}",
            f"{step.recall:.3f} [{step.low:.3f}, {step.high:.3f}]{mark}",
        ))  # fmt: skip
    _table(rows)
    if not found.kept:
        _say(f"--keep {plan.keep} cannot be expected of so few passages; this is as far as they go")
    labels = " or ".join(plan.of)
    _say(
        f"the expectation is as good as the probabilities are calibrated for your texts: {labels} may hide below the cut"
    )
    below = found.drawn.strata[1]
    if below.drawn:
        most = most_missed(below.population, below.drawn)
        _say(
            f"the {below.drawn:,} from below the cut will show it: if none of them is {labels}, at most {most:,} of the "
            f"{below.population:,} there are (95%); after coding: diplotrack annotate recall CODED.jsonl"
        )
    elif below.population:
        _say("nothing is drawn from below the cut, so what it misses cannot be known; draw some with --control 50")


def _tell_recall(found: Recall) -> None:
    labels = " or ".join(found.labels)
    print(f"{labels}: recall {found.value:.3f} [{found.low:.3f}, {found.high:.3f}] (95%)")
    print(f"above the cut: {found.found:,} of {found.read:,} passages read")
    print(f"below the cut: {found.found_below:,} of {found.control:,} read at random, {found.below:,} in all")


def _table(rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *rest in rows:
        cells = [f"{cell:>{width}}" for cell, width in zip(rest[:-1], widths[1:-1], strict=True)]
        _say("  ".join(["", f"{first:<{widths[0]}}", *cells, rest[-1]]))


def _say(text: str) -> None:
    print(text, file=sys.stderr)
