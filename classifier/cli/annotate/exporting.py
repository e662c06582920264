"""``diplotrack annotate export``: records out to a tool."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Tool(StrEnum):
    """Tools and formats that there is a spoke for."""

    LABEL_STUDIO = "label-studio"
    DOCCANO = "doccano"
    INCEPTION = "inception"
    INCEPTION_JSON = "inception-json"
    PRODIGY = "prodigy"
    BRAT = "brat"
    SPACY = "spacy"
    CSV = "csv"
    EXCEL = "excel"
    TIDY = "tidy"
    STATA = "stata"


def command(
    hub: Annotated[
        list[Path],
        typer.Argument(
            metavar="HUB.jsonl...", help="Records: what 'classify --level passage' or 'annotate sample' wrote."
        ),
    ],
    to: Annotated[Tool, typer.Option("--to", help="Tool to write for.")],
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="OUT", help="File, or for brat, INCEpTION, tidy and stata a folder."),
    ],
    blind: Annotated[
        bool, typer.Option("--blind", help="Leave predictions and evidence out, so that coders are not led by them.")
    ] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace OUT if it exists.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")] = False,
) -> None:
    """Write passages for coding in Label Studio, doccano, INCEpTION, Prodigy, brat, spaCy, a spreadsheet, R or Stata.

    What the format cannot hold is told, and kept in a side file beside OUT (OUT.side.jsonl), from which 'annotate
    import' restores it. Keep that file.

    Exit codes: 0 done, 1 nothing could be done, 2 wrong usage, 3 done, but some lines were no records.
    """
    from ...annotation.exporting import check_target, companion_paths, export, side_path
    from ...annotation.spokes import spoke_named
    from ...records.files import check_new
    from ..progress import counted
    from .problems import problems_of

    spoke = spoke_named(to.value)
    if spoke.ending and output.suffix != spoke.ending:
        raise typer.BadParameter(f"{output}: a file for {spoke.title} ends in {spoke.ending}", param_hint="-o")
    check_target(output, folder=not spoke.ending)
    for path in (output, side_path(output), *companion_paths(output, spoke)):
        check_new(path, overwrite=overwrite, inputs=hub)
    with problems_of(output) as problems, counted(quiet=quiet) as told:
        done = export(
            hub,
            spoke,
            output,
            problems.tell,
            blind=blind,
            on_passage=lambda n: None if n % 100 else told("passages", n),
        )
    if not quiet:
        print(f"{output}: {done.passages:,} passages, {done.records:,} records, for {spoke.title}", file=sys.stderr)
        if done.losses:
            lost = ", ".join(f"{what} ({count:,})" for what, count in done.losses.most_common())
            print(f"the format cannot hold, of so many records: {lost}", file=sys.stderr)
        for path in done.companions:
            print(f"settings for {spoke.title}: {path}", file=sys.stderr)
        print(f"side file: {done.side}; import needs it to restore the rest", file=sys.stderr)
    raise typer.Exit(3 if problems.count else 0)
