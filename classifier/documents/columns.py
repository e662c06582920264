"""From a record's columns to a document: which column holds the text, the id, the date, the title."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from typing import Any

from ..errors import InputError
from .document import Document, Reject, clean_text, make_id
from .encoding import decode

_USUAL = {
    "text": (
        "text", "body", "content", "article", "full_text", "fulltext", "article_text", "body_text",
        "maintext", "main_text", "passage", "story", "message",
    ),
    "id": ("id", "document_id", "doc_id", "article_id", "passage_id", "uid", "uuid", "guid", "docid"),
    "date": (
        "date", "publication_date", "published", "published_at", "pub_date", "publish_date", "datetime",
        "year",
    ),
    "title": ("title", "headline", "heading", "hl"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read records: columns named by the user (None: find the usual names), format, query, and export."""

    text_column: str | None = None
    id_column: str | None = None
    date_column: str | None = None
    title_column: str | None = None
    input_format: str | None = None
    query: str | None = None
    export: str | None = None


def find_column(wanted: str, named: str | None, columns: Iterable[str]) -> str | None:
    """Find the column for ``text``, ``id``, ``date`` or ``title``.

    Parameters
    ----------
    wanted : str
        Which of the four.
    named : str or None
        The column that the user named, which then has to be there; in a record with objects in it also a path
        such as ``body.text``, unless a column has that very name.
    columns : Iterable of str
        The names, or a whole record.

    Returns
    -------
    str or None
        The column's name as the source writes it; None if no usual name is there.

    Raises
    ------
    InputError
        If the named column is missing, or no column can be the text; the message lists the columns.

    Examples
    --------
    >>> find_column("text", None, ["ID", "Full Text"])
    'Full Text'
    """
    record, columns = columns, list(columns)
    if named is not None:
        if named in columns or (isinstance(record, Mapping) and value_at(record, named) is not _MISSING):
            return named
        raise InputError(f"no column {named!r}; there are: {_listed(columns)}")
    plain = {str(c).strip().lower().replace(" ", "_").replace("-", "_"): c for c in reversed(columns)}
    found = next((plain[name] for name in _USUAL[wanted] if name in plain), None)
    if found is None and wanted == "text":
        raise InputError(f"no column looks like the text; name it with --text-column. There are: {_listed(columns)}")
    return found


_MISSING = object()


def value_at(record: Mapping[str, Any], name: str) -> Any:
    """Get a record's value by the column's name, or else by a path into objects and lists (``body.0.text``).

    Examples
    --------
    >>> value_at({"body": {"text": "They met."}}, "body.text"), value_at({"a.b": 1, "a": {"b": 2}}, "a.b")
    ('They met.', 1)
    """
    if name in record:
        return record[name]
    value: Any = record
    for step in name.split("."):
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and len(step) < 9 and int(step) < len(value):
            value = value[int(step)]
        else:
            return _MISSING
    return value


def _without(record: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Leave the text out of a record, even where it lies in an object."""
    if name in record or "." not in name:
        return {k: v for k, v in record.items() if k != name}
    step, _, rest = name.partition(".")
    inner = record.get(step)
    return {**record, step: _without(inner, rest)} if isinstance(inner, Mapping) else dict(record)


def find_columns(options: ReadOptions, columns: Iterable[str]) -> dict[str, str | None]:
    """Find all four columns; see `find_column`."""
    names = tuple(columns)
    named = (options.text_column, options.id_column, options.date_column, options.title_column)
    if any(name is not None and "." in name and name not in names for name in named):
        return {key: find_column(key, getattr(options, f"{key}_column"), columns) for key in _USUAL}
    return _find_columns(options, names)


@lru_cache(maxsize=1024)
def _find_columns(options: ReadOptions, names: tuple[str, ...]) -> dict[str, str | None]:
    """Find the columns once for all records that have the same ones."""
    return {key: find_column(key, getattr(options, f"{key}_column"), names) for key in _USUAL}


def _listed(columns: list[str]) -> str:
    shown = ", ".join(str(c) for c in columns[:40]) or "none"
    return shown + (f" and {len(columns) - 40} more" if len(columns) > 40 else "")


def _as_text(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()  # as Excel keeps a day
    return clean_text(value if isinstance(value, str) else decode(value) if isinstance(value, bytes) else str(value))


def _clean(value: Any) -> Any:
    """Clean the strings in a value, which may hold any that JSON's escapes can spell; write what JSON has no word for."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [_clean(v) for v in value]
    if isinstance(value, dict):
        return {clean_text(str(k)): _clean(v) for k, v in value.items()}
    if isinstance(value, bytes | bytearray | memoryview):
        return f"<{len(bytes(value))} bytes>"
    if value is None or isinstance(value, bool | int | float):
        return value
    return _as_text(value)  # a date, a decimal number, a UUID …


def record_to_document(
    record: Mapping[str, Any], source_file: str, number: int, options: ReadOptions
) -> Document | Reject:
    """Make a document of one row or JSON object; what cannot be one is a reject that says why."""
    try:
        names = find_columns(options, record)
        text = value_at(record, str(names["text"]))
        columns = _clean(_without(record, str(names["text"])))
    except InputError as error:
        return Reject(source_file, number, "parse", str(error))
    except RecursionError:
        return Reject(source_file, number, "parse", "nested too deeply")
    if isinstance(text, list | dict):
        reason = f"column {names['text']!r} holds a {type(text).__name__}, not text"
        return Reject(source_file, number, "parse", reason)
    values = {key: _as_text(value_at(record, name)) if name is not None else "" for key, name in names.items()}
    if not values["text"].strip():
        return Reject(source_file, number, "parse", f"column {names['text']!r} is empty")
    return Document(
        id=values["id"].strip() or make_id(source_file, number),
        text=values["text"],
        title=values["title"],
        date=values["date"],
        source_file=source_file,
        record=number,
        columns=columns,
    )
