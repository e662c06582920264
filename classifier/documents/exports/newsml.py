"""NewsML-G2: news items, alone or in a message, whose text is NITF, XHTML or plain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from ..columns import ReadOptions
from ..document import Document, Reject
from .article import Article, nothing_found, write_up
from .news_xml import paragraphs, read_elements, value
from .nitf import from_nitf
from .words import stated_words

if TYPE_CHECKING:
    from lxml.etree import _Element


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield a document for every ``newsItem``; one that holds pictures only is a reject."""
    articles = (_article(item) for item in read_elements(stream, "newsItem"))
    yield from write_up(articles, source_file, nothing_found("NewsML-G2", "its articles are <newsItem>s"))


def _article(item: _Element) -> Article:
    inline = item.find("{*}contentSet/{*}inlineXML")
    nitf = inline.find(".//{*}nitf") if inline is not None else None
    article = from_nitf(nitf) if nitf is not None else Article()
    if nitf is None and inline is not None:
        body = inline.find(".//{*}body")
        article.paragraphs = paragraphs(body if body is not None else inline)
    elif inline is None:
        plain = item.findtext("{*}contentSet/{*}inlineData") or ""
        article.paragraphs = plain.split("\n\n")
    # what the item says of itself goes before what its text says
    article.id = item.get("guid") or article.id
    article.title = value(item, "contentMeta/headline") or article.title
    article.byline = value(item, "contentMeta/by") or article.byline
    article.language = value(item, "contentMeta/language", "tag") or article.language
    article.source = _source(item) or article.source
    dates = ("contentMeta/contentCreated", "itemMeta/firstCreated", "itemMeta/versionCreated")
    article.date = next(filter(None, (value(item, path) for path in dates)), article.date)
    article.more["dateline"] = value(item, "contentMeta/dateline") or article.more.get("dateline", "")
    if inline is not None and inline.get("wordcount"):
        article.words_stated = stated_words(inline.get("wordcount") or "")
    return article


def _source(item: _Element) -> str:
    for path in ("contentMeta/infoSource", "itemMeta/provider"):
        found = (
            value(item, f"{path}/name") or value(item, path, "literal") or value(item, path, "qcode").rpartition(":")[2]
        )
        if found:
            return found
    return ""
