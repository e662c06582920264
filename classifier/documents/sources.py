"""From what the user names (files, folders, globs, ``-``) to documents, in order, one source at a time."""

from __future__ import annotations

import glob
import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

from ..errors import InputError
from .columns import ReadOptions
from .document import Document, Reject, clean_text
from .encoding import DAMAGE, decode
from .readers import READERS, Reader, json_lines, plain

STDIN = "-"
_BY_ENDING = {ending: reader for endings, reader in READERS.values() for ending in endings}


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its path, and its name as it will stand in the results."""

    path: Path
    name: str


def find_sources(inputs: Iterable[str]) -> Iterator[Source | Reject]:
    """Expand inputs into files.

    Parameters
    ----------
    inputs : Iterable of str
        Files, folders (searched recursively, in the order of names, hidden files left out), globs, ``-``.

    Yields
    ------
    Source or Reject
        A path that does not exist, or a folder or glob that holds nothing, is a reject.
    """
    for name in inputs:
        try:
            yield from _expand(name)
        except OSError as error:  # such as a name that is too long, for it is a text
            yield Reject(clean_text(name), None, "find", error.strerror or str(error))


def _expand(name: str) -> Iterator[Source | Reject]:
    path = Path(name)
    shown = clean_text(name)
    if not name:
        yield Reject(name, None, "find", "an empty name; name a file, a folder, a glob or '-'")
    elif name == STDIN or path.is_file():
        yield Source(path, shown)
    elif path.is_dir():
        yield from _folder(path)
    elif path.exists():
        yield Reject(shown, None, "find", "not a regular file or folder")
    elif glob.has_magic(name):
        matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        if not matches:
            yield Reject(shown, None, "find", "no file matches this pattern")
        yield from find_sources(matches)
    else:
        yield Reject(shown, None, "find", f"no such file or folder{_near(path)}")


def _folder(folder: Path) -> Iterator[Source | Reject]:
    found = False
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.is_file():
            found = True
            yield Source(path, clean_text(str(path)))
    if not found:
        yield Reject(clean_text(str(folder)), None, "find", "the folder holds no files")


def _near(path: Path) -> str:
    """Offer the name in the same folder that the user may have meant."""
    import difflib

    try:
        names = [p.name for p in path.parent.iterdir()]
    except OSError:
        return ""
    close = difflib.get_close_matches(path.name, names, n=1)
    return f"; did you mean {str(path.parent / close[0])!r}?" if close else ""


def open_binary(path: Path) -> BinaryIO:
    """Open a file, decompressing it where its first bytes say gzip, whatever its name says."""
    file = path.open("rb")
    compressed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    if not compressed:
        return file
    file.close()
    return cast(BinaryIO, gzip.open(path, "rb"))


def reader_for(name: str, options: ReadOptions) -> Reader:
    """Choose a reader by ``--input-format``, else by the name's ending (``.gz`` aside).

    Raises
    ------
    InputError
        If no reader knows the format; the message lists those that there are.
    """
    if options.input_format is not None:
        if options.input_format not in READERS:
            raise InputError(f"no format {options.input_format!r}; there are: {', '.join(READERS)}")
        return READERS[options.input_format][1]
    suffixes = [s.lower() for s in Path(name).suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    if not suffixes:
        return plain.read
    if suffixes[-1] not in _BY_ENDING:
        known = " ".join(_BY_ENDING)
        raise InputError(
            f"no reader for {suffixes[-1]!r}; known endings: {known}. "
            "If it is one of these under another name, use --input-format"
        )
    return _BY_ENDING[suffixes[-1]]


def read_source(source: Source, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the documents of one file; whatever keeps it from being read becomes a reject."""
    empty = True
    try:
        for item in _items(source, options):
            empty = False
            yield item
        if empty:  # a header without rows, blank lines
            raise InputError("empty")
    except InputError as error:
        yield Reject(source.name, None, "read", str(error))
    except DAMAGE as error:
        reason = f"damaged gzip data, of which only whole records before the damage can be read: {error}"
        yield Reject(source.name, None, "read", reason)
    except OSError as error:
        yield Reject(source.name, None, "read", error.strerror or str(error))


def _items(source: Source, options: ReadOptions) -> Iterator[Document | Reject]:
    if source.name == STDIN:
        yield from _read_stdin(options)
        return
    with open_binary(source.path) as stream:
        yield from reader_for(source.name, options)(stream, source.name, options)


def _read_stdin(options: ReadOptions) -> Iterator[Document | Reject]:
    stream = sys.stdin.buffer
    if options.input_format not in (None, "jsonl"):
        data = BytesIO(stream.read())
        yield from reader_for(STDIN, options)(data, STDIN, options)
        return
    lines = iter(stream)
    head: list[bytes] = []
    for line in lines:
        head.append(line)
        if line.strip():
            break
    if options.input_format == "jsonl" or _is_json_object(head):
        yield from json_lines.read_lines(chain(head, lines), STDIN, options)
    else:
        yield from plain.read(BytesIO(b"".join(chain(head, lines))), STDIN, options)


def _is_json_object(head: list[bytes]) -> bool:
    try:
        return bool(head) and isinstance(json.loads(decode(head[-1])), dict)
    except (ValueError, RecursionError):
        return False


def read_documents(inputs: Iterable[str], options: ReadOptions | None = None) -> Iterator[Document | Reject]:
    """Yield every document of the inputs, in order, each with an id of its own.

    Parameters
    ----------
    inputs : Iterable of str
        See `find_sources`.
    options : ReadOptions, optional

    Yields
    ------
    Document or Reject
        An id met before gets ``-2``, ``-3`` … appended.
    """
    options = options or ReadOptions()
    seen: dict[str, int] = {}
    for source in find_sources(inputs):
        if isinstance(source, Reject):
            yield source
            continue
        for item in read_source(source, options):
            yield item if isinstance(item, Reject) else _with_unique_id(item, seen)


def _with_unique_id(document: Document, seen: dict[str, int]) -> Document:
    new_id = unique_id(document.id, seen)
    return document if new_id == document.id else replace(document, id=new_id)


def unique_id(id: str, seen: dict[str, int]) -> str:
    """Give an id that was met before a number, and note it among those seen.

    Examples
    --------
    >>> seen = {}
    >>> [unique_id(id, seen) for id in ("a", "a", "a-2", "a")]
    ['a', 'a-2', 'a-2-2', 'a-3']
    """
    count = seen.get(id, 0)
    if not count:
        seen[id] = 1
        return id
    new_id = id
    while new_id in seen:
        count += 1
        new_id = f"{id}-{count}"
    seen[id] = count
    seen[new_id] = 1
    return new_id
