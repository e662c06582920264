"""HTML: the main text of a page, without menus and boilerplate, and what its head says of it."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from ...errors import InputError, needed
from ..columns import ReadOptions
from ..document import Document, Reject, whole_document
from ..encoding import decode, marked_encoding
from ..limits import MEGABYTE, read_all

_CHARSET = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_LANGUAGE = re.compile(r"""<html\b[^>]{0,1000}?\b(?:xml:)?lang\s*=\s*["']?\s*([A-Za-z]{2,3}(?:-\w+)*)""", re.I)
_DATES = {"extensive_search": False, "original_date": True}  # a stated date, not any number that looks like one
LONGEST = 8 * MEGABYTE
_CACHED = 1000
_pages = 0
for _name in ("trafilatura", "htmldate", "courlan"):  # or they would write about single pages to standard error
    logging.getLogger(_name).addHandler(logging.NullHandler())


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the page as one document.

    Raises
    ------
    InputError
        If the page is too long, or the library is missing.
    """
    data = read_all(stream, LONGEST, "the page", "no page is as long; see what the file holds")
    if not data.strip():
        yield Reject(source_file, 1, "read", "empty")
        return
    yield page_to_document(decode_page(data), source_file)


def decode_page(data: bytes, charset: str | None = None) -> str:
    """Decode a page: by its mark, as UTF-8, by the encoding that it or its server states, else as Windows-1252."""
    if marked_encoding(data):
        return decode(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    match = _CHARSET.search(data[:4096])
    stated = charset or (match[1].decode("ascii") if match else "")
    try:
        name = codecs.lookup(stated).name
        if name not in ("utf-8", "ascii", "iso8859-1"):  # which browsers read as Windows-1252
            return data.decode(name, "replace")
    except (LookupError, ValueError):
        pass
    return decode(data)


def page_to_document(
    page: str, source_file: str, *, record: int = 1, url: str = "", **columns: str
) -> Document | Reject:
    """Make a document of a page's main text; a page without any is a reject."""
    text, about = _extract(page)
    url = url or str(about.get("url") or "")
    site = str(about.get("sitename") or "") or urlsplit(url).hostname or ""
    language = _LANGUAGE.search(page[:20_000])
    found = whole_document(
        source_file,
        text,
        record=record,
        title=str(about.get("title") or ""),
        date=str(about.get("date") or ""),
        source=site,
        language=language[1] if language else "",
        author=str(about.get("author") or ""),
        url=url,
        **columns,
    )
    if isinstance(found, Reject):
        return Reject(source_file, record, "read", "no text in the page; perhaps a script writes it, or it is a frame")
    return found


def page_text(page: str) -> str:
    """Take the main text of a page, paragraphs apart by blank lines."""
    return _extract(page)[0]


def _extract(page: str) -> tuple[str, dict[str, Any]]:
    global _pages
    needed("lxml_html_clean", "HTML")  # without it the next import fails for a reason that names no remedy
    trafilatura = needed("trafilatura", "HTML")
    _pages += 1
    if _pages % _CACHED == 0:  # its caches grow with every page
        needed("trafilatura.meta", "HTML").reset_caches()
    try:
        found = trafilatura.bare_extraction(
            page.replace("\0", "\ufffd"),
            fast=True,
            include_tables=False,
            include_comments=False,
            with_metadata=True,
            date_extraction_params=_DATES,
        )
    except RecursionError as error:
        raise InputError("nested too deeply") from error
    text = (found.text or "") if found is not None else ""
    about = {key: getattr(found, key) for key in ("title", "date", "sitename", "author", "url")} if found else {}
    return re.sub(r"\n+", "\n\n", text or _all_text(page)), about


def _all_text(page: str) -> str:
    """Take all text of a page in which no main text was found, such as a piece of a page."""
    html = needed("lxml.html", "HTML")
    etree = needed("lxml.etree", "HTML")
    try:
        tree = html.fromstring(page.replace("\0", "\ufffd").encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    pieces = tree.xpath("//text()[not(ancestor::script or ancestor::style or ancestor::head or ancestor::noscript)]")
    return "\n".join(" ".join(piece.split()) for piece in pieces if piece.strip())
