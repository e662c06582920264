"""Web archives (WARC, such as those of CC-News): the main text of every HTML page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from ...errors import InputError, needed
from ..columns import ReadOptions
from ..document import Document, Reject, whole_document
from ..encoding import decode
from ..limits import MEGABYTE
from .html import LONGEST, decode_page, page_to_document

_PAGES = ("text/html", "application/xhtml+xml")
_UNREAD = ("application/pdf", "application/msword", "application/vnd.", "application/rtf", "text/rtf")


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield a document a page that was there (status 200), and a reject for Office files and PDFs among the responses.

    Requests, redirects, errors, pictures, scripts and the like are no documents and passed over; ``record``
    counts all records, so that it leads to the page.

    Raises
    ------
    InputError
        If the library is missing.
    """
    warc = needed("fastwarc.warc", "WARC")
    counted = _Counted(stream)
    number = 0
    records = warc.ArchiveIterator(counted, parse_http=True, auto_decode="all")
    while True:
        try:
            record = next(records, None)
        except OSError as error:
            raise InputError(f"damaged after record {number}: {error}") from error
        if record is None:
            break
        number += 1
        item = _to_item(record, number, source_file, warc.WarcRecordType)
        if item is not None:
            yield Reject(source_file, number, "read", "the record is cut short") if _is_cut(record, counted) else item
    if number == 0:
        raise InputError("damaged: not one WARC record could be read")


class _Counted:
    """A stream that knows how much of it was read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.at = stream, 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.at += len(data)
        return data

    def tell(self) -> int:
        return self.at

    def close(self) -> None:
        """Leave the stream to whoever opened it."""


def _is_cut(record: Any, counted: _Counted) -> bool:
    """Whether the file ends before a record does, which the library does not tell."""
    try:
        record.consume()
        return bool(counted.at < record.stream_pos + int(record.headers.get("Content-Length", "0")))
    except (OSError, ValueError):
        return True


def _to_item(record: Any, number: int, source_file: str, kinds: Any) -> Document | Reject | None:
    url = record.headers.get("WARC-Target-URI", "").strip("<>")
    crawled = record.headers.get("WARC-Date", "")
    if record.record_type == kinds.conversion:  # text that the crawler made
        data, problem = _content(record)
        if problem:
            return Reject(source_file, number, "read", problem)
        return whole_document(
            source_file, decode(data), record=number, url=url, source=urlsplit(url).hostname or "", crawled=crawled, title=url,
            language=record.headers.get("WARC-Identified-Content-Language", ""),
        )  # fmt: skip
    if record.record_type == kinds.response:
        if not record.is_http or record.http_headers is None or record.http_headers.status_code != 200:
            return None
        kind = (record.http_content_type or "").lower()
        charset = record.http_charset
    elif record.record_type == kinds.resource:
        kind = record.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        charset = None
    else:
        return None
    if kind.startswith(_UNREAD):
        return Reject(source_file, number, "read", f"{url}: {kind} in a web archive is not read; fetch it as a file")
    if not kind.startswith(_PAGES):
        return None
    data, problem = _content(record)
    if problem:
        return Reject(source_file, number, "read", f"{url}: {problem}")
    return page_to_document(decode_page(data, charset), source_file, record=number, url=url, crawled=crawled)


def _content(record: Any) -> tuple[bytes, str]:
    """Read a record's content, or say what is wrong with it."""
    try:
        data = record.reader.read(LONGEST + 1)
    except OSError as error:  # cut short, or not compressed as it claims
        return b"", f"damaged or cut short: {error}"
    if len(data) > LONGEST:
        return b"", f"longer than {LONGEST // MEGABYTE} MB"
    return data, ""
