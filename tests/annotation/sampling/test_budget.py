"""Reading on a budget: what is expected is what is found, and the control tells what was missed."""

import json

import numpy as np
import pytest

from classifier.annotation.sampling import Design, Plan, recall_of, sample
from classifier.annotation.sampling import budget as budget_design
from classifier.annotation.sampling.budget import expected, most_missed
from classifier.errors import InputError, UsageError
from classifier.labels import Label

from .made import coded, fail, passage, written


def pool_of(chances):
    """Passages that are track_2 with these probabilities."""
    records = []
    for i, p in enumerate(chances):
        record = passage(i, "track_2" if p > 0.5 else "none")
        record["probabilities"] = {"none": round(1 - p, 6), "track_1": 0.0, "track_1_5": 0.0, "track_2": round(p, 6)}
        records.append(record)
    return records


def budgeted(tmp_path, chances, **asked):
    out = tmp_path / "read.jsonl"
    plan = Plan(Design.BUDGET, of=(Label.TRACK_2,), **asked)
    done = sample([written(tmp_path / "pool.jsonl", pool_of(chances))], out, plan, fail)
    return [json.loads(line) for line in out.read_text().splitlines()], done.budget


def test_the_cut_is_the_smallest_that_is_expected_to_keep_so_much(tmp_path):
    records, budget = budgeted(tmp_path, [0.9, 0.1, 0.8, 0.0, 0.1, 0.1], keep=0.85, control=0)
    assert (budget.cut, budget.kept) == (2, True)
    assert {r["passage_id"] for r in records} == {"d0#0", "d2#2"}
    assert {r["sample"]["probability"] for r in records} == {1.0}
    assert budgeted(tmp_path, [0.9, 0.1, 0.8, 0.0, 0.1, 0.1], keep=0.86, control=0)[1].cut == 3


def test_the_control_is_drawn_below_the_cut_and_part_of_what_is_read(tmp_path):
    records, budget = budgeted(tmp_path, [0.9] * 10 + [0.1] * 30, number=15, control=5)
    assert (len(records), budget.cut, budget.kept) == (15, 10, True)
    told = {(r["sample"]["stratum"], r["sample"]["population"], r["sample"]["probability"]) for r in records}
    assert told == {("above the cut", 10, 1.0), ("below the cut", 30, 5 / 30)}
    assert {tuple(r["sample"]["of"]) for r in records} == {("track_2",)}


def test_a_recall_beyond_the_budget_is_told(tmp_path):
    _, budget = budgeted(tmp_path, [0.5] * 40, keep=0.9, share=0.5, control=4)
    assert (budget.cut, budget.kept) == (16, False)


def test_reading_all_needs_no_control(tmp_path):
    records, budget = budgeted(tmp_path, [0.5] * 10, share=1.0)
    assert (len(records), budget.cut) == (10, 10)


def test_what_cannot_be_had_is_refused(tmp_path):
    with pytest.raises(UsageError, match="leaves none of 5 passages"):
        budgeted(tmp_path, [0.5] * 40, number=5, control=5)
    with pytest.raises(InputError, match="no passage of the pool has any probability of track_2"):
        budgeted(tmp_path, [0.0] * 5, keep=0.9)


def test_several_labels_are_looked_for_together(tmp_path):
    records = pool_of([0.3] * 5)
    for record in records:
        record["probabilities"] |= {"none": 0.2, "track_1_5": 0.5}
    plan = Plan(Design.BUDGET, of=(Label.TRACK_2, Label.TRACK_1_5), keep=1.0)
    done = sample([written(tmp_path / "pool.jsonl", records)], tmp_path / "out.jsonl", plan, fail)
    assert done.budget.steps[-1].found == pytest.approx(4)


