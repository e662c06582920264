"""How many words an article has, and whether that is what its export states."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..document import Document

#: Chinese and Japanese are counted by the character, as the databases do.
_CHARACTER = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W_]")
_NUMBER = re.compile(r"\d[\d.,'\s\u00a0\u202f]*")
#: What Factiva and Nexis write after the number, in the languages of their interfaces.
UNITS = "words?|wörter|woerter|mots?|palabras?|parole|palavras?|woorden|слов\\w*|語|字|单词|단어"


def count_words(text: str) -> int:
    """Count runs that hold a letter or a digit; a lone dash or bullet is no word.

    Examples
    --------
    >>> count_words("They met -- in secret -- for 3 days."), count_words("会談 held")
    (7, 3)
    """
    runs = text.split()
    if _CHARACTER.search(text):
        return sum(len(_CHARACTER.findall(run)) or bool(_LETTER.search(run)) for run in runs)
    return sum(1 for run in runs if run.isalnum() or _LETTER.search(run))


def stated_words(text: str) -> int | None:
    """Read the number of words that an export states.

    Examples
    --------
    >>> stated_words("1,234 words"), stated_words("1.285 Wörter"), stated_words("unknown")
    (1234, 1285, None)
    """
    found = _NUMBER.search(text)
    return int(re.sub(r"\D", "", found[0])) if found else None


@dataclass(slots=True)
class WordCheck:
    """How many articles hold as many words as their export states.

    Attributes
    ----------
    stated : int
        Articles whose export states a number of words.
    agree : int
        Those of them that hold it, within a tenth.

    Examples
    --------
    >>> check = WordCheck()
    >>> for found in (95, 40):
    ...     check.add(Document("1", "…", columns={"words_stated": 100, "words_found": found}))
    >>> str(check), check.is_doubtful
    ('1 of 2 articles agree with the number of words that their export states (within 10%)', True)
    """

    stated: int = 0
    agree: int = 0

    def add(self, document: Document) -> None:
        """Count a document; one without a stated number of words counts for nothing."""
        stated = document.columns.get("words_stated")
        found = document.columns.get("words_found")
        if isinstance(stated, int) and isinstance(found, int):
            self.stated += 1
            self.agree += abs(found - stated) * 10 <= stated

    @property
    def is_doubtful(self) -> bool:
        """Whether fewer than nine in ten agree, so that texts may have been cut or mixed."""
        return self.agree * 10 < self.stated * 9

    def __str__(self) -> str:
        return f"{self.agree} of {self.stated} articles agree with the number of words that their export states (within 10%)"
