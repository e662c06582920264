"""The screen: a passage that names nothing between which a political divide could lie is ``none`` (codebook, step 0).

It looks at the raw text, so that what fails is never tokenized. Its terms are those of the lexicon, overlays
included: states and territories, bodies, movements and their people, names of a track, and ``divides.csv`` (peoples,
borders, offices of foreign relations, conflict). RE2 reads any text in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from ..labels import Kind
from .entries import Designation, Divide, Head, Office, Organisation, Place, Sense

_MEMORY = 1 << 28  # RE2's automaton; with less it falls back to a slower one
_ACRONYM = 5


class Screen:
    """What tells whether a text can describe a diplomatic activity at all.

    Parameters
    ----------
    senses : iterable of Sense
        The lexicon's.

    Examples
    --------
    >>> from classifier.lexicon import load_lexicon
    >>> screen = load_lexicon().screen
    >>> screen.passes("Elders of the two clans met."), screen.passes("The library closes at six.")
    (True, False)
    """

    def __init__(self, senses: Iterable[Sense]) -> None:
        self._terms = frozenset(sense.term for sense in senses if _divides(sense))

    def passes(self, text: str) -> bool:
        """Whether the text names a state, a people, a body or an office between which a divide could lie."""
        return self._pattern.search(text.encode("utf-8", "replace")) is not None

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the terms, not RE2's automaton."""
        return _rebuilt, (self._terms,)

    @cached_property
    def _pattern(self) -> Any:
        import re2

        options = re2.Options()
        options.max_mem, options.never_capture, options.log_errors = _MEMORY, True, False
        anyhow = {term for term in self._terms if term.islower()}
        written = set(self._terms - anyhow)
        written |= {term.upper() for term in written}
        # An acronym is also written with dots.
        written |= {".".join(t) + "." for t in written if t.isalpha() and t.isupper() and 1 < len(t) <= _ACRONYM}
        pattern = f"(?i:{_any_of(anyhow)})|{_any_of(written)}"
        return re2.compile(pattern.encode(), options)


def _rebuilt(terms: frozenset[str]) -> Screen:
    screen = Screen(())
    screen._terms = terms
    return screen


def _divides(sense: Sense) -> bool:
    if isinstance(sense, Office | Head):
        return sense.kind is Kind.MOVEMENT
    return isinstance(sense, Place | Organisation | Designation | Divide)


def _any_of(terms: set[str]) -> str:
    return "|".join(map(_term, sorted(terms)))


def _term(term: str) -> str:
    import re2

    words = ("['’]".join(map(re2.escape, re.split("['’]", word))) for word in term.split())
    # RE2's word boundaries are those of ASCII.
    left = r"\b" if term[0].isascii() and term[0].isalnum() else ""
    right = r"\b" if term[-1].isascii() and term[-1].isalnum() else ""
    return left + r"[\s\-‐‑–]+".join(words) + right
