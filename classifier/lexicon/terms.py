"""How terms are compared with text: the tokens of both, made by one rule."""

from __future__ import annotations

import re
from functools import lru_cache

_DASHES = frozenset("-‐‑–")
#: Dotted acronyms, numbers, a possessive, words with inner apostrophes, runs of one mark, single marks.
TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"
    r"|\d+(?:[.,:]\d+)+(?![^\W_])"
    r"|['’]s\b"
    r"|[^\W_][\w\u0300-\u036f]*(?:['’](?!s\b)[^\W\d_][^\W_]*)*"
    r"|([^\w\s])\1*"
    r"|_+"
)


# Words recur: the cache saves most of the work, and its bound keeps endless streams from filling the memory.
@lru_cache(maxsize=1 << 16)
def normalise(token: str) -> str:
    """Bring a token to the form in which terms are looked up.

    Examples
    --------
    >>> normalise("Sant’Egidio"), normalise("U.N.")
    ("sant'egidio", 'un')
    """
    token = token.lower().replace("’", "'")
    return token.replace(".", "") if token[:1].isalpha() else token


def is_dash(token: str) -> bool:
    """Whether a token is a hyphen or short dash, which look-up skips inside a term."""
    return token in _DASHES


def term_key(term: str) -> tuple[str, ...]:
    """Make the look-up key of a term: its normalised tokens without hyphens.

    Examples
    --------
    >>> term_key("Lieutenant-General"), term_key("chargé d'affaires")
    (('lieutenant', 'general'), ('chargé', "d'affaires"))
    """
    return tuple(normalise(m.group()) for m in TOKEN.finditer(term) if not is_dash(m.group()))


_IRREGULAR = {"man": "men", "woman": "women", "child": "children", "person": "people"}


def plural_of(term: str) -> str:
    """Make the plural of a term by the regular rule, applied to its last word.

    Examples
    --------
    >>> plural_of("foreign secretary"), plural_of("attaché"), plural_of("envoy"), plural_of("coach")
    ('foreign secretaries', 'attachés', 'envoys', 'coaches')
    """
    for singular, plural in _IRREGULAR.items():
        if term.endswith(singular):
            return term[: -len(singular)] + plural
    if re.search(r"[^aeiou]y$", term):
        return term[:-1] + "ies"
    if re.search(r"(?:s|x|z|ch|sh)$", term):
        return term + "es"
    return term + "s"
