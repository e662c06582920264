"""Markdown: headings, paragraphs and list items as plain text; what its front matter states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from ..columns import ReadOptions
from ..document import Document, Reject, clean_text, whole_document
from ..encoding import read_text

_FRONT = re.compile(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.S)
_FIELD = re.compile(r"^(title|date|author|source|language|lang):[ \t]*(.+)$", re.M | re.I)
_TAG = re.compile(r"<[^<>]{0,2000}>")


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the file as one document, whose title is that of the front matter, else the first heading."""
    text = clean_text(read_text(stream))
    if not text.strip():
        yield Reject(source_file, 1, "read", "empty")
        return
    front = _FRONT.match(text)
    stated = {m[1].lower(): m[2].strip(" \t\"'") for m in _FIELD.finditer(front[1])} if front else {}
    blocks, heading = _blocks(text[front.end() :] if front else text)
    yield whole_document(
        source_file,
        "\n\n".join(blocks),
        title=stated.get("title") or heading,
        date=stated.get("date", ""),
        author=stated.get("author", ""),
        source=stated.get("source", ""),
        language=stated.get("language") or stated.get("lang", ""),
    )


def _blocks(text: str) -> tuple[list[str], str]:
    """Split into blocks of plain text, and find the first heading."""
    from markdown_it import MarkdownIt

    blocks: list[str] = []
    heading = previous = mark = ""
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "list_item_open":
            mark = f"{token.info}{token.markup} " if token.info else "- "
        elif token.type == "inline":
            block = "".join(_pieces(token.children or []))
            if block.strip():
                blocks.append(mark + block)
                mark = ""
                if previous == "heading_open" and not heading:
                    heading = block
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.rstrip())
        elif token.type == "html_block" and (plain := _TAG.sub("", token.content).strip()):
            blocks.append(plain)
        previous = token.type
    return blocks, heading


def _pieces(tokens: list[Any]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline", "image"):
            yield token.content  # of a picture, what it says in its place
        elif token.type in ("softbreak", "hardbreak"):
            yield "\n"
