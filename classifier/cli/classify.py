"""``diplotrack classify``: label documents in bulk."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options as shared

if TYPE_CHECKING:
    from ..bulk import Counts, Run, RunOptions, Shard
    from ..bulk.writers import Target
    from ..model import Tracker


class Level(StrEnum):
    """One row a document, or one a passage."""

    DOCUMENT = "document"
    PASSAGE = "passage"


class Passages(StrEnum):
    """How documents are cut."""

    PARAGRAPHS = "paragraphs"
    SENTENCES = "sentences"
    WHOLE = "whole"


class Engine(StrEnum):
    """What does the work."""

    LOCAL = "local"
    SPARK = "spark"


class Format(StrEnum):
    """Input formats; those of ``classifier.documents.readers.READERS``, which is not imported for its own sake."""

    TEXT = "text"
    MARKDOWN = "markdown"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    RTF = "rtf"
    EML = "eml"
    MBOX = "mbox"
    PARQUET = "parquet"
    XLSX = "xlsx"
    XLS = "xls"
    SQLITE = "sqlite"
    WARC = "warc"


class Export(StrEnum):
    """News databases whose exports are read."""

    NEXIS = "nexis"
    FACTIVA = "factiva"
    PROQUEST = "proquest"


def command(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="Files, folders, globs, archives, postgresql:// addresses, or -."),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="Result file: .csv .tsv .jsonl (each also .gz or .zst), .parquet .xlsx .sqlite .duckdb .dta; without an "
            "ending, a folder of Parquet files; or a table: postgresql://user@host/database?table=results",
        ),
    ] = None,
    level: Annotated[Level, typer.Option(help="One row a document, or one a passage.")] = Level.DOCUMENT,
    passages: Annotated[Passages, typer.Option(help="How documents are cut.")] = Passages.PARAGRAPHS,
    input_format: Annotated[
        Format | None,
        typer.Option(help="Read all inputs as this format.", show_default="by content"),
    ] = None,
    query: Annotated[
        str | None,
        typer.Option(metavar="SQL", help="What to read from SQLite and PostgreSQL: a SELECT, a document a row."),
    ] = None,
    export: Annotated[
        Export | None,
        typer.Option("--as", help="Read all inputs as exports of this database.", show_default="by content"),
    ] = None,
    text_column: Annotated[
        str | None,
        typer.Option(help="Column of the text, or a path such as body.text.", show_default="usual names"),
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
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that label.", show_default="all cores")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an interrupted run stopped (the default).")
    ] = False,
    restart: Annotated[bool, typer.Option("--restart", help="Throw away what an interrupted run left.")] = False,
    shard: Annotated[
        str | None, typer.Option(metavar="I/N", help="Do only this share; 'diplotrack merge OUT' joins all.")
    ] = None,
    engine: Annotated[Engine, typer.Option(help="Processes of this machine, or Apache Spark.")] = Engine.LOCAL,
    master: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Spark's: local[4], spark://host:7077 …", show_default="spark-submit's"),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace OUT if it exists.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")] = False,
    log_json: Annotated[bool, typer.Option("--log-json", help="Progress as lines of JSON on standard error.")] = False,
) -> None:
    """Label documents Track 1, Track 1.5, Track 2 or none, with the words that prove it.

    Without -o, results go to the terminal as a table, or into a pipe as JSON lines. What could not be read is
    listed in OUT's name with .rejected.jsonl, or on standard error.

    An interrupted run goes on where it stopped when the same command is given again; until OUT is whole, what is
    done lies in OUT.parts.

    Exit codes: 0 done, 1 nothing could be done, 2 wrong usage, 3 done but with rejects, 130 interrupted.
    """
    from ..bulk import Run, RunOptions, Shard
    from ..bulk.writers import ending_of, target_of
    from ..documents import Cut, ReadOptions

    if resume and restart:
        raise typer.BadParameter("--resume and --restart exclude each other", param_hint="--restart")
    named = input_format.value if input_format else None
    read = ReadOptions(
        text_column, id_column, date_column, title_column, named, query, export.value if export else None
    )
    kept = tuple(name.strip() for name in keep.split(",") if name.strip())
    target = None if output is None else target_of(output)
    records = bool(target and ending_of(target).startswith((".jsonl", ".ndjson")) and level is Level.PASSAGE)
    asked = RunOptions(level.value, Cut(passages.value), evidence, kept, read, records)
    if target is None:
        _refuse("needs -o OUT", {"--shard": shard, "--engine": engine is Engine.SPARK})
        raise typer.Exit(show(inputs, asked, model, lexicon or [], quiet=quiet))
    whole = Run(
        tuple(inputs), target, asked, model, tuple(lexicon or ()),
        workers or _cores(), parse_shard(shard) if shard is not None else Shard(),
    )  # fmt: skip
    if engine is Engine.SPARK:
        local = {"--workers": workers, "--shard": shard, "--resume": resume, "--restart": restart}
        _refuse("goes with --engine local alone", {**local, "--log-json": log_json})
        raise typer.Exit(run_on_spark(whole, master, overwrite=overwrite, quiet=quiet))
    _refuse("goes with --engine spark alone", {"--master": master})
    raise typer.Exit(run(whole, overwrite=overwrite, restart=restart, quiet=quiet, log_json=log_json))


def _refuse(why: str, options: Mapping[str, object]) -> None:
    """Refuse options that were given."""
    for name, value in options.items():
        if value:
            raise typer.BadParameter(why, param_hint=name)


def parse_shard(text: str) -> Shard:
    """Read ``3/20``."""
    from ..bulk import Shard

    index, _, of = text.partition("/")
    if not (index.isdecimal() and of.isdecimal() and 1 <= int(index) <= int(of)):
        raise typer.BadParameter(
            f"{text!r} is no share of a run; write 3/20 for the third of twenty", param_hint="--shard"
        )
    return Shard(int(index), int(of))


def _cores() -> int:
    """Cores that this process may use: fewer than the machine's under a scheduler."""
    from joblib import cpu_count

    return int(cpu_count())


