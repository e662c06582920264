"""ProQuest as plain text: blocks between lines of underscores, each with labels and the text among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from ..columns import ReadOptions
from ..document import Document, Reject
from ..encoding import open_text
from .article import Article, nothing_found, write_up
from .labels import split_label
from .proquest_fields import KNOWN, from_fields

#: Sixty underscores, of which editors may have lost some.
RULE = re.compile(r"\s*_{40,}\s*")
_COUNTER = re.compile(r"\s*\w+ \d+ \w+ \d+\s*")  # Document 1 of 5
#: A line of the text may look like a label; after the text there are several in a row.
_RUN = 4


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the articles of a file, holding one at a time; the first block is a report, the last a copyright."""
    wanted = "its articles stand between lines of 60 underscores and have a line 'Full text: …'"
    with open_text(stream) as text:
        yield from write_up(_articles(text), source_file, nothing_found("ProQuest's text export", wanted))


def _articles(lines: Iterable[str]) -> Iterator[Article]:
    block: list[str] = []
    for raw in lines:
        line = raw.replace("\u00a0", " ").rstrip()
        if not RULE.fullmatch(line):
            block.append(line)
            continue
        yield from _article(block, complete=True)
        block = []
    yield from _article(block, complete=False)


def _article(block: list[str], complete: bool) -> Iterator[Article]:
    """Yield the article of a block, or nothing if the block is the report or the copyright."""
    labels = {number: label for number, line in enumerate(block) if (label := split_label(line, KNOWN)) is not None}
    body = next((number for number, (key, _) in labels.items() if key == "body"), None)
    keys = {key for key, _ in labels.values()}
    if body is None and not keys & {"source", "date", "id"}:
        return
    end = len(block)
    if body is not None:
        end = next((n for n in labels if n > body and _is_run(block, labels, n)), len(block))
    fields: dict[str, str] = {}
    for number, (key, value) in labels.items():
        if value and (body is None or number < body or number >= end):
            fields.setdefault(key, value)
    if "title" not in fields:
        above = (line for n, line in enumerate(block) if line.strip() and n not in labels)
        fields["title"] = next((line for line in above if not _COUNTER.fullmatch(line)), "")
    paragraphs = [] if body is None else [labels[body][1], *block[body + 1 : end]]
    article = from_fields(fields, _joined(paragraphs))
    # the labels after the text end with the id and the database
    article.complete = complete or (body is not None and bool(article.id) and end < len(block))
    yield article


def _is_run(block: list[str], labels: dict[int, tuple[str, str]], start: int) -> bool:
    """Whether a label is followed by another, and by few lines without; a value may take two lines."""
    following = [n in labels for n in range(start, min(start + 4 * _RUN, len(block))) if block[n].strip()][:_RUN]
    return all(following[:2]) and sum(following) * 4 >= len(following) * 3


def _joined(lines: list[str]) -> list[str]:
    """Paragraphs stand between empty lines, or where there are none on a line each."""
    return [p for p in "\n".join(lines).strip().split("\n\n") if p.strip()]
