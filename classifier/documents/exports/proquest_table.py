"""ProQuest as a spreadsheet, XLSX or XLS: a row an article, with the text only where the database gives it."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from ...errors import InputError, needed
from ..columns import ReadOptions
from ..document import Document, Reject
from .article import Article, nothing_found, write_up
from .limits import MAX_BYTES, read_whole, too_large
from .proquest_fields import from_fields

_COLUMNS = {
    "title": "title", "storeid": "id", "goid": "id", "proquestdocumentid": "id", "authors": "byline", "author": "byline",
    "language": "language", "pubdate": "date", "publicationdate": "date", "year": "year", "pubtitle": "source",
    "publicationtitle": "source", "documenturl": "url", "fulltext": "body", "text": "body", "section": "section",
    "documenttype": "document_type", "pages": "pages", "startpage": "pages", "placeofpublication": "place",
    "wordcount": "words", "abstract": "abstract",
}  # fmt: skip


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield a document a row.

    Raises
    ------
    InputError
        If the sheet has no column with texts, and the user named none (``--text-column Abstract``).
    """
    signature = stream.read(4)
    stream.seek(0)
    rows = _xlsx_rows(stream) if signature == b"PK\x03\x04" else _xls_rows(stream)
    wanted = "its first row names columns such as Title, StoreId and pubtitle"
    yield from write_up(_articles(rows, options), source_file, nothing_found("ProQuest's spreadsheet", wanted))


def _articles(rows: Iterator[tuple[Any, ...]], options: ReadOptions) -> Iterator[Article]:
    header = [str(cell).strip() if cell is not None else "" for cell in next(rows, ())]
    keys = [_COLUMNS.get(name.lower().replace(" ", ""), "") for name in header]
    if options.text_column is not None and options.text_column in header:
        keys = ["" if key == "body" else key for key in keys]
        keys[header.index(options.text_column)] = "body"
    elif options.text_column is not None:
        raise InputError(f"no column {options.text_column!r}; there are: {', '.join(header)}")
    if "title" in keys and "body" not in keys:
        raise InputError(
            "this spreadsheet holds no texts of articles; save them from ProQuest as 'Text only' (TXT) with 'Full text', "
            "or classify another column: --text-column Abstract"
        )
    for row in rows:
        fields: dict[str, str] = {}
        for key, cell in zip(keys, row, strict=False):
            if key and (text := _cell(cell)):
                fields.setdefault(key, text)
        if fields:
            yield from_fields(fields, [fields.get("body", "")])


def _cell(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():  # spreadsheets keep ids as numbers
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return "" if cell is None else str(cell).strip()


def _xlsx_rows(stream: BinaryIO) -> Iterator[tuple[Any, ...]]:
    openpyxl = needed("openpyxl", "reading XLSX files")
    try:
        with zipfile.ZipFile(stream) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_BYTES:
                raise too_large()
            for part in archive.infolist():
                with archive.open(part) as file:
                    if b"<!DOCTYPE" in file.read(2048):
                        raise InputError("declares a document type, which no XLSX file does")
        stream.seek(0)
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        yield from book.worksheets[0].iter_rows(values_only=True)
    except (zipfile.BadZipFile, KeyError, IndexError, ValueError, TypeError, EOFError, SyntaxError) as error:
        raise InputError(f"damaged XLSX: {error}; download it again") from error


def _xls_rows(stream: BinaryIO) -> Iterator[tuple[Any, ...]]:
    xlrd = needed("xlrd", "reading XLS files")
    from xlrd.biffh import XLRDError
    from xlrd.compdoc import CompDocError

    data = read_whole(stream)
    try:
        sheet = xlrd.open_workbook(file_contents=data).sheet_by_index(0)
    except (XLRDError, CompDocError, struct.error, IndexError, AssertionError, ValueError) as error:
        raise InputError(f"damaged XLS: {error}; download it again") from error
    for number in range(sheet.nrows):
        yield tuple(sheet.row_values(number))
