"""``diplotrack annotate import``: a tool's file back to records."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from .exporting import Tool


def command(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="What the tool exported: a file, a folder, an archive.")],
    tool: Annotated[Tool, typer.Option("--from", help="Tool that wrote it.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="HUB.jsonl", help="File to write the records to.")],
    side: Annotated[
        Path | None,
        typer.Option(
            "--side", metavar="FILE", help="Side file of the export.", show_default="FILE.side.jsonl, if there"
        ),
    ] = None,
    annotator: Annotated[
        str, typer.Option("--annotator", metavar="NAME", help="Who coded, where the file does not tell.")
    ] = "",
    round_name: Annotated[
        str, typer.Option("--round", metavar="NAME", help="Round of annotation, for drift to be seen.")
    ] = "",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace HUB.jsonl if it exists.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")] = False,
) -> None:
    """Read what coders made of an export, check it, and write it as records.

    Predictions that come back as they went out keep their model's name; everything else is its coder's, by the name that
    the file tells or --annotator gives. What cannot be a record (an unknown label, changed text, a span beyond its
    passage) is told with its place, written to HUB.rejected.jsonl, and left out.

    Exit codes: 0 done, 1 nothing could be done, 2 wrong usage, 3 done but with rejects.
    """
    from ...annotation import write_records
    from ...annotation.exporting import side_path
    from ...annotation.importing import Imported, import_answers
    from ...annotation.spokes import spoke_named
    from ...records.files import check_new
    from .problems import problems_of

    check_new(output, overwrite=overwrite)
    if side is None and side_path(path).is_file():
        side = side_path(path)
    if side is None:
        print("no side file: records will hold only what this format carries; name one with --side", file=sys.stderr)
    found = Imported()
    with problems_of(output) as problems:
        spoke = spoke_named(tool.value)
        answers = import_answers(path, spoke, side, problems.tell, found, annotator=annotator, round_name=round_name)
        count = write_records(output, answers)
    if not quiet:
        _summarise(found, output, count)
    raise typer.Exit((3 if count else 1) if found.rejected else 0)


def _summarise(found: object, output: Path, count: int) -> None:
    from ...annotation.importing import Imported

    assert isinstance(found, Imported)
    print(f"{output}: {count:,} records, {found.restored:,} of them as they were exported", file=sys.stderr)
    for coder, coded in found.coded.most_common():
        changed = found.changed_labels[coder]
        print(f"  {coder}: {coded:,} passages, {changed:,} with another label than was predicted", file=sys.stderr)
    if found.uncoded:
        print(f"{found.uncoded:,} passages are not coded yet", file=sys.stderr)
    if found.gone_spans:
        print(
            f"{found.gone_spans:,} exported spans did not come back: coders deleted them, or the tool dropped them",
            file=sys.stderr,
        )
    for note in found.notes:
        print(note, file=sys.stderr)
    if found.rejected:
        print(f"{found.rejected:,} rejected", file=sys.stderr)
