"""Figures from the confusion matrix: against scikit-learn, and a published example."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from classifier.labels import Label, track_distance
from classifier.metrics import classification as c
from classifier.metrics.agreement import cohen_kappa, count_votes, krippendorff_alpha
from classifier.metrics.bootstrap import cluster_draws, weights_of_draws

from .samples import JOINT, NAMES, draw

LISTS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.floats(0.1, 9)), min_size=1, max_size=40)


@settings(deadline=None)
@given(LISTS)
def test_every_figure_is_scikit_learns(rows):
    gold, found, weights = (np.array(column) for column in zip(*rows, strict=True))
    matrix = c.confusion_of(gold, found, weights)
    shared = {"sample_weight": weights}
    assert matrix == pytest.approx(metrics.confusion_matrix(gold, found, labels=NAMES, **shared))
    theirs = metrics.precision_recall_fscore_support(gold, found, labels=NAMES, zero_division=0.0, **shared)
    for ours, other in zip(c.per_class(matrix), theirs, strict=False):
        assert ours == pytest.approx(other)
    assert c.macro_f1_of(matrix) == pytest.approx(np.mean(theirs[2]))
    assert c.accuracy_of(matrix) == pytest.approx(metrics.accuracy_score(gold, found, **shared))
    recalls = metrics.recall_score(gold, found, labels=sorted(set(gold)), average=None, zero_division=0.0, **shared)
    assert c.balanced_accuracy_of(matrix) == pytest.approx(np.mean(recalls))


@settings(deadline=None)
@given(LISTS)
def test_correlation_is_scikit_learns(rows):
    gold, found, weights = (np.array(column) for column in zip(*rows, strict=True))
    ours = c.mcc_of(c.confusion_of(gold, found, weights))
    if len(set(gold)) > 1 and len(set(found)) > 1:
        assert ours == pytest.approx(metrics.matthews_corrcoef(gold, found, sample_weight=weights), abs=1e-6)
    else:
        assert ours == pytest.approx(0, abs=1e-6)


@settings(deadline=None)
@given(LISTS)
def test_agreement_of_two_coders_is_that_of_others(rows):
    gold, found, _ = (list(column) for column in zip(*rows, strict=True))
    matrix = c.confusion_of(gold, found)
    if len({*gold, *found}) > 1:
        assert c.kappa_of(matrix) == pytest.approx(cohen_kappa(gold, found))
        votes = count_votes(list(zip(gold, found, strict=True)))
        assert c.alpha_of(matrix) == pytest.approx(krippendorff_alpha(votes))
    else:
        assert c.kappa_of(matrix) == c.alpha_of(matrix) == 0
    present = metrics.f1_score(gold, found, labels=sorted(set(gold)), average="macro", zero_division=0.0)
    assert c.macro_f1_present_of(matrix) == pytest.approx(present)


def test_shares_of_rows_and_columns():
    matrix = c.confusion_of(["none", "none", "track_1"], ["none", "track_1", "track_1"])
    assert c.row_shares(matrix)[:2, :2].tolist() == [[0.5, 0.5], [0, 1]]
    assert c.column_shares(matrix)[:2, :2].tolist() == [[1, 0.5], [0, 0.5]]
    assert not c.row_shares(matrix)[2].any()


def test_cost_is_the_mean_track_distance():
    rng = np.random.default_rng(0)
    gold, found, _ = draw(rng, 50)
    steps = [track_distance(Label(g), Label(f)) for g, f in zip(gold, found, strict=True)]
    assert c.cost_of(c.confusion_of(gold, found)) == pytest.approx(np.mean(steps))


def test_many_matrices_at_once_are_the_matrices_one_by_one():
    rng = np.random.default_rng(0)
    gold, found, groups = draw(rng, 20)
    draws = cluster_draws(groups, 15)
    many = c.confusion_draws(gold, found, draws)
    slow = np.array([c.confusion_of(gold, found, w) for w in weights_of_draws(draws)])
    assert many == pytest.approx(slow)
    for figure in (figure for figure, _, _ in c.FIGURES.values()):
        assert figure(many) == pytest.approx([float(figure(one)) for one in slow])


def test_a_label_that_the_package_does_not_know_is_an_error():
    with pytest.raises(KeyError):
        c.confusion_of(["none"], ["track_3"])


def truth():
    # Many passages: alpha allows for their number.
    figures = {name: float(figure(1e6 * JOINT)) for name, (figure, _, _) in c.FIGURES.items()}
    for name, values in zip(c.PER_CLASS, c.per_class(JOINT), strict=True):
        figures |= {f"{name}:{label}": float(value) for label, value in zip(NAMES, values, strict=True)}
    return figures


def test_names_values_and_bounds_of_all_figures():
    gold, found, groups = draw(np.random.default_rng(0), 40)
    figures = c.all_figures(gold, found, groups, resamples=100)
    assert figures.keys() == truth().keys()
    assert figures["f1:none"].value == pytest.approx(metrics.f1_score(gold == "none", found == "none"))
    assert all(e.low <= e.value <= e.high for e in figures.values())
    assert figures == c.all_figures(gold, found, groups, resamples=100)


def test_weights_undo_a_sample_that_favours_a_label():
    rng = np.random.default_rng(0)
    gold, found, groups = draw(rng, 2000, alike=0)
    kept = (gold == "none") | (rng.random(len(gold)) < 0.25)
    weights = np.where(gold == "none", 1.0, 4.0)[kept]
    plain, weighed = (
        c.all_figures(gold[kept], found[kept], groups[kept], w, resamples=50)["macro_f1"] for w in (None, weights)
    )
    assert abs(weighed.value - truth()["macro_f1"]) < 0.02 < abs(plain.value - truth()["macro_f1"])


@pytest.mark.parametrize("clusters", [40, 150])
def test_nominal_95_percent_intervals_hold_the_truth_in_92_to_97_percent_of_samples(clusters):
    rng, true, samples = np.random.default_rng(1), truth(), 600
    held = dict.fromkeys(true, 0)
    for seed in range(samples):
        figures = c.all_figures(*draw(rng, clusters), resamples=300, seed=seed)
        for name, found in figures.items():
            held[name] += found.low <= true[name] <= found.high
    for name, times in held.items():
        # Figures of one label rest on a dozen clusters here: they may err on the wide side.
        most = 0.97 if name in c.FIGURES else 0.985
        assert 0.92 <= times / samples <= most, (name, times / samples)
