"""A reader per format. To add one: write its file, and name it by its endings in ``READERS``.

A reader takes a seekable binary stream (already decompressed), the source's name and the read options, and
yields documents and rejects in the order of the source. It may raise InputError for a source that is unusable
as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from ..columns import ReadOptions
from ..document import Document, Reject
from . import delimited, json_array, json_lines, plain

Reader = Callable[[BinaryIO, str, ReadOptions], Iterator[Document | Reject]]

#: Format name -> (endings, reader). The names are the values of ``--input-format``.
READERS: dict[str, tuple[tuple[str, ...], Reader]] = {
    "text": ((".txt", ".text", ".md", ".markdown"), plain.read),
    "csv": ((".csv",), delimited.read),
    "tsv": ((".tsv", ".tab"), partial(delimited.read, delimiters=delimited.TAB_FIRST)),
    "json": ((".json",), json_array.read),
    "jsonl": ((".jsonl", ".ndjson"), json_lines.read),
}
