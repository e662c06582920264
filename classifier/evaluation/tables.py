"""Read a table of records, whatever its format, as dictionaries with the numbers of their rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..documents import clean_text
from ..errors import InputError
from ..labels import CODES, DISPLAY, LABELS, Label

Row = dict[str, Any]
_BY_NAME = {
    **{str(label): label for label in LABELS},
    **{name.lower(): label for label, name in DISPLAY.items()},
    **{str(code): label for label, code in CODES.items()},
    "1": Label.TRACK_1, "1.5": Label.TRACK_1_5, "2": Label.TRACK_2,
}  # fmt: skip
FORMATS = ".jsonl, .ndjson, .csv, .tsv, .parquet (JSON lines, CSV and TSV also as .gz)"


def read_rows(path: Path) -> list[tuple[int, Row]]:
    """Read the records of a file.

    Parameters
    ----------
    path : Path
        JSON lines, CSV, TSV (each gzip-compressed or not) or Parquet, by its ending.

    Returns
    -------
    list of (int, dict)
        Each record with its number: of the line in JSON lines, of the row below the header in a table.

    Raises
    ------
    InputError
        For a file that is missing, of another format, broken or empty.
    """
    ending = next((s.lower() for s in reversed(path.suffixes) if s.lower() != ".gz"), "")
    try:
        if ending in (".jsonl", ".ndjson", ".json"):
            rows = list(_json_lines(path))
        elif ending in (".csv", ".tsv", ".tab", ".parquet"):
            rows = _table(path, ending)
        else:
            raise InputError(f"{path}: cannot read {ending or 'a file without ending'}; use one of {FORMATS}")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; name a file of labelled passages") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 ({error.reason}); save it as UTF-8") from error
    if not rows:
        raise InputError(f"{path}: no records in it")
    return rows


def _json_lines(path: Path) -> Iterator[tuple[int, Row]]:
    import gzip

    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise InputError(f"{path}:{number}: not JSON: {error}; write one object a line") from error
            if not isinstance(record, dict):
                raise InputError(f"{path}:{number}: not a JSON object; write one object a line")
            yield number, record


def _table(path: Path, ending: str) -> list[tuple[int, Row]]:
    import pandas as pd

    try:
        if ending == ".parquet":
            frame = pd.read_parquet(path)
        else:
            # All as text: '1.5' must not become a number, nor 'none' and 'NA' nothing.
            separator = "," if ending == ".csv" else "\t"
            frame = pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False, encoding="utf-8-sig")
            if len(frame.columns) == 1 and ";" in str(frame.columns[0]):
                frame = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise
        raise InputError(f"{path}: not a table that can be read: {error}") from error
    names = [str(name).strip() for name in frame.columns]
    return [(n, dict(zip(names, row, strict=True))) for n, row in enumerate(frame.itertuples(index=False), 1)]


def find_name(named: str | None, usual: Iterable[str], rows: list[tuple[int, Row]], path: Path, what: str) -> str:
    """Find a column by the name that the user gave, else by the usual ones; empty where there is none of these.

    Raises
    ------
    InputError
        If the column that the user named is not there; lists those that are.
    """
    columns = {str(key) for _, row in rows for key in row}
    if named is not None:
        if named in columns:
            return named
        listed = ", ".join(sorted(columns)[:40])
        raise InputError(f"{path}: no column {named!r} for the {what}; there are: {listed}")
    plain = {name.lower().replace(" ", "_"): name for name in sorted(columns)}
    return next((plain[name] for name in usual if name in plain), "")


def parse_label(value: Any) -> Label:
    """Read a label as slug, display name or integer code.

    Raises
    ------
    ValueError
        Says what a label may be.

    Examples
    --------
    >>> [str(parse_label(value)) for value in ("track_1_5", "Track 1.5", 15, "15", "None", 0)]
    ['track_1_5', 'track_1_5', 'track_1_5', 'track_1_5', 'none', 'none']
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    key = str(value).strip().lower()
    found = _BY_NAME.get(key) or _BY_NAME.get(key.replace("-", "_").replace(" ", "_").replace(".", "_"))
    if found is None:
        known = "; ".join(f"{label} or '{DISPLAY[label]}' or {CODES[label]}" for label in LABELS)
        raise ValueError(f"unknown label {value!r}; write {known}")
    return found


def text_of(value: Any) -> str:
    """Text of a cell; empty where there is none."""
    return "" if value is None or value != value else clean_text(str(value))  # NaN differs from itself


def file_digest(path: Path) -> str:
    """Hex SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