def run(asked: Run, *, overwrite: bool, restart: bool, quiet: bool, log_json: bool) -> int:
    """Do what the command was asked for, and return its exit code."""
    import time

    from ..bulk import classify_to
    from .progress import progress

    tracker = _checked(asked, overwrite=overwrite)
    began = time.time()
    with progress(asked.inputs, quiet=quiet, log_json=log_json) as watcher:
        counts = classify_to(asked, tracker, watcher, restart=restart)
    seconds = time.time() - began
    if asked.shard.of > 1:
        print(
            f"shard {asked.shard.index}/{asked.shard.of}: {_count(counts.documents, 'document')}, "
            f"{counts.rejected:,} rejected; when all are done: diplotrack merge {shlex.quote(str(asked.output))}",
            file=sys.stderr,
        )
        return 3 if counts.rejected else 0
    return _reported(asked, tracker, counts, began, seconds, quiet=quiet)


def run_on_spark(asked: Run, master: str | None, *, overwrite: bool, quiet: bool) -> int:
    """Do what the command was asked for on Spark, and return its exit code."""
    import time

    from ..spark.engine import classify_to
    from ..spark.session import open_session

    tracker = _checked(asked, overwrite=overwrite)
    with open_session(master, progress=not quiet and sys.stderr.isatty()) as session:
        began = time.time()
        counts = classify_to(asked, session)
        seconds = time.time() - began
        asked = replace(asked, workers=session.sparkContext.defaultParallelism)  # of those that have come by now
    return _reported(asked, tracker, counts, began, seconds, quiet=quiet)


def _checked(asked: Run, *, overwrite: bool) -> Tracker:
    """See that a run can be done before any work is, and load what it needs."""
    from ..bulk.run import check_keep
    from ..bulk.writers import check_output
    from ..model import load

    check_output(asked.output, overwrite=overwrite)
    check_replaced(asked.inputs, asked.output, overwrite=overwrite)
    if asked.options.keep != ("all",):
        check_keep(asked.options.keep, asked.options.columns)
    _check_kept(asked.inputs, asked.options)
    return load(asked.model, asked.lexicon)


def _reported(asked: Run, tracker: Tracker, counts: Counts, began: float, seconds: float, *, quiet: bool) -> int:
    """Write the report of a run that is whole, tell what it found, and return its exit code."""
    from ..bulk.report import write_report
    from ..bulk.writers import rejects_path

    if not counts.documents:
        listed = f"; {rejects_path(asked.output)} lists the {_count(counts.rejected, 'reject')}"
        print(f"diplotrack: nothing could be classified{listed}", file=sys.stderr)
        return 1
    write_report(asked, tracker, counts, began=began, seconds=seconds)
    if not quiet:
        _show_summary(counts, seconds, asked.output)
        _show_words(counts)
        _show_lexicon(tracker, counts)
        if counts.repeated_ids:
            n = _count(counts.repeated_ids, "document")
            print(f"warning: {n} with an id that occurred before; it got a number, such as 'a-2'", file=sys.stderr)
        never = [name for name in asked.options.keep if name != "all" and name not in counts.columns]
        if never:
            print(f"warning: --keep {never[0]}: no document has a column of this name", file=sys.stderr)
    return 3 if counts.rejected else 0


