"""Word documents (DOCX): the paragraphs of the body, tables among them, and the document's properties."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from ...errors import InputError
from ..columns import ReadOptions
from ..document import Document, Reject, whole_document
from .office_xml import elements, open_parts, texts_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PROPERTIES = {
    f"{_DC}title": "title",
    f"{_DC}creator": "author",
    f"{_DC}language": "language",
    "{http://purl.org/dc/terms/}created": "date",
}
_WRITTEN = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the file as one document; headers, footers, notes, comments and deleted text are left out.

    Raises
    ------
    InputError
        If the file is damaged, encrypted or no Word document, or a library is missing.
    """
    with open_parts(stream) as parts:
        title = ""
        paragraphs = []
        for text, style in read_paragraphs(parts):
            if text.strip():
                paragraphs.append(text)
                if style in ("Title", "Heading1") and not title:
                    title = text
        stated = texts_of(parts, "docProps/core.xml", _PROPERTIES, "a Word document")
        stated["title"] = title or stated.get("title", "")
        stated.setdefault("language", _language(parts))
    yield whole_document(
        source_file,
        "\n\n".join(paragraphs),
        title=stated["title"],
        date=stated.get("date", ""),
        language=stated.get("language", ""),
        author=stated.get("author", ""),
    )


def read_paragraphs(parts: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield text and style of every paragraph of the body, empty ones too."""
    for paragraph in elements(parts, "word/document.xml", (f"{_W}p",), "a Word document"):
        if not len(paragraph):
            yield "", ""
        elif next(paragraph.iterancestors(_FALLBACK), None) is None:  # the same text box for older programs
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            is_item = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
            text = "".join(_pieces(paragraph))
            yield ("- " if is_item and text.strip() else "") + text, "" if style is None else style.get(f"{_W}val", "")
        if next(paragraph.iterancestors(f"{_W}p"), None) is None:
            paragraph.clear()
            while (done := paragraph.getprevious()) is not None:  # or the empty paragraphs would add up
                paragraph.getparent().remove(done)


def _pieces(element: Any) -> Iterator[str]:
    """Yield the text of a paragraph, that of links and insertions too, but not of paragraphs in its text boxes."""
    stack = list(reversed(element))
    while stack:
        child = stack.pop()
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _WRITTEN:
            yield _WRITTEN[child.tag]
        elif child.tag not in (f"{_W}p", f"{_W}pPr", f"{_W}del", f"{_W}moveFrom", _FALLBACK):
            stack.extend(reversed(child))


def _language(parts: zipfile.ZipFile) -> str:
    try:
        for element in elements(parts, "word/styles.xml", (f"{_W}lang",), "a Word document"):
            return str(element.get(f"{_W}val", ""))
    except InputError:
        pass
    return ""
