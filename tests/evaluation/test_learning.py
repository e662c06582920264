"""More labels help where they should; labels that were changed are found."""

import numpy as np
import pytest

from classifier.evaluation import read_gold
from classifier.evaluation.baselines import Sample
from classifier.evaluation.learning import label_issues, learning_curve
from classifier.evaluation.training import sample_of

from .made import rows, write_csv


@pytest.fixture
def train(tmp_path) -> Sample:
    gold = read_gold(write_csv(tmp_path / "train.csv", rows(160, seed=1)))
    return sample_of(gold, np.arange(160))


def test_the_curve_rises_over_nested_parts(train, tmp_path):
    gold = read_gold(write_csv(tmp_path / "gold.csv", rows(60, seed=2)))
    curve = learning_curve(train, gold, resamples=100)
    assert list(curve.n) == sorted(curve.n) and curve.n[-1] == 160
    assert curve.macro_f1[-1].value > 0.9 and curve.macro_f1[-1].value >= curve.macro_f1[0].value
    assert all(e.low <= e.value <= e.high for e in curve.macro_f1)


def test_too_little_gives_no_curve(train, tmp_path):
    gold = read_gold(write_csv(tmp_path / "gold.csv", rows(8, seed=2)))
    few = Sample(train.ids[:2], train.texts[:2], train.labels[:2], train.groups[:2])
    assert learning_curve(few, gold, resamples=10) is None and label_issues(few) == []


def test_changed_labels_are_found(train):
    labels = train.labels.copy()
    changed = [5, 50, 98]
    for i in changed:
        labels[i] = "none" if labels[i] != "none" else "track_2"
    issues = label_issues(Sample(train.ids, train.texts, labels, train.groups))
    assert {train.ids[i] for i in changed} <= {issue.id for issue in issues[:5]}
    mended = {issue.id: issue.suggested for issue in issues}
    assert all(mended[train.ids[i]] == train.labels[i] for i in changed)
