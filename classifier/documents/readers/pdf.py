"""PDF: the text of the pages, its lines joined to paragraphs, and the document's properties."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from statistics import median
from typing import Any, BinaryIO

from ...errors import InputError, needed
from ..columns import ReadOptions
from ..document import Document, Reject, whole_document
from ..limits import MAX_TEXT, MEGABYTE
from .pdf_lines import Line, join_lines

_HYPHEN_AT_LINE_END = "\ufffe"  # as pdfium writes it, with the line break left out
_NO_TITLE = re.compile(
    r"untitled|\(?(?:anonymous|unspecified)\)?|microsoft word - .*|.*\.(?:docx?|pdf|indd|qxd|rtf)|", re.I
)
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the file as one document.

    Raises
    ------
    InputError
        If the file is damaged, encrypted, a picture of text, or too long, or the library is missing.
    """
    pdfium = needed("pypdfium2", "PDF")
    try:
        file = pdfium.PdfDocument(stream)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise InputError("encrypted; save it without a password") from error
        raise InputError(f"damaged or cut short: {error}") from error
    try:
        pages = []
        left = MAX_TEXT
        for number in range(len(file)):
            pages.append(_lines(file, number))
            left -= sum(len(line.text) for line in pages[-1])
            if left < 0:
                raise InputError(f"holds more than {MAX_TEXT // MEGABYTE} MB of text; split it")
        if not any(pages):
            count = len(file)
            raise InputError(
                f"no text on its {count} page{'s' * (count != 1)}, which may be scans; recognise the text first (OCR), "
                "for instance: ocrmypdf FILE NEW_FILE"
            )
        about = file.get_metadata_dict()
        language = _language(file, pdfium.raw)
    except pdfium.PdfiumError as error:
        raise InputError(f"damaged or cut short: {error}") from error
    finally:
        file.close()
    text = join_lines(pages)
    title = about.get("Title", "").strip()
    if _NO_TITLE.fullmatch(title):
        title = _headline(pages)
    author = about.get("Author", "").strip()
    created = _DATE.match(about.get("CreationDate", ""))
    yield whole_document(
        source_file,
        text,
        title=title,
        date="-".join(filter(None, created.groups())) if created else "",
        language=language,
        author="" if _NO_TITLE.fullmatch(author) else author,
    )


def _lines(file: Any, number: int) -> list[Line]:
    page = file[number]
    try:
        text_page = page.get_textpage()
        try:
            return list(_page_lines(text_page))
        finally:
            text_page.close()
    finally:
        page.close()


def _page_lines(page: Any) -> Iterator[Line]:
    at = 0
    end = page.count_chars() - 1
    for raw in page.get_text_range().split("\r\n"):
        text = raw.strip()
        if text:
            first = at + len(raw) - len(raw.lstrip())
            last = at + len(raw.rstrip()) - 1
            left, bottom, _, top = page.get_charbox(min(first, end), loose=True)
            _, end_bottom, right, _ = page.get_charbox(min(last, end), loose=True)
            yield Line(text.replace(_HYPHEN_AT_LINE_END, "-\n"), left, right, bottom, end_bottom, top - bottom)
        at += len(raw) + 2


def _headline(pages: list[list[Line]]) -> str:
    """Take the first line as the title where it is set larger than most of its page."""
    first = next((lines for lines in pages if lines), [])
    if len(first) > 2 and first[0].height > 1.15 * median(line.height for line in first) and len(first[0].text) <= 200:
        return first[0].text.replace("-\n", "-")
    return ""


def _language(file: Any, raw: Any) -> str:
    size = raw.FPDFCatalog_GetLanguage(file, None, 0)
    if not 0 < size <= 200:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFCatalog_GetLanguage(file, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return bytes(buffer.raw[:size]).decode("utf-16-le", "replace").rstrip("\0")
