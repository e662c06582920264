"""Exports of news databases: a file per export and form, a document per article.

A reader here has the signature of ``classifier.documents.readers.Reader``. ``recognise`` tells by content which
of them fits a stream; ``EXPORTS`` are the values of ``--as``, each of which finds its form itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO

from ..columns import ReadOptions
from ..document import Document, Reject
from . import (
    factiva_html,
    factiva_rtf,
    nexis_html,
    nexis_text,
    nexis_uni,
    proquest_mail,
    proquest_table,
    proquest_tdm,
    proquest_text,
)  # fmt: skip
from .recognition import OLE, RTF, ZIP, recognise
from .words import WordCheck

if TYPE_CHECKING:
    from ..readers import Reader

__all__ = ["EXPORTS", "WordCheck", "read_factiva", "read_nexis", "read_proquest", "recognise"]


def read_nexis(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Read an export of Nexis or LexisNexis, of whatever year."""
    forms = (nexis_uni.read_docx, nexis_uni.read_rtf, nexis_text.read_rtf, nexis_html.read, nexis_text.read_txt)
    usual = {ZIP: nexis_uni.read_docx, RTF: nexis_uni.read_rtf, b"<": nexis_html.read, b"": nexis_text.read_txt}
    return _choose(stream, forms, usual)(stream, source_file, options)


def read_factiva(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Read an export of Factiva."""
    usual = {RTF: factiva_rtf.read, b"": factiva_html.read}
    return _choose(stream, (), usual)(stream, source_file, options)


def read_proquest(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Read an export of ProQuest."""
    forms = (proquest_tdm.read, proquest_mail.read)
    usual = {ZIP: proquest_table.read, OLE: proquest_table.read, b"<": proquest_mail.read, b"": proquest_text.read}
    return _choose(stream, forms, usual)(stream, source_file, options)


def _choose(stream: BinaryIO, forms: tuple[Reader, ...], usual: Mapping[bytes, Reader]) -> Reader:
    """Take the form that is recognised, else the one that the first bytes suggest, whose error then says what it lacks."""
    recognised = recognise(stream)
    if recognised in forms:
        return recognised
    head = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    stream.seek(0)
    return next(reader for mark, reader in usual.items() if head.startswith(mark))


#: The values of ``--as``.
EXPORTS: dict[str, Reader] = {"nexis": read_nexis, "factiva": read_factiva, "proquest": read_proquest}
