"""JSON: an array of objects, one object, or an object that holds one such array."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from ...errors import InputError
from ..columns import ReadOptions, record_to_document
from ..document import Document, Reject
from ..encoding import decode_text
from . import json_lines


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield a document an object; a file of JSON lines under the wrong ending is read as such.

    Raises
    ------
    InputError
        If the file is neither.
    """
    text = decode_text(stream.read())
    if not text.strip():
        raise InputError("empty")
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise InputError("not usable JSON: nested too deeply") from error
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines):
            yield from json_lines.read_lines((s.encode() for s in text.split("\n")), source_file, options)
            return
        raise InputError(f"not JSON: {error}") from error
    for number, record in enumerate(_records(data), 1):
        if isinstance(record, dict):
            yield record_to_document(record, source_file, number, options)
        else:
            yield Reject(source_file, number, "parse", f"a JSON {type(record).__name__}, not an object")


def _records(data: Any) -> list[Any]:
    if isinstance(data, list):
        if not data:
            raise InputError("empty")
        return data
    if isinstance(data, dict):
        lists = [v for v in data.values() if v and isinstance(v, list) and all(isinstance(x, dict) for x in v)]
        has_text = any(isinstance(v, str) and len(v.split()) > 5 for v in data.values())
        return lists[0] if len(lists) == 1 and not has_text else [data]
    return [data]
