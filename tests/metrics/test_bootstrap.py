"""The cluster bootstrap: what is drawn, and that both of its ways give the same."""

import numpy as np
import pytest

from classifier.metrics.bootstrap import Estimate, cluster_draws, draw_totals, estimate, percentile, weights_of_draws

VALUES = np.arange(12.0)
GROUPS = np.repeat(["a", "b", "c", "d"], 3)


def test_a_draw_holds_as_many_clusters_as_there_are_and_whole_ones():
    clusters, counts = cluster_draws(GROUPS, resamples=50)
    assert clusters.tolist() == [0] * 3 + [1] * 3 + [2] * 3 + [3] * 3
    assert counts.shape == (50, 4)
    assert (counts.sum(axis=1) == 4).all()
    for weights in weights_of_draws((clusters, counts)):
        assert all(len(set(weights[GROUPS == group])) == 1 for group in "abcd")


def test_counts_are_multinomial():
    _, counts = cluster_draws(GROUPS, resamples=20_000)
    covariance = np.cov(counts.T.astype(float))
    assert counts.mean(axis=0) == pytest.approx(np.ones(4), abs=0.03)
    # n p (1 - p), and - n p p, with n = 4 and p = 1/4.
    assert covariance == pytest.approx(np.eye(4) - 0.25, abs=0.03)


def test_the_same_seed_gives_the_same_draws_and_another_one_others():
    assert (cluster_draws(GROUPS, 20, 1)[1] == cluster_draws(GROUPS, 20, 1)[1]).all()
    assert (cluster_draws(GROUPS, 20, 1)[1] != cluster_draws(GROUPS, 20, 2)[1]).any()


def test_totals_of_draws_are_what_weights_give():
    draws, own = cluster_draws(GROUPS, 30), np.linspace(0.5, 2, 12)
    totals = draw_totals(np.column_stack([VALUES, np.ones(12)]), draws, own)
    slow = np.array([[w @ VALUES, w.sum()] for w in weights_of_draws(draws, own)])
    assert totals == pytest.approx(slow)
    whole = estimate(lambda w: float(w @ VALUES / w.sum()), draws, weights=own)
    fast = percentile(own @ VALUES / own.sum(), totals[:, 0] / totals[:, 1])
    assert (whole.value, whole.low, whole.high) == pytest.approx((fast.value, fast.low, fast.high))


def test_the_standard_error_of_a_mean_is_the_textbooks():
    rng = np.random.default_rng(0)
    values = rng.normal(size=200)
    drawn = draw_totals(values[:, None], cluster_draws(np.arange(200).astype(str), 4000))[:, 0] / 200
    assert drawn.std() == pytest.approx(values.std() / np.sqrt(200), rel=0.05)


def test_passages_of_one_document_tell_less_than_as_many_of_many():
    values = np.repeat(np.arange(20) % 2, 5).astype(float)
    clustered = estimate(
        lambda w: float(w @ values / w.sum()), cluster_draws(np.repeat(np.arange(20), 5).astype(str), 400)
    )
    single = estimate(lambda w: float(w @ values / w.sum()), cluster_draws(np.arange(100).astype(str), 400))
    assert clustered.high - clustered.low > 1.8 * (single.high - single.low)


def test_one_cluster_gives_no_interval():
    found = estimate(lambda w: 1.0, cluster_draws(["a", "a"], 5))
    assert np.isnan(found.low)
    assert np.isnan(found.high)


def test_draws_where_a_figure_is_undefined_do_not_count():
    assert percentile(1.0, [1.0, np.nan, 1.0]) == Estimate(1.0, 1.0, 1.0)
    assert np.isnan(percentile(1.0, [np.nan]).low)


def test_ten_thousand_passages_take_seconds():
    from time import perf_counter

    from classifier.metrics.classification import all_figures

    from .samples import draw

    gold, found, _ = draw(np.random.default_rng(0), 3400)
    gold, found = gold[:10_000], found[:10_000]
    start = perf_counter()
    all_figures(gold, found, np.arange(len(gold)).astype(str))
    # Half a second on a laptop: the bound is for a machine that is busy.
    assert perf_counter() - start < 20
