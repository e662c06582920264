"""Probabilities: against scikit-learn, worked examples, and by simulation."""

import numpy as np
import pytest
from sklearn import metrics

from classifier.metrics import calibration as c
from classifier.metrics.intervals import wilson

from .samples import NAMES, draw_probabilities


def test_log_loss_and_brier_are_scikit_learns():
    p, gold = draw_probabilities(np.random.default_rng(0), 200)
    weights = np.linspace(0.5, 3, 200)
    for w in (None, weights):
        # scikit-learn wants labels in the order of the alphabet, which is ours.
        assert list(NAMES) == sorted(NAMES)
        assert c.log_loss(p, gold, w) == pytest.approx(
            metrics.log_loss(gold, p, labels=NAMES, sample_weight=w), abs=1e-4
        )
        squares = metrics.brier_score_loss(gold, p, labels=NAMES, sample_weight=w, scale_by_half=False)
        assert c.brier(p, gold, w) == pytest.approx(squares)


def test_the_worked_example_of_calibration_error():
    """Two bins of ten: 0.8 stated and 6 right, 0.4 stated and 4 right; variances 0.24 / 9 each."""
    stated = [0.8] * 10 + [0.4] * 10
    right = [True] * 6 + [False] * 4 + [True] * 4 + [False] * 6
    assert c.squared_error(stated, right, 2) == pytest.approx(0.5 * 0.04 - 0.24 / 9)
    assert c.calibration_error(stated, right, 2) == 0
    ten_times = c.squared_error(stated * 10, right * 10, 2)
    assert ten_times == pytest.approx(0.5 * 0.04 - 0.24 / 99)
    assert c.calibration_error(stated * 10, right * 10, 2) == pytest.approx(np.sqrt(ten_times))


def test_removing_the_sampling_variance_makes_the_squared_error_unbiased():
    rng = np.random.default_rng(0)
    squares = []
    for _ in range(2000):
        stated = rng.uniform(0.25, 1, 100)
        squares.append(c.squared_error(stated, rng.random(100) < stated - 0.1))
    assert np.mean(squares) == pytest.approx(0.01, abs=0.0015)


def test_the_order_of_passages_does_not_matter_even_where_confidences_tie():
    stated = np.full(100, 0.5)
    right = np.arange(100) < 50
    assert c.calibration_error(stated, right) == 0
    assert len(c.reliability_curve(stated, right).n) == 1


def test_bins_hold_about_as_many_each():
    found = np.bincount(c.equal_mass_bins(np.random.default_rng(0).random(103), 10))
    assert found.sum() == 103
    assert set(found) <= {10, 11}
    assert len(c.equal_mass_bins([])) == 0


def test_points_of_a_reliability_diagram_are_scikit_learns():
    from sklearn.calibration import calibration_curve

    rng = np.random.default_rng(0)
    stated = rng.random(1000)
    right = rng.random(1000) < stated
    curve = c.reliability_curve(stated, right, 5)
    theirs = calibration_curve(right, stated, n_bins=5, strategy="quantile")
    assert curve.share_right == pytest.approx(theirs[0], abs=0.01)
    assert curve.confidence == pytest.approx(theirs[1], abs=0.005)
    assert (curve.low[0], curve.high[0]) == wilson(curve.share_right[0], 200)


def test_names_of_the_figures_and_their_values():
    p, gold = draw_probabilities(np.random.default_rng(0), 300)
    groups = np.arange(300).astype(str)
    figures = c.probability_figures(p, gold, groups, resamples=100)
    assert list(figures)[:4] == ["log_loss", "brier", "top_label_error", "classwise_error"]
    assert list(figures)[4:] == [f"classwise_error:{label}" for label in NAMES]
    assert all(0 <= e.low <= e.value <= e.high for e in figures.values())
    assert figures == c.probability_figures(p, gold, groups, resamples=100)


def test_over_independent_passages_the_bootstrap_removes_what_the_formula_does():
    p, gold = draw_probabilities(np.random.default_rng(0), 500, 2)
    figures = c.probability_figures(p, gold, np.arange(500).astype(str))
    assert figures["top_label_error"].value == pytest.approx(c.top_label_error(p, gold), abs=0.005)
    assert figures["classwise_error"].value == pytest.approx(c.classwise_error(p, gold), abs=0.005)


def test_copies_of_a_passage_do_not_make_calibrated_probabilities_look_wrong():
    rng = np.random.default_rng(0)
    robust, naive = [], []
    for _ in range(40):
        p, gold = (np.repeat(part, 5, axis=0) for part in draw_probabilities(rng, 80))
        groups = np.repeat(np.arange(80), 5).astype(str)
        robust.append(c.probability_figures(p, gold, groups, resamples=200)["top_label_error"])
        naive.append(c.top_label_error(p, gold))
    assert np.mean([e.value for e in robust]) < 0.6 * np.mean(naive)
    assert np.mean([e.low > 0 for e in robust]) <= 0.05


def test_weights_count_in_every_figure():
    p, gold = draw_probabilities(np.random.default_rng(0), 300)
    weights = np.repeat([1.0, 0.0], 150)
    groups = np.arange(300).astype(str)
    half = c.probability_figures(p, gold, groups, weights, 50)
    assert half["brier"].value == pytest.approx(c.brier(p[:150], gold[:150]))
    assert half["top_label_error"] != c.probability_figures(p, gold, groups, None, 50)["top_label_error"]


def test_one_cluster_proves_nothing():
    figures = c.probability_figures([[0.7, 0.3, 0, 0]] * 5, ["none"] * 5, ["a"] * 5, resamples=10)
    assert (figures["top_label_error"].low, figures["top_label_error"].high) == (0, 1)


def test_a_calibrated_model_and_an_overconfident_one_are_told_apart():
    rng = np.random.default_rng(0)
    groups = np.arange(800).astype(str)
    good, bad = (
        c.probability_figures(*draw_probabilities(rng, 800, sharpness), groups, resamples=200) for sharpness in (1, 3)
    )
    for name in ("top_label_error", "classwise_error"):
        assert good[name].low == 0
        assert bad[name].low > 0.05


@pytest.mark.parametrize("sharpness", [0.5, 2.0])
def test_intervals_hold_the_truth(sharpness):
    rng, samples, n = np.random.default_rng(2), 300, 400
    groups = np.arange(n).astype(str)
    p, gold = draw_probabilities(rng, 300_000, sharpness)
    # Each score has the truth that its own bins would have without end of passages.
    true = {f.__name__: f(p, gold) for f in (c.log_loss, c.brier, c.top_label_error, c.classwise_error)}
    held = dict.fromkeys(true, 0)
    for seed in range(samples):
        figures = c.probability_figures(*draw_probabilities(rng, n, sharpness), groups, None, 200, seed)
        for name in true:
            held[name] += figures[name].low <= true[name] <= figures[name].high
    for name, times in held.items():
        # Calibration errors, which cannot be below 0, may err on the wide side.
        assert 0.915 <= times / samples <= (1 if "error" in name else 0.975), (name, times / samples)
