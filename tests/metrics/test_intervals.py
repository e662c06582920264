"""Score intervals: against statsmodels, and where the bootstrap alone would claim certainty."""

import numpy as np
import pytest
from scipy.stats import t
from statsmodels.stats.proportion import proportion_confint

from classifier.metrics.bootstrap import cluster_draws
from classifier.metrics.intervals import bounded, effective_clusters, ratio, wilson


@pytest.mark.parametrize(("hits", "n"), [(0, 10), (3, 10), (81, 263), (15, 148), (1, 29), (29, 29)])
def test_wilson_is_statsmodels(hits, n):
    assert wilson(hits / n, n) == pytest.approx(proportion_confint(hits, n, method="wilson"), abs=1e-9)


def test_wilson_gives_the_published_figures():
    """Newcombe (1998), 'Two-sided confidence intervals for the single proportion', table I, method 3."""
    for hits, n, low, high in [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611)]:
        assert wilson(hits / n, n) == pytest.approx((low, high), abs=5e-5)


def test_students_quantile_widens_it_where_clusters_are_few():
    z = t.ppf(0.975, 4)
    low, high = wilson(0.5, 100, clusters=5)
    assert high - low == pytest.approx(2 * z / (1 + z * z / 100) * np.sqrt(0.25 / 100 + z * z / 40_000))


def test_nothing_to_go_by_is_everything_possible():
    assert wilson(0.5, 0) == (0, 1)
    assert bounded(0.3, [0.3], [5.0], lowest=-1).low == -1
    assert ratio([0, 0], [0, 0], cluster_draws(["a", "b"], 10)).high == 1


def test_no_error_in_n_clusters_is_not_proof_of_none():
    draws = cluster_draws([str(i) for i in range(30)], 50)
    found = ratio(np.ones(30), np.ones(30), draws)
    assert found.value == found.high == 1
    # The rule of three says 0.9.
    assert 0.85 < found.low < 0.9


def test_independent_passages_give_about_wilsons_interval():
    hits = np.arange(400) % 5 > 0
    found = ratio(hits, np.ones(400), cluster_draws(np.arange(400).astype(str), 4000))
    assert (found.low, found.high) == pytest.approx(proportion_confint(320, 400, method="wilson"), abs=0.004)


def test_clusters_of_unequal_size_count_for_fewer():
    assert effective_clusters([2, 2, 2]) == pytest.approx(3)
    assert effective_clusters([100, 1, 1]) < 1.1


def test_a_number_of_clusters_stands_for_as_many_of_equal_size():
    drawn = np.linspace(0.6, 0.9, 50)
    for replicates in (drawn, np.ones(50)):
        assert bounded(0.8, replicates, 12.7) == bounded(0.8, replicates, np.full(12, 5.0))
