"""Writers by the output's ending; each writes under another name, or in a transaction, until all is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

from ...documents import Reject
from ...errors import OutputError, needed
from ...records.files import check_new, new_file, new_folder
from .excel import open_excel
from .parquet import open_duckdb, open_parquet, open_parquet_folder, parts_of
from .postgresql import check_table, open_table
from .sqlite import open_sqlite
from .stata import open_stata
from .target import Table, Target, local
from .text import Write, open_csv, open_jsonl, open_tsv

#: Ending -> writer, which takes a path and columns and gives a function that takes a row.
WRITERS: dict[str, Callable[[Path, Sequence[str]], AbstractContextManager[Write]]] = {
    ".csv": open_csv, ".tsv": open_tsv, ".jsonl": open_jsonl, ".ndjson": open_jsonl, ".parquet": open_parquet,
    ".xlsx": open_excel, ".sqlite": open_sqlite, ".db": open_sqlite, ".duckdb": open_duckdb, ".dta": open_stata,
    **{f"{ending}.{packed}": writer for ending, writer in
       ((".csv", open_csv), (".tsv", open_tsv), (".jsonl", open_jsonl), (".ndjson", open_jsonl))
       for packed in ("gz", "zst")},
}  # fmt: skip
ENDINGS = tuple(WRITERS)
#: Ending -> library, what it is needed for, and the extra that brings it.
_LIBRARIES = {".xlsx": ("openpyxl", "writing Excel", "documents"), ".duckdb": ("duckdb", "writing DuckDB", "databases")}


def ending_of(output: Target) -> str:
    """Ending by which a writer is chosen: ``.csv``, ``.csv.gz`` …, or what the name has that none knows.

    A folder of Parquet files and a table have none.

    Examples
    --------
    >>> ending_of(Path("results.2024.csv.gz")), ending_of(Path("results.v2.Parquet"))
    ('.csv.gz', '.parquet')
    """
    if isinstance(output, Table):
        return ""
    name = output.name.lower()
    return next((e for e in sorted(WRITERS, key=len, reverse=True) if name.endswith(e)), output.suffix.lower())


def beside(output: Target, ending: str) -> Path:
    """File beside an output: ``results.csv.gz`` has ``results.rejected.jsonl``."""
    near = local(output)
    return near.with_name(near.name[: len(near.name) - len(ending_of(output))] + ending)


def check_output(output: Target, *, overwrite: bool) -> None:
    """Find out, before any work, that results can be written.

    Raises
    ------
    OutputError
        For an unknown ending, a library that is missing, a file or table that exists, a folder that holds anything but
        results, or one that is missing or cannot be written.
    """
    if isinstance(output, Table):
        check_table(output, overwrite=overwrite)
        check_new(output.local, overwrite=True)  # where parts and rejects will lie
        return
    ending = ending_of(output)
    if not ending:
        _check_folder(output)
    elif ending not in WRITERS:
        known = f"{' '.join(ENDINGS)}, or none for a folder of Parquet files"
        raise OutputError(f"{output}: no writer for {output.suffix!r}; known endings: {known}")
    elif output.is_dir():
        raise OutputError(f"{output}: is a folder; name a file in it")
    if ending in _LIBRARIES:
        needed(*_LIBRARIES[ending], OutputError)
    check_new(output, overwrite=overwrite)


def _check_folder(folder: Path) -> None:
    """See that a folder, if it is there, may be replaced by another one."""
    if folder.name in ("", ".."):
        raise OutputError(f"{folder}: name a file, or a folder for the results alone")
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OutputError(
            f"{folder}: exists, and is no folder; give the output an ending, such as .csv, or another name"
        )
    if folder.is_dir():
        parts_of(folder)


def rejects_path(output: Target) -> Path:
    """Where the rejects of an output go: ``results.csv`` has ``results.rejected.jsonl``."""
    return beside(output, ".rejected.jsonl")


@contextmanager
def open_rejects(output: Target) -> Iterator[Callable[[Reject], None]]:
    """Open the list of an output's rejects; without any there is none, and one of an earlier run goes.

    Yields
    ------
    callable
        Takes a reject.

    Raises
    ------
    OutputError
        If writing fails.
    """
    path = rejects_path(output)
    with ExitStack() as stack:
        write: Write | None = None

        def note(reject: Reject) -> None:
            nonlocal write
            write = write or stack.enter_context(open_writer(path, ()))
            write(asdict(reject))

        yield note
        if write is None:
            path.unlink(missing_ok=True)


@contextmanager
def open_writer(output: Target, columns: Sequence[str]) -> Iterator[Write]:
    """Open an output; it appears under its name only when the block ends without an error.

    Parameters
    ----------
    output : Path or Table
        Checked by `check_output`; replaced if it exists.
    columns : sequence of str

    Yields
    ------
    callable
        Takes a row.

    Raises
    ------
    OutputError
        If writing fails, the disk being full say.
    """
    ending = ending_of(output)
    with ExitStack() as stack:
        if isinstance(output, Table):
            write = stack.enter_context(open_table(output, columns))
        elif ending:
            temporary = stack.enter_context(new_file(output, ending))
            write = stack.enter_context(WRITERS[ending](temporary, columns))
        else:
            _check_folder(output)  # once more, for hours may have gone by
            temporary = stack.enter_context(new_folder(output))
            write = stack.enter_context(open_parquet_folder(temporary, columns))
        yield write
