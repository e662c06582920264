"""Shares of labels in a corpus: worked examples, and that corrections undo what errors do."""

import numpy as np
import pytest

from classifier.metrics.classification import confusion_of
from classifier.metrics.prevalence import adjusted_shares, corrected_shares, expected_shares, naive_shares

from .samples import CONFUSION, NAMES, SHARES, draw_probabilities

RARE = np.array([0.7, 0.15, 0.05, 0.1])


def predict(rng, gold):
    return (CONFUSION[gold].cumsum(axis=1) > rng.random((len(gold), 1))).argmax(axis=1)


def test_forman_adjusted_count_of_two_labels():
    """Forman (2008): (observed - false positive rate) / (true positive rate - false positive rate)."""
    confusion = np.zeros((4, 4))
    confusion[:2, :2] = [[80, 20], [30, 70]]
    shares = adjusted_shares(confusion, [0.6, 0.4, 0, 0])
    assert shares[1] == pytest.approx((0.4 - 0.2) / (0.7 - 0.2), abs=1e-6)
    assert shares.sum() == pytest.approx(1)


def test_known_errors_are_undone_exactly_whatever_labels_the_gold_was_sampled_for():
    for sizes in ([100, 100, 100, 100], [10, 400, 50, 90]):
        found = adjusted_shares(CONFUSION * np.array(sizes)[:, None], RARE @ CONFUSION)
        assert found == pytest.approx(RARE, abs=1e-6)


def test_shares_stay_shares_where_subtraction_would_leave_them():
    shares = adjusted_shares(CONFUSION, [1, 0, 0, 0])
    assert (shares >= 0).all()
    assert shares.sum() == pytest.approx(1)


def test_a_label_that_the_gold_never_has_is_taken_as_predicted():
    confusion = np.diag([10.0, 10, 0, 10])
    assert adjusted_shares(confusion, [0.1, 0.2, 0.3, 0.4]) == pytest.approx([0.1, 0.2, 0.3, 0.4], abs=1e-6)


def test_expectation_maximisation_finds_new_shares_from_calibrated_probabilities():
    rng = np.random.default_rng(0)
    p, gold = draw_probabilities(rng, 40_000)
    trained = np.array([(gold == name).mean() for name in NAMES])
    # Another corpus with the same passages of each label, in other shares.
    kept = np.concatenate(
        [rng.permutation(np.flatnonzero(gold == n))[: int(8000 * s)] for n, s in zip(NAMES, RARE, strict=True)]
    )
    assert expected_shares(p[kept], trained) == pytest.approx(RARE, abs=0.02)
    assert abs(p[kept].mean(axis=0) - RARE).max() > 0.05


def test_naive_shares_are_the_counts():
    shares = naive_shares(["none", "none", "track_2", "none"], list("abcd"), [1, 1, 2, 0], resamples=50)
    assert {name: share.value for name, share in shares.items()} == {
        "none": 0.5, "track_1": 0, "track_1_5": 0, "track_2": 0.5
    }  # fmt: skip


def test_weights_count_in_corpus_and_gold():
    rng = np.random.default_rng(0)
    gold = rng.choice(4, 400, p=SHARES)
    found = predict(rng, gold)
    groups = np.arange(400).astype(str)
    half = np.where(np.arange(400) < 200, 1.0, 0.0)
    ours = corrected_shares(NAMES[found], groups, NAMES[gold], NAMES[found], groups, half, half, resamples=5)
    first = confusion_of(NAMES[gold[:200]], NAMES[found[:200]])
    expected = adjusted_shares(first, np.bincount(found[:200], minlength=4) / 200)
    assert [share.value for share in ours.values()] == pytest.approx(expected)


def test_corrected_intervals_hold_the_truth_where_naive_ones_miss_it():
    rng, samples, n_gold, n_corpus = np.random.default_rng(0), 200, 200, 1000
    corpus_groups, gold_groups = np.arange(n_corpus).astype(str), np.arange(n_gold).astype(str)
    corrected, naive = np.zeros(4), np.zeros(4)
    for seed in range(samples):
        gold = rng.choice(4, n_gold, p=SHARES)
        found, counted = predict(rng, gold), predict(rng, rng.choice(4, n_corpus, p=RARE))
        first = corrected_shares(
            NAMES[counted], corpus_groups, NAMES[gold], NAMES[found], gold_groups, resamples=150, seed=seed
        )
        second = naive_shares(NAMES[counted], corpus_groups, resamples=50, seed=seed)
        for held, shares in ((corrected, first), (naive, second)):
            held += [e.low <= true <= e.high for e, true in zip(shares.values(), RARE, strict=True)]
    assert (corrected / samples >= 0.9).all(), corrected / samples
    assert (corrected.mean() / samples) >= 0.92
    assert (naive / samples).min() < 0.5
