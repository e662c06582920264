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
            start = first_character(stream)
            if not start:
                raise InputError("empty")
            items = enumerate(array_items(stream), 1) if start == "[" else _lines(stream)
            for number, value in items:
                if isinstance(value, dict):
                    yield number, value
                else:
                    what = (
                        str(value) if isinstance(value, ValueError) else f"a JSON {type(value).__name__}, not an object"
                    )
                    yield Reject(str(path), number, "import", what)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; name the file that the tool exported") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


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
