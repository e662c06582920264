"""Columns of the tidy tables, made of the record's schema, and how their cells are written and read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import isfinite
from typing import Any

from ...errors import RecordError
from ...labels import LABELS, parse_label
from ...records import record_schema
from .typed import MISSING, typed_label

#: What the column ``field`` of the spans table says, and the record's field.
FIELDS = {"actor": "actors", "cue": "cues"}
BOUNDS = ("start", "end", "start_1", "end_1")
_EXACT = 2**53  # integers up to here are exact as floating-point numbers
_JSON = "json:"
_TRUTH = {"true": True, "t": True, "yes": True, "1": True, "false": False, "f": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    name : str
    kind : str
        ``text``, ``integer``, ``number``, ``boolean``, ``list`` or ``json``.
    path : tuple of str
        Where its value is in the record, or in the span.
    values : tuple of str
        Those of an enum.
    """

    name: str
    kind: str = "text"
    path: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


@cache
def passage_columns() -> tuple[Column, ...]:
    """Columns of the passages table."""
    found = {column.name: column for column in _columns(record_schema()["properties"])}
    found["document_start"] = Column("document_start", "integer", ("start",))
    found["document_end"] = Column("document_end", "integer", ("end",))
    for name in ("schema", "start", "end"):
        del found[name]
    first = ("passage_id", "record", "document_id", "passage_index", "text", "document_start", "document_end")
    found["record"] = Column("record", "integer")
    return (*(found[name] for name in first), *(column for name, column in found.items() if name not in first))


@cache
def span_columns() -> tuple[Column, ...]:
    """Columns of the spans table."""
    found = {
        column.name: column for field in FIELDS for column in _columns(record_schema()["$defs"][field]["properties"])
    }
    first = [Column("passage_id"), Column("record", "integer"), Column("field", values=tuple(FIELDS))]
    bounds = [Column(name, "integer") for name in BOUNDS]
    return (*first, *bounds, *(c for name, c in found.items() if name not in BOUNDS))


def _columns(properties: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[Column]:
    for key, node in properties.items():
        at = (*path, key)
        node = node.get("anyOf", [node])[0]
        values = LABELS if node.get("$ref") == "#/$defs/label" else node.get("enum", ())
        if at in (("actors",), ("cues",)):
            continue
        if key == "probabilities":
            yield from (Column(f"p_{label}", "number", (*at, str(label))) for label in LABELS)
        elif "properties" in node:
            yield from _columns(node["properties"], at)
        elif node.get("type") == "array":
            objects = node["items"].get("type") == "object"
            yield Column("_".join(at), "json" if objects else "list", at)
        else:
            kind = node.get("type", "string")
            yield Column("_".join(at), "text" if kind == "string" else kind, at, tuple(map(str, values)))


@cache
def attributes(field: str) -> frozenset[str]:
    """Attributes of an actor or cue besides its bounds and text."""
    return frozenset(record_schema()["$defs"][field]["properties"].keys() - {"start", "end", "text"})


@cache
def parts_of(name: str) -> frozenset[str]:
    """Columns that hold an object of the record."""
    return frozenset(column.name for column in passage_columns() if column.path[:1] == (name,))


def exact(value: float) -> bool:
    """Whether a number is what a floating-point number can be."""
    return abs(value) <= _EXACT or (isinstance(value, float) and value - value == 0)


def encoded(kind: str, value: Any) -> Any:
    r"""Value as a cell holds it; texts that hold a NUL, and lists of texts that hold what parts them, as JSON.

    Examples
    --------
    >>> encoded("list", ["a", "b"]), encoded("list", ["a;b"]), encoded("text", "a\0")
    ('a;b', 'json:["a;b"]', 'json:"a\\u0000"')
    """
    if value is None:
        return None
    if kind == "list":
        joined = ";".join(value)
        plain = joined.split(";") == value and joined.strip() not in MISSING and "\0" not in joined
        return (
            joined
            if not value or (plain and not joined.startswith(_JSON))
            else _JSON + json.dumps(value, ensure_ascii=False)
        )
    if kind == "json":
        return json.dumps(value, ensure_ascii=False) if value else ""
    if kind == "text" and ("\0" in value or value.startswith(_JSON)):
        return _JSON + json.dumps(value, ensure_ascii=False)
    return value


def decoded(column: Column, value: Any) -> Any:
    """Read a cell, whatever R or Stata made of it; None where there is nothing."""
    if value is None:
        return None
    text = f"{value:.17g}" if isinstance(value, float) else str(value)
    try:
        if column.kind == "text" and not column.values:
            return json.loads(text[len(_JSON) :], parse_constant=_no_number) if text.startswith(_JSON) else text
        text = text.strip()
        if text in MISSING:
            return None
        if column.values == LABELS:
            return str(parse_label(typed_label(value)))
        if column.kind == "text":
            plain = text.lower().replace(" ", "_")
            if plain not in column.values:
                raise ValueError(f"it is one of: {', '.join(column.values)}")
            return plain
        if column.kind == "list":
            return (
                json.loads(text[len(_JSON) :], parse_constant=_no_number) if text.startswith(_JSON) else text.split(";")
            )
        if column.kind == "json":
            return json.loads(text, parse_constant=_no_number)
        if column.kind == "boolean":
            return _TRUTH[text.lower()]
        number = float(text)
        if not isfinite(number):
            raise ValueError("it is a number")
        if column.kind == "integer" and not number.is_integer():
            raise ValueError("it is a whole number")
        return int(number) if column.kind == "integer" else number
    except (ValueError, KeyError, OverflowError, RecursionError) as error:
        reason = f"; {error}" if isinstance(error, ValueError) else ""
        raise RecordError(f"{column.name} is {text[:40]!r}{reason}") from error


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON's")
