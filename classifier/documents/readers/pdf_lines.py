"""From the lines on a PDF's pages to paragraphs, which the format does not know.

A new paragraph begins where the distance to the line above, the size of the letters or an indent says so, or
where the line above ends a sentence well before the margin. What stands at the head or foot of most pages is
left out, and a sentence that a page's end interrupts goes on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_END_OF_SENTENCE = re.compile(r"""[.!?:;]["'”’)\]]*$""")
_PAGE_NUMBER = re.compile(r"(?:page|p\.)?\s*[-–—]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–—]?(?:\s*(?:of|/)\s*\d{1,4})?", re.I)
_HALVED = re.compile(r"([^\W\d_]+)-\n([^\W\d_]+)")
_BULLET = re.compile(r"[•▪‣◦–—*]\s")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
#: First halves whose hyphen is most likely the word's own.
_PREFIXES = {
    "non", "semi", "quasi", "ex", "vice", "self", "co", "post", "pre", "anti", "pro", "multi", "inter", "counter",
    "cross", "high", "low", "long", "short", "well", "third", "first", "second", "one", "two", "track", "peace",
    "north", "south", "east", "west", "policy", "decision", "deputy", "then", "half", "ill", "so", "off", "on",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is set: where it begins and ends, its base line at either end, the height of its letters."""

    text: str
    left: float
    right: float
    base: float
    end_base: float
    height: float


def join_lines(pages: list[list[Line]]) -> str:
    """Join the lines of all pages to paragraphs, with blank lines between them and whole words within."""
    paragraphs: list[list[str]] = []
    for lines in _without_running_heads(pages):
        for number, paragraph in enumerate(_paragraphs(lines)):
            if number == 0 and paragraphs and _goes_on(paragraphs[-1][-1], paragraph[0]):
                paragraphs[-1] += paragraph
            else:
                paragraphs.append(paragraph)
    return _mend_words("\n\n".join("\n".join(paragraph) for paragraph in paragraphs))


def _goes_on(above: str, below: str) -> bool:
    return not _END_OF_SENTENCE.search(above) and below[:1].islower()


def _without_running_heads(pages: list[list[Line]]) -> Iterator[list[Line]]:
    edges = Counter(key for lines in pages for key in {_edge(line) for line in _outer(lines)})
    for lines in pages:
        outer = {
            id(line)
            for line in _outer(lines)
            if len(pages) > 1
            and (_PAGE_NUMBER.fullmatch(line.text) or (len(pages) > 3 and edges[_edge(line)] > len(pages) / 2))
        }
        yield [line for line in lines if id(line) not in outer]


def _outer(lines: list[Line]) -> list[Line]:
    return lines[:2] + lines[-2:] if len(lines) > 4 else lines[:1] + lines[1:][-1:]


def _edge(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _paragraphs(lines: list[Line]) -> Iterator[list[str]]:
    if not lines:
        return
    steps = [above.end_base - line.base for above, line in pairwise(lines)]
    pitch = median([step for step in steps if step > 0] or [0])
    margin = max(line.right for line in lines)
    paragraph = [lines[0].text]
    for (above, line), step in zip(pairwise(lines), steps, strict=True):
        if _begins(above, line, step, pitch, margin):
            yield paragraph
            paragraph = []
        paragraph.append(line.text)
    yield paragraph


def _begins(above: Line, line: Line, step: float, pitch: float, margin: float) -> bool:
    """Whether a line begins a paragraph."""
    if step < -pitch / 2:  # the next column
        return not _goes_on(above.text, line.text)
    if _BULLET.match(line.text):
        return True
    if step <= 2 * pitch and _goes_on(above.text, line.text):
        return False
    if step > 1.3 * pitch or abs(line.height - above.height) > 0.15 * above.height:
        return True
    ends = bool(_END_OF_SENTENCE.search(above.text))
    return ends and (
        line.left - above.left > 0.8 * line.height or above.right < above.left + 0.8 * (margin - above.left)
    )


def _mend_words(text: str) -> str:
    """Join words that a line's end halved; the hyphen stays where the text elsewhere, or the word itself, wants it."""
    words = _counted(text)

    def mend(match: re.Match[str]) -> str:
        first, second = match[1], match[2]
        joined, hyphened = (first + second).lower(), f"{first}-{second}".lower()
        if not second[0].islower() or (
            words[hyphened] >= words[joined] if words[hyphened] or words[joined] else first.lower() in _PREFIXES
        ):
            return f"{first}-{second}"
        return first + second

    mended = _HALVED.sub(mend, text).replace("-\n", "-")
    return re.sub(r"(?<=[^\n])\n(?=[^\n])", " ", mended)


def _counted(text: str) -> Counter[str]:
    return Counter(word.lower() for word in _all_words(text.split("\n")))


def _all_words(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from _WORD.findall(line)
