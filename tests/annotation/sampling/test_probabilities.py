"""The inclusion probability that a record tells is the one by which it is drawn, over all seeds."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.annotation import Hub
from classifier.annotation.sampling import Design, Plan, budget, sample
from classifier.annotation.sampling.drawing import inclusion_probabilities, systematic
from classifier.annotation.sampling.exclusion import Excluded, read_excluded
from classifier.annotation.sampling.pool import read_pool
from classifier.annotation.sampling.run import _budget, _draw, _key_of
from classifier.labels import Label

from .made import fail, passage, small_pool, written

SEEDS = 2000
PLANS = (
    {"design": Design.SIMPLE, "number": 5},
    {"design": Design.STRATIFIED, "number": 8},
    {"design": Design.STRATIFIED, "number": 6, "allocation": "proportional"},
    {"design": Design.STRATIFIED, "number": 8, "allocation": "neyman"},
    {"design": Design.UNCERTAINTY, "number": 4},
    {"design": Design.UNCERTAINTY, "number": 9, "by": ("margin",)},
    {"design": Design.UNCERTAINTY, "number": 3, "by": ("set",)},
    {"design": Design.DISAGREEMENT, "number": 6},
    {"design": Design.BUDGET, "keep": 0.6, "of": (Label.TRACK_2,), "control": 3},
)


class Held:
    """A hub that is read once, for many draws."""

    def __init__(self, path):
        with Hub([path], fail) as hub:
            self._records = {passage_id: hub.records(passage_id) for passage_id in hub.passage_ids}
        self.passage_ids = tuple(self._records)

    def records(self, passage_id):
        return self._records[passage_id]


def draws(hub, plan, excluded=None):
    """Rows and probabilities of one draw, by passage."""
    pool = read_pool(hub, plan.seed, _key_of(plan), excluded or Excluded())
    drawn = _budget(pool, plan).drawn if plan.design is Design.BUDGET else _draw(pool, plan)
    return {pool.passage_ids[row]: p for row, p in zip(drawn.rows, drawn.probabilities, strict=True)}


def assert_held(counts, told, n):
    """Frequencies within five standard errors of what the draws told, one probability for each passage."""
    for passage_id, probabilities in told.items():
        assert max(probabilities) - min(probabilities) < 1e-12, passage_id
        (p, *_) = probabilities
        assert 0 < p <= 1
        assert abs(counts[passage_id] / n - p) <= 5 * (p * (1 - p) / n) ** 0.5 + 1e-12, (passage_id, p)


@pytest.mark.parametrize("asked", PLANS, ids=lambda asked: "-".join(map(str, asked.values())))
def test_passages_are_drawn_as_often_as_told_and_weighted_totals_are_right(tmp_path, monkeypatch, asked):
    monkeypatch.setattr(budget, "_DRAWS", 10)  # they give the interval, and have no part in the draw
    records = small_pool()
    worth = {r["passage_id"]: float(i) for i, r in enumerate(records, 1)}
    counts, told, totals = dict.fromkeys(worth, 0), {}, []
    hub = Held(written(tmp_path / "pool.jsonl", records))
    for seed in range(SEEDS):
        drawn = draws(hub, Plan(seed=seed, **asked))
        for passage_id, p in drawn.items():
            counts[passage_id] += 1
            told.setdefault(passage_id, []).append(p)
        totals.append(sum(worth[passage_id] / p for passage_id, p in drawn.items()))
    assert set(told) == set(worth)  # everything has a chance
    assert_held(counts, told, SEEDS)
    error = np.std(totals) / SEEDS**0.5
    assert abs(np.mean(totals) - sum(worth.values())) <= 4 * error + 1e-9


def test_a_draw_from_a_sample_with_the_same_seed_tells_the_probability_of_both(tmp_path):
    """Whoever was drawn first had a low number: with the same numbers the second draw would favour rare strata."""
    records = [passage(i, "track_2" if i < 3 else "none") for i in range(30)]
    pool, first, second = (tmp_path / f"{name}.jsonl" for name in ("pool", "first", "second"))
    written(pool, records)
    counts, told = dict.fromkeys((r["passage_id"] for r in records), 0), {}
    n = 150
    for seed in range(n):
        sample([pool], first, Plan(number=6, seed=seed), fail)
        sample([first], second, Plan(Design.SIMPLE, number=2, seed=seed), fail)
        for line in second.read_text().splitlines():
            record = json.loads(line)
            counts[record["passage_id"]] += 1
            told.setdefault(record["passage_id"], []).append(record["sample"]["probability"])
    assert told["d0#0"][0] == pytest.approx(3 / 3 * 2 / 6)
    assert_held(counts, told, n)


def test_a_draw_after_another_with_the_same_seed_is_independent_of_it(tmp_path):
    """Those left over have high numbers in the strata that much was drawn of."""
    records = [passage(i, "track_2" if i < 10 else "none") for i in range(60)]
    pool, first = written(tmp_path / "pool.jsonl", records), tmp_path / "first.jsonl"
    rare, n, hub = 0, 100, Held(pool)
    for seed in range(n):
        sample([pool], first, Plan(number=16, seed=seed), fail)  # 8 of the 10, 8 of the 50
        excluded = read_excluded([first], "test")
        drawn = draws(hub, Plan(Design.SIMPLE, number=11, seed=seed), excluded)
        assert set(drawn.values()) == {0.25}
        rare += sum(int(passage_id.partition("#")[2]) < 10 for passage_id in drawn)
    # 2 of the 44 that are left are rare, so 0.5 of 11 on average.
    assert abs(rare / n - 0.5) < 5 * (0.7 / n**0.5)


@given(
    st.lists(st.floats(0.1, 10), min_size=1, max_size=40),
    st.integers(1, 50),
    st.floats(0, 1, exclude_max=True),
    st.randoms(),
)
@settings(max_examples=300, deadline=None)
def test_probabilities_proportional_to_size_sum_to_the_sample(sizes, n, start, random):
    sizes = np.array(sizes)
    p = inclusion_probabilities(sizes, n)
    n = min(n, len(sizes))
    assert p.sum() == pytest.approx(n)
    assert ((p > 0) & (p <= 1 + 1e-12)).all()
    partial = p < 1 - 1e-9
    ratio = p[partial] / sizes[partial]
    assert len(ratio) == 0 or np.ptp(ratio) < 1e-9
    numbers = np.array([random.getrandbits(64) for _ in sizes], np.uint64)
    rows = systematic(p, numbers, start)
    assert len(rows) == len(set(rows.tolist())) == n
    assert set(np.flatnonzero(~partial)) <= set(rows.tolist())


def test_equal_sizes_are_a_simple_sample():
    assert inclusion_probabilities(np.ones(8), 2).tolist() == [0.25] * 8
