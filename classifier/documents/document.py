"""What a reader yields: a document, or a reject that says why there is none."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    r"""Bring line ends to ``\n`` and replace lone surrogates, which no encoder can write.

    Examples
    --------
    >>> clean_text("one\r\ntwo\rthree")
    'one\ntwo\nthree'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATES.sub("\ufffd", text)


def make_id(source_file: str, record: int) -> str:
    """Id of a document that has none: 16 hex digits of the SHA-256 of source and record number.

    Examples
    --------
    >>> make_id("news.csv", 1)
    '44c4ea60b78276d9'
    """
    return hashlib.sha256(f"{source_file}#{record}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
