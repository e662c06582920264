"""OpenDocument text (ODT): paragraphs and headings, and the document's properties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from ...errors import InputError
from ..columns import ReadOptions
from ..document import Document, Reject, whole_document
from .office_xml import elements, open_parts, texts_of

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PROPERTIES = {
    f"{_DC}title": "title",
    f"{_META}initial-creator": "author",
    f"{_DC}creator": "author",
    f"{_DC}language": "language",
    f"{_META}creation-date": "date",
}
_P = (f"{_TEXT}p", f"{_TEXT}h")
_LEFT_OUT = {f"{_TEXT}note", f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}ruby-text"}


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the file as one document; notes, comments and deleted text are left out.

    Raises
    ------
    InputError
        If the file is damaged, encrypted or no text document, or a library is missing.
    """
    with open_parts(stream) as parts:
        if "META-INF/manifest.xml" in parts.namelist():
            with parts.open("META-INF/manifest.xml") as manifest:
                if b"encryption-data" in manifest.read(1 << 20):
                    raise InputError("encrypted; save it without a password")
        title = ""
        paragraphs = []
        for element in elements(parts, "content.xml", _P, "an OpenDocument text"):
            if any(above.tag in _LEFT_OUT for above in element.iterancestors()):
                continue
            text = "".join(_pieces(element))
            if text.strip():
                is_item = next(element.iterancestors(f"{_TEXT}list-item"), None) is not None
                paragraphs.append(("- " if is_item else "") + text)
                title = title or (text if element.tag == f"{_TEXT}h" else "")
            if next(element.iterancestors(*_P), None) is None:
                tail, element.tail = element.tail, None
                element.clear()
                element.tail = tail
        stated = texts_of(parts, "meta.xml", _PROPERTIES, "an OpenDocument text")
        stated["title"] = stated.get("title") or title
    yield whole_document(
        source_file,
        "\n\n".join(paragraphs),
        title=stated["title"],
        date=stated.get("date", ""),
        language=stated.get("language", ""),
        author=stated.get("author", ""),
    )


def _pieces(paragraph: Any) -> Iterator[str]:
    yield " ".join((paragraph.text or "").split("\n"))
    stack = list(reversed(paragraph))
    while stack:
        child = stack.pop()
        if isinstance(child, str):
            yield child
            continue
        if child.tail:
            stack.append(child.tail)
        if child.tag == f"{_TEXT}s":
            yield " " * min(int(child.get(f"{_TEXT}c", "1")), 100)
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag not in _LEFT_OUT and child.tag not in _P:
            stack.extend(reversed(child))
            yield child.text or ""
