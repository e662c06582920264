"""``diplotrack evaluate``: how good the labels are on the user's own texts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import options as shared

if TYPE_CHECKING:
    from ..evaluation.gold import Gold
    from ..evaluation.predictions import Predictions
    from ..model import Tracker

#: Name by which --model asks for the shipped model, where --predictions would otherwise be judged in its stead.
SHIPPED = Path("default")


class Protocol(StrEnum):
    """Which passages are judged, and which are learnt from."""

    FIXED = "fixed"
    GROUPED = "grouped"
    REGION = "region"
    GENRE = "genre"
    TIME = "time"


def command(
    gold: Annotated[
        Path,
        typer.Argument(metavar="GOLD", help="Hand-labelled passages: .jsonl .csv .tsv .parquet, with text and label."),
    ],
    model: Annotated[
        Path | None,
        typer.Option(metavar="PATH|default", help="Model to judge.", show_default="the shipped one"),
    ] = None,
    predictions: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Labels made elsewhere, to judge instead of a model; repeated, or beside --model, to compare with.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="REPORT.html",
            help="The report; report.json, figures/ and tables/ go in a folder beside it.",
        ),
    ] = None,
    text_column: Annotated[str | None, typer.Option(help="Column of the text.", show_default="usual names")] = None,
    label_column: Annotated[str | None, typer.Option(help="Column of the label.", show_default="usual names")] = None,
    group_column: Annotated[
        str | None,
        typer.Option(help="Column of the document or process, drawn as a whole.", show_default="usual names"),
    ] = None,
    id_column: Annotated[str | None, typer.Option(help="Column of the id.", show_default="usual names")] = None,
    slice_column: Annotated[
        list[str] | None,
        typer.Option(
            help="Column by whose values figures are cut; repeatable.", show_default="genre, region and the like"
        ),
    ] = None,
    split: Annotated[
        str | None,
        typer.Option(help="Judge only this split.", show_default="dev, else test, where GOLD holds train too"),
    ] = None,
    train: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="What baselines learn from and leakage is checked against; repeatable.",
            show_default="the shipped corpus",
        ),
    ] = None,
    protocol: Annotated[
        Protocol, typer.Option(help="Which passages are judged, and which learnt from.")
    ] = Protocol.FIXED,
    retrain: Annotated[
        bool, typer.Option("--retrain", help="Train the model anew for each fold of the protocol.")
    ] = False,
    corpus: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Predicted labels of the corpus whose shares are wanted.", show_default="GOLD itself"
        ),
    ] = None,
    resamples: Annotated[int, typer.Option(min=100, help="Bootstrap draws.")] = 2000,
    seed: Annotated[int, typer.Option(help="Of the draws.")] = 0,
    behaviour: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Behavioural tests of your own, besides the shipped ones.")
    ] = None,
    lexicon: shared.Overlay = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the report if it exists.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")] = False,
) -> None:
    """Say how good the labels are on hand-labelled passages, with intervals, baselines and every error.

    Without -o a summary goes to the terminal. With -o REPORT.html one page is written that needs no network, and
    beside it the folder REPORT with the same numbers as JSON, figures (PNG, PDF) and tables (CSV, LaTeX).
    """
    if output is not None:
        _check_output(output, overwrite=overwrite)
    from ..evaluation import Options, evaluate, read_gold, read_predictions

    passages = read_gold(gold, text_column, label_column, group_column, id_column, slice_column or ())
    if split is not None:
        passages = _only(passages, split, gold)
    files = [read_predictions(path, passages, id_column) for path in predictions or []]
    system, compared = _system(model, files, lexicon or [])
    asked = Options(
        protocol=protocol.value,
        train=tuple(train or ()),
        comparisons=tuple(compared),
        corpus=corpus,
        behaviour=behaviour,
        retrain=retrain,
        resamples=resamples,
        seed=seed,
        command=shared.typed(),
    )
    report = evaluate(passages, system, asked, progress=None if quiet else _tell).to_dict()
    if output is not None:
        _write(report, output)
    if not quiet:
        from .evaluate_summary import show

        show(report)
        if output is not None:
            print(f"report: {output}, and {output.with_suffix('')}/", file=sys.stderr)


def _tell(step: str) -> None:
    print(f"{step} …", file=sys.stderr)


def _check_output(output: Path, *, overwrite: bool) -> None:
    """Refuse, before minutes of work, what could not be written at their end."""
    import tempfile

    from ..errors import OutputError, UsageError
    from ..reporting import check_extra

    if output.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"{output}: the report is a page; give it a name that ends in .html")
    check_extra()
    if not output.absolute().parent.is_dir():
        raise OutputError(f"{output.parent}: no such folder; make it first")
    for path in (output, output.with_suffix("")):
        if path.exists() and not overwrite:
            raise OutputError(f"{path}: exists already; use --overwrite, or another name")
    if output.with_suffix("").is_file():
        raise OutputError(f"{output.with_suffix('')}: is a file where the report's folder would be; use another name")
    folder = output.with_suffix("")
    for place in (
        output.absolute().parent,
        *(f for f in (folder, folder / "tables", folder / "figures") if f.is_dir()),
    ):
        try:
            with tempfile.TemporaryFile(dir=place):
                pass
        except OSError as error:
            raise OutputError(f"{place}: {error.strerror}; choose a folder that you may write to") from error


def _only(gold: Gold, split: str, path: Path) -> Gold:
    from dataclasses import replace

    import numpy as np

    from ..errors import UsageError

    splits = gold.columns.get("split")
    if splits is None:
        raise UsageError(f"{path}: no column 'split'; leave out --split, or add the column")
    rows = np.flatnonzero(splits == split)
    if not len(rows):
        there = ", ".join(sorted(set(map(str, splits)) - {""}))
        raise UsageError(f"{path}: no passage of split {split!r}; there are: {there}")
    return replace(gold.take(rows), name=f"{gold.name}, {split}")


def _system(
    model: Path | None, files: Sequence[Predictions], overlays: list[Path]
) -> tuple[Tracker | Predictions, Sequence[Predictions]]:
    """Find what is judged, and what it is compared with."""
    if files and model is None:
        return files[0], files[1:]
    from ..model import load

    shipped = model is None or (model == SHIPPED and not model.exists())
    return load(None if shipped else model, overlays), files


def _write(report: dict[str, Any], output: Path) -> None:
    import json

    from ..reporting import render_html, write_figures, write_tables

    folder = output.with_suffix("")
    folder.mkdir(exist_ok=True)
    text = json.dumps(report, ensure_ascii=False, indent=1, allow_nan=False)
    writers: list[Callable[[], object]] = [
        lambda: (folder / "report.json").write_text(text + "\n", "utf-8"),
        lambda: write_tables(report, folder / "tables"),
        lambda: write_figures(report, folder / "figures"),
        lambda: output.write_text(render_html(report), "utf-8"),
    ]
    for write in writers:
        write()
