"""What Parquet, Excel and databases share: rows of named values to documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ...errors import InputError
from ..columns import ReadOptions, find_columns, record_to_document
from ..document import Document, Reject


def rows_to_documents(
    names: list[str], rows: Iterable[Iterable[Any]], source_file: str, options: ReadOptions, first: int = 1
) -> Iterator[Document | Reject]:
    """Yield a document a row, numbered from ``first``; blank rows are passed over but counted.

    Raises
    ------
    InputError
        If none of the columns can be the text, or one that the user named is missing.
    """
    find_columns(options, names)
    for number, row in enumerate(rows, first):
        values = dict(zip(names, row, strict=False))
        if any(value not in (None, "") for value in values.values()):
            yield record_to_document(values, source_file, number, options)


def first_with_text(tables: Iterable[tuple[str, list[str]]], options: ReadOptions, what: str) -> str:
    """Choose the first table (or sheet) whose columns can be read.

    Parameters
    ----------
    tables : iterable of (str, list of str)
        Names, and the names of their columns.
    options : ReadOptions
    what : str
        What such a table is called, for the message.

    Raises
    ------
    InputError
        If none can; says why not for each of the first few.
    """
    reasons = []
    for name, columns in tables:
        try:
            find_columns(options, columns)
        except InputError as error:
            reasons.append(f"{what} {name!r}: {error}" if columns else f"{what} {name!r} is empty")
        else:
            return name
    if not reasons:
        raise InputError(f"empty: it holds no {what}")
    raise InputError("; ".join(reasons[:3]) + (f"; and {len(reasons) - 3} more" if len(reasons) > 3 else ""))
