"""Near-duplicates between what is judged and what was learnt from: where there are any, figures are too good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

#: Two texts that share a fifth of their word trigrams tell the same in the same words; unrelated ones share under 0.05.
NEAR_DUPLICATE = 0.2
_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, by their numbers in their sequences, and the Jaccard similarity of their word trigrams."""

    score: float
    first: int
    second: int


def leakage(gold_texts: Sequence[str], train_texts: Sequence[str], threshold: float = NEAR_DUPLICATE) -> list[Pair]:
    """Find gold texts that nearly repeat a training text.

    Parameters
    ----------
    gold_texts, train_texts : sequence of str
    threshold : float
        Pairs over this similarity are told.

    Returns
    -------
    list of Pair
        The most similar first.

    Notes
    -----
    Exact Jaccard similarity of the sets of word trigrams, as Broder (1997), *On the resemblance and containment of
    documents*, defines resemblance. Texts of fewer than three words have no trigrams and match nothing.

    Examples
    --------
    >>> leakage(["the two sides met in Oslo today"], ["the two sides met in Oslo yesterday", "rain is expected"])
    [Pair(score=0.667, first=0, second=0)]
    """
    return sorted(_pairs(gold_texts, train_texts, threshold), key=lambda pair: (-pair.score, pair.first, pair.second))


def near_duplicates(texts: Sequence[str], threshold: float = NEAR_DUPLICATE) -> list[Pair]:
    """Find near-duplicates within one sequence of texts; each pair once, ``first`` before ``second``.

    Examples
    --------
    >>> near_duplicates(["the two sides met in Oslo today", "rain", "the two sides met in Oslo yesterday"])
    [Pair(score=0.667, first=0, second=2)]
    """
    return [pair for pair in leakage(texts, texts, threshold) if pair.first < pair.second]


def _pairs(gold_texts: Sequence[str], train_texts: Sequence[str], threshold: float) -> Iterator[Pair]:
    from sklearn.feature_extraction.text import CountVectorizer

    texts = [*gold_texts, *train_texts]
    if not gold_texts or not any(len(text.split()) > 2 for text in texts):
        return
    counter = CountVectorizer(ngram_range=(3, 3), binary=True, token_pattern=r"\w+", dtype=np.int32)
    shingles = counter.fit_transform(texts).tocsr()
    sizes = np.asarray(shingles.sum(axis=1)).ravel()
    n = len(gold_texts)
    trained = shingles[n:].T.tocsc()
    for start in range(0, n, _ROWS):  # in parts, for the product of ten thousand texts may not fit in memory
        shared = (shingles[start : min(start + _ROWS, n)] @ trained).tocoo()
        first = shared.row + start
        score = shared.data / (sizes[first] + sizes[n + shared.col] - shared.data)
        for k in np.flatnonzero(score > threshold):
            yield Pair(round(float(score[k]), 3), int(first[k]), int(shared.col[k]))
