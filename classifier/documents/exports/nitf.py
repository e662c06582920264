"""NITF, the XML of news agencies and of The New York Times's corpus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from ..columns import ReadOptions
from ..document import Document, Reject
from .article import Article, nothing_found, write_up
from .news_xml import paragraphs, read_elements, value
from .words import stated_words

if TYPE_CHECKING:
    from lxml.etree import _Element

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield a document for every ``nitf`` element."""
    articles = (from_nitf(element) for element in read_elements(stream, "nitf"))
    yield from write_up(articles, source_file, nothing_found("NITF", "its root is <nitf>"))


def from_nitf(nitf: _Element) -> Article:
    """Make an article of an ``nitf`` element."""
    content = nitf.find("{*}body/{*}body.content")
    if content is not None:  # the corpus of The New York Times says the lead twice, once on its own
        full = next((block for block in content.iter("{*}block") if block.get("class") == "full_text"), None)
        content = full if full is not None else content
    head = "body/body.head"
    publication = nitf.find("{*}head/{*}pubdata")
    published = {str(k): str(v) for k, v in publication.items()} if publication is not None else {}
    in_words = published.get("unit-of-measure", "").startswith("word")
    return Article(
        title=value(nitf, f"{head}/hedline/hl1") or value(nitf, f"{head}/hedline") or value(nitf, "head/title"),
        source=published.get("name", "") or value(nitf, f"{head}/distributor"),
        date=value(nitf, "head/docdata/date.issue", "norm") or published.get("date.publication", ""),
        paragraphs=paragraphs(content) if content is not None else [],
        id=value(nitf, "head/docdata/doc-id", "id-string"),
        language=nitf.get(_LANG) or "",
        section=published.get("position.section", ""),
        byline=value(nitf, f"{head}/byline"),
        words_stated=stated_words(published.get("item-length", "")) if in_words else None,
        more={"dateline": value(nitf, f"{head}/dateline")},
    )
