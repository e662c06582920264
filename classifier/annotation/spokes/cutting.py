"""Tokens for tools that mark whole tokens: the usual ones, cut further where a span begins or ends within one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from ...lexicon.terms import TOKEN


class Token(NamedTuple):
    """A token, and whether one space follows it that belongs to none."""

    start: int
    end: int
    space: bool


def cut(text: str, spans: Iterable[Mapping[str, Any]]) -> list[Token]:
    """Cut a text so that its tokens and their spaces make it up, and each span begins with one token and ends with one.

    Parameters
    ----------
    text : str
    spans : iterable of Mapping
        With ``start`` and ``end``.

    Returns
    -------
    list of Token

    Examples
    --------
    >>> [text[a:b] for text in ["The co-chair met."] for a, b, _ in cut(text, [{"start": 4, "end": 8}])]
    ['The', 'co', '-', 'c', 'hair', 'met', '.']
    """
    bounds = [(span["start"], span["end"]) for span in spans]
    starts, ends = {start for start, _ in bounds}, {end for _, end in bounds}
    points = {0, len(text), *starts, *ends, *(at for match in TOKEN.finditer(text) for at in match.span())}
    tokens: list[Token] = []
    for start, end in pairwise(sorted(points)):
        # A space that a span begins or ends with must be a token.
        lone = end - start == 1 and text[start] == " " and start not in starts and end not in ends
        if lone and tokens and not tokens[-1].space:
            tokens[-1] = Token(tokens[-1].start, tokens[-1].end, True)
        else:
            tokens.append(Token(start, end, False))
    return tokens


def token_ranges(tokens: Iterable[Token], spans: Iterable[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """First and last token of each span, both counted in.

    Examples
    --------
    >>> spans = [{"start": 4, "end": 12}]
    >>> token_ranges(cut("The co-chair met.", spans), spans)
    [(1, 3)]
    """
    tokens = list(tokens)
    first = {token.start: i for i, token in enumerate(tokens)}
    last = {token.end: i for i, token in enumerate(tokens)}
    return [(first[span["start"]], last[span["end"]]) for span in spans]
