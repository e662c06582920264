"""Writers by the output's ending; each writes to a temporary name and renames it when it is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

from ...documents import Reject
from ...errors import OutputError, needed
from ...records.files import check_new, new_file
from .excel import open_excel
from .parquet import open_duckdb, open_parquet
from .sqlite import open_sqlite
from .stata import open_stata
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


def ending_of(path: Path) -> str:
    """Ending by which a writer is chosen: ``.csv``, ``.csv.gz`` …, or what the name has that none knows.

    Examples
    --------
    >>> ending_of(Path("results.2024.csv.gz")), ending_of(Path("results.v2.Parquet"))
    ('.csv.gz', '.parquet')
    """
    name = path.name.lower()
    return next((e for e in sorted(WRITERS, key=len, reverse=True) if name.endswith(e)), path.suffix.lower())


def beside(output: Path, ending: str) -> Path:
    """File beside an output: ``results.csv.gz`` has ``results.rejected.jsonl``."""
    return output.with_name(output.name[: len(output.name) - len(ending_of(output))] + ending)


def check_output(path: Path, *, overwrite: bool) -> None:
    """Find out, before any work, that results can be written.

    Raises
    ------
    OutputError
        For an unknown ending, a library that is missing, a file that exists, or a folder that is missing or cannot be
        written.
    """
    if ending_of(path) not in WRITERS:
        raise OutputError(f"{path}: no writer for {path.suffix!r}; known endings: {' '.join(ENDINGS)}")
    if ending_of(path) in _LIBRARIES:
        needed(*_LIBRARIES[ending_of(path)], OutputError)
    if path.is_dir():
        raise OutputError(f"{path}: is a folder; name a file in it")
    check_new(path, overwrite=overwrite)


def rejects_path(output: Path) -> Path:
    """Where the rejects of an output go: ``results.csv`` has ``results.rejected.jsonl``."""
    return beside(output, ".rejected.jsonl")


@contextmanager
def open_rejects(output: Path) -> Iterator[Callable[[Reject], None]]:
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
def open_writer(path: Path, columns: Sequence[str]) -> Iterator[Write]:
    """Open an output; it appears under its name only when the block ends without an error.

    Parameters
    ----------
    path : Path
        Checked by `check_output`.
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
    with new_file(path, ending_of(path)) as temporary, WRITERS[ending_of(path)](temporary, columns) as write:
        yield write
