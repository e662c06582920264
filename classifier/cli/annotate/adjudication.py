"""``diplotrack annotate adjudicate``: disputes worst first, decisions, gold."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ...annotation import Hub
    from ...annotation.adjudication import Filled, Tally
    from .problems import Problems

#: Disputes that are shown on the terminal.
_MOST = 20
_LONGEST = 120


def command(
    hub: Annotated[
        list[Path],
        typer.Argument(metavar="HUB.jsonl...", help="Coders' records, and the model's: what 'annotate import' wrote."),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="The sheet to fill in (.xlsx or .csv), or the gold (.jsonl).",
            show_default="only show the disputes",
        ),
    ] = None,
    decisions: Annotated[
        list[Path] | None,
        typer.Option("--decisions", metavar="SHEET", help="Sheet that was filled in; repeatable."),
    ] = None,
    adjudicator: Annotated[
        str, typer.Option("--adjudicator", metavar="NAME", help="Who decided, where the sheet does not tell.")
    ] = "",
    single: Annotated[
        bool, typer.Option("--single", help="Take the label of a passage's only coder as gold, told as such.")
    ] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace OUT if it exists.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No list of disputes, no summary.")] = False,
) -> None:
    """Decide where coders differ, and write the gold.

    First without -o or with -o SHEET.xlsx: the passages that coders label differently, the worst first. Fill in the
    columns decision, reason, codebook (the section that decides the case) and adjudicator. Then with --decisions SHEET.xlsx
    -o GOLD.jsonl: one record for each passage that is decided, or on which all its coders agree. A sheet that is written
    anew, with more coders, keeps what stands in the one that --decisions names.

    Exit codes: 0 done, 1 nothing could be done, 2 wrong usage, 3 done, but cells or lines could not be read, or coded
    passages are not in the gold.
    """
    from ...annotation import Hub
    from ...annotation.adjudication import read_decisions, worst_first, write_disputes
    from ...annotation.adjudication.sheet import check_sheet
    from ...records.files import check_new
    from .problems import Problems, problems_of, tell_rest

    gold = output is not None and output.suffix.lower() == ".jsonl"
    if output is not None:
        if not gold:
            check_sheet(output)
        check_new(output, overwrite=overwrite, inputs=[*hub, *(decisions or ())])

    def work(problems: Problems) -> int:
        with Hub(hub, problems.tell) as records:
            filled = read_decisions(decisions or [], records, problems.tell, adjudicator=adjudicator)
            if output is not None and not gold and output.exists():
                _check_not_filled_in(output, records)
            if output is not None and gold:
                return _write_gold(records, filled, output, problems, single=single, quiet=quiet)
            worst = worst_first(records)
            if not quiet:
                _show(records, worst, filled)
            if output is not None:
                rows = write_disputes(output, records, worst, filled)
                if not quiet:
                    print(f"{output}: {rows:,} passages, {len(filled.decisions):,} of them decided", file=sys.stderr)
            return 3 if problems.count else 0

    if output is None:
        problems = Problems()
        code = work(problems)
        tell_rest(problems)
    else:
        with problems_of(output) as problems:
            code = work(problems)
    raise typer.Exit(code)


def _check_not_filled_in(sheet: Path, records: Hub) -> None:
    """Keep a sheet that somebody has filled in from being replaced by an empty one."""
    from ...annotation.adjudication import read_decisions
    from ...errors import DiplotrackError, OutputError

    try:
        typed = len(read_decisions([sheet], records, lambda _: None, adjudicator="somebody").typed)
    except DiplotrackError:
        return  # no sheet of ours
    if typed:
        raise OutputError(
            f"{sheet}: {typed:,} rows of it are filled in; name it with --decisions, and write another file with -o"
        )


def _write_gold(records: Hub, filled: Filled, output: Path, problems: Problems, *, single: bool, quiet: bool) -> int:
    from itertools import chain, islice

    from ...annotation import write_records
    from ...annotation.adjudication import Tally, gold_records
    from ...errors import InputError

    tally = Tally()
    made = gold_records(records, filled.decisions, tally, single=single)
    first = list(islice(made, 1))
    count = write_records(output, chain(first, made)) if first else 0
    if not quiet:
        print(f"{output}: {count:,} gold passages", file=sys.stderr)
        _summarise(tally)
    if not count:
        raise InputError(f"{output}: not written, for nothing is decided, and no two coders agree")
    return 3 if problems.count or tally.left_out else 0


def _summarise(tally: Tally) -> None:
    for n, what in (
        (tally.decided, "decided by an adjudicator"),
        (tally.unexplained, "of these with neither a reason nor a section of the codebook"),
        (tally.agreed, "on which two coders or more agree"),
        (tally.single, "with the label of their only coder"),
        (tally.open, "left out: coders differ, and nobody has decided yet"),
        (tally.lone, "left out: coded by one person only; --single takes them"),
        (tally.uncoded, "coded by nobody"),
    ):
        if n:
            print(f"  {n:,} {what}", file=sys.stderr)
    if tally.spans_left_out:
        print(
            f"  {tally.spans:,} spans; {tally.spans_left_out:,} more left out, which not more than half of the coders marked "
            "alike",
            file=sys.stderr,
        )


def _show(records: Hub, worst: list[str], filled: Filled) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from ...annotation.adjudication import case_of, told

    open_ = [i for i in worst if i not in filled.decisions]
    table = Table(box=None, pad_edge=False)
    for name in ("passage", "coders", "model", "text"):
        table.add_column(name, overflow="fold")
    for passage_id in open_[:_MOST]:
        row = told(case_of(records.records(passage_id)))
        text = " ".join(row["passage"].split())
        shown = text[:_LONGEST] + ("…" if len(text) > _LONGEST else "")
        table.add_row(*map(Text, (passage_id, row["coders"], row["model"], shown)))
    if table.row_count:
        Console().print(table)
    more = f", of which the first {_MOST} are shown" if len(open_) > _MOST else ""
    alone = sum(len(_coders(records, i)) == 1 for i in records.passage_ids)
    if alone:
        print(f"{alone:,} passages are coded by one person only; --single takes them into the gold", file=sys.stderr)
    print(f"coders differ on {len(worst):,} passages; {len(open_):,} are not decided yet{more}", file=sys.stderr)


def _coders(records: Hub, passage_id: str) -> set[str]:
    from ...annotation import coder_of, kind_of

    return {coder_of(record) for record in records.records(passage_id) if kind_of(record) == "human"}
