"""An article as a reader of exports finds it, and the document that it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...errors import InputError
from ..document import Document, Reject, clean_text, make_id
from .dates import iso_date
from .words import count_words

_ERROR_PAGES = (
    "we are sorry but there is an error in this document",
    "es tut uns leid, aber in diesem dokument ist ein fehler",
    "nous sommes désolés, mais ce document contient une erreur",
)


@dataclass(slots=True)
class Article:
    """What an export says of one article; ``more`` holds further columns.

    ``complete`` is false where the mark that ends every article of this form is missing; ``fault`` says why an
    article cannot be read.
    """

    title: str = ""
    source: str = ""
    date: str = ""
    paragraphs: list[str] = field(default_factory=list)
    id: str = ""
    language: str = ""
    section: str = ""
    byline: str = ""
    words_stated: int | None = None
    more: dict[str, object] = field(default_factory=dict)
    complete: bool = True
    fault: str = ""


def to_document(article: Article, source_file: str, number: int) -> Document | Reject:
    """Make the document of an article, or the reject that names its title and says what is missing."""
    title = one_line(article.title)
    text = clean_text("\n\n".join(p for p in (p.strip() for p in article.paragraphs) if p))
    named = f"the article {title!r}" if title else "an article without a headline"
    if article.fault:
        return Reject(source_file, number, "parse", f"{named} {article.fault}")
    if not article.complete:
        reason = f"{named} breaks off: the file seems to be truncated; download it again"
        return Reject(source_file, number, "read", reason)
    if not text or text.lower().startswith(_ERROR_PAGES):
        what = "holds the database's error message instead of a text" if text else "has no body"
        return Reject(source_file, number, "parse", f"{named} {what}; look it up in the database")
    return Document(
        id=article.id.strip() or make_id(source_file, number),
        text=text,
        title=title,
        date=one_line(iso_date(article.date)),
        source_file=source_file,
        record=number,
        columns={
            "source": one_line(article.source),
            "language": one_line(article.language),
            "section": one_line(article.section),
            "byline": one_line(article.byline),
            "words_stated": article.words_stated,
            "words_found": count_words(text),
            **{k: one_line(v) if isinstance(v, str) else v for k, v in article.more.items()},
        },
    )


def one_line(text: str) -> str:
    r"""Bring text to one line with single spaces, no-break spaces included.

    Examples
    --------
    >>> one_line("  Talks\u00a0 resume\nin Oslo ")
    'Talks resume in Oslo'
    """
    return clean_text(" ".join(text.split()))


def nothing_found(form: str, wanted: str) -> InputError:
    """Say that a file holds no article of the form that it was taken for."""
    return InputError(f"no article of {form} found; {wanted}")


def write_up(articles: Iterator[Article], source_file: str, otherwise: InputError) -> Iterator[Document | Reject]:
    """Make documents of articles as they come.

    Only the last can be cut off by the end of a file, so it alone is held against its ``complete``, and only
    where others show that articles here do carry the mark that ends them.

    Parameters
    ----------
    articles : Iterator of Article
        May raise InputError where the file is damaged; what came before it is kept.
    source_file : str
    otherwise : InputError
        Raised if there is no article at all.

    Yields
    ------
    Document or Reject
    """
    number = 0
    marked = False
    held: Article | None = None
    damage: InputError | None = None
    while True:
        try:
            article = next(articles, None)
        except InputError as error:
            article, damage = None, error
        if held is not None:
            number += 1
            marked = marked or held.complete
            held.complete = held.complete or article is not None or not marked
            yield to_document(held, source_file, number)
        held = article
        if article is None:
            break
    if damage is not None:
        raise damage
    if not number:
        raise otherwise
