r"""Lines of brat's ``.ann`` files: texts with their bounds (``T``), attributes (``A``), notes (``#``).

Offsets count code points. A stretch of text must hold no line break, for the line that tells of it repeats it; one that
does is written as several, joined by blanks. brat takes for a line break whatever `str.splitlines` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_STRETCH = re.compile(f"[^{_BREAKS}]+")
_BREAK = re.compile(f"[{_BREAKS}]*")
#: What a note cannot hold: line breaks, tabs, and blanks at its ends, which are lost.
UNWRITABLE = rf"[{_BREAKS}\t\0]|^\s|\s$"
#: Lines that can be understood by their first letter.
_KINDS = ("T", "A", "#")
Bounds = tuple[int, int]


@dataclass(slots=True)
class Marked:
    """A stretch of the text with all that is said of it.

    Attributes
    ----------
    id, type : str
    start, end : int
    attributes : dict
        Their values; empty for one that is there or not.
    note : str or None
    whole : bool
        Whether nothing but line breaks parts its pieces.
    """

    id: str
    type: str
    start: int
    end: int
    attributes: dict[str, str] = field(default_factory=dict)
    note: str | None = None
    whole: bool = True


def pieces(text: str, start: int, end: int) -> list[Bounds]:
    r"""Cut a stretch at its line breaks. Those at its ends leave an empty piece, so that the bounds can be read back.

    Examples
    --------
    >>> pieces("The former\nminister\n", 4, 19), pieces("The former\nminister\n", 4, 20)
    ([(4, 10), (11, 19)], [(4, 10), (11, 19), (20, 20)])
    """
    found = [match.span() for match in _STRETCH.finditer(text, start, end)]
    if not found or found[0][0] != start:
        found.insert(0, (start, start))
    if found[-1][1] != end:
        found.append((end, end))
    return found


def write_lines(text: str, marked: Iterable[Marked]) -> Iterator[str]:
    r"""Write lines.

    Examples
    --------
    >>> list(write_lines("An envoy.", [Marked("T1", "Official", 3, 8, {"Role": "host"}, "name: Ann")]))
    ['T1\tOfficial 3 8\tenvoy', 'A1\tRole T1 host', '#1\tAnnotatorNotes T1\tname: Ann']
    """
    attributes = notes = 0
    for item in marked:
        cut = pieces(text, item.start, item.end)
        bounds = ";".join(f"{start} {end}" for start, end in cut)
        yield f"{item.id}\t{item.type} {bounds}\t{' '.join(text[start:end] for start, end in cut)}"
        for name, value in item.attributes.items():
            attributes += 1
            yield f"A{attributes}\t{name} {item.id}" + (f" {value}" if value else "")
        if item.note:
            notes += 1
            yield f"#{notes}\tAnnotatorNotes {item.id}\t{item.note}"


def read_lines(text: str, lines: Iterable[str]) -> tuple[list[Marked], list[str]]:
    """Read lines.

    Parameters
    ----------
    text : str
        That the annotations are of.
    lines : iterable of str

    Returns
    -------
    (list of Marked, list of str)
        What is marked, and the lines that have no place here: relations, events, notes that hang on nothing.

    Raises
    ------
    ValueError
        If a line is broken, or the text does not stand where a line says; names the line.
    """
    marked: dict[str, Marked] = {}
    later, rest = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        id, tab, data = line.partition("\t")
        if not tab or id[:1] not in _KINDS:
            rest.append(line)
        elif id[0] != "T":
            later.append(line)
        elif id in marked:
            raise ValueError(f"line {number}: a second {id}")
        else:
            try:
                marked[id] = _marked(id, data, text)
            except ValueError as error:
                raise ValueError(f"line {number}: {error}") from error
    rest += (line for line in later if not _attach(line, marked))
    return list(marked.values()), rest


def _marked(id: str, data: str, text: str) -> Marked:
    head, _, told = data.partition("\t")
    type, _, bounds = head.partition(" ")
    cut = []
    for pair in bounds.split(";"):
        match = re.fullmatch(r"(\d{1,9}) (\d{1,9}) *", pair, re.ASCII)
        if not match:
            raise ValueError(f"{id}: {bounds[:40]!r} are no bounds")
        cut.append((int(match[1]), int(match[2])))
    if any(start > end or end > len(text) for start, end in cut):
        raise ValueError(f"{id}: {bounds[:40]} reaches beyond the text's {len(text)} characters")
    # Lengths first, for a short line may name a long text many times.
    parts = [text[start:end] for start, end in cut] if sum(end - start for start, end in cut) <= len(told) else []
    if not parts or told not in (" ".join(parts), "".join(parts)):
        raise ValueError(f"{id}: at {bounds[:40]} stands {text[slice(*cut[0])][:40]!r} …, not {told[:80]!r}")
    cut.sort()
    whole = all(end <= start and _BREAK.fullmatch(text, end, start) for (_, end), (start, _) in pairwise(cut))
    return Marked(id, type, cut[0][0], cut[-1][1], whole=whole)


def _attach(line: str, marked: dict[str, Marked]) -> bool:
    """Hang an attribute or a note on what it is of; whether that can be done."""
    id, head, note = (*line.split("\t", 2), "")[:3]
    type, _, rest = head.partition(" ")
    target, _, value = rest.strip().partition(" ")
    item = marked.get(target)
    if item is None:
        return False
    if id[0] == "A":
        if type in item.attributes:
            return False
        item.attributes[type] = value
        return True
    if type != "AnnotatorNotes" or item.note is not None:
        return False
    item.note = note.strip()
    return True
