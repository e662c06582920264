"""JSON: an array of objects, one object, or an object that holds one such array; JSON lines under its ending too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any, BinaryIO

from ...errors import InputError
from ..columns import ReadOptions, record_to_document
from ..document import Document, Reject
from ..encoding import capped_lines, decode_text, open_text
from ..limits import MAX_TEXT, MEGABYTE, read_all, read_some
from . import json_lines

_SPACE = " \t\r\n\ufeff"
_MAX_OBJECT = 128 * MEGABYTE


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield a document an object; of an array no more than one record is held.

    Raises
    ------
    InputError
        If the file is no JSON from some point on.
    """
    start = first_character(stream)
    if not start:
        raise InputError("empty")
    if start == "{" and _is_lines(stream):
        yield from json_lines.read(stream, source_file, options)
        return
    records = array_items(stream) if start == "[" else _object_items(stream)
    for number, record in enumerate(records, 1):
        if isinstance(record, dict):
            yield record_to_document(record, source_file, number, options)
        else:
            yield Reject(source_file, number, "parse", f"a JSON {type(record).__name__}, not an object")


def first_character(stream: BinaryIO) -> str:
    """First character of a text that is no space, or empty; the stream is at its start again."""
    start = ""
    while not start and (piece := read_some(stream, MEGABYTE)):
        start = decode_text(piece).strip(_SPACE)[:1]
    stream.seek(0)
    return start


def _is_lines(stream: BinaryIO) -> bool:
    """Whether every one of the first two lines is an object by itself, or begins one."""
    head = []
    for line in capped_lines(stream):
        if line is None or line.strip():
            head.append(decode_text(line or b"").strip(_SPACE))
        if len(head) == 2:
            break
    stream.seek(0)
    if len(head) < 2 or not all(line.startswith("{") for line in head):
        return False
    try:
        return isinstance(json.loads(head[0]), dict)
    except RecursionError:
        return True
    except ValueError:
        return head[1][:2] == '{"'


def _object_items(stream: BinaryIO) -> Iterator[Any]:
    remedy = "turn it into JSON lines, for instance with jq"
    try:
        data = json.loads(
            decode_text(read_all(stream, _MAX_OBJECT, "a JSON file of one object", remedy)).strip("\ufeff")
        )
    except RecursionError as error:
        raise InputError("not usable JSON: nested too deeply") from error
    except ValueError as error:
        raise InputError(f"not JSON: {error}") from error
    lists = []
    if isinstance(data, dict):
        lists = [v for v in data.values() if v and isinstance(v, list) and all(isinstance(x, dict) for x in v)]
        if any(isinstance(v, str) and len(v.split()) > 5 for v in data.values()):
            lists = []
    yield from lists[0] if len(lists) == 1 else [data]


def array_items(stream: BinaryIO) -> Iterator[Any]:
    """Yield the items of an array one by one, reading on where the text in hand ends before an item does.

    Raises
    ------
    InputError
        If the array is broken from some point on.
    """
    decoder = json.JSONDecoder()
    with open_text(stream) as text:
        buffer, at = _more(text, "", 0)
        at = _skip(buffer, at) + 1
        number, size = 0, MEGABYTE
        while True:
            at = _skip(buffer, at)
            try:
                if buffer[at : at + 1] == "]":
                    break
                if number:
                    if buffer[at : at + 1] != ",":
                        raise ValueError("',' or ']' expected")
                    item, end = decoder.raw_decode(buffer, _skip(buffer, at + 1))
                else:
                    item, end = decoder.raw_decode(buffer, at)
                if end == len(buffer):  # a number may go on
                    raise ValueError("the text ends")
            except RecursionError as error:
                raise InputError("not usable JSON: nested too deeply") from error
            except ValueError as error:
                longer, start = _more(text, buffer, at, size) if len(buffer) - at <= MAX_TEXT else ("", 0)
                if len(longer) - start <= len(buffer) - at:
                    raise InputError(f"not JSON after record {number}: {_told(error)}") from error
                buffer, at, size = longer, start, size * 2
                continue
            number, at, size = number + 1, end, MEGABYTE
            yield item
        rest = buffer[at + 1 :] + text.read(MEGABYTE)
        if rest.strip(_SPACE):
            raise InputError(f"the array ends after record {number}, but the file goes on")


def _more(text: IO[str], buffer: str, at: int, size: int = MEGABYTE) -> tuple[str, int]:
    return buffer[at:] + text.read(size), 0


def _skip(buffer: str, at: int) -> int:
    while buffer[at : at + 1] and buffer[at] in _SPACE:
        at += 1
    return at


def _told(error: ValueError) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else str(error)
