"""What a reader yields: a document, or a reject that says why there is none."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Document:
    r"""One text with what is known of its origin.

    Attributes
    ----------
    id : str
        The document's own id, or 16 hex digits made from its source and record number.
    text : str
        Line ends are ``\n``; all offsets count its Unicode code points from 0.
    title, date : str
        Empty where unknown; a date stays as the source writes it.
    source_file : str
        The input as the user named it.
    record : int
        1-based number of the record in its source (1 for a file that is one document).
    columns : Mapping[str, Any]
        Every further column of the record, for ``--keep``.
    """

    id: str
    text: str
    title: str = ""
    date: str = ""
    source_file: str = ""
    record: int = 1
    columns: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reject:
    """An input, or a record of one, that gave no document, and why.

    Attributes
    ----------
    source_file : str
    record : int or None
        1-based; None where the whole source is meant.
    stage : str
        ``find``, ``read``, ``decode``, ``parse`` or ``classify``.
    reason : str
        What was wrong and, where there is one, the remedy.
    """

    source_file: str
    record: int | None
    stage: str
    reason: str


def clean_text(text: str) -> str:
    r"""Bring line ends to ``\n``, drop byte order marks, and replace what cannot be written: lone surrogates, NUL.

    Examples
    --------
    >>> clean_text("one\r\ntwo\rthree")
    'one\ntwo\nthree'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if text.isascii():
        return text
    if "\ufeff" in text:  # where files were joined
        text = text.replace("\ufeff", "")
    return _SURROGATES.sub("\ufffd", text)


def whole_document(
    source_file: str, text: str, *, record: int = 1, id: str = "", title: str = "", date: str = "", **columns: str
) -> Document | Reject:
    """Make a document of a file, or a part of one, that holds text rather than columns.

    Parameters
    ----------
    source_file, text, record, id, title, date
        As in `Document`. A missing title is the file's name, a missing id is made.
    **columns
        ``source`` (the outlet or site), ``language``, ``author`` and what else the format states; empty ones
        are left out.

    Examples
    --------
    >>> document = whole_document("a.html", "They met.", language="en", author="")
    >>> document.title, document.columns
    ('a.html', {'language': 'en'})
    """
    text = clean_text(text)
    if not text.strip():
        return Reject(source_file, record, "read", "no text in it")
    title = " ".join(clean_text(title).split()) or PurePath(source_file.rpartition("!")[2]).name
    stated = {key: cleaned for key, value in columns.items() if (cleaned := " ".join(clean_text(value).split()))}
    own_id = clean_text(id).strip() or make_id(source_file, record)
    return Document(own_id, text, title, " ".join(clean_text(date).split()), source_file, record, stated)


def make_id(source_file: str, record: int) -> str:
    """Id of a document that has none: 16 hex digits of the SHA-256 of source and record number.

    Examples
    --------
    >>> make_id("news.csv", 1)
    '44c4ea60b78276d9'
    """
    return hashlib.sha256(f"{source_file}#{record}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
