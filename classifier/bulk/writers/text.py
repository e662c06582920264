"""CSV, TSV and JSON lines, compressed where the name says so."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

from ...records import flatten

Row = Mapping[str, Any]
Write = Callable[[Row], None]
#: What to do when a format cannot hold so many rows; the parts don't depend on it.
INSTEAD = "rename OUT.parts for an output that ends with .csv or .parquet, and give the command for that one"


@contextmanager
def open_csv(path: Path, columns: Sequence[str]) -> Iterator[Write]:
    """Write CSV; its mark lets Excel read accents, and every reader of ours and pandas' 'utf-8-sig' skips it."""
    with _open_text(path, "utf-8-sig") as file:
        yield _delimited(file, columns, ",")


@contextmanager
def open_tsv(path: Path, columns: Sequence[str]) -> Iterator[Write]:
    """Write tab-separated values."""
    with _open_text(path, "utf-8") as file:
        yield _delimited(file, columns, "\t")


@contextmanager
def open_jsonl(path: Path, columns: Sequence[str]) -> Iterator[Write]:
    """Write a row as a line of JSON, nested."""
    with _open_text(path, "utf-8") as file:
        yield lambda row: print(to_json(row), file=file)


def to_json(row: Row) -> str:
    """One row as a line of JSON."""
    return json.dumps(row, ensure_ascii=False, default=str)


def flat(row: Row) -> dict[str, Any]:
    """Row for a flat format: strings, numbers, ``true`` and ``false``."""
    return {name: _cell(value) for name, value in flatten(row).items()}


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.replace("\0", "") if isinstance(value, str) else value


def _delimited(file: IO[str], columns: Sequence[str], delimiter: str) -> Write:
    writer = csv.DictWriter(file, columns, delimiter=delimiter, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    return lambda row: writer.writerow(flat(row))


@contextmanager
def _open_text(path: Path, encoding: str) -> Iterator[IO[str]]:
    with path.open("wb") as raw, _compressed(raw, path.suffix.lower()) as data:
        text = TextIOWrapper(data, encoding=encoding, newline="\n" if encoding == "utf-8" else "")
        yield text
        text.flush()
        text.detach()


@contextmanager
def _compressed(raw: IO[bytes], ending: str) -> Iterator[Any]:
    if ending == ".gz":
        # Neither name nor time: the same rows give the same bytes.
        with gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as file:
            yield file
    elif ending == ".zst":
        import pyarrow as pa

        with pa.CompressedOutputStream(raw, "zstd") as file:
            yield file
    else:
        yield raw
