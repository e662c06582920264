"""Baselines: what each goes by, and that settings are chosen within training."""

import numpy as np
import pytest

from classifier.errors import InputError
from classifier.evaluation import read_gold
from classifier.evaluation.baselines import bags_of_words, decision_table, keyword_rules, learnt_baselines, majority
from classifier.evaluation.training import read_training, sample_of
from classifier.extraction import extract
from classifier.lexicon import load_lexicon

from .made import rows, write_csv


@pytest.fixture
def sample(tmp_path):
    gold = read_gold(write_csv(tmp_path / "train.csv", rows(80, seed=1)))
    return sample_of(gold, np.arange(80))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("It was billed as a Track 1.5 dialogue.", "track_1_5"),
        ("Second track talks on the border.", "track_2"),
        ("Delegations held negotiations and signed a treaty.", "track_1"),
        ("They met at a workshop under the Chatham House Rule.", "track_2"),
        ("A confidant carried messages between the talks.", "track_1_5"),
        ("The harvest was poor.", "none"),
    ],
)
def test_keyword_rules_go_by_words_alone(text, label):
    assert keyword_rules(load_lexicon())([text]).tolist() == [label]


def test_decision_table_goes_by_the_extracted_facts():
    lexicon = load_lexicon()
    texts = ["The foreign ministers of India and Nepal met.", "It rained."]
    assert decision_table([extract(t, lexicon) for t in texts]).tolist() == ["track_1", "none"]


def test_bags_of_words_learn_what_is_easy(sample, tmp_path):
    gold = read_gold(write_csv(tmp_path / "gold.csv", rows(40, seed=2)))
    for name, predict in bags_of_words(sample).items():
        assert (predict(gold.texts) == gold.labels).mean() > 0.9, name


def test_too_little_to_learn_from_leaves_the_majority(sample, tmp_path):
    gold = read_gold(write_csv(tmp_path / "few.csv", [{**rows(1)[0], "label": "track_2"}] * 3))
    few = sample_of(gold, np.arange(3))
    assert list(learnt_baselines(few)) == ["majority"]
    assert majority(few)(["anything"]).tolist() == ["track_2"]


def test_training_files_give_their_train_rows(tmp_path):
    made = [{**r, "split": ("train", "dev")[i % 2]} for i, r in enumerate(rows(10))]
    path = write_csv(tmp_path / "t.csv", made)
    assert len(read_training([path]).texts) == 5
    assert len(read_training([path, write_csv(tmp_path / "u.csv", rows(4))]).texts) == 9
    with pytest.raises(InputError, match="no passage whose split is 'train'"):
        read_training([write_csv(tmp_path / "v.csv", [{**r, "split": "dev"} for r in rows(4)])])
