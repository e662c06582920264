"""Nexis Uni and Lexis+ (since 2020), as DOCX or RTF: a cover page, then articles from headline to 'End of Document'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from ..columns import ReadOptions
from ..document import Document, Reject
from .article import Article, nothing_found, write_up
from .dates import find_date
from .docx import Paragraph, read_paragraphs
from .labels import AFTER_BODY, BODY, END, NEXIS_HEAD, NEXIS_TAIL, by_label, split_label
from .nexis_blocks import is_copyright, put
from .rtf import rtf_text

_HEAD = by_label(NEXIS_HEAD)
_TAIL = by_label(NEXIS_TAIL)
_ID = re.compile(r"contentItem(?::|%3A)([0-9A-Z]{4}-[0-9A-Z-]{10,})", re.IGNORECASE)
_COVER = re.compile(
    r"(?:User Name|Date and Time|Job Number|Benutzername|Datum und Uhrzeit|Auftragsnummer|Nom d.utilisateur|"
    r"Date et heure|Numéro de travail|Nombre de usuario|Fecha y hora)\s?:|(?:Documents?|Dokumente?|Documentos?) \(\d+\)$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\d{1,4}\.\s+(.+)")
_MOST_CAPTIONS = 10
_NOTHING = "its articles have a paragraph 'Body' and end with 'End of Document'"


def read_docx(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the articles of a Word file, holding one at a time."""
    articles = (_article(lines) for lines in _split(read_paragraphs(stream)))
    yield from write_up(articles, source_file, nothing_found("Nexis Uni", _NOTHING))


def read_rtf(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the articles of an RTF file, which has no bookmarks."""
    lines = (Paragraph(line.strip()) for line in rtf_text(stream).split("\n"))
    articles = (_article(paragraphs) for paragraphs in _split(lines))
    yield from write_up(articles, source_file, nothing_found("Nexis Uni", _NOTHING))


def is_cover(line: str) -> bool:
    """Whether a line stands on the cover page only.

    Examples
    --------
    >>> is_cover("Job Number: 79564983"), is_cover("Documents (50)"), is_cover("Talks resume")
    (True, True, False)
    """
    return _COVER.match(line) is not None


def is_body(paragraph: Paragraph) -> bool:
    """Whether a paragraph is the heading of the text, which has a bookmark in whatever language."""
    return paragraph.text.lower() in BODY or (0 < len(paragraph.text) < 30 and "Body" in paragraph.bookmarks)


def _split(paragraphs: Iterable[Paragraph]) -> Iterator[list[Paragraph]]:
    """Cut into articles: each begins after an empty paragraph with a bookmark, and ends with its last line."""
    held: list[Paragraph] = []
    cover, found, marked = True, False, False
    for paragraph in paragraphs:
        if paragraph.text:
            held.append(paragraph)
            ends = paragraph.text.lower() in END
            marked = marked or ends
        else:
            ends = _begins(paragraph, held, cover, marked)
        if not ends:
            continue
        if cover and not paragraph.text and _has_cover(held):
            held = []
        if held:
            found = True
            yield _without_cover(held) if cover else held
        held, cover = [], False
    if held and (found or any(map(is_body, held))):
        yield _without_cover(held) if cover else held


def _begins(paragraph: Paragraph, held: list[Paragraph], cover: bool, marked: bool) -> bool:
    """Whether an empty paragraph begins an article.

    A bookmark that Nexis did not name may stand anywhere, so it counts only as long as no article has shown a last
    line that is known.
    """
    if any(name.startswith("Bookmark_") for name in paragraph.bookmarks):
        return True
    if not paragraph.bookmarks or "_GoBack" in paragraph.bookmarks:
        return False
    return not marked and (not cover or _has_cover(held) or any(map(is_body, held[2:])))


def _has_cover(held: list[Paragraph]) -> bool:
    return any(is_cover(p.text) for p in held[:12])


def _without_cover(held: list[Paragraph]) -> list[Paragraph]:
    """Cut the cover page where no bookmark sets it apart: its list of titles says where the first begins."""
    if not _has_cover(held):
        return held
    listed = {found[1].strip() for found in (_LISTED.match(p.text) for p in held) if found}
    body = next((i for i, p in enumerate(held) if is_body(p)), len(held))
    titles = [i for i, p in enumerate(held[:body]) if p.text in listed]
    if titles:
        return held[titles[-1] :]
    dates = [i for i, p in enumerate(held[:body]) if find_date(p.text) and ":" not in p.text]
    return held[max(dates[-1] - 2, 0) :] if dates else held


def _article(paragraphs: list[Paragraph]) -> Article:
    article = Article(complete=paragraphs[-1].text.lower() in END)
    if article.complete:
        paragraphs = paragraphs[:-1]
    # a headline may itself be 'Body'
    body = next((i for i, p in enumerate(paragraphs) if i > 1 and is_body(p)), len(paragraphs))
    if body:
        _read_head(article, paragraphs[:body])
    article.paragraphs += _cut_tail(article, [p.text for p in paragraphs[body + 1 :]])
    return article


def _read_head(article: Article, head: list[Paragraph]) -> None:
    article.title = head[0].text
    article.id = next((found[1] for found in map(_ID.search, head[0].links) if found), "")
    texts = [p.text for p in head]
    plain = [i for i, text in enumerate(texts[:8]) if i and not _labelled(text) and not is_copyright(text)]
    dated = next((i for i in plain if find_date(texts[i])), 2 if 2 in plain else None)
    if dated is None:
        article.source = texts[1] if 1 in plain else ""
    else:
        article.source = texts[dated - 1] if dated > 1 else ""
        article.date = texts[dated]
    for text in texts[(dated or 1) + 1 :]:
        labelled = _labelled(text)
        if labelled is not None:
            put(article, *labelled)
        elif text.lower().startswith("we are sorry"):
            article.paragraphs.append(text)
        elif not is_copyright(text) and "edition" not in article.more:
            article.more["edition"] = text


def _labelled(text: str) -> tuple[str, str] | None:
    return split_label(text, _HEAD) or split_label(text, _TAIL)


def _cut_tail(article: Article, texts: list[str]) -> list[str]:
    """Cut what follows the text: captions, which become a column, index terms, the date of loading.

    Each heading is a word that the text may have on a line too, so it has to be followed by what it heads.
    """
    labels = [split_label(text, _TAIL) or ("", "") for text in texts]
    rest = len(texts)
    for index, (key, value) in enumerate(labels):
        heads_terms = texts[index].lower() in AFTER_BODY["_index"] and index + 1 < len(texts) and labels[index + 1][0]
        if heads_terms or (key == "_load_date" and find_date(value)):
            rest = index
            break
    for key, value in labels[rest:]:
        if key in ("language", "publication_type"):
            put(article, key, value)
    captions = [i for i in range(max(rest - _MOST_CAPTIONS, 0), rest) if texts[i].lower() in AFTER_BODY["graphic"]]
    if captions:
        article.more["graphic"] = " ".join(texts[captions[-1] + 1 : rest])
    return texts[: captions[-1] if captions else rest]
