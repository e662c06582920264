"""Nexis before 2020 as plain text or RTF: articles between lines such as ``3 of 50 DOCUMENTS``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from ..columns import ReadOptions
from ..document import Document, Reject
from ..encoding import open_text
from .article import Article, nothing_found, write_up
from .nexis_blocks import COUNTER, read_article
from .rtf import rtf_text

_NOTHING = "an article begins with a line such as '3 of 50 DOCUMENTS'"


def read_txt(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the articles of a text file, holding one at a time."""
    with open_text(stream) as text:
        yield from write_up(_articles(text), source_file, nothing_found("Nexis's text export", _NOTHING))


def read_rtf(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the articles of an RTF file."""
    lines = iter(rtf_text(stream).split("\n"))
    yield from write_up(_articles(lines), source_file, nothing_found("Nexis's RTF export", _NOTHING))


def _articles(lines: Iterable[str]) -> Iterator[Article]:
    blocks: list[str] | None = None
    open_block: list[str] = []
    for raw in lines:
        line = raw.replace("\u00a0", " ").replace("\f", "").rstrip()
        if COUNTER.fullmatch(line):
            if blocks is not None:
                yield read_article([*blocks, "\n".join(open_block)])
            blocks, open_block = [], []
        elif blocks is not None and line:
            open_block.append(line)
        elif blocks is not None and open_block:
            blocks.append("\n".join(open_block))
            open_block = []
    if blocks is not None:
        yield read_article([*blocks, "\n".join(open_block)])
