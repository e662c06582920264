"""What of a text is compared: its words, without what every newspaper puts round them."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

#: Fewer words than this are compared only for equality: two short notices of one form share most of their shingles.
SHORT = 20
_SHINGLE = 3
_NEAR = 8  # lines from either end in which bylines and datelines stand
_LONG = 400  # characters of a line that is no byline or copyright notice any more

_AGENCY = r"(?:AP|AFP|UPI|Reuters|Xinhua|dpa|ANSA|EFE|TASS|Interfax|Kyodo|PTI|ANI|IANS|IPS|Associated Press)"
_DATELINE = re.compile(
    rf"\s{{0,20}}[^\W\d_][^\n()–—]{{0,60}}?(?:\({_AGENCY}\)|\b{_AGENCY})\s?(?:--|[-–—:])\s{{0,20}}"
    r"|\s{0,20}[^\W\d_a-z]{3,20}[^\n()–—]{0,40}?\s(?:--|[-–—])\s{1,20}"
)
_BYLINE = re.compile(
    rf"(?:by|from|von|par|por)\s+\S.{{0,100}}|\(?{_AGENCY}\)?|(?:staff|wire|agency)\s+(?:report|writer|reporter)s?\S?"
    r"|(?:published|updated|posted|last modified)\b.{0,80}",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"(?:©|\(c\)\s|copyright\b|all rights reserved|this (?:material|article|story) (?:may not|has been|was)\b"
    r"|\(?(?:additional |with )?(?:reporting|writing|editing) by\b|distributed by\b|source:).{0,400}",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


def words_of(text: str) -> list[str]:
    r"""Words of a text in small letters, without byline, dateline and notices of copyright.

    A text that holds nothing else keeps them.

    Examples
    --------
    >>> words_of("By Jane Doe, AP\nGENEVA (AP) -- The envoys met.\n© 2024 The Gazette. All rights reserved.")
    ['the', 'envoys', 'met']
    >>> words_of("© 2024 The Gazette")
    ['2024', 'the', 'gazette']
    """
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return _split(_without_boilerplate(text)) or _split(text)


def _split(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _without_boilerplate(text: str) -> str:
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    kept = []
    dated = False
    for n, line in enumerate(lines):
        ending = n >= len(lines) - _NEAR
        if n < _NEAR or ending:
            plain = line.strip() if len(line) <= _LONG else ""
            if plain and (_NOTICE.fullmatch(plain) or (_BYLINE.fullmatch(plain) and not _is_sentence(plain))):
                continue
            dateline = None if dated or n >= _NEAR else _DATELINE.match(line)
            if dateline:
                line, dated = line[dateline.end() :], True
        kept.append(line)
    return "\n".join(kept)


def _is_sentence(line: str) -> bool:
    """Whether a line that begins like a byline says something: 'By Friday the envoys had left.'."""
    return line.endswith((".", "!", "?")) and line.count(" ") > 3


def digest_of(text: str, words: list[str]) -> bytes:
    """Digest by which texts of equal words are one text; a text without words stands for itself."""
    said = " ".join(words) if words else "\0" + text.strip()
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def shingles_of(words: list[str]) -> list[str]:
    """Three words at a time, each with its followers.

    Examples
    --------
    >>> shingles_of("the envoys met again".split())
    ['the envoys met', 'envoys met again']
    """
    return list(map(" ".join, zip(*(words[n:] for n in range(_SHINGLE)), strict=False)))
