"""ProQuest TDM Studio: XML, an article a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from ..columns import ReadOptions
from ..document import Document, Reject
from .article import Article, nothing_found, write_up
from .markup import TOO_DEEP, TooDeep, element_text, html_element
from .news_xml import read_elements, value
from .words import stated_words

if TYPE_CHECKING:
    from lxml.etree import _Element


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield a document for every ``RECORD``."""
    articles = (_checked(record) for record in read_elements(stream, "RECORD"))
    yield from write_up(articles, source_file, nothing_found("ProQuest TDM Studio", "its root is <RECORD>"))


def _checked(record: _Element) -> Article:
    try:
        return _article(record)
    except TooDeep:
        return Article(title=value(record, "Obj/TitleAtt/Title"), fault=TOO_DEEP)


def _article(record: _Element) -> Article:
    text = record.find("TextInfo/Text")
    author = "Obj/Contributors/Contributor"
    return Article(
        title=value(record, "Obj/TitleAtt/Title"),
        source=value(record, "DFS/PubFrosting/Title"),
        date=value(record, "Obj/NumericDate") or value(record, "Obj/AlphaDate"),
        paragraphs=_paragraphs(text) if text is not None else [],
        id=value(record, "GOID"),
        language=value(record, "Obj/Language/RawLang"),
        section=value(record, "Obj/PrintLocation/Section"),
        byline=value(record, f"{author}/OriginalForm")
        or value(record, f"{author}/Author/OriginalFormAtt/OriginalForm"),
        words_stated=stated_words(text.get("WordCount") or "") if text is not None else None,
        more={"document_type": value(record, "Obj/ObjectTypes/mstar")},
    )


def _paragraphs(text: _Element) -> list[str]:
    """Read HTML that is written as text, in which paragraphs and line breaks set lines apart."""
    raw = "".join(str(part) for part in text.itertext())
    if text.get("HTMLContent") == "true" or "<p>" in raw:
        return element_text(html_element(raw)).split("\n")
    return raw.split("\n\n") if len(text) == 0 else element_text(text).split("\n")
