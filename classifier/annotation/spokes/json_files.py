"""JSON as annotation tools write it: one object a line, or an array of objects; one is held at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from ...documents import Reject
from ...documents.encoding import capped_lines, decode
from ...documents.limits import MAX_TEXT, MEGABYTE
from ...documents.readers.json_array import array_items, first_character
from ...errors import InputError


def read_objects(path: Path) -> Iterator[tuple[int, dict[str, Any]] | Reject]:
    """Read the objects of a file, each with its number: of the line in JSON lines, of the item in an array.

    Yields
    ------
    (int, dict) or Reject

    Raises
    ------
    InputError
        If the file is missing, binary, or broken from some point on.
    """
    try:
        with path.open("rb") as stream:
            yield from objects_of(stream, str(path), may_be_empty=False)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; name the file that the tool exported") from error


def objects_of(
    stream: BinaryIO, name: str, *, may_be_empty: bool = True
) -> Iterator[tuple[int, dict[str, Any]] | Reject]:
    """Read the objects of an open file, as `read_objects` does.

    Parameters
    ----------
    stream : BinaryIO
        Seekable, at its start.
    name : str
        Of the file, for messages.
    may_be_empty : bool
        Whether a blank file is one without objects, and not an error.

    Yields
    ------
    (int, dict) or Reject

    Raises
    ------
    InputError
        If the file is binary, or broken from some point on.
    """
    try:
        start = first_character(stream)
        if not start and not may_be_empty:
            raise InputError("empty")
        items = enumerate(array_items(stream), 1) if start == "[" else _lines(stream)
        for number, value in items:
            if isinstance(value, dict):
                yield number, value
            else:
                what = str(value) if isinstance(value, ValueError) else f"a JSON {type(value).__name__}, not an object"
                yield Reject(name, number, "import", what)
    except InputError as error:
        raise InputError(f"{name}: {error}") from error


def _lines(stream: BinaryIO) -> Iterator[tuple[int, Any]]:
    """Yield a value for each line that is not blank; what went wrong stands in its place as a `ValueError`."""
    for number, line in enumerate(capped_lines(stream), 1):
        if line is None:
            yield number, ValueError(f"longer than {MAX_TEXT // MEGABYTE} MB; no passage is")
        elif line.strip():
            try:
                yield number, json.loads(decode(line))
            except ValueError as error:
                yield number, ValueError(f"not JSON: {error}")
            except RecursionError:
                yield number, ValueError("nested too deeply")


def record_number(value: Any) -> int | None:
    """Read which record of its task an answer is of; tools that use pandas make 0 into 0.0.

    Raises
    ------
    ValueError
        If it is no whole number.

    Examples
    --------
    >>> record_number(0.0), record_number(None)
    (0, None)
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        raise ValueError(f"record {value!r} is no whole number")
    return int(value)
