"""What errors do to a coefficient: against the known limit; and the columns for its correction."""

import numpy as np
import pandas as pd
import pytest

from classifier.metrics.bootstrap import cluster_draws
from classifier.metrics.classification import confusion_draws
from classifier.metrics.prevalence import attenuation, dsl_columns

from .samples import JOINT, NAMES, draw


def limit(joint, i):
    """Aigner (1973): P(t | predicted t) - P(t | not predicted t)."""
    found, gold = joint[:, i].sum(), joint[i].sum()
    return joint[i, i] / found - (gold - joint[i, i]) / (1 - found)


def test_the_simulated_ratio_tends_to_aigners():
    ratios = attenuation(JOINT * 1e6, passages=20_000, simulations=500)
    for i, name in enumerate(NAMES):
        assert ratios[name].value == pytest.approx(limit(JOINT, i), abs=0.01)


def test_it_is_what_least_squares_gives():
    rng = np.random.default_rng(0)
    gold, found, _ = draw(rng, 8000)
    x, w = (gold == "track_2").astype(float), (found == "track_2").astype(float)
    y = x + rng.normal(size=len(x))
    slopes = [np.polyfit(regressor, y, 1)[0] for regressor in (w, x)]
    assert slopes[0] / slopes[1] == pytest.approx(limit(JOINT, 3), abs=0.03)


def test_less_gold_makes_it_less_certain():
    few, many = (attenuation(JOINT * n, passages=100_000)["track_2"] for n in (100, 10_000))
    assert few.low < many.low < many.high < few.high


def test_a_label_without_gold_is_left_out_and_no_error_leaves_all():
    ratios = attenuation(np.diag([10, 10, 0, 10]), simulations=20)
    assert set(ratios) == {"none", "track_1", "track_2"}
    assert all(ratio.value == 1 for ratio in ratios.values())


def test_draws_of_a_cluster_bootstrap_carry_its_uncertainty():
    gold, found, groups = draw(np.random.default_rng(0), 100, alike=0.9)
    draws = confusion_draws(gold, found, cluster_draws(groups, 500))
    clustered = attenuation(draws, passages=100_000)["track_2"]
    single = attenuation(draws.mean(axis=0), passages=100_000)["track_2"]
    assert clustered.high - clustered.low > single.high - single.low


def test_columns_for_dsl():
    frame = dsl_columns(["track_1", "none", "track_2"], [None, "track_1", "track_2"], [0.2, 0.5, 1])
    assert list(frame) == [
        "label", "predicted_label", "labelled", "sampling_probability",
        "is_track_1", "predicted_is_track_1", "is_track_1_5", "predicted_is_track_1_5", "is_track_2",
        "predicted_is_track_2",
    ]  # fmt: skip
    assert frame["labelled"].tolist() == [0, 1, 1]
    assert pd.isna(frame["is_track_1"][0])
    assert frame["is_track_1"][1:].tolist() == [1, 0]
    assert frame["predicted_is_track_2"].tolist() == [0, 0, 1]


@pytest.mark.parametrize("probability", [0, 1.5, np.nan])
def test_passages_that_could_not_be_labelled_cannot_be_corrected_for(probability):
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        dsl_columns(["none"], ["none"], [probability])


def test_the_columns_correct_a_share_without_bias():
    """The mean of prediction + labelled / probability * (gold - prediction): what `dsl` estimates without covariates."""
    rng = np.random.default_rng(0)
    gold, found, _ = draw(rng, 10_000)
    probability = np.where(found == "none", 0.1, 0.3)
    labelled = rng.random(len(gold)) < probability
    f = dsl_columns(found, [g if known else None for g, known in zip(gold, labelled, strict=True)], probability)
    residual = (f["is_track_2"].fillna(0) - f["predicted_is_track_2"]) * f["labelled"] / f["sampling_probability"]
    assert (f["predicted_is_track_2"] + residual).mean() == pytest.approx((gold == "track_2").mean(), abs=0.01)
