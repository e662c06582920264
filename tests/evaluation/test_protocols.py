"""Protocols: nothing that is judged shares a group with what is learnt from."""

import numpy as np
import pytest

from classifier.errors import InputError
from classifier.evaluation import read_gold
from classifier.evaluation.leakage import leakage, near_duplicates
from classifier.evaluation.protocols import folds_of, judged_rows, years_of

from .made import rows, write_csv


@pytest.fixture
def gold(tmp_path):
    return read_gold(write_csv(tmp_path / "gold.csv", rows(120)))


@pytest.mark.parametrize("protocol", ["grouped", "region", "genre", "time"])
def test_no_group_is_on_both_sides(gold, protocol):
    folds = folds_of(gold, protocol)
    assert len(folds) > 1
    for fold in folds:
        assert not set(gold.groups[fold.train]) & set(gold.groups[fold.test])
        assert len(fold.train) and len(fold.test)
    judged = np.concatenate([fold.test for fold in folds])
    assert len(judged) == len(set(judged.tolist()))  # each passage is judged once at most
    if protocol != "time":
        assert judged_rows(folds).tolist() == list(range(120))


def test_time_goes_forward(gold):
    years = years_of(gold)
    for fold in folds_of(gold, "time"):
        assert years[fold.train].max() < years[fold.test].min()


@pytest.mark.parametrize("column", ["region", "genre"])
def test_the_one_left_out_is_nowhere_in_training(gold, column):
    for fold in folds_of(gold, column):
        assert set(gold.columns[column][fold.test]) == {fold.name}
        assert fold.name not in gold.columns[column][fold.train]


def test_fixed_takes_the_splits_of_the_file(tmp_path, gold):
    (fold,) = folds_of(gold, "fixed")
    assert fold.name == "all" and len(fold.test) == 120 and not len(fold.train)
    made = [{**r, "split": ("train", "dev", "test")[i % 3]} for i, r in enumerate(rows(12))]
    (fold,) = folds_of(read_gold(write_csv(tmp_path / "g.csv", made)), "fixed")
    assert fold.name == "dev" and fold.test.tolist() == [1, 4, 7, 10] and fold.train.tolist() == [0, 3, 6, 9]


def test_what_a_protocol_needs_is_said(tmp_path):
    made = [{k: r[k] for k in ("id", "text", "label")} for r in rows(20)]
    gold = read_gold(write_csv(tmp_path / "g.csv", made))
    with pytest.raises(InputError, match="needs a column 'region'"):
        folds_of(gold, "region")
    with pytest.raises(InputError, match="needs a column 'year'"):
        folds_of(gold, "time")
    with pytest.raises(InputError, match="no protocol 'random'; there are: fixed, grouped"):
        folds_of(gold, "random")


def test_leakage_is_exact_jaccard():
    one = "the envoys met in Oslo on a rainy Monday to talk about water"
    other = "the envoys met in Oslo on a rainy Tuesday to talk about water"
    sets = [{tuple(t.split()[i : i + 3]) for i in range(len(t.split()) - 2)} for t in (one.lower(), other.lower())]
    expected = len(sets[0] & sets[1]) / len(sets[0] | sets[1])
    # 'a' is a word here, as in the corpus's own check
    (pair,) = leakage(["nothing alike in here at all", one], [other, "entirely different words stand there"])
    assert (pair.first, pair.second) == (1, 0) and pair.score == pytest.approx(expected, abs=1e-3)
    assert near_duplicates([one, "words of another kind", other])[0].second == 2
    assert leakage([], [one]) == [] and leakage([one], []) == [] and leakage(["no"], ["no"]) == []


def test_groups_that_are_everywhere_leave_nothing_to_learn_from(tmp_path):
    made = [{**r, "group": "one", "region": ("Asia", "Africa")[i % 2]} for i, r in enumerate(rows(40))]
    with pytest.raises(InputError, match="nothing is left to learn from"):
        folds_of(read_gold(write_csv(tmp_path / "g.csv", made)), "region")
