"""Comparing two systems: against statsmodels, and by simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

from classifier.metrics.classification import macro_f1_of
from classifier.metrics.paired import difference, holm, mcnemar_exact

from .samples import CONFUSION, JOINT, NAMES, SHARES


@settings(deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_mcnemar_is_statsmodels(pairs):
    a, b = np.array(pairs).T
    table = [[(a & b).sum(), (a & ~b).sum()], [(~a & b).sum(), (~a & ~b).sum()]]
    assert mcnemar_exact(a, b) == pytest.approx(mcnemar(table, exact=True).pvalue)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_is_statsmodels(ps):
    assert holm(ps) == pytest.approx(multipletests(ps, method="holm")[1])


def test_holm_of_nothing_is_nothing():
    assert holm([]) == []


def test_the_same_labels_differ_by_nothing_for_certain():
    gold = np.repeat(NAMES, 5)
    found = difference(gold, gold, gold.copy(), np.arange(20).astype(str), resamples=20)
    assert (found.value, found.low, found.high) == (0, 0, 0)


def test_one_cluster_leaves_everything_open():
    found = difference(["none", "none"], ["none", "none"], ["none", "track_1"], ["a", "a"], resamples=20)
    assert (found.low, found.high) == (-1, 1)


def test_a_named_figure_is_compared():
    found = difference(["none"] * 4, ["none"] * 4, ["track_1"] * 4, list("abcd"), resamples=20, figure="cost")
    assert found.value == -2


def test_intervals_of_differences_hold_the_truth():
    rng, samples, n = np.random.default_rng(0), 500, 120
    worse = 0.5 * CONFUSION + 0.125
    true = float(macro_f1_of(JOINT) - macro_f1_of(SHARES[:, None] * worse))
    held = {"better": 0, "equal": 0}
    groups = np.arange(n).astype(str)
    for seed in range(samples):
        gold = rng.choice(4, n, p=SHARES)
        a, b, same = (
            NAMES[(m[gold].cumsum(axis=1) > rng.random((n, 1))).argmax(axis=1)] for m in (CONFUSION, worse, CONFUSION)
        )
        for name, other, wanted in (("better", b, true), ("equal", same, 0.0)):
            found = difference(NAMES[gold], a, other, groups, resamples=300, seed=seed)
            held[name] += found.low <= wanted <= found.high
    assert all(0.92 <= times / samples <= 0.975 for times in held.values()), held
