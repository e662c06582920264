"""``diplotrack classify``: label documents in bulk."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import options as shared

if TYPE_CHECKING:
    from ..bulk.run import RunOptions, Summary
    from ..documents import Document, Reject


class Level(StrEnum):
    """One row a document, or one a passage."""

    DOCUMENT = "document"
    PASSAGE = "passage"


class Passages(StrEnum):
    """How documents are cut."""

    PARAGRAPHS = "paragraphs"
    SENTENCES = "sentences"
    WHOLE = "whole"


class Format(StrEnum):
    """Input formats."""

    TEXT = "text"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"


def command(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders, globs, or - for standard input.")
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="Result file: .csv .tsv .jsonl .parquet",
        ),
    ] = None,
    level: Annotated[Level, typer.Option(help="One row a document, or one a passage.")] = Level.DOCUMENT,
    passages: Annotated[Passages, typer.Option(help="How documents are cut.")] = Passages.PARAGRAPHS,
    input_format: Annotated[
        Format | None,
        typer.Option(help="Read all inputs as this format.", show_default="by ending"),
    ] = None,
    text_column: Annotated[
        str | None,
        typer.Option(help="Column of the text.", show_default="usual names"),
    ] = None,
    id_column: Annotated[
        str | None,
        typer.Option(help="Column of the id.", show_default="usual names"),
    ] = None,
    date_column: Annotated[
        str | None,
        typer.Option(help="Column of the date.", show_default="usual names"),
    ] = None,
    title_column: Annotated[
        str | None,
        typer.Option(help="Column of the title.", show_default="usual names"),
    ] = None,
    keep: Annotated[
        str,
        typer.Option(metavar="COL,...|all", help="Columns of the input to pass through."),
    ] = "",
    evidence: Annotated[
        bool,
        typer.Option("--evidence/--no-evidence", help="List actors, cues and reasons."),
    ] = True,
    model: shared.Model = None,
    lexicon: shared.Overlay = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace OUT if it exists.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")] = False,
) -> None:
    """Label documents Track 1, Track 1.5, Track 2 or none, with the words that prove it.

    Without -o, results go to the terminal as a table, or into a pipe as JSON lines. What could not be read is
    listed in OUT's name with .rejected.jsonl, or on standard error.

    Exit codes: 0 done, 1 nothing could be done, 2 wrong usage, 3 done but with rejects, 130 interrupted.
    """
    from ..bulk.run import RunOptions, check_keep
    from ..documents import Cut, ReadOptions
    from ..records import DOCUMENT_COLUMNS, ROW_COLUMNS

    read = ReadOptions(text_column, id_column, date_column, title_column, input_format.value if input_format else None)
    kept = tuple(name.strip() for name in keep.split(",") if name.strip())
    records = bool(output and output.suffix.lower() in (".jsonl", ".ndjson") and level is Level.PASSAGE)
    asked = RunOptions(level.value, Cut(passages.value), evidence, kept, read, records)
    columns = [*ROW_COLUMNS, *(DOCUMENT_COLUMNS if level is Level.DOCUMENT else ())]
    if kept != ("all",):
        check_keep(kept, columns)
    raise typer.Exit(run(inputs, output, asked, columns, model, lexicon or [], overwrite=overwrite, quiet=quiet))


def run(
    inputs: list[str],
    output: Path | None,
    asked: RunOptions,
    columns: list[str],
    model: Path | None,
    lexicon: list[Path],
    *,
    overwrite: bool,
    quiet: bool,
) -> int:
    """Do what the command was asked for, and return its exit code."""
    from dataclasses import replace

    from ..bulk.run import Summary, all_columns, check_keep, check_kept_are_there, classify_inputs
    from ..bulk.writers import check_output, open_writer
    from ..documents import STDIN
    from ..model import load

    if output is not None:
        check_output(output, overwrite=overwrite)
        _check_replaced(inputs, output, overwrite=overwrite)
    if asked.keep == ("all",) and not asked.records:
        # JSON lines may hold other columns in every record, so a table's header needs a look at all of them;
        # standard input can't be read twice.
        if STDIN not in inputs and output is not None:
            found = tuple(c for c in all_columns(inputs, asked.read) if c not in columns)
            asked = replace(asked, keep=found)
        elif output is not None:
            from ..errors import InputError

            raise InputError("--keep all needs files, for standard input can't be read twice; name the columns")
    elif asked.keep and asked.keep != ("all",) and STDIN not in inputs:
        check_kept_are_there(inputs, asked.read, asked.keep)
    if asked.keep != ("all",):
        check_keep(asked.keep, columns)
    tracker = load(model, lexicon)
    summary = Summary()
    with ExitStack() as stack:
        on_reject = stack.enter_context(_rejects(output))
        on_document = stack.enter_context(_progress(inputs, quiet=quiet))
        rows = classify_inputs(tracker, inputs, asked, summary, on_reject=on_reject, on_document=on_document)
        if output is not None:
            first = next(rows, None)
            if first is not None:
                with open_writer(output, [*columns, *asked.keep]) as write:
                    write(first)
                    for row in rows:
                        write(row)
        elif sys.stdout.isatty():
            _table(rows)
        else:
            for row in rows:
                sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
            sys.stdout.flush()
    if not summary.documents:
        listed = f"; {rejects_path(output)} lists the {_count(summary.rejected, 'reject')}" if output else ""
        print(f"diplotrack: nothing could be classified{listed}", file=sys.stderr)
        return 1
    if not quiet:
        _show_summary(summary, output)
    return 3 if summary.rejected else 0


def _check_replaced(inputs: list[str], output: Path, *, overwrite: bool) -> None:
    """Refuse to replace an input by its own results, or, without being told to, a file that is no list of rejects."""
    from ..errors import OutputError

    if output.exists() and any(Path(name).exists() and output.samefile(name) for name in inputs):
        raise OutputError(f"{output}: is one of the inputs; name another file for the results")
    rejects = rejects_path(output)
    if not overwrite and rejects.exists() and not _lists_rejects(rejects):
        raise OutputError(f"{rejects}: exists, and is no list of rejects; add --overwrite to replace it")


def _lists_rejects(path: Path) -> bool:
    """Whether a file is what an earlier run listed, or empty."""
    with path.open("rb") as lines:
        first = lines.readline(1 << 16).strip()
    try:
        return not first or {"source_file", "record", "stage", "reason"} <= set(json.loads(first))
    except (ValueError, TypeError):
        return False


def rejects_path(output: Path) -> Path:
    """Where the rejects of an output go: ``results.csv`` has ``results.rejected.jsonl``."""
    return output.with_suffix(".rejected.jsonl")


@contextmanager
def _rejects(output: Path | None) -> Iterator[Callable[[Reject], None]]:
    from ..bulk.run import reject_to_dict

    def tell(reject: Reject) -> None:
        where = reject.source_file + (f", record {reject.record}" if reject.record else "")
        print(f"rejected: {where}: {reject.reason}", file=sys.stderr)

    if output is None:
        yield tell
        return
    path = rejects_path(output)
    path.unlink(missing_ok=True)  # of an earlier run
    file = None

    def note(reject: Reject) -> None:
        nonlocal file
        if file is None:
            file = path.open("w", encoding="utf-8")
        file.write(json.dumps(reject_to_dict(reject), ensure_ascii=False) + "\n")
        file.flush()
        if reject.record is None:
            tell(reject)

    try:
        yield note
    finally:
        if file is not None:
            file.close()


@contextmanager
def _progress(inputs: list[str], *, quiet: bool) -> Iterator[Callable[[Document], None]]:
    if quiet or not sys.stderr.isatty():
        with nullcontext():
            yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    # Time left is read off the bytes: the number of documents is not known beforehand.
    sizes = _sizes(inputs)
    bar = Progress(
        SpinnerColumn(), TextColumn("{task.fields[documents]} documents"), BarColumn(),
        TextColumn("{task.fields[rate]}/s"), TimeElapsedColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("", total=sum(sizes.values()) or None, documents=0, rate="–")
        done = 0
        seen: set[str] = set()
        finished = 0

        def advance(document: Document) -> None:
            nonlocal done, finished
            done += 1
            name = document.source_file
            if name not in seen:
                finished = sum(sizes.get(n, 0) for n in seen)
                seen.add(name)
            elapsed = bar.tasks[0].elapsed or 0
            rate = f"{done / elapsed:.0f}" if elapsed > 0.5 else "–"
            completed = finished if sizes.get(name, 0) and len(sizes) > 1 else None
            bar.update(task, documents=done, rate=rate, completed=completed)

        yield advance


def _sizes(inputs: list[str]) -> dict[str, int]:
    from ..documents import STDIN, find_sources
    from ..documents.sources import Source

    found = (s for s in find_sources(i for i in inputs if i != STDIN) if isinstance(s, Source))
    return {s.name: s.path.stat().st_size for s in found}


def _table(rows: Iterator[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from ..labels import DISPLAY, Label

    console = Console()
    table = Table(box=None, pad_edge=False)
    for name in ("document", "label", "p", "set", "who takes part"):
        table.add_column(name, justify="right" if name == "p" else "left", overflow="fold")
    for row in rows:
        if "label" not in row or "confidence" not in row:
            continue
        label = Label(row["label"])
        title = row["title"] or row["document_id"]
        place = "" if row["passage_index"] is None else f" #{row['passage_index']}"
        others = [DISPLAY[Label(x)] for x in row["prediction_set"] if x != label]
        who = "; ".join([*row["officials"][:3], *row["non_officials"][:3]])
        table.add_row(
            Text(f"{row['source_file']}{place}\n{title[:60]}"),
            Text(DISPLAY[label], style=STYLES[label]),
            f"{row['confidence']:.2f}",
            f"or {', '.join(others)}" if others else "",
            Text(who[:160]),
        )
    if table.row_count:
        console.print(table)


STYLES = {"none": "dim", "track_1": "bold blue", "track_1_5": "bold magenta", "track_2": "bold green"}


def _show_summary(summary: Summary, output: Path | None) -> None:
    from ..labels import DISPLAY, LABELS

    counted = ", ".join(f"{DISPLAY[label]} {summary.labels[label]}" for label in LABELS)
    rate = summary.characters / 1e6 / summary.seconds if summary.seconds else 0
    print(
        f"{_count(summary.documents, 'document')} with {_count(summary.passages, 'passage')} read, "
        f"{summary.rejected} rejected; {counted}; {summary.uncertain} uncertain; {summary.seconds:.1f} s, {rate:.2f} million characters/s",
        file=sys.stderr,
    )
    for path, digest in summary.overlays:
        print(f"lexicon overlay: {path}, SHA-256 {digest}", file=sys.stderr)
    for warning in _date_warnings(summary):
        print(f"warning: {warning}", file=sys.stderr)
    if output is not None:
        print(f"results: {output}", file=sys.stderr)
    if output is not None and summary.rejected:
        print(f"rejects: {rejects_path(output)}", file=sys.stderr)


def _date_warnings(summary: Summary) -> Iterator[str]:
    """Say how many documents' dates are of no use to a lexicon whose entries hold for a time only."""
    untold = "entries of the lexicon that hold for a time only do not count for them unless all say the same"
    if summary.unreadable_dates:
        n, such = _count(summary.unreadable_dates, "document"), summary.unreadable_date
        yield (
            f"{n} with a date that cannot be read, such as {such!r}: {untold}; "
            "write dates like 1999-05-01, 1999-05 or 1999"
        )
    if summary.undated:
        yield f"{_count(summary.undated, 'document')} without a date: {untold}; name the column with --date-column"


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
