"""Which export, and in which form, a stream is: told by its content, and only where that leaves no doubt."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from ...errors import InputError
from ..encoding import marked_encoding
from . import (
    event_registry,
    factiva_html,
    factiva_rtf,
    newsml,
    nexis_html,
    nexis_text,
    nexis_uni,
    nitf,
    proquest_mail,
    proquest_table,
    proquest_tdm,
    proquest_text,
    refusals,
)  # fmt: skip
from .dates import find_date
from .docx import Paragraph, read_paragraphs
from .factiva_codes import accession_number
from .factiva_display import is_words
from .labels import END, NEXIS_HEAD, NEXIS_TAIL, by_label, split_label
from .nexis_blocks import COUNTER, is_copyright
from .proquest_fields import KNOWN
from .rtf import rtf_text

if TYPE_CHECKING:
    from ..readers import Reader

ZIP, OLE, RTF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf"
_HEAD = 1 << 16
#: Factiva's pages have their styles, over 100 KB, before the first article; an RTF file may begin with pictures.
_FAR = 1 << 22
#: So many paragraphs or lines show what a file is; a cover page lists hundreds of titles.
_MOST = 3000
_NEXIS = by_label(NEXIS_HEAD) | by_label(NEXIS_TAIL)
#: Atomic and possessive, so that a thousand comments are not tried in every combination.
_ROOT = re.compile(
    r"\s*(?>(?:<\?.{0,300}?\?>|<!--.{0,2000}?-->|<!DOCTYPE[^>\[]{0,500}(?:\[.{0,20000}?\]\s*)?>)\s*)*+<(?:\w+:)?([\w.-]+)",
    re.DOTALL,
)
_REGISTRY = re.compile(r'"isDuplicate"\s*:\s*(?:true|false)')


def recognise(stream: BinaryIO) -> Reader | None:
    r"""Tell which export a stream is.

    Parameters
    ----------
    stream : BinaryIO
        Seekable, decompressed, at its start; it is left there.

    Returns
    -------
    Reader or None
        The reader of its form; one that refuses, with an explanation, for data without texts; None for
        everything else, ordinary documents among them.

    Examples
    --------
    >>> from io import BytesIO
    >>> recognise(BytesIO(b"3 of 50 DOCUMENTS\n\nThe Daily Letter\n\nMay 2, 2002\n\nLENGTH: 9 words")).__name__
    'read_txt'
    >>> recognise(BytesIO(b"Of 3 documents, the body: two words."))
    """
    try:
        head = read_up_to(stream, _HEAD)
        if head.startswith(ZIP):
            return _in_zip(stream)
        if head.startswith(OLE):
            return proquest_table.read if _names_columns(head + read_up_to(stream, 8 * _FAR)) else None
        if head.startswith(RTF):
            return _in_rtf(stream)
        text = head.decode(marked_encoding(head) or "utf-8", "replace").lstrip("\ufeff")
        if b"\0" in head and marked_encoding(head) is None:
            return None
        if text.lstrip().startswith("<"):
            return _in_markup(text, stream)
        if text.lstrip().startswith(("{", "[")):
            return _in_json(text)
        return _in_text(text)
    except (EOFError, zlib.error, OSError):  # damaged compression, which whoever reads the stream will meet
        return None
    finally:
        stream.seek(0)


def read_up_to(stream: BinaryIO, size: int) -> bytes:
    """Read so many bytes, or what there is."""
    data = b""
    while len(data) < size and (chunk := stream.read(size - len(data))):
        data += chunk
    return data


def _in_markup(text: str, stream: BinaryIO) -> Reader | None:
    found = _ROOT.match(text)
    root = found[1] if found else ""
    if root == "nitf":
        return nitf.read
    if root in ("newsMessage", "newsItem"):
        return newsml.read if "iptc.org/std/nar" in text or "contentMeta" in text else None
    if root == "RECORD" and "<GOID" in text:
        return proquest_tdm.read
    if nexis_html.START.search(text):
        return nexis_html.read
    if proquest_mail.START.search(text) and "ProQuest" in text:
        return proquest_mail.read
    if re.search(r"factiva", text, re.IGNORECASE):
        text += read_up_to(stream, _FAR).decode("utf-8", "replace")
        if factiva_html.START.search(text):
            return factiva_html.read
    return None


def _in_json(text: str) -> Reader | None:
    if refusals.is_gdelt(text.lstrip()):
        return refusals.refuse_gdelt
    is_registry = _REGISTRY.search(text) and '"body"' in text and '"uri"' in text
    return event_registry.read if is_registry else None


def _in_text(text: str) -> Reader | None:
    if refusals.is_gdelt(text):
        return refusals.refuse_gdelt
    if refusals.is_media_cloud(text):
        return refusals.refuse_media_cloud
    if re.search(r"name=(?:3D)?[\"']?DocID_", text) and "ProQuest" in text and "MIME-Version" in text:
        return proquest_mail.read
    lines = [line.replace("\u00a0", " ").strip() for line in text.splitlines()]
    if is_nexis(lines):
        return nexis_text.read_txt
    return proquest_text.read if _is_proquest(lines) else None


def is_nexis(lines: list[str]) -> bool:
    """Whether a counter line is followed by a date and a label in capitals, as in articles before 2020."""
    for number, line in enumerate(lines):
        if COUNTER.fullmatch(line):
            following = [near for near in lines[number + 1 : number + 60] if near]
            dated = any(find_date(near) for near in following[:8])
            labelled = any(near.partition(":")[0].isupper() and split_label(near, _NEXIS) for near in following)
            return dated and labelled
    return False


def _is_proquest(lines: list[str]) -> bool:
    if not any(proquest_text.RULE.fullmatch(line) for line in lines):
        return False
    keys = {label[0] for line in lines if (label := split_label(line, KNOWN)) is not None}
    return {"body", "source", "date"} <= keys or {"id", "source"} <= keys


def _in_zip(stream: BinaryIO) -> Reader | None:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                parts = sorted(n for n in names if n == "xl/sharedStrings.xml" or n == "xl/worksheets/sheet1.xml")
                return proquest_table.read if any(_names_columns(_beginning(archive, n)) for n in parts) else None
        stream.seek(0)
        if "word/document.xml" not in names:
            return None
        paragraphs = [p for p in islice(read_paragraphs(stream), _MOST) if p.text]
        return nexis_uni.read_docx if _is_uni(paragraphs) else None
    except (InputError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return None


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_HEAD)


def _names_columns(data: bytes) -> bool:
    """Whether a spreadsheet has the columns that only ProQuest's have, in either encoding of XLS."""
    return any(
        all(name.encode(encoding) in data for name in ("StoreId", "pubtitle", "pubdate"))
        for encoding in ("latin-1", "utf-16-le")
    )


