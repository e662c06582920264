"""JSON lines: one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from ...errors import InputError
from ..columns import ReadOptions, record_to_document
from ..document import Document, Reject
from ..encoding import BINARY, capped_lines, decode, looks_binary, marked_encoding, open_text
from ..limits import MAX_TEXT, MEGABYTE, read_some


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield a document a line, without holding more than a line.

    Raises
    ------
    InputError
        If the data is binary.
    """
    head = read_some(stream, 8192)
    stream.seek(0)
    if looks_binary(head):
        raise InputError(BINARY)
    if (marked_encoding(head) or "").startswith(("utf-16", "utf-32")):
        with open_text(stream) as text:
            lines = (None if line is None else line.encode() for line in capped_lines(text))
            yield from read_lines(lines, source_file, options)
    else:
        yield from read_lines(capped_lines(stream), source_file, options)


def read_lines(
    lines: Iterable[bytes | None], source_file: str, options: ReadOptions, first: int = 1
) -> Iterator[Document | Reject]:
    """Yield a document for every line that is not blank; the record number is the line's number, from ``first`` on.

    A line that is None was too long to be held (`capped_lines`).
    """
    for number, line in enumerate(lines, first):
        if line is None:
            yield Reject(source_file, number, "parse", f"line {number} is longer than {MAX_TEXT // MEGABYTE} MB")
            continue
        if not line.strip():
            continue
        try:
            record = json.loads(decode(line))
        except (ValueError, RecursionError) as error:
            yield Reject(source_file, number, "parse", f"line {number} is not JSON: {error}")
            continue
        if isinstance(record, dict):
            yield record_to_document(record, source_file, number, options)
        else:
            reason = f"line {number} holds a JSON {type(record).__name__}, not an object"
            yield Reject(source_file, number, "parse", reason)
