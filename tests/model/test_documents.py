"""The codebook's rule for documents, on passages whose labels are given."""

import pytest

from classifier.labels import LABELS, Label
from classifier.model.documents import label_document
from classifier.records import PassageResult

THRESHOLDS = dict.fromkeys(LABELS, 0.7)


def passage(label, words, p=0.9):
    rest = (1 - p) / 3
    probabilities = {x: p if x == label else rest for x in LABELS}
    return PassageResult("word " * words, Label(label), probabilities, (Label(label),))


def document(*passages):
    return label_document([passage(label, words) for label, words in passages], THRESHOLDS)


CASES = {
    "one passing mention of a summit in an article on a workshop": (
        [("track_2", 60), ("none", 60), ("track_1", 40), ("track_2", 80)],
        "track_2",
    ),
    "a background paragraph doesn't outvote the opening": (
        [("track_1", 40), ("none", 30), ("track_2", 400)],
        "track_1",
    ),
    "a hook before the opening's activity": ([("none", 30), ("track_1_5", 80), ("none", 200)], "track_1_5"),
    "a passing mention late in a domestic story": ([("none", 300), ("none", 300), ("track_1", 50)], "none"),
    "more than a passing mention": ([("none", 60), ("none", 60), ("none", 60), ("track_2", 120)], "track_2"),
    "nothing diplomatic": ([("none", 60), ("none", 60)], "none"),
    "one passage": ([("track_1", 50)], "track_1"),
}


@pytest.mark.parametrize(("passages", "label"), CASES.values(), ids=CASES)
def test_the_rule_for_documents(passages, label):
    result = document(*passages)
    assert result.label == label
    assert max(result.probabilities, key=result.probabilities.get) == label
    assert sum(result.probabilities.values()) == pytest.approx(1, abs=1e-5)
    assert result.label in result.prediction_set
    assert result.reasons


def test_a_dead_heat_goes_to_the_less_official():
    # The first passage of an opening counts for twice its words.
    assert document(("track_1", 50), ("track_2", 100)).label == "track_2"


def test_a_long_document_is_labelled_by_its_opening():
    assert document(("none", 50), ("track_1", 50), *[("none", 100)] * 50).label == "track_1"
