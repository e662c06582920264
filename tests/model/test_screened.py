"""What names nothing between which a divide could lie is none, without being looked at."""

from dataclasses import replace
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import classifier
from classifier.documents import split_passages
from classifier.extraction import Memory, extract
from classifier.labels import LABELS, Label
from classifier.records import Evidence

PLAIN = "The library closes at six on Friday, and the minutes of the meeting were read."
TALKS = "The foreign ministers of India and Nepal met in Kathmandu on Monday and signed an agreement."


@pytest.fixture(scope="module")
def tracker():
    return classifier.load()


def test_the_label_is_none_with_the_shares_seen_in_training(tracker):
    result = tracker.classify(PLAIN)
    assert result.label is Label.NONE and not result.uncertain and result.actors == ()
    assert result.probabilities == tracker.model.screened
    assert result.probabilities[Label.NONE] > 0.9 and sum(result.probabilities.values()) == pytest.approx(1, abs=1e-5)
    assert "names no state" in result.reasons[0]


def test_nothing_of_it_is_tokenized(tracker, monkeypatch):
    def fail(*_):
        raise AssertionError("tokenized")

    monkeypatch.setattr(import_module("classifier.extraction.extract"), "tokenize", fail)
    assert tracker.classify(PLAIN).label is Label.NONE
    with pytest.raises(AssertionError, match="tokenized"):
        tracker.classify(TALKS)


@given(st.lists(st.sampled_from([PLAIN, TALKS, "Prices rose.", "Elders of both clans met."]), min_size=1, max_size=5))
@settings(max_examples=20, deadline=None)
def test_extracting_everything_and_screening_afterwards_gives_the_same(tracker, paragraphs):
    text = "\n\n".join(f"{p} This is sentence {i}, of a length that no title has." for i, p in enumerate(paragraphs))
    memory, found = Memory(), []
    for passage in split_passages(text):
        everything = extract(passage.text, tracker.lexicon, memory)
        found.append(everything if tracker.lexicon.screen.passes(passage.text) else Evidence(screened=True))
        memory = memory.after(found[-1])
    expected = [p.probabilities for p in tracker.model.predict(found)]
    assert [p.probabilities for p in tracker.classify_document(text).passages] == expected


def test_no_change_of_an_actor_is_tried_out(tracker):
    assert tracker.what_if(PLAIN) is None


def test_the_digest_of_a_model_covers_it(tracker):
    from classifier.model.digest import content_digest

    other = replace(tracker.model, screened=dict.fromkeys(LABELS, 0.25))
    assert content_digest(other) != content_digest(tracker.model)
