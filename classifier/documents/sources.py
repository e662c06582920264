"""From what the user names (files, folders, globs, databases, ``-``) to documents, in order, one at a time."""

from __future__ import annotations

import glob
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import chain
from pathlib import Path

from ..errors import InputError
from .columns import ReadOptions
from .document import Document, Reject, clean_text
from .encoding import capped_lines, decode
from .ids import UniqueIds
from .limits import MAX_IN_MEMORY, MAX_TEXT, MEGABYTE, read_all
from .readers import json_lines, plain, postgresql, reader_named
from .streams import Opened, guarded, read_file
from .walk import walk

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its path, and its name as it will stand in the results; or the address of a database."""

    path: Path
    name: str
    database: str = ""


def find_sources(inputs: Iterable[str]) -> Iterator[Source | Reject]:
    """Expand inputs into files.

    Parameters
    ----------
    inputs : Iterable of str
        Files, folders (searched recursively, in the order of names, hidden files left out), globs,
        addresses of PostgreSQL databases, ``-``.

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
    elif postgresql.is_address(name):
        yield Source(Path(), postgresql.without_password(shown), name)
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
    for item in walk(folder):
        found = True
        yield item if isinstance(item, Reject) else Source(item, clean_text(str(item)))
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


def read_source(source: Source, options: ReadOptions, opened: Opened = lambda _: None) -> Iterator[Document | Reject]:
    """Yield the documents of one file; whatever keeps it from being read becomes a reject."""
    if source.database:
        items = postgresql.read(source.database, source.name, options)
    elif source.name == STDIN:
        items = _read_stdin(options)
    else:
        items = read_file(source.path, source.name, options, opened)
    return guarded(items, source.name)


def _read_stdin(options: ReadOptions) -> Iterator[Document | Reject]:
    stream = sys.stdin.buffer
    if options.input_format not in (None, "jsonl"):
        data = read_all(stream, MAX_IN_MEMORY, "standard input", "put it into a file")
        yield from reader_named(options.input_format)(BytesIO(data), STDIN, options)
        return
    lines = capped_lines(stream)
    head: list[bytes | None] = []
    for line in lines:
        head.append(line)
        if line is None or line.strip():
            break
    if options.input_format == "jsonl" or _is_json_object(head):
        yield from json_lines.read_lines(chain(head, lines), STDIN, options)
    elif None in head:
        raise InputError(f"the first line is longer than {MAX_TEXT // MEGABYTE} MB; break it into lines")
    else:
        rest = read_all(stream, MAX_TEXT, "standard input", "if it holds many documents, put them into files")
        yield from plain.read(BytesIO(b"".join(filter(None, head)) + rest), STDIN, options)


def _is_json_object(head: list[bytes | None]) -> bool:
    try:
        return bool(head) and isinstance(json.loads(decode(head[-1] or b"")), dict)
    except (ValueError, RecursionError):
        return False


def read_documents(
    inputs: Iterable[str],
    options: ReadOptions | None = None,
    ids: UniqueIds | None = None,
    opened: Opened = lambda _: None,
) -> Iterator[Document | Reject]:
    """Yield every document of the inputs, in order, each with an id of its own.

    Parameters
    ----------
    inputs : Iterable of str
        See `find_sources`.
    options : ReadOptions, optional
    ids : UniqueIds, optional
        Those met before; by default none.
    opened : callable
        Gets the stream of every file when it is opened.

    Yields
    ------
    Document or Reject
        An id met before gets ``-2``, ``-3`` … appended.
    """
    options = options or ReadOptions()
    with UniqueIds() if ids is None else nullcontext(ids) as known:
        for source in find_sources(inputs):
            if isinstance(source, Reject):
                yield source
                continue
            for item in read_source(source, options, opened):
                if isinstance(item, Reject):
                    yield item
                else:
                    own = known.unique(item.id)
                    yield item if own == item.id else replace(item, id=own)
