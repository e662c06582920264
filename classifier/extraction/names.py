"""Personal names: runs of capitalised words, with their particles, initials and hyphens.

Logic
    A name begins with an initial or a capitalised word that is no actor word of the lexicon, no acronym and none
    of the words that open sentences; it goes on over such words, initials ('Bishar A. Hussein'), particles ('bin',
    'van der') and close hyphens ('Il-sung'). A capitalised run of common words names nobody.
Patterns
    `offices.csv`, `organisations.csv`, `organisation_heads.csv`, `places.csv`, `qualifiers.csv`, `predicates.csv`.
"""

from __future__ import annotations

from ..lexicon import Head, Office, Organisation, Place, Predicate, Qualifier
from .tokens import Tokens, Unit

_PARTICLES = frozenset([
    "al", "el", "bin", "ibn", "van", "von", "de", "da", "der", "den", "du", "la", "le", "ould", "abu", "ben",
    "bint", "dos", "del", "di", "y", "und", "e", "ul", "ur",
])  # fmt: skip
NOT_NAMES = frozenset([
    "i", "he", "she", "it", "they", "we", "you", "the", "a", "an", "this", "that", "these", "those", "there",
    "here", "in", "on", "at", "by", "for", "from", "with", "of", "and", "but", "or", "nor", "so", "as", "if",
    "when", "while", "after", "before", "since", "until", "although", "though", "however", "meanwhile", "yet",
    "then", "now", "today", "yesterday", "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "mr", "mrs", "ms", "sir",
    "lord", "lady", "dame", "not", "no", "none", "both", "all", "some", "many", "most", "several", "his", "her",
    "its", "their", "our", "my", "your", "who", "what", "which", "where", "why", "how", "according", "also",
    "even", "only", "once", "still", "under", "over", "between", "among", "during", "last", "next", "first",
    "second", "third", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "christmas",
    "easter", "ramadan", "gmt", "est", "track", "ii", "iii", "iv", "article", "resolution", "chapter", "section",
])  # fmt: skip
_COMPOUNDS = frozenset(["based", "backed", "born", "held", "controlled", "occupied", "run", "trained", "era", "style"])


def name_end(tokens: Tokens, i: int, *, titled: bool = False) -> int | None:
    """Find where a personal name that begins at ``i`` ends; None if none begins there."""
    n = len(tokens)
    if i >= n or not (_name_word(tokens, i) or _is_initial(tokens, i)):
        return None
    end = i + 1
    while end < n and tokens.sentence[end] == tokens.sentence[i]:
        token = tokens.surface[end]
        if _name_word(tokens, end) or _is_initial(tokens, end) or (token == "." and _is_initial(tokens, end - 1)):
            end += 1
        elif token in "-‑" and _joins_closely(tokens, end):
            if tokens.lower[end + 1] in _COMPOUNDS:
                return None  # 'the Osh-based foundation'
            end += 2  # 'Kim Il-sung', 'Ak-Sai'
        elif end - i > 1 and _title_as_surname(tokens, end):
            end += 1  # 'Meher Ali Shah'
        elif (token in "-‑" or tokens.lower[end] in _PARTICLES) and end + 1 < n:
            ahead = end + 1
            while (
                ahead < n and ahead - end < 3 and (tokens.surface[ahead] in "-‑" or tokens.lower[ahead] in _PARTICLES)
            ):
                ahead += 1
            if ahead < n and _name_word(tokens, ahead) and tokens.lower[end] not in ("e", "y", "la", "le"):
                end = ahead + 1
            else:
                break
        else:
            break
    if all(tokens.lower[k] in tokens.common for k in range(i, end)) and not (titled and end - i == 1):
        return None  # 'the Peace Declaration' names nobody
    return end


def _is_initial(tokens: Tokens, i: int) -> bool:
    """Whether a token is the capital of 'Bishar A. Hussein', with its stop and a name after it."""
    return (
        len(tokens.surface[i]) == 1
        and i + 2 < len(tokens)
        and tokens.is_capital(i)
        and tokens.surface[i + 1] == "."
        and tokens.is_capital(i + 2)
        and tokens.sentence[i + 2] == tokens.sentence[i]
    )


def _title_as_surname(tokens: Tokens, i: int) -> bool:
    unit = tokens.unit_at.get(i)
    ends = i + 1 >= len(tokens) or not tokens.is_capital(i + 1) or tokens.sentence[i + 1] != tokens.sentence[i]
    return bool(unit and unit.end == i + 1 and unit.sense(Office) and tokens.is_capital(i) and ends)


def _joins_closely(tokens: Tokens, i: int) -> bool:
    """Whether a hyphen stands between two words without a space."""
    return (
        i + 1 < len(tokens)
        and tokens.surface[i + 1][0].isalpha()
        and tokens.ends[i - 1] == tokens.starts[i]
        and tokens.ends[i] == tokens.starts[i + 1]
    )


def is_known_name(tokens: Tokens, i: int) -> bool:
    """Whether a word that opens a sentence is a name: a predicate follows, or it is capitalised elsewhere too."""
    following = tokens.unit_at.get(i + 1)
    if following and following.sense(Predicate) and tokens.unit_at.get(i) is None:
        return True
    word = tokens.surface[i]
    return len(word) > 2 and word in tokens.written_within


def _name_word(tokens: Tokens, i: int) -> bool:
    token = tokens.surface[i]
    if not token[0].isupper() or tokens.lower[i] in NOT_NAMES:
        return False
    if len(token) > 1 and token.isupper() and len(token) <= 5:
        return False
    return not is_actor_word(tokens.unit_at.get(i))


def is_actor_word(unit: Unit | None) -> bool:
    """Whether a lexicon term belongs to an actor's description rather than to a personal name."""
    if unit is None or unit.person:
        return False
    return any(unit.sense(c) for c in (Office, Organisation, Head, Place, Qualifier))
