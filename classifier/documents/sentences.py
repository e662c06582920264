"""Sentence boundaries by a few rules that survive 'U.S.', 'Lt. Gen.', 'No. 5', quotes and headings.

The boundaries are found in the raw text, in one pass, so that the passage splitter and the extraction share
them.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from itertools import pairwise

_CANDIDATE = re.compile(
    r"""(?P<stop>(?<![.!?…])[.!?…]++["'”’»)\]]*+)(?=\s)   # end of a sentence, perhaps
      | (?P<blank>\n[ \t]*\n)                 # a blank line always ends one
      | (?P<line>\n)                          # a line end sometimes does
    """,
    re.VERBOSE,
)
_OPENS = re.compile(r"""\s*["'“‘«(\[]*(?:[^\W\d_]|\d|[•*–—-])""")
_BULLET = re.compile(r"[ \t]*(?:[•*‣▪–—-]|\(?\d{1,2}[.)]|\(?[a-z]\))[ \t]")
_LAST_WORD = re.compile(r"(?:[^\W_]\.)*[^\W_]+$")
#: Words that follow an abbreviated name ('the U.S.') far more often across a boundary than within a sentence.
_STARTERS = frozenset((
    "The", "A", "An", "In", "On", "At", "It", "He", "She", "They", "We", "I", "This", "That", "These",
    "Those", "But", "And", "As", "For", "From", "By", "With", "When", "While", "After", "Before", "If",
    "There", "Since", "Both", "His", "Her", "Its", "Their", "Our", "According", "Last", "Although", "However",
    "Meanwhile",
))  # fmt: skip
_SHORT_LINE = 50
_LOOK_BACK = 40
_LINE_LOOK_BACK = 200


@cache
def _abbreviations() -> frozenset[str]:
    lines = (files("classifier.lexicon") / "data" / "abbreviations.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Cut a text into sentences.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of (int, int)
        Half-open code-point offsets, in order, without the white space around each sentence.

    Examples
    --------
    >>> text = "Lt. Gen. Talat Masood met U.S. scholars. No. 5 was absent."
    >>> [text[a:b] for a, b in sentence_spans(text)]
    ['Lt. Gen. Talat Masood met U.S. scholars.', 'No. 5 was absent.']
    """
    cuts = [0, *(m.end() for m in _CANDIDATE.finditer(text) if _is_boundary(text, m)), len(text)]
    return [span for a, b in pairwise(cuts) if (span := _stripped(text, a, b))]


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else None


def _is_boundary(text: str, match: re.Match[str]) -> bool:
    if match["blank"]:
        return True
    if match["line"]:
        return _line_ends_sentence(text, match.start())
    if not _OPENS.match(text, match.end()):
        return False
    following = text[match.end() : match.end() + 30].split(None, 1)
    next_word = following[0].strip("\"'“‘«([”’,.;:") if following else ""
    if next_word[:1].islower():
        return False
    if not match["stop"].startswith(".") or match["stop"].startswith(".."):
        return True
    word = _LAST_WORD.search(text[max(0, match.start() - _LOOK_BACK) : match.start()])
    if word is None:
        return True
    before = word.group()
    if len(match["stop"]) > 1:  # a stop and a closing quote or bracket
        return True
    if "." in before or (len(before) == 1 and before.isupper()):  # U.S., J.
        return next_word in _STARTERS and "." in before
    if before in _abbreviations():
        return before in {"No", "no"} and not next_word[:1].isdigit()
    return True


def _line_ends_sentence(text: str, position: int) -> bool:
    earliest = max(0, position - _LINE_LOOK_BACK)
    start = max(earliest, text.rfind("\n", earliest, position) + 1)
    line = text[start:position].rstrip()
    if not line or line[-1] in ".!?:…”’\"'" or _BULLET.match(text, position + 1):
        return True
    following = text[position + 1 : position + 2]
    return len(line) < _SHORT_LINE and not following.islower()