def _is_uni(paragraphs: list[Paragraph]) -> bool:
    """Whether there are two lines of a cover page, or all that an article without one has."""
    lines = [p.text for p in paragraphs]
    if sum(nexis_uni.is_cover(line) for line in lines[:12]) >= 2:
        return True
    dated = any(find_date(line) for line in lines[1:8])
    labelled = any(is_copyright(line) or split_label(line, _NEXIS) for line in lines)
    body = any(nexis_uni.is_body(p) for p in paragraphs[2:])
    return dated and labelled and body and any(line.lower() in END for line in lines)


def _in_rtf(stream: BinaryIO) -> Reader | None:
    stream.seek(0)
    try:
        lines = [line.strip() for line in rtf_text(BytesIO(read_up_to(stream, 8 * _HEAD))).split("\n") if line.strip()]
    except InputError:
        return None
    if is_nexis(lines):
        return nexis_text.read_rtf
    if _is_uni([Paragraph(line) for line in lines]):
        return nexis_uni.read_rtf
    heads = any((factiva_rtf.split_field(line) or ("",))[0] == "HD" or is_words(line) for line in lines)
    ends = any(accession_number((factiva_rtf.split_field(line) or ("", line))[1]) for line in lines)
    return factiva_rtf.read if heads and ends else None
