"""Read a table of records, whatever its format, as dictionaries with the numbers of their rows."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..documents import clean_text
from ..documents.compression import DAMAGE
from ..documents.encoding import decode_text
from ..errors import InputError, UsageError
from ..labels import LABELS_ARE, parse_label

Row = dict[str, Any]
FORMATS = ".jsonl, .ndjson, .json, .csv, .tsv, .parquet (all but the last also as .gz)"
#: What may part the cells, by ending; of those, the one that the header line has most of.
_DELIMITERS = {".csv": ",;\t|", ".tsv": "\t,;|", ".tab": "\t,;|"}
_GZIP = b"\x1f\x8b"
#: How many problems of a kind are told at once.
MOST = 10


def read_rows(path: Path) -> list[tuple[int, Row]]:
    """Read the records of a file.

    Parameters
    ----------
    path : Path
        JSON lines, a JSON array, CSV, TSV (each gzip-compressed or not) or Parquet, by its ending. Text is read in the
        encodings that ``classify`` reads.

    Returns
    -------
    list of (int, dict)
        Each record with its number, as ``classify`` counts: of the line in JSON lines, below the header in a table.

    Raises
    ------
    InputError
        For a file that is missing, of another format, broken or empty.
    """
    ending = next((s.lower() for s in reversed(path.suffixes) if s.lower() != ".gz"), "")
    try:
        if ending in (".jsonl", ".ndjson", ".json"):
            rows = list(_json(path, _text_in(path)))
        elif ending in _DELIMITERS:
            rows = list(_delimited(path, _text_in(path), _DELIMITERS[ending]))
        elif ending == ".parquet":
            rows = _parquet(path)
        else:
            raise InputError(f"{path}: cannot read {ending or 'a file without ending'}; use one of {FORMATS}")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; name a file of labelled passages") from error
    if not rows:
        raise InputError(f"{path}: no records in it")
    return rows


def at(path: Path, number: int) -> str:
    """Say which record of a file is meant.

    Examples
    --------
    >>> at(Path("mine.csv"), 2), at(Path("mine.jsonl"), 2)
    ('mine.csv, record 2 below the header', 'mine.jsonl, record 2')
    """
    table = any(suffix.lower() in (*_DELIMITERS, ".parquet") for suffix in path.suffixes)
    return f"{path}, record {number}{' below the header' if table else ''}"


def refuse(problems: Sequence[str], remedy: str) -> None:
    """Raise an error that lists problems, if there are any, with what to do about them.

    Raises
    ------
    InputError
        With the first ten, one a line.
    """
    if problems:
        more = f"\n… and {len(problems) - MOST} more" if len(problems) > MOST else ""
        raise InputError("\n".join(problems[:MOST]) + f"{more}; {remedy}")


def _text_in(path: Path) -> str:
    data = path.read_bytes()
    try:
        return decode_text(gzip.decompress(data) if data.startswith(_GZIP) else data).removeprefix("\ufeff")
    except DAMAGE as error:
        raise InputError(f"{path}: damaged gzip data: {error}; compress it again") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def _json(path: Path, text: str) -> Iterator[tuple[int, Row]]:
    if text.lstrip().startswith("["):
        try:
            records = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{path}: not JSON: {error}; write an array of objects, or one object a line") from error
        found: Iterable[tuple[int, Any]] = enumerate(records, 1)
    else:
        found = _json_lines(path, text)
    for number, record in found:
        if not isinstance(record, dict):
            raise InputError(f"{at(path, number)}: not a JSON object; write one object a line")
        yield number, record


def _json_lines(path: Path, text: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{at(path, number)}: not JSON: {error}; write one object a line") from error


def _delimited(path: Path, text: str, delimiters: str) -> Iterator[tuple[int, Row]]:
    """Yield the rows below the header; cells stay text: '1.5' must not become a number, nor 'none' and 'NA' nothing."""
    header_line = next((line for line in text.splitlines() if line.strip()), "")
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # the default is shorter than some articles
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(delimiters, key=header_line.count), strict=True)
    number, header = -1, list[str]()
    try:
        for cells in rows:
            if not any(map(str.strip, cells)):
                continue
            number += 1
            if not number:
                header = _distinct(cells)
                continue
            if len(cells) > len(header):
                told = f"{len(cells)} cells, but the header has {len(header)}; check the quotation marks"
                raise InputError(f"{at(path, number)}: {told}")
            yield number, dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=True))
    except csv.Error as error:
        raise InputError(f"{at(path, number + 1)}: {error}; check the quotation marks") from error


def _distinct(names: Iterable[str]) -> list[str]:
    """Tell columns of one name apart, so that none hides another."""
    seen: Counter[str] = Counter()
    out = []
    for name in map(str.strip, names):
        out.append(f"{name}.{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return out


def _parquet(path: Path) -> list[tuple[int, Row]]:
    import pandas as pd

    try:
        frame = pd.read_parquet(path)
    except ValueError as error:  # pyarrow's own errors are such
        raise InputError(f"{path}: not a table that can be read: {error}") from error
    names = [str(name).strip() for name in frame.columns]
    return [(n, dict(zip(names, row, strict=True))) for n, row in enumerate(frame.itertuples(index=False), 1)]


def find_name(named: str | None, usual: Iterable[str], rows: list[tuple[int, Row]], path: Path, what: str) -> str:
    """Find a column by the name that the user gave, else by the usual ones; empty where there is none of these.

    Raises
    ------
    UsageError
        If the column that the user named is not there; lists those that are.
    """
    columns = {str(key) for _, row in rows for key in row}
    if named is not None:
        if named in columns:
            return named
        listed = ", ".join(sorted(columns)[:40])
        raise UsageError(f"{path}: no column {named!r} for the {what}; there are: {listed}")
    plain = {name.lower().replace(" ", "_"): name for name in sorted(columns)}
    return next((plain[name] for name in usual if name in plain), "")


def labels_of(rows: Sequence[tuple[int, Row]], name: str, path: Path) -> npt.NDArray[np.str_]:
    """Read the labels of a column, as slugs.

    Raises
    ------
    InputError
        For those that are unknown; names their records.
    """
    labels, problems = [], []
    for number, row in rows:
        try:
            labels.append(str(parse_label(row.get(name))))
        except ValueError:
            problems.append(f"{at(path, number)}: column {name!r}: unknown label {text_of(row.get(name))!r}")
    refuse(problems, LABELS_ARE)
    return np.array(labels)


def text_of(value: Any) -> str:
    """Text of a cell; empty where there is none."""
    return "" if value is None or value != value else clean_text(str(value))  # NaN differs from itself


def file_digest(path: Path) -> str:
    """Hex SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
