"""Writers by the output's ending; each writes to a temporary name and renames it when it is whole."""

from __future__ import annotations

import csv
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from ..documents import Reject
from ..errors import OutputError
from ..records import flatten
from .schema import arrow_schema

Row = Mapping[str, Any]
Write = Callable[[Row], None]
_GROUP = 5000  # rows of a Parquet row group


@contextmanager
def _csv(path: Path, columns: Sequence[str]) -> Iterator[Write]:
    # The mark lets Excel read accents; every reader of ours and pandas' 'utf-8-sig' skips it.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        yield _delimited(file, columns, ",")


@contextmanager
def _tsv(path: Path, columns: Sequence[str]) -> Iterator[Write]:
    with path.open("w", encoding="utf-8", newline="") as file:
        yield _delimited(file, columns, "\t")


def _delimited(file: IO[str], columns: Sequence[str], delimiter: str) -> Write:
    writer = csv.DictWriter(file, columns, delimiter=delimiter, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    return lambda row: writer.writerow({k: _cell(v) for k, v in flatten(row).items()})


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.replace("\0", "") if isinstance(value, str) else value


@contextmanager
def _jsonl(path: Path, columns: Sequence[str]) -> Iterator[Write]:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        yield lambda row: print(to_json(row), file=file)


@contextmanager
def _parquet(path: Path, columns: Sequence[str]) -> Iterator[Write]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = arrow_schema(columns)
    waiting: list[dict[str, Any]] = []

    def flush() -> None:
        if waiting:
            writer.write_table(pa.Table.from_pylist(waiting, schema))
            waiting.clear()

    def write(row: Row) -> None:
        waiting.append({name: _arrow_value(row.get(name), schema.field(name).type) for name in columns})
        if len(waiting) >= _GROUP:
            flush()

    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        yield write
        flush()


def _arrow_value(value: Any, wanted: Any) -> Any:
    """Kept columns are strings whatever the source held; null stays null."""
    if value is None or str(wanted) != "string" or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else str(value)


WRITERS: dict[str, Callable[[Path, Sequence[str]], Any]] = {
    ".csv": _csv, ".tsv": _tsv, ".jsonl": _jsonl, ".ndjson": _jsonl, ".parquet": _parquet,
}  # fmt: skip
ENDINGS = tuple(WRITERS)


def to_json(row: Row) -> str:
    """One row as a line of JSON."""
    return json.dumps(row, ensure_ascii=False, default=str)


def check_output(path: Path, *, overwrite: bool) -> None:
    """Find out, before any work, that results can be written.

    Raises
    ------
    OutputError
        For an unknown ending, a file that exists, or a folder that is missing or cannot be written.
    """
    if path.suffix.lower() not in WRITERS:
        raise OutputError(f"{path}: no writer for {path.suffix!r}; known endings: {' '.join(ENDINGS)}")
    if path.is_dir():
        raise OutputError(f"{path}: is a folder; name a file in it")
    if path.exists() and not overwrite:
        raise OutputError(f"{path}: exists already; add --overwrite to replace it")
    if not path.parent.is_dir():
        raise OutputError(f"{path.parent}: no such folder; make it first")
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise OutputError(f"{path.parent}: {error.strerror}; choose a folder that you may write to") from error


def rejects_path(output: Path) -> Path:
    """Where the rejects of an output go: ``results.csv`` has ``results.rejected.jsonl``."""
    return output.with_suffix(".rejected.jsonl")


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
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=path.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        with WRITERS[path.suffix.lower()](temporary, columns) as write:
            yield write
        _sync(temporary)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}") from error
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _sync(path: Path) -> None:
    """Have the bytes on the disk before the name is: a power cut leaves the old file or the whole new one."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
