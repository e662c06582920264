"""ProQuest's labels and values to an article, whatever the container."""

from __future__ import annotations

import re

from .article import Article, one_line
from .labels import PROQUEST, by_label
from .words import stated_words

KNOWN = by_label(PROQUEST, ";")
_MORE = ("url", "publication_type", "document_type", "place", "pages")
_NONE = re.compile(
    r"(?:full text (?:not available|unavailable)|volltext nicht verfügbar|texte intégral non disponible|none available|"
    r"not available)\.?",
    re.IGNORECASE,
)


def from_fields(fields: dict[str, str], paragraphs: list[str]) -> Article:
    """Make an article of values by key; an abstract is no text, so an article that has only that has no body."""
    if len(paragraphs) == 1 and _NONE.fullmatch(paragraphs[0].strip()):
        paragraphs = []
    return Article(
        title=fields.get("title", ""),
        source=fields.get("source", ""),
        date=fields.get("date") or fields.get("year", ""),
        paragraphs=paragraphs,
        id=one_line(fields.get("id", "")),
        language=fields.get("language", ""),
        section=fields.get("section", ""),
        byline=fields.get("byline", ""),
        words_stated=stated_words(fields.get("words", "")),
        more={key: fields[key] for key in _MORE if fields.get(key)},
    )
