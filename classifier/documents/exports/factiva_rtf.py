"""Factiva as RTF: the lines of an article, with field codes or without, up to 'Document' and its number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from ..columns import ReadOptions
from ..document import Document, Reject
from .article import Article, nothing_found, write_up
from .factiva_codes import CODES, accession_number, from_fields
from .factiva_display import is_words, read_lines
from .nexis_blocks import is_copyright
from .rtf import rtf_text

#: A code and its value are set apart by a tab, or stand in cells of a table, which striprtf ends with '|'.
_FIELD = re.compile(rf"\s*({'|'.join(sorted(CODES, key=len, reverse=True))})\s*[\t|]\s*(.*)")
_SUMMARY = re.compile(
    r"(?:Search Summary|Suchzusammenfassung|Zusammenfassung der Suche|Résumé de la recherche|Resumen de la búsqueda)\s*",
    re.IGNORECASE,
)
_MOST_LINES = 12


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the articles of a file; the summary of the search at its end is cut."""
    articles = _articles(rtf_text(stream).split("\n"))
    wanted = "each of its articles ends with a line such as 'Document NYTF000020050103e113000bb'"
    yield from write_up(articles, source_file, nothing_found("Factiva's RTF export", wanted))


def split_field(line: str) -> tuple[str, str] | None:
    r"""Split a line into code and value; None where it has no code.

    Examples
    --------
    >>> split_field("HD\tTalks resume"), split_field("In Oslo")
    (('HD', 'Talks resume'), None)
    """
    found = _FIELD.fullmatch(line)
    return (found[1], found[2].strip(" |")) if found else None


def _articles(lines: Iterable[str]) -> Iterator[Article]:
    held: list[str] = []
    for line in lines:
        plain = line.replace("\f", "").rstrip(" |")
        if not plain.strip():
            continue
        if _SUMMARY.fullmatch(plain.strip()):
            break
        held.append(plain)
        field = split_field(plain)
        if accession_number(field[1] if field and field[0] == "AN" else plain):
            yield _article(held)
            held = []
    if any((split_field(line) or ("",))[0] == "HD" or is_words(line) for line in held):
        yield _article(held)


def _article(lines: list[str]) -> Article:
    fields: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        field = split_field(line)
        if field is not None:
            code = field[0]
        value = field[1] if field is not None else line.strip()
        fields.setdefault(code, []).extend([value] if value else [])
    if "HD" not in fields:
        return _from_display([line.strip() for line in lines])
    article = from_fields(fields)
    if not article.complete and (number := accession_number(lines[-1])):  # with or without the code AN
        article.id, article.complete = number, True
        article.paragraphs = [p for p in article.paragraphs if not accession_number(p)]
    return article


def _from_display(lines: list[str]) -> Article:
    number = accession_number(lines[-1])
    article = Article(title=lines[0], id=number, complete=bool(number))
    lines = lines[1:-1] if number else lines[1:]
    rights = next((i for i, line in enumerate(lines[:_MOST_LINES]) if is_copyright(line)), None)
    end = rights + 1 if rights is not None else min(len(lines), 6)
    read_lines(article, lines[:end])
    article.paragraphs = lines[end:]
    return article
