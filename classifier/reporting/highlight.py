"""Cut a passage where its evidence begins and ends, so that each piece can be marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..labels import AT_THE_TABLE, Status


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same marks.

    Attributes
    ----------
    text : str
    kind : str
        ``official``, ``non_official``, ``unknown`` or ``cue``; empty where nothing is marked.
    label : str
        What is said of it.
    away : bool
        An actor who is named, but does not take part.
    """

    text: str
    kind: str = ""
    label: str = ""
    away: bool = False


def pieces_of(text: str, spans: Iterable[Mapping[str, Any]]) -> list[Piece]:
    """Cut a text at its spans.

    Parameters
    ----------
    text : str
    spans : iterable of mapping
        ``start``, ``end`` (code points, half-open), ``kind`` (actor or cue) and ``label`` (of an actor its status, capacity
        and role). Where they overlap, an actor goes before a cue, then the one that begins first, then the shorter one.

    Returns
    -------
    list of Piece
        Together they are the text.

    Examples
    --------
    >>> spans = [{"start": 4, "end": 12, "kind": "actor", "label": "official incumbent commentator"}]
    >>> [(piece.text, piece.kind) for piece in pieces_of("The minister spoke.", spans)]
    [('The ', ''), ('minister', 'official'), (' spoke.', '')]
    """
    ordered = sorted(spans, key=lambda s: (s["kind"] == "cue", s["start"], s["end"]))
    owner: list[int | None] = [None] * len(text)
    for number, span in enumerate(ordered):
        for at in range(max(0, span["start"]), min(len(text), span["end"])):
            if owner[at] is None:
                owner[at] = number
    pieces: list[Piece] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at < len(text) and owner[at] == owner[start]:
            continue
        rank = owner[start]
        pieces.append(Piece(text[start:at]) if rank is None else _marked(text[start:at], ordered[rank]))
        start = at
    return pieces


def _marked(text: str, span: Mapping[str, Any]) -> Piece:
    label = str(span.get("label") or "")
    if span["kind"] == "cue":
        return Piece(text, "cue", f"cue: {label.replace('_', ' ')}")
    words = label.split()
    status = words[0] if words and words[0] in tuple(Status) else "unknown"
    away = not any(word in AT_THE_TABLE for word in words[1:]) or "negated" in words
    return Piece(text, status, label.replace("_", "-"), away)
