"""Factiva's field codes (``HD`` headline, ``WC`` word count, ``TD`` text …) to an article."""

from __future__ import annotations

import re

from .article import Article, one_line
from .words import stated_words

CODES = frozenset(
    (
        "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "LA", "CY", "LP", "TD", "CO", "IN", "NS", "RE", "IPC",
        "IPD", "PUB", "AN", "SE", "CLM", "RF", "ART", "CT", "VOL", "GC", "NGC", "CX", "RST", "CLC", "DLN", "FDS",
    )
)  # fmt: skip
_COLUMNS = {"CR": "credit", "ED": "edition", "PG": "pages", "CLM": "column", "ART": "graphic", "SC": "source_code"}
_NUMBER = re.compile(
    r"(?:Document|Dokument|Documento|Documenti?|Документ|文件|文書|ドキュメント)\s*([A-Za-z][A-Za-z0-9_]{9,})",
    re.IGNORECASE,
)


def accession_number(line: str) -> str:
    """Give the number in the line that ends an article; empty if it is another line.

    Examples
    --------
    >>> accession_number("Document NYTF000020050103e113000bb"), accession_number("Documentation follows")
    ('NYTF000020050103e113000bb', '')
    """
    found = _NUMBER.fullmatch(line.strip())
    return found[1] if found and sum(c.isdigit() for c in found[1]) > 5 else ""


def from_fields(fields: dict[str, list[str]]) -> Article:
    """Make an article of field codes, each with its paragraphs; index terms are cut."""

    def field(code: str) -> str:
        return one_line(" ".join(fields.get(code, ())))

    number = accession_number("Document " + field("AN").rpartition(" ")[2])
    return Article(
        title=field("HD"),
        source=field("SN"),
        date=field("PD"),
        paragraphs=[*fields.get("LP", ()), *fields.get("TD", ())],
        id=number,
        language=field("LA"),
        section=field("SE"),
        byline=field("BY"),
        words_stated=stated_words(field("WC")),
        more={column: field(code) for code, column in _COLUMNS.items() if field(code)},
        complete=bool(number),
    )
