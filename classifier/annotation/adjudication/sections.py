"""Sections of the codebook that a decision can cite."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Section:
    """A rule of ``docs/codebook.md``.

    Attributes
    ----------
    slug : str
        As records hold it.
    title : str
        As the codebook has it, in bold type.
    gist : str
    """

    slug: str
    title: str
    gist: str


@cache
def sections() -> tuple[Section, ...]:
    """All sections, in the codebook's order.

    Examples
    --------
    >>> sections()[0].slug
    'activity'
    """
    text = (files("classifier.annotation") / "data" / "sections.csv").read_text("utf-8")
    return tuple(Section(**row) for row in csv.DictReader(text.splitlines()))


def parse_section(value: str) -> str:
    """Read a section's slug or title, in any case; nothing stays nothing.

    Raises
    ------
    ValueError
        For another name; lists the titles.

    Examples
    --------
    >>> parse_section("former Officials"), parse_section("former-officials"), parse_section(" ")
    ('former-officials', 'former-officials', '')
    """
    name = " ".join(value.split()).casefold()
    if not name:
        return ""
    for section in sections():
        if name in (section.slug, section.title.casefold()):
            return section.slug
    titles = "; ".join(section.title for section in sections())
    raise ValueError(f"the codebook has no section {value.strip()!r}; it has: {titles}")


def title_of(slug: str) -> str:
    """Title of a section by its slug; another text as it is.

    Examples
    --------
    >>> title_of("holy-see"), title_of("Step 2")
    ('The Holy See', 'Step 2')
    """
    return next((section.title for section in sections() if section.slug == slug), slug)
