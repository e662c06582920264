"""``diplotrack annotate agreement``: how far coders agree, and on what they don't."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from .. import options as shared

#: Passages that the page shows with their texts.
_SHOWN = 300


def command(
    hub: Annotated[
        list[Path],
        typer.Argument(
            metavar="HUB.jsonl...", help="Records: what 'annotate import' wrote, and perhaps a model's and the gold."
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT.html|OUT.json",
            help="A page, with the same numbers as JSON beside it; or the JSON alone.",
        ),
    ] = None,
    coder: Annotated[
        list[str] | None,
        typer.Option("--coder", metavar="NAME", help="Only these people; repeatable.", show_default="all"),
    ] = None,
    round_name: Annotated[
        str | None,
        typer.Option("--round", metavar="NAME", help="Only what was coded in this round.", show_default="all"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the numbers as JSON.")] = False,
    resamples: Annotated[int, typer.Option(min=100, help="Bootstrap draws.")] = 2000,
    seed: Annotated[int, typer.Option(min=0, help="Of the draws.")] = 0,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace OUT if it exists.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No tables.")] = False,
) -> None:
    """Say how far coders agree: percent, Krippendorff, Cohen, Fleiss, Gwet; by label, pair, round and span.

    Every figure has a 95% interval from a bootstrap over documents. Coders need not have coded the same passages. Models
    stand beside people as coders of their own, and adjudicated records as the gold; neither enters the figures of people.
    Votes inside records count where their coder has no record of the passage.

    Exit codes: 0 done, 1 nothing to compare, 2 wrong usage, 3 done, but some lines were no records.
    """
    from ...annotation import Hub
    from ...annotation.agreement import Choice, agreement_of
    from .problems import Problems, tell_rest

    paths = _outputs(output, overwrite=overwrite)
    choice = Choice(tuple(coder or ()), round_name, resamples, seed, shared.typed())
    problems = Problems()
    with Hub(hub, problems.tell) as records:
        report = agreement_of(records, [path.name for path in hub], choice, _SHOWN if "page" in paths else 0)
    tell_rest(problems)
    numbers = {key: value for key, value in report.items() if key != "shown"}
    text = json.dumps(numbers, ensure_ascii=False, indent=1, allow_nan=False)
    if as_json:
        print(text)
    if "json" in paths:
        _write(paths["json"], text + "\n")
    if "page" in paths:
        from ...reporting import render_agreement

        _write(paths["page"], render_agreement(report))
    if not quiet and not as_json:
        from .agreement_summary import show

        show(report)
    if not quiet and paths:
        print(f"written: {', '.join(map(str, paths.values()))}", file=sys.stderr)
    raise typer.Exit(3 if problems.count else 0)


def _outputs(output: Path | None, *, overwrite: bool) -> dict[str, Path]:
    """Files to write, found out before any work to be writable."""
    from ...errors import UsageError
    from ...records.files import check_new

    if output is None:
        return {}
    kind = output.suffix.lower()
    if kind not in (".html", ".htm", ".json"):
        raise UsageError(f"{output}: give it a name that ends in .html or .json")
    paths = {"json": output}
    if kind != ".json":
        from ...reporting import check_extra

        check_extra()
        paths = {"page": output, "json": output.with_suffix(".json")}
    for path in paths.values():
        check_new(path, overwrite=overwrite)
    return paths


def _write(path: Path, text: Any) -> None:
    from ...records.files import new_file

    with new_file(path) as temporary:
        temporary.write_text(text, "utf-8")
