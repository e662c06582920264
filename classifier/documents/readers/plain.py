"""Plain text: one file, one document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO

from ..columns import ReadOptions
from ..document import Document, Reject, clean_text, make_id
from ..encoding import read_text


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the file as one document; its title is its first line where a blank line sets that apart."""
    text = clean_text(read_text(stream))
    if not text.strip():
        yield Reject(source_file, 1, "read", "empty")
        return
    title = title_line(text) or PurePath(source_file).name
    yield Document(make_id(source_file, 1), text, title, source_file=source_file)


def title_line(text: str) -> str:
    """Take the first line as the title where a blank line or a number sign sets it apart; else nothing."""
    first, _, rest = text.strip().partition("\n")
    alone = rest.startswith("\n") or first.startswith("#")
    short = len(first) <= 200 and not first.rstrip().endswith((".", "!", "?", ":", ";", ","))
    return first.strip("# \t") if alone and short else ""
