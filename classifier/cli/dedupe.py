"""``diplotrack dedupe``: the same report in twenty papers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from .classify import Export, Format

if TYPE_CHECKING:
    from ..bulk.dedupe import Found
    from ..bulk.writers import Target


def command(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="RESULTS|INPUT...", help="What 'classify -o' wrote, or documents as classify reads them."
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="The rows with two columns more: a file, a folder of Parquet files, or a table, named as for classify.",
        ),
    ] = None,
    texts: Annotated[
        list[str] | None,
        typer.Option("--texts", metavar="INPUT", help="What the results were made from, named as then; repeatable."),
    ] = None,
    threshold: Annotated[
        float, typer.Option(min=0.5, max=1.0, help="Share of their three-word sequences that copies have in common.")
    ] = 0.5,
    drop: Annotated[bool, typer.Option("--drop", help="Leave copies out of OUT.")] = False,
    input_format: Annotated[
        Format | None, typer.Option(help="Read all documents as this format.", show_default="by content")
    ] = None,
    query: Annotated[str | None, typer.Option(metavar="SQL", help="What to read from SQLite and PostgreSQL.")] = None,
    export: Annotated[
        Export | None,
        typer.Option("--as", help="Read all documents as exports of this database.", show_default="by content"),
    ] = None,
    text_column: Annotated[str | None, typer.Option(help="Column of the text.", show_default="usual names")] = None,
    id_column: Annotated[str | None, typer.Option(help="Column of the id.", show_default="usual names")] = None,
    date_column: Annotated[str | None, typer.Option(help="Column of the date.", show_default="usual names")] = None,
    title_column: Annotated[str | None, typer.Option(help="Column of the title.", show_default="usual names")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace OUT if it exists.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
) -> None:
    """Group documents that are copies of one another, such as a news agency's report in many papers.

    OUT has the rows of the input, in their order, and two columns more: cluster_id, and duplicate_of, the id of the
    cluster's earliest document (by date, else in the order of the input), empty for that document itself. No row is
    dropped without --drop. Without -o, the largest clusters are shown.

    Results hold no texts, but their digests, so that only exact repeats can be found; --texts finds the others too.

    Exit codes: 0 done, 1 nothing could be done, 2 wrong usage, 3 done but with rejects, 130 interrupted.
    """
    from ..bulk.dedupe import DedupeOptions, dedupe
    from ..bulk.writers import check_output, rejects_path, target_of
    from ..documents import ReadOptions
    from .classify import check_replaced
    from .progress import counted, tell

    if drop and output is None:
        raise typer.BadParameter("needs -o OUT", param_hint="--drop")
    target = None if output is None else target_of(output)
    if target is not None:
        check_output(target, overwrite=overwrite)
        check_replaced([*inputs, *(texts or ())], target, overwrite=overwrite)
    read = ReadOptions(
        text_column, id_column, date_column, title_column,
        input_format.value if input_format else None, query, export.value if export else None,
    )  # fmt: skip
    with counted(quiet=quiet) as told:
        found = dedupe(
            inputs, target, DedupeOptions(threshold, drop, tuple(texts or ()), read), tell=told,
            reject=(lambda item: None if target and item.record else tell(item)),
        )  # fmt: skip
    if not found.documents:
        print("diplotrack: nothing could be compared", file=sys.stderr)
        raise typer.Exit(1)
    _warn(found)
    if not quiet:
        _summarise(found, target)
        if target is not None and found.rejected:
            print(f"rejects: {rejects_path(target)}", file=sys.stderr)
    if target is None:
        _show(found)
    raise typer.Exit(3 if found.rejected else 0)


def _warn(found: Found) -> None:
    """Say what keeps copies from being found or told apart."""
    if found.textless:
        which = "no texts here" if found.textless == found.documents else f"no text for {found.textless:,} documents"
        print(f"{which}, only digests: only exact repeats can be found; add --texts INPUT", file=sys.stderr)
    if found.repeated_ids:
        print(
            f"{found.repeated_ids:,} ids belong to several documents, which duplicate_of can't tell apart; "
            "cluster_id does",
            file=sys.stderr,
        )


def _summarise(found: Found, output: Target | None) -> None:
    print(
        f"{found.documents:,} documents, {found.rejected:,} rejected; {found.clusters:,} different ones, "
        f"{found.copies:,} copies ({found.exact:,} word for word)",
        file=sys.stderr,
    )
    if output is not None:
        print(f"results: {output}, {found.rows:,} rows", file=sys.stderr)


def _show(found: Found) -> None:
    """Show the largest clusters."""
    from rich.console import Console
    from rich.table import Table

    if not found.largest:
        print("no copies")
        return
    table = Table(box=None, pad_edge=False)
    for name in ("documents", "earliest", "date", "title"):
        table.add_column(name, justify="right" if name == "documents" else "left", overflow="fold")
    for cluster in found.largest:
        table.add_row(f"{cluster.documents:,}", *map(_plain, (cluster.id, cluster.date, cluster.title[:60])))
    Console().print(table)


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(" ".join(text.split()))