def show(inputs: list[str], options: RunOptions, model: Path | None, lexicon: list[Path], *, quiet: bool) -> int:
    """Classify without an output file: a table on a terminal, JSON lines into a pipe."""
    import time

    from ..bulk import Counts, label
    from ..documents import read_documents
    from ..model import load
    from .progress import tell
    from .table import show_table

    _check_kept(inputs, options)
    tracker = load(model, lexicon)
    counts, began = Counts(), time.time()
    rows = label(tracker, read_documents(inputs, options.read), options, counts, tell)
    if sys.stdout.isatty():
        show_table(rows)
    else:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        sys.stdout.flush()
    if not counts.documents:
        print("diplotrack: nothing could be classified", file=sys.stderr)
        return 1
    if not quiet:
        _show_summary(counts, time.time() - began, None)
        _show_words(counts)
        _show_lexicon(tracker, counts)
    return 3 if counts.rejected else 0


def _check_kept(inputs: Iterable[str], options: RunOptions) -> None:
    from ..bulk.run import check_kept_are_there
    from ..documents import STDIN

    if options.keep not in ((), ("all",)) and STDIN not in inputs:  # which can't be read twice
        check_kept_are_there(inputs, options.read, options.keep)


def check_replaced(inputs: Iterable[str], output: Target, *, overwrite: bool) -> None:
    """Refuse to replace an input by its own results, or, without being told to, a file that is no list of rejects."""
    from ..bulk.writers import rejects_path
    from ..errors import OutputError

    if isinstance(output, Path) and output.exists() and any(_is_in(name, output) for name in inputs):
        raise OutputError(f"{output}: is one of the inputs; name another file for the results")
    rejects = rejects_path(output)
    if not overwrite and rejects.exists() and not _lists_rejects(rejects):
        raise OutputError(f"{rejects}: exists, and is no list of rejects; add --overwrite to replace it")


def _is_in(name: str, output: Path) -> bool:
    """Whether an input, a pattern perhaps, is the output or lies in it."""
    path = Path(name)
    return (path.exists() and output.samefile(path)) or output.resolve() in path.resolve().parents


def _lists_rejects(path: Path) -> bool:
    """Whether a file is what an earlier run listed, or empty."""
    with path.open("rb") as lines:
        first = lines.readline(1 << 16).strip()
    try:
        return not first or {"source_file", "record", "stage", "reason"} <= set(json.loads(first))
    except (ValueError, TypeError):
        return False


def _show_summary(counts: Counts, seconds: float, output: Target | None) -> None:
    from ..bulk.writers import rejects_path
    from ..labels import DISPLAY, LABELS

    counted = ", ".join(f"{DISPLAY[label]} {counts.labels[label]:,}" for label in LABELS)
    rate = counts.characters / 1e6 / seconds if seconds else 0
    print(
        f"{_count(counts.documents, 'document')} with {_count(counts.passages, 'passage')} read, "
        f"{counts.rejected:,} rejected; {counted}; {counts.uncertain:,} uncertain; "
        f"{seconds:.1f} s, {rate:.2f} million characters/s",
        file=sys.stderr,
    )
    if output is not None:
        print(f"results: {output}", file=sys.stderr)
    if output is not None and counts.rejected:
        print(f"rejects: {rejects_path(output)}", file=sys.stderr)


def _show_words(counts: Counts) -> None:
    """Say whether the articles of exports are whole, as far as the numbers of words tell that the exports state."""
    if counts.words.stated:
        doubt = "warning: texts may be cut or mixed: " if counts.words.is_doubtful else ""
        print(f"{doubt}{counts.words}", file=sys.stderr)


def _show_lexicon(tracker: Tracker, counts: Counts) -> None:
    """Name the overlays, and say how many documents' dates are of no use to entries that hold for a time only."""
    for path, digest in tracker.lexicon.overlays:
        print(f"lexicon overlay: {path}, SHA-256 {digest}", file=sys.stderr)
    untold = "entries of the lexicon that hold for a time only do not count for them unless all say the same"
    if counts.unreadable_dates:
        n, such = _count(counts.unreadable_dates, "document"), counts.unreadable_date
        print(
            f"warning: {n} with a date that cannot be read, such as {such!r}: {untold}; "
            "write dates like 1999-05-01, 1999-05 or 1999", file=sys.stderr
        )  # fmt: skip
    if counts.undated:
        n = _count(counts.undated, "document")
        print(f"warning: {n} without a date: {untold}; name the column with --date-column", file=sys.stderr)


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
