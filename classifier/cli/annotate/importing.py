"""``diplotrack annotate import``: a tool's file back to records."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exporting import Tool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ...annotation.hub import Record
    from ...annotation.importing import Imported


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

    Answers are their coders', by the name that the file tells or --annotator gives. Predictions that a tool keeps apart from
    answers stay the model's; in other tools whatever the coder left alone counts as theirs, and is counted in the summary. What cannot be a record (an unknown label, changed text, a span beyond its
    passage) is told with its place, written to HUB.rejected.jsonl, and left out.

    Exit codes: 0 done, 1 nothing could be done, 2 wrong usage, 3 done but with rejects.
    """
    from ...annotation import write_records
    from ...annotation.exporting import side_path
    from ...annotation.importing import Imported, import_answers
    from ...annotation.spokes import spoke_named
    from ...records.files import check_new
    from ..progress import counted
    from .problems import problems_of

    if output.suffix.lower() not in (".jsonl", ".ndjson"):
        raise typer.BadParameter(f"{output}: records are JSON lines; end the name in .jsonl", param_hint="-o")
    check_new(output, overwrite=overwrite, inputs=[path, *([side] if side else [])])
    if side is None and side_path(path).is_file():
        side = side_path(path)
    if side is None:
        print(
            "no side file: records hold only what this format carries, and may lack how passages were drawn (so no weights, and "
            "nothing keeps a test sample from being trained on), dates and sources; name the side file of the export with --side",
            file=sys.stderr,
        )
    found = Imported()
    with problems_of(output) as problems, counted(quiet=quiet) as told:
        spoke = spoke_named(tool.value)
        answers = import_answers(path, spoke, side, problems.tell, found, annotator=annotator, round_name=round_name)
        count = write_records(output, _counted(answers, told))
    if not count:
        why = f"{found.uncoded:,} passages in it are not coded yet" if found.uncoded else "nothing in it could be read"
        print(
            f"diplotrack: {path}: {why}, and {output} is not written; is it the file of {spoke.title}?",
            file=sys.stderr,
        )
        raise typer.Exit(1)
    if not quiet:
        _summarise(found, output, count)
    raise typer.Exit(3 if found.rejected else 0)


def _counted(records: Iterable[Record], told: Callable[[str, int], None]) -> Iterator[Record]:
    for number, record in enumerate(records, 1):
        if number % 100 == 0:
            told("records", number)
        yield record


def _summarise(found: Imported, output: Path, count: int) -> None:
    print(f"{output}: {count:,} records, {found.restored:,} of them as they were exported", file=sys.stderr)
    for coder, coded in found.coded.most_common():
        changed, same = found.changed_labels[coder], found.untouched[coder]
        against = f", {changed:,} with another label than was predicted" if coder in found.changed_labels else ""
        print(f"  {coder}: {coded:,} passages{against}", file=sys.stderr)
        if same:
            print(
                f"    {same:,} just as predicted, label and spans; if {coder} did not look at these, leave them out, for they are "
                "no judgement",
                file=sys.stderr,
            )
    if found.named_otherwise:
        print(
            f"{found.named_otherwise:,} answers have a coder's name in the file, which counts, not --annotator",
            file=sys.stderr,
        )
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
