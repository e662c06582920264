"""Factiva as HTML: ``div.article.enArticle``, with bare lines (display format) or a table of field codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, BinaryIO

from ..columns import ReadOptions
from ..document import Document, Reject
from ..encoding import decode
from .article import Article, nothing_found, one_line, write_up
from .factiva_codes import CODES, accession_number, from_fields
from .factiva_display import read_lines
from .limits import read_whole
from .markup import TOO_DEEP, TooDeep, element_text, html_element

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Letters of the interface's language come before 'Article'.
START = re.compile(r"\bclass ?= ?[\"']?article [a-z]{2,6}Article\b", re.IGNORECASE)

#: Longest part of a tag before its class.
_TAG = 400


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the articles of a file, in whichever layout each of them is."""
    text = decode(read_whole(stream))
    wanted = "each of its articles is a <div class='article enArticle'>"
    yield from write_up(_articles(text), source_file, nothing_found("Factiva's HTML export", wanted))


def _articles(text: str) -> Iterator[Article]:
    classes = (found.start() for found in START.finditer(text))
    tags = (text.rfind("<", max(at - _TAG, 0), at) for at in classes)
    starts = [start for start in tags if start >= 0]
    for start, end in pairwise([*starts, len(text)]):
        try:
            body = html_element(text[start:end])
        except TooDeep:
            yield Article(fault=TOO_DEEP)
            continue
        article = next((div for div in body.iter("div") if "Article" in (div.get("class") or "")), body)
        fields = _fields(article)
        yield from_fields(fields) if "HD" in fields else _from_display(article)


def _fields(article: _Element) -> dict[str, list[str]]:
    """Read the table of codes; text is in paragraphs, other values are in bare cells."""
    fields: dict[str, list[str]] = {}
    for row in article.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        code = one_line(element_text(cells[0])) if len(cells) > 1 else ""
        if code in CODES:
            paragraphs = [element_text(p) for p in cells[1].iter("p", "pre")]
            fields.setdefault(code, []).extend(paragraphs or [element_text(cells[1])])
    return fields


def _from_display(element: _Element) -> Article:
    article = Article(complete=False)
    lines: list[str] = []
    for node in element.iter("span", "div", "p", "pre"):
        if node.tag == "span":
            if "Headline" in (node.get("class") or "") and not article.title:
                article.title = element_text(node)
                lines.clear()  # what stands above the headline is the section, which is said again below
        elif node.tag == "div":
            if node is not element and not article.paragraphs and all(c.tag in ("b", "a", "i", "em") for c in node):
                lines.append(one_line(element_text(node)))
        else:
            text = element_text(node)
            number = accession_number(text)
            if number:
                article.id, article.complete = number, True
            else:
                article.paragraphs.extend([text] if text else [])
    read_lines(article, [line for line in lines if line])
    return article
