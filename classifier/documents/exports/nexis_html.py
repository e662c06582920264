"""Nexis before 2020 as HTML: ``<DOC NUMBER=1>`` before every article, then the blocks of the text form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from ..columns import ReadOptions
from ..document import Document, Reject
from ..encoding import decode
from .article import Article, nothing_found, write_up
from .limits import read_whole
from .markup import TOO_DEEP, TooDeep, element_text, html_element
from .nexis_blocks import COUNTER, read_article

if TYPE_CHECKING:
    from lxml.etree import _Element

#: The mark stands in a comment of its own ('Hide XML section from browser').
START = re.compile(r"<!--[^>]{0,80}<DOC\s+NUMBER=\"?\d+\"?>\s*<DOCFULL>\s*-->", re.IGNORECASE)
_END = re.compile(r"<!--[^>]{0,80}</DOCFULL>.*", re.IGNORECASE | re.DOTALL)


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the articles of a file; what comes before the first is the request."""
    pieces = START.split(decode(read_whole(stream)))[1:]
    wanted = "an article begins with a comment that holds '<DOC NUMBER=1>'"
    yield from write_up(_articles(pieces), source_file, nothing_found("Nexis's old HTML export", wanted))


def _articles(pieces: list[str]) -> Iterator[Article]:
    for piece in pieces:
        kept, ended = _END.subn("", piece)
        try:
            article = read_article(_blocks(html_element(kept)))
        except TooDeep:
            article = Article(fault=TOO_DEEP)
        article.complete = bool(ended)
        yield article


def _blocks(body: _Element) -> list[str]:
    """Give a block for each paragraph; the classes differ from file to file, so only the order counts."""
    blocks = (element_text(p) for p in body.iter("p"))
    return [block for block in blocks if block and not COUNTER.fullmatch(block)]
