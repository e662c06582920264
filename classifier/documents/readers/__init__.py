"""A reader per format. To add one: write its file, name it in ``READERS``, and teach ``sniff`` to know it.

A reader takes a seekable binary stream (already decompressed), the source's name and the read options, and
yields documents and rejects in the order of the source, lazily. It may raise InputError for a source that is
unusable as a whole. Libraries that not everybody needs are imported when a file asks for them (`needed`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from ...errors import InputError
from ..columns import ReadOptions
from ..document import Document, Reject
from . import (
    delimited,
    docx,
    html,
    json_array,
    json_lines,
    mail,
    markdown,
    odt,
    parquet,
    pdf,
    plain,
    rtf,
    sqlite,
    warc,
    xls,
    xlsx,
)  # fmt: skip

Reader = Callable[[BinaryIO, str, ReadOptions], Iterator[Document | Reject]]

#: Format name -> reader. The names are the values of ``--input-format``.
READERS: dict[str, Reader] = {
    "text": plain.read,
    "markdown": markdown.read,
    "csv": delimited.read,
    "tsv": partial(delimited.read, delimiters=delimited.TAB_FIRST),
    "json": json_array.read,
    "jsonl": json_lines.read,
    "html": html.read,
    "pdf": pdf.read,
    "docx": docx.read,
    "odt": odt.read,
    "rtf": rtf.read,
    "eml": mail.read_eml,
    "mbox": mail.read_mbox,
    "parquet": parquet.read,
    "xlsx": xlsx.read,
    "xls": xls.read,
    "sqlite": sqlite.read,
    "warc": warc.read,
}
#: Formats whose readers jump to and fro in the file.
FROM_ANYWHERE = frozenset({"pdf", "docx", "odt", "parquet", "xlsx", "xls", "sqlite"})


def reader_named(name: str) -> Reader:
    """Get the reader of a format.

    Raises
    ------
    InputError
        If there is none; the message lists those that there are.
    """
    if name in READERS:
        return READERS[name]
    what = "XML of a kind that no reader knows; the formats" if name == "xml" else f"no format {name!r}; there"
    raise InputError(f"{what} are: {', '.join(READERS)}")