@pytest.mark.parametrize(("n", "shape"), [(30, (0.3, 0.6)), (400, (0.05, 0.6)), (5000, (0.02, 0.5))])
def test_expected_recall_and_its_interval_hold_where_probabilities_are_calibrated(n, shape):
    rng = np.random.default_rng(n)
    chances = np.sort(rng.beta(*shape, n))[::-1]
    cuts = [n // 20 + 1, n // 5, n // 2]
    steps = [s for s in expected(chances, cuts, 1) if s.read in cuts]
    truth = rng.random((3000, n)) < chances
    truth = truth[truth.any(axis=1)]
    for step in steps:
        real = truth[:, : step.read].sum(axis=1) / truth.sum(axis=1)
        assert real.mean() == pytest.approx(step.recall, abs=0.02)
        held = ((real >= step.low - 1e-9) & (real <= step.high + 1e-9)).mean()
        assert 0.935 <= held <= 1
        if n == 5000 and step.recall < 0.95:
            assert held <= 0.975  # wide enough, and no wider


def test_a_single_sure_passage_is_all_there_is():
    assert [(s.recall, s.low, s.high) for s in expected(np.array([1.0, 0.0]), [1, 2], 1)] == [(1, 1, 1), (1, 1, 1)]


def test_the_bound_of_what_is_missed_is_the_exact_one():
    scipy = pytest.importorskip("scipy.stats")
    high = scipy.binomtest(0, 50, alternative="less").proportion_ci(0.95, "exact").high
    assert most_missed(5000, 50) == int(5000 * high)
    assert (most_missed(10, 10), most_missed(10, 0), most_missed(0, 0)) == (0, 10, 0)


def read_and_coded(records, wanted):
    return [coded(r, "track_2" if r["passage_id"] in wanted else "none") for r in records]


def test_the_recall_found_afterwards_holds_though_the_model_was_wrong(tmp_path, monkeypatch):
    """Passages that the model gives no chance are wanted ones: only the control can tell."""
    monkeypatch.setattr(budget_design, "_DRAWS", 10)
    rng = np.random.default_rng(5)
    chances = np.concatenate([np.full(60, 0.9), np.full(240, 0.05)])
    values, held, n = [], 0, 100
    for seed in range(n):
        wanted = {f"d{i}#{i}" for i in np.flatnonzero(rng.random(300) < np.where(chances > 0.5, 0.7, 0.2))}
        records, budget = budgeted(tmp_path, chances, number=120, keep=0.81, control=60, seed=seed)
        cut = {f"d{i}#{i}" for i in range(60)}
        assert budget.cut == 60
        found = recall_of([written(tmp_path / "coded.jsonl", read_and_coded(records, wanted))], fail)
        real = len(cut & wanted) / len(wanted)
        values.append(found.value - real)
        held += found.low <= real <= found.high
    assert abs(np.mean(values)) < 0.02
    assert held / n > 0.92


def test_recall_needs_all_above_the_cut_and_one_label_each(tmp_path):
    records, _ = budgeted(tmp_path, [0.9] * 5 + [0.1] * 20, number=10, control=5)
    said = read_and_coded(records, {"d0#0", "d1#1"})
    found = recall_of([written(tmp_path / "coded.jsonl", said)], fail)
    assert (found.read, found.found, found.below, found.control, found.found_below) == (5, 2, 20, 5, 0)
    assert found.value == found.high == 1
    assert found.low < 0.2
    above = [r for r in said if r["sample"]["probability"] == 1]
    with pytest.raises(InputError, match="1 of the 5 passages above the cut are not coded"):
        recall_of([written(tmp_path / "part.jsonl", [r for r in said if r != above[0]])], fail)
    with pytest.raises(InputError, match="coders differ"):
        recall_of([written(tmp_path / "two.jsonl", [*said, coded(above[0], "track_1", "bo")])], fail)
    with pytest.raises(InputError, match="no passage is coded"):
        recall_of([written(tmp_path / "none.jsonl", records)], fail)
    with pytest.raises(InputError, match="was not drawn by"):
        recall_of([written(tmp_path / "other.jsonl", [passage(1)])], fail)
    decided = {**coded(above[0], "none", "gold"), "source": {"kind": "adjudicated", "name": "gold"}}
    both = recall_of([written(tmp_path / "gold.jsonl", [*said, coded(above[0], "track_1", "bo"), decided])], fail)
    assert both.read == 5
