"""Abstention: worked examples, and what must hold of any confidences."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.labels import LABELS
from classifier.metrics.abstention import risk_coverage, set_coverage, set_size, threshold_table

ROWS = st.lists(st.tuples(st.sampled_from([0.3, 0.5, 0.7, 0.9]), st.booleans()), min_size=1, max_size=30)


@settings(deadline=None)
@given(ROWS)
def test_risk_at_each_threshold_is_counted_out(rows):
    confidence, right = (np.array(column) for column in zip(*rows, strict=True))
    coverage, risk = risk_coverage(confidence, right)
    thresholds = sorted(set(confidence), reverse=True)
    assert coverage.tolist() == pytest.approx([(confidence >= t).mean() for t in thresholds])
    assert risk.tolist() == pytest.approx([1 - right[confidence >= t].mean() for t in thresholds])
    assert coverage[-1] == 1


def test_no_passages_give_no_curve():
    assert [len(values) for values in risk_coverage([], [])] == [0, 0]


@settings(deadline=None)
@given(ROWS)
def test_a_threshold_answers_at_least_what_was_asked_and_no_more_than_it_must(rows):
    confidence, right = (np.array(column) for column in zip(*rows, strict=True))
    groups = [str(i) for i in range(len(rows))]
    for wanted, row in zip(
        (1, 0.8, 0.5), threshold_table(confidence, right, groups, (1, 0.8, 0.5), None, 10), strict=True
    ):
        answered = confidence >= row.threshold
        assert row.coverage == pytest.approx(answered.mean())
        assert answered.mean() >= wanted - 1e-9
        assert (confidence > row.threshold).mean() < wanted
        assert row.error.value == pytest.approx(1 - right[answered].mean())


def test_weights_count_in_coverage_and_error():
    (row,) = threshold_table([0.9, 0.5], [True, False], ["a", "b"], [0.7], [3.0, 1.0], 10)
    assert (row.coverage, row.error.value) == (0.75, 0)


def test_coverage_and_size_of_sets():
    sets = [{"none"}, {"none", "track_1"}, {"track_2"}, set()]
    gold, groups = ["none", "track_1", "track_1", "none"], ["a", "b", "c", "d"]
    shares = set_coverage(sets, gold, groups, resamples=50)
    assert {name: share.value for name, share in shares.items()} == {"all": 0.5, "none": 0.5, "track_1": 0.5}
    assert set_size(sets, groups, resamples=50).value == 1
    alike = set_size([{"none"}] * 30, [str(i) for i in range(30)], resamples=50)
    assert alike.low == 1 < alike.high  # a set holds one label at least, so the mean cannot be below


@pytest.mark.parametrize("n", [8, 40])
def test_the_interval_of_the_mean_size_holds_the_truth(n):
    """Few passages make it wide, not wrong."""
    rng = np.random.default_rng(0)
    names, truth, held = [str(label) for label in LABELS], 1.5, 0
    for seed in range(300):
        sets = [names[:k] for k in rng.choice([1, 2, 3], n, p=[0.6, 0.3, 0.1])]
        found = set_size(sets, [str(i) for i in range(n)], resamples=200, seed=seed)
        assert 1 <= found.low <= found.value <= found.high <= 4
        held += found.low <= truth <= found.high
    assert 0.92 <= held / 300 <= (1 if n < 10 else 0.98)
