"""Every feature of the shipped model has words."""

import pytest

from classifier.model import load
from classifier.reporting.features import feature_in_words


def test_every_feature_of_the_shipped_model_has_words():
    names = load().model.facts_vectorizer.get_feature_names_out()
    assert len(names) > 100
    assert [name for name in names if feature_in_words(name) == name] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("table:track_1_5", "the codebook's decision table says Track 1.5"),
        ("table:likeliest:both", "at the table, as the model reads it: officials and non-officials (the likeliest)"),
        ("mix:table:official", "officials only at the table"),
        ("openmix:any:share", "opening: share of non-officials at the table or in an unknown role"),
        ("cue:formality:informal:n", "several cues of formality: informal"),
        ("office:minister@table", "the office 'minister' at the table"),
        ("sides:3", "states named: 3 or more"),
        ("seat:official", "seat:official"),
        ("something new", "something new"),
    ],
)
def test_features_in_words(name, words):
    assert feature_in_words(name) == words
