"""From a document's text to passages: paragraphs with exact offsets.

A passage is what the codebook labels: a paragraph, or a few sentences that belong together, of about 20 to
250 words. Blank lines separate paragraphs; where a text has none, its lines do, unless it is hard-wrapped.
Headings, datelines and other scraps join the paragraph that follows them, list items the line that introduces
them, and a paragraph that is too long is cut between sentences. Every character that is not white space is in
exactly one passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from .sentences import sentence_spans

MIN_WORDS = 20
TARGET_WORDS = 90
MAX_WORDS = 250
#: Longest stretch without white space that is kept whole; no word is as long.
MAX_RUN = 4000

_BLANK_LINES = re.compile(r"\n[ \t\f\v\u00a0]*(?:\n[ \t\f\v\u00a0]*)+|\f")
_WORD = re.compile(r"\S+")
_ITEM = re.compile(r"\s*(?:[•*‣▪–—-]|\(?\d{1,2}[.)]|\(?[a-zA-Z]\)|\(?[ivx]+\))\s")


class Cut(StrEnum):
    """How documents are cut into passages (``--passages``)."""

    PARAGRAPHS = "paragraphs"
    SENTENCES = "sentences"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document: ``document.text[start:end] == text``."""

    index: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Block:
    start: int
    end: int
    words: int


def split_passages(text: str, cut: Cut = Cut.PARAGRAPHS) -> list[Passage]:
    r"""Cut a document's text into passages.

    Parameters
    ----------
    text : str
        With ``\n`` as its line end.
    cut : Cut
        ``paragraphs``, ``sentences``, or ``whole`` (the text is one passage).

    Returns
    -------
    list of Passage
        In order, not overlapping; empty if the text is blank.

    Notes
    -----
    Codebook, 'What is labelled'.

    Examples
    --------
    >>> text = "HEADLINE\n\nThe two ministers met in Geneva on Monday and agreed on very little, "
    >>> text += "as both of them told reporters after a long night of talks by the lake."
    >>> [(p.start, p.end) for p in split_passages(text)]
    [(0, 150)]
    """
    if cut is Cut.WHOLE:
        spans = [_strip(text, 0, len(text))] if text.strip() else []
    elif cut is Cut.SENTENCES:
        spans = [piece for s, e in sentence_spans(text) for piece in _limit(text, s, e)]
    else:
        blocks = [block for s, e in _paragraphs(text) for block in _lines(text, s, e)]
        spans = [piece for s, e in _join(text, blocks) for piece in _limit(text, s, e)]
    return [Passage(i, s, e, text[s:e]) for i, (s, e) in enumerate(spans)]


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _BLANK_LINES.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _lines(text: str, start: int, end: int) -> list[_Block]:
    """Cut a paragraph at its line ends where these separate paragraphs or sentences rather than wrap."""
    spans = []
    at = start
    for line in text[start:end].split("\n"):
        s, e = _strip(text, at, at + len(line))
        if e > s:
            spans.append((s, e))
        at += len(line) + 1
    if len(spans) > 1 and _is_wrapped(text, spans):
        spans = [(spans[0][0], spans[-1][1])]
    return [_Block(s, e, len(text[s:e].split())) for s, e in spans]


def _is_wrapped(text: str, spans: list[tuple[int, int]]) -> bool:
    """Tell lines broken to fit a column from lines that are sentences, paragraphs or list items."""
    inner = spans[:-1]
    lengths = [e - s for s, e in inner]
    if not 30 <= median(lengths) <= 130 or any(_ITEM.match(text, s) for s, _ in spans):
        return False
    running_on = sum(text[e - 1] not in '.!?:”"' for _, e in inner)
    return running_on >= 0.6 * len(inner) and max(lengths) <= 1.6 * median(lengths)


def _join(text: str, blocks: list[_Block]) -> Iterator[tuple[int, int]]:
    """Join scraps forward, list items backward, and single-sentence lines into passages."""
    start = end = words = 0
    open_list = False
    for i, block in enumerate(blocks):
        is_item = bool(_ITEM.match(text, block.start))
        gap = text[end : block.start] if words else ""
        same_paragraph = gap.count("\n") == 1
        continues = words and (
            words < MIN_WORDS
            or (open_list and is_item)
            or (same_paragraph and words < TARGET_WORDS and block.words < TARGET_WORDS)
            or (i == len(blocks) - 1 and block.words < MIN_WORDS)
        )
        fits = words + block.words <= MAX_WORDS or block.words > MAX_WORDS  # which is cut anyway
        if continues and fits:
            end, words = block.end, words + block.words
        else:
            if words:
                yield start, end
            start, end, words = block.start, block.end, block.words
            open_list = False
        # A paragraph after the list closes it: what is numbered next is a heading.
        open_list = is_item or text[block.end - 1] == ":" or (open_list and same_paragraph)
    if words:
        yield start, end


def _limit(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what is longer than a passage may be: between sentences, else words, else anywhere."""
    length = len(text[start:end].split())
    if length <= MAX_WORDS and end - start <= MAX_RUN:
        yield start, end
        return
    target = -(-length // -(-length // MAX_WORDS))  # pieces of about equal length
    piece_start, piece_end, words = start, start, 0
    for s, e in sentence_spans(text[start:end]):
        for a, b, n in _short_pieces(text, start + s, start + e):
            if words and (words + n > MAX_WORDS or words >= target or b - piece_start > MAX_RUN):
                yield piece_start, piece_end
                piece_start, words = a, 0
            piece_end, words = b, words + n
    if words:
        yield piece_start, piece_end


def _short_pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, words) of a sentence, cut between words where it exceeds a passage."""
    count = len(text[start:end].split())
    if count <= MAX_WORDS and end - start <= MAX_RUN:
        yield start, end, count
        return
    piece_start, piece_end, words = -1, -1, 0
    for match in _WORD.finditer(text, start, end):
        for a in range(match.start(), match.end(), MAX_RUN):
            b = min(a + MAX_RUN, match.end())
            if words and (words >= MAX_WORDS or b - piece_start > MAX_RUN):
                yield piece_start, piece_end, words
                words = 0
            if not words:
                piece_start = a
            piece_end, words = b, words + 1
    if words:
        yield piece_start, piece_end, words
