"""Agreement: published figures, and what must hold of any votes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.labels import LABELS
from classifier.metrics.agreement import (
    NOMINAL,
    TRACK_STEPS,
    cohen_kappa,
    count_votes,
    krippendorff_alpha,
    specific_agreement,
    unit_interval,
)

# Four observers, twelve units, some missing: the worked example in Krippendorff, 'Computing Krippendorff's
# Alpha-Reliability' (2011), which gives 0.743 nominal and 0.849 interval.
RATINGS = [
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
]


def published():
    columns = zip(*(row.split() for row in RATINGS), strict=True)
    return count_votes([[None if v == "." else v for v in unit] for unit in columns], "12345")


def test_the_published_example():
    counts = published()
    nominal = 1.0 - np.eye(5)
    interval = np.array([[float(a - b) ** 2 for b in range(5)] for a in range(5)])
    assert krippendorff_alpha(counts, nominal) == pytest.approx(0.743, abs=5e-4)
    assert krippendorff_alpha(counts, interval) == pytest.approx(0.849, abs=5e-4)


labels = st.sampled_from([str(label) for label in LABELS])


@given(st.lists(st.tuples(labels, labels), min_size=2, max_size=40))
def test_alpha_is_1_only_for_perfect_agreement_and_blind_to_the_annotators_order(votes):
    counts = count_votes(votes)
    for distance in (NOMINAL, TRACK_STEPS):
        alpha = krippendorff_alpha(counts, distance)
        if np.isnan(alpha):
            assert len({v for pair in votes for v in pair}) == 1
        else:
            assert alpha <= 1
            assert (alpha == pytest.approx(1)) == all(a == b for a, b in votes)
    assert counts.tolist() == count_votes([pair[::-1] for pair in votes]).tolist()


def test_a_near_miss_costs_less_than_a_far_one_by_track_distance():
    agreed = [["track_1"] * 2, ["track_1_5"] * 2, ["track_2"] * 2, ["none"] * 2] * 5
    near = krippendorff_alpha(count_votes([*agreed, ["track_1", "track_1_5"]]), TRACK_STEPS)
    far = krippendorff_alpha(count_votes([*agreed, ["track_1", "track_2"]]), TRACK_STEPS)
    assert far < near < 1


def test_kappa_and_specific_agreement():
    first, second = ["none", "none", "track_1", "track_2"], ["none", "track_1", "track_1", "track_2"]
    assert cohen_kappa(first, second) == pytest.approx(0.636, abs=1e-3)
    assert specific_agreement(first, second)["track_2"] == 1


def test_the_interval_holds_the_value_and_is_the_same_for_the_same_seed():
    values = np.arange(50) / 50
    low, high = unit_interval(50, lambda drawn: float(values[drawn].mean()))
    assert low < values.mean() < high
    assert (low, high) == unit_interval(50, lambda drawn: float(values[drawn].mean()))
