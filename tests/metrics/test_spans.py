"""Spans pair up by overlap, each once; F1 counts both sets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.metrics.spans import match_spans, span_f1

spans = st.lists(st.integers(0, 60), max_size=20, unique=True).map(
    lambda cuts: [(a, b) for a, b in zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False)]
)


def test_the_greatest_overlap_is_paired_first():
    match = match_spans([(0, 5), (5, 20)], [(3, 18)])
    assert match.pairs == ((1, 0),)


def test_a_span_is_paired_once():
    assert len(match_spans([(0, 10)], [(0, 4), (5, 9)]).pairs) == 1


def test_worked_example():
    # Three of A's four spans overlap three of B's five, two of them exactly: F1 is 6/9, exactly 4/9.
    match = match_spans([(0, 2), (4, 6), (8, 12), (20, 24)], [(0, 2), (4, 6), (9, 12), (14, 16), (30, 31)])
    assert span_f1([match]) == pytest.approx(6 / 9)
    assert span_f1([match], exact=True) == pytest.approx(4 / 9)


@given(spans, spans)
def test_pairing_is_symmetric_and_bounded(first, second):
    there, back = match_spans(first, second), match_spans(second, first)
    assert len(there.pairs) == len(back.pairs) <= min(len(first), len(second))
    assert all(first[i][0] < second[k][1] and second[k][0] < first[i][1] for i, k in there.pairs)


@given(spans)
def test_a_set_agrees_with_itself(own):
    assert span_f1([match_spans(own, own)], exact=True) == 1.0


def test_spans_with_equal_bounds_pair_before_others_that_share_as_much():
    match = match_spans([(2, 10)], [(0, 12), (2, 10)])
    assert match.pairs == ((0, 1),) and match.n_exact == 1
