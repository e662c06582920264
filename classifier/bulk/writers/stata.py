"""Stata, with labelled codes for the labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ...errors import OutputError
from ...labels import CODES, DISPLAY, Label
from ...records import flatten
from .text import INSTEAD, Row, Write

_ROWS = 500_000
_SHORT = 2045  # characters of a string that is no strL
#: Words that Stata keeps for itself ('Names and types' in its manual); _n, _N and the like begin with underscores.
_RESERVED = frozenset(
    [
        "aggregate",
        "array",
        "boolean",
        "break",
        "byte",
        "case",
        "catch",
        "class",
        "colvector",
        "complex",
        "const",
        "continue",
        "default",
        "delegate",
        "delete",
        "do",
        "double",
        "else",
        "eltypedef",
        "end",
        "enum",
        "explicit",
        "export",
        "external",
        "float",
        "for",
        "friend",
        "function",
        "global",
        "goto",
        "if",
        "inline",
        "int",
        "local",
        "long",
        "mata",
        "NULL",
        "pragma",
        "protected",
        "quad",
        "rowvector",
        "short",
        "typedef",
        "typename",
        "virtual",
        "using",
        "with",
    ]
)
_LABELS = ("label", "claimed_track")


@contextmanager
def open_stata(path: Path, columns: Sequence[str]) -> Iterator[Write]:
    """Write a ``.dta`` of version 118; ``label`` holds the contract's codes with value labels.

    Names that Stata doesn't take are changed, with the column's own name as the variable's label.

    Raises
    ------
    OutputError
        For more rows than one file may hold: they are all held in memory.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []

    def write(row: Row) -> None:
        rows.append(flatten(row))
        if len(rows) > _ROWS:
            raise OutputError(f"Stata files are written up to {_ROWS:,} rows; {INSTEAD}")

    yield write
    frame = pd.DataFrame(rows, columns=list(columns))
    names = _names(columns)
    long = []
    for name in columns:
        values = frame[name]
        if name in _LABELS:
            frame[name] = pd.Series([CODES[Label(v)] if v else None for v in values], dtype=float)
        elif values.map(type).isin([bool]).all():
            frame[name] = values.astype("int8")
        elif not values.map(lambda v: isinstance(v, int | float) or v == "").all():
            texts = [str(value).replace("\0", "") for value in values]
            frame[name] = texts
            if max(len(text.encode()) for text in texts) > _SHORT:
                long.append(names[name])
        else:
            frame[name] = pd.to_numeric(values.replace("", None))
    frame = frame.rename(columns=names)
    shown: dict[float, str] = {CODES[label]: text for label, text in DISPLAY.items()}
    frame.to_stata(
        path, write_index=False, version=118, convert_strl=long,
        value_labels={name: shown for name in _LABELS if name in frame},
        variable_labels={new: old[:80] for old, new in names.items() if new != old},
    )  # fmt: skip


def _names(columns: Sequence[str]) -> dict[str, str]:
    """Names that Stata takes: letters, digits, underscores, at most 32, none twice."""
    out: dict[str, str] = {}
    for column in columns:
        plain = re.sub(r"\W", "_", column)
        taken = plain[:1].isdigit() or plain in _RESERVED or re.fullmatch(r"str(\d+|L)", plain)
        plain = f"_{plain}"[:32] if taken else plain[:32]
        name, n = plain, 1
        while name in out.values():
            n += 1
            name = f"{plain[: 32 - len(str(n)) - 1]}_{n}"
        out[column] = name
    return out
