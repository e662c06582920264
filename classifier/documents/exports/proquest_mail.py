"""ProQuest by e-mail: HTML in which a named anchor begins an article and bold labels its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import BinaryIO

from ..columns import ReadOptions
from ..document import Document, Reject
from ..encoding import decode
from .article import Article, nothing_found, one_line, write_up
from .labels import split_label
from .limits import read_whole
from .markup import TOO_DEEP, TooDeep, element_text, html_element
from .proquest_fields import KNOWN, from_fields

START = re.compile(r"<a\b[^>]{0,100}?\bname\s*=\s*[\"']?DocID_(\w*)", re.IGNORECASE)
#: Private characters set labels apart from text while an article is brought to lines.
_OPEN, _CLOSE = "\ue000", "\ue001"


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the articles of an HTML file, or of a message that was saved whole."""
    wanted = "each of its articles begins with <a name='DocID_…'>"
    text = _html(read_whole(stream))
    yield from write_up(_articles(text), source_file, nothing_found("ProQuest's e-mail", wanted))


def _html(data: bytes) -> str:
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return decode(data)
    body = message_from_bytes(data, policy=policy.default).get_body(("html",))
    try:
        return str(body.get_content()) if body is not None else decode(data)
    except (LookupError, ValueError, KeyError):  # a charset or an encoding that is none
        return decode(data)


def _articles(text: str) -> Iterator[Article]:
    starts = list(START.finditer(text))
    ends = [found.start() for found in starts[1:]] + [len(text)]
    for found, end in zip(starts, ends, strict=False):
        try:
            yield _article(text[found.start() : end], found[1])
        except TooDeep:
            yield Article(fault=TOO_DEEP)


def _article(piece: str, number: str) -> Article:
    body = html_element(piece.replace(_OPEN, " ").replace(_CLOSE, " "))
    for node in list(body.iter("strong", "b")):
        labelled = split_label(one_line(element_text(node)), KNOWN)
        if labelled is not None and not labelled[1]:
            tail = node.tail
            node.clear()
            node.text, node.tail = f"{_OPEN}{labelled[0]}{_CLOSE}", tail
    above, *parts = element_text(body).split(_OPEN)
    fields: dict[str, str] = {}
    for part in parts:
        key, _, content = part.partition(_CLOSE)
        if content.strip():
            fields.setdefault(key, content.strip())
    fields.setdefault("title", above.strip().split("\n")[0])
    fields.setdefault("id", number)
    article = from_fields(fields, fields.get("body", "").split("\n"))
    # labels follow the text in a whole article
    article.complete = bool(parts) and not parts[-1].startswith("body" + _CLOSE)
    return article
