"""Nexis before 2020, whatever the container: blocks of lines, to an article.

The order is: paper, date (with the edition), headline, ``LABEL: value`` blocks, the text, ``LABEL: value``
blocks, copyright. In the oldest files the copyright leads, and headline and text have labels of their own.
"""

from __future__ import annotations

import re
from itertools import pairwise

from .article import Article, one_line
from .dates import find_date
from .labels import NEXIS_HEAD, NEXIS_TAIL, by_label, split_label
from .words import stated_words

_HEAD = by_label(NEXIS_HEAD)
_TAIL = by_label(NEXIS_TAIL)
_COPYRIGHT = re.compile(
    r"\s*(?:copyright\b|©|\(c\)|all rights reserved|alle rechte vorbehalten|tous droits réservés)", re.IGNORECASE
)
_RIGHTS = re.compile(
    r"\s*(?:(?:copyright|©|\(c\))[\s,©]*(?:\(c\))?\s*\d{4}|all rights reserved|alle rechte vorbehalten|tous droits réservés)",
    re.IGNORECASE,
)
_BETWEEN = r"(?:of|von|de|van|sur|di)"
#: The line that begins an article, such as ``3 of 50 DOCUMENTS``.
COUNTER = re.compile(
    rf"\s*(?:FOCUS - )?(?:\d+ {_BETWEEN} \d+ DO[CK]UMENT\w*|Do[ck]umento? \d+ {_BETWEEN} \d+)\s*", re.IGNORECASE
)
#: Nexis hard-wraps lines near 78 columns; a text whose lines are longer is not wrapped.
_WIDEST = 90
_LONGEST_DATE = 70
#: Labels that stand before the text.
_ABOVE = {*NEXIS_HEAD, "language", "publication_type"}


def read_article(blocks: list[str]) -> Article:
    """Make an article of the blocks between one counter line and the next."""
    article = Article(complete=False)
    blocks = [block for block in blocks if block.strip()]
    start = _read_masthead(article, blocks)
    while start < len(blocks):
        labelled = _label(blocks[start])
        if labelled is None or labelled[0] not in _ABOVE:
            break
        start += 1
        if labelled[0] == "body":
            article.paragraphs.extend([labelled[1]] if labelled[1] else [])
            break
        put(article, *labelled)
    article.paragraphs += blocks[start : _read_tail(article, blocks, start)]
    width = max((len(line) for block in article.paragraphs for line in block.split("\n")), default=0)
    article.paragraphs = [unwrap(block, width) for block in article.paragraphs]
    return article


def is_copyright(line: str) -> bool:
    """Whether a line claims rights.

    Examples
    --------
    >>> is_copyright("Copyright 2002 The Daily Letter"), is_copyright("Copyrights were discussed.")
    (True, False)
    """
    return _COPYRIGHT.match(line) is not None


def _label(block: str) -> tuple[str, str] | None:
    """Split a block that begins with a known label in capitals, as all of Nexis's were before 2020."""
    label = block.partition(":")[0]
    return (split_label(block, _HEAD) or split_label(block, _TAIL)) if label == label.upper() else None


def _read_masthead(article: Article, blocks: list[str]) -> int:
    """Read paper, date and headline; give the number of the first block after them."""
    dated = next((i for i, block in enumerate(blocks[:4]) if _dated_line(block) is not None), None)
    if dated is None:  # a month alone, or none: the second block is it unless it is something else by its looks
        dated = 1 if len(blocks) > 1 and _label(blocks[1]) is None and len(blocks[1]) < _LONGEST_DATE else 0
    lines = [line.strip() for line in blocks[dated].split("\n")] if blocks else [""]
    at = _dated_line(blocks[dated]) or 0 if blocks else 0
    article.date = lines[at] if dated or at else ""
    article.more["edition"] = " ".join(lines[at + 1 :])
    above = [line for block in blocks[:dated] for line in block.split("\n")] + lines[: at if dated or at else 1]
    papers = [line for line in above if not is_copyright(line)]
    article.source = papers[-1] if papers else ""
    after = dated + 1
    if after < len(blocks) and _label(blocks[after]) is None:
        article.title = blocks[after]
        after += 1
    return after


def _dated_line(block: str) -> int | None:
    lines = block.split("\n")
    return next((i for i, line in enumerate(lines) if len(line.strip()) < _LONGEST_DATE and find_date(line)), None)


def put(article: Article, key: str, value: str) -> None:
    """Keep the value of a label where it belongs; a key that begins with ``_`` is cut."""
    value = one_line(value)
    if key == "words":
        article.words_stated = stated_words(value)
    elif key in ("title", "byline", "section", "language"):
        setattr(article, key, value)
    elif not key.startswith("_") and key != "body":
        article.more[key] = value


def _read_tail(article: Article, blocks: list[str], start: int) -> int:
    """Read the labels after the text; give the number of the first block that is no text.

    A paragraph of the text may begin like a label ('NOTE: …'), so labels count only where they are at least as many
    as the other blocks from there on, such as captions.
    """
    end = len(blocks)
    labels = others = 0
    for index in range(len(blocks) - 1, start - 1, -1):
        if _is_rights(blocks[index]) and not others:
            end = index
        elif (_label(blocks[index]) or ("",))[0] in NEXIS_TAIL:
            labels += 1
            end = index if labels >= others else end
        else:
            others += 1
    for block in blocks[end:]:
        labelled = _label(block)
        if labelled is not None:
            put(article, *labelled)
    article.complete = end < len(blocks)
    return end


def _is_rights(block: str) -> bool:
    """Whether a block is nothing but a claim of rights; a text may begin with 'Copyright' too."""
    return _RIGHTS.match(block) is not None


def unwrap(block: str, width: int) -> str:
    r"""Join the lines of a hard-wrapped block; a line that had room for the next word ends where it should.

    Examples
    --------
    >>> unwrap("the envoys of the two sides\nmet in Oslo for free-\ntrade talks", 28)
    'the envoys of the two sides met in Oslo for free-trade talks'
    >>> unwrap("Yes\nNo", 28)
    'Yes\nNo'
    """
    lines = [line.strip() for line in block.split("\n")]
    joined = lines[0]
    for line, following in pairwise(lines):
        word = following.split(" ", 1)[0]
        if width > _WIDEST or len(line) + 1 + len(word) <= min(width, 78) - 4:
            joined += "\n" + following
        elif re.search(r"\w-$", line):
            joined += following
        else:
            joined += " " + following
    return joined
