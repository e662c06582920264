"""Traits of a mention tell its surroundings and no name."""

import spacy

import classifier
from classifier.extraction import extract
from classifier.lexicon import load_lexicon

TEXT = "Retired generals from Pakistan met Anil Sharma, the Indian minister, in Kathmandu, as Reuters reported."


def traits(text):
    evidence = extract(text, load_lexicon())
    assert len(evidence.contexts) == len(evidence.actors)
    return {actor.text: set(context) for actor, context in zip(evidence.actors, evidence.contexts, strict=True)}


def test_neighbours_and_predicates_are_traits():
    found = traits("The two ministers met a scholar at the summit.")
    assert {"right=met", "subject of=participant", "left=# #", "head=ministers"} <= found["The two ministers"]
    assert {"left=met", "object of=participant", "class=ACADEMIC"} <= found["a scholar"]


def test_swapping_names_and_countries_moves_no_trait():
    swapped = TEXT.replace("Pakistan", "Chile").replace("Anil Sharma", "Ivo Petrov").replace("Indian", "Peruvian")
    one, other = (sorted(map(sorted, traits(text).values())) for text in (TEXT, swapped))
    assert one == other


def test_no_trait_holds_a_name():
    words = {word for context in traits(TEXT).values() for trait in context for word in trait.replace("=", " ").split()}
    assert not words & {"pakistan", "anil", "sharma", "kathmandu", "reuters", "indian"}


def test_a_text_without_actors_has_no_contexts():
    assert extract("It rained.", load_lexicon()).contexts == ()


def test_a_place_that_may_be_no_actor_is_proposed_to_the_model_and_to_nobody_else():
    text = "Scholars met in Washington on Monday."
    assert [a.text for a in extract(text, load_lexicon()).actors if a.doubtful] == ["Washington"]
    nlp = spacy.blank("en")
    nlp.add_pipe("diplotrack_actors")
    doc = nlp(text)
    assert [span.text for span in doc.spans["actors"]] == ["Scholars"]
    assert "Washington" not in [a.text for a in classifier.load().classify(text).actors]
