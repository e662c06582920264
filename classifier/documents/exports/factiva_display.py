"""Factiva's display format, without codes: what the bare lines between headline and text are."""

from __future__ import annotations

import re

from .article import Article
from .dates import find_date
from .nexis_blocks import is_copyright
from .words import UNITS, stated_words

_WORDS = re.compile(rf"[\d.,\s]+ ?(?:{UNITS})", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}[:.]\d{2}(?: ?[AP]M)?(?: ?[A-Z]{2,4})?", re.IGNORECASE)
_CODE = re.compile(r"[A-Z0-9]{2,12}")


def is_words(line: str) -> bool:
    """Whether a line states the number of words and nothing else.

    Examples
    --------
    >>> is_words("1,234 words"), is_words("1 234 mots"), is_words("500 words were cut")
    (True, True, False)
    """
    return _WORDS.fullmatch(line.strip()) is not None


def read_lines(article: Article, lines: list[str]) -> None:
    """Read [author], words, date, [time], source, code, [section, page], language, copyright."""
    words = next((i for i, line in enumerate(lines) if is_words(line)), None)
    if words is not None:
        article.words_stated = stated_words(lines[words])
        article.byline = " ".join(lines[:words])
        lines = lines[words + 1 :]
    else:
        dated = next((i for i, line in enumerate(lines) if find_date(line)), 0)
        article.byline = " ".join(lines[:dated])
        lines = lines[dated:]
    rest = list(lines)
    article.date = rest.pop(0) if rest else ""
    if rest and _TIME.fullmatch(rest[0]):
        rest.pop(0)
    article.source = rest.pop(0) if rest else ""
    if rest and _CODE.fullmatch(rest[0]):
        article.more["source_code"] = rest.pop(0)
    rest = rest[: next((i for i, line in enumerate(rest) if is_copyright(line)), len(rest))]
    article.language = rest.pop() if rest else ""
    article.section = "; ".join(rest)
