"""Compare two sets of spans: those of two annotators, or of the annotators and the extraction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SpanMatch:
    """How spans of two sets pair up.

    Attributes
    ----------
    pairs : tuple of (int, int)
        Indices into the first and the second set, each used at most once.
    n_exact : int
        Pairs with equal bounds.
    n_first, n_second : int
        Sizes of the sets.
    """

    pairs: tuple[tuple[int, int], ...]
    n_exact: int
    n_first: int
    n_second: int


def match_spans(first: Sequence[Span], second: Sequence[Span]) -> SpanMatch:
    """Pair spans that overlap, the greatest overlaps first, and of equal ones those with equal bounds.

    Parameters
    ----------
    first, second : sequence of (int, int)
        Half-open offsets, sorted by start within each set; they may nest.

    Returns
    -------
    SpanMatch

    Examples
    --------
    >>> match_spans([(0, 4), (10, 14)], [(2, 4), (20, 22)])
    SpanMatch(pairs=((0, 0),), n_exact=0, n_first=2, n_second=2)
    """
    overlaps = []
    j = 0
    for i, (start, end) in enumerate(first):
        while j < len(second) and second[j][1] <= start:
            j += 1
        k = j
        while k < len(second) and second[k][0] < end:
            shared = min(end, second[k][1]) - max(start, second[k][0])
            overlaps.append((shared, second[k] == first[i], -i, -k))
            k += 1
    used_first: set[int] = set()
    used_second: set[int] = set()
    pairs = []
    for shared, _, i, k in sorted(overlaps, reverse=True):
        if shared > 0 and -i not in used_first and -k not in used_second:
            used_first.add(-i)
            used_second.add(-k)
            pairs.append((-i, -k))
    exact = sum(first[i] == second[k] for i, k in pairs)
    return SpanMatch(tuple(sorted(pairs)), exact, len(first), len(second))


def span_f1(matches: Sequence[SpanMatch], *, exact: bool = False) -> float:
    """F1 of spans over many texts: twice the pairs over the spans of both sets.

    Parameters
    ----------
    matches : sequence of SpanMatch
    exact : bool
        Whether only pairs with equal bounds count.

    Returns
    -------
    float
        1 where neither set has a span.

    Notes
    -----
    Between annotators this is the agreement that chance would not give, for the spans that both leave unmarked
    have no number (Hripcsak and Rothschild 2005, *Agreement, the F-Measure, and Reliability in Information Retrieval*).

    Examples
    --------
    >>> matches = [match_spans([(0, 4), (10, 14)], [(2, 4), (20, 22)])]
    >>> span_f1(matches), span_f1(matches, exact=True)
    (0.5, 0.0)
    """
    paired = sum(m.n_exact if exact else len(m.pairs) for m in matches)
    total = sum(m.n_first + m.n_second for m in matches)
    return 2 * paired / total if total else 1.0
