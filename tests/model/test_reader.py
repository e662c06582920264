"""Gold seats for the mentions that the rules find, and what the reader makes of seats."""

import numpy as np
import pytest

import classifier
from classifier.extraction import extract
from classifier.features import SEATS, Seat
from classifier.labels import Label
from classifier.lexicon import load_lexicon
from classifier.model.corpus import Labelled
from classifier.model.mentions import gold_actors, gold_seats
from classifier.records import actor_from_dict

TEXT = "Indian scholars met the minister in Oslo. The minister thanked a Swiss foundation."


def mark(text, status, role):
    start = TEXT.index(text)
    return actor_from_dict(
        {"start": start, "end": start + len(text), "text": text, "status": status, "capacity": "none", "role": role,
         "kind": "unknown"}
    )  # fmt: skip


def labelled(label, *actors, complete=False):
    return Labelled("x#0", TEXT, Label(label), "x", "train", actors, complete)


@pytest.fixture(scope="module")
def evidence():
    return extract(TEXT, load_lexicon())


def seats(passage, evidence):
    return {a.text: s for a, s in zip(evidence.actors, gold_seats(passage, evidence), strict=True) if not a.doubtful}


def test_annotated_mentions_have_their_seats_and_others_none(evidence):
    found = seats(labelled("track_2", mark("Indian scholars", "non_official", "participant")), evidence)
    assert found["Indian scholars"] is Seat.NON_OFFICIAL
    assert found["a Swiss foundation"] is None


def test_where_all_are_annotated_the_others_are_away(evidence):
    passage = labelled("track_2", mark("Indian scholars", "non_official", "participant"), complete=True)
    assert seats(passage, evidence)["a Swiss foundation"] is Seat.AWAY


def test_without_an_activity_everybody_is_away(evidence):
    passage = labelled("none", mark("Indian scholars", "non_official", "participant"))
    assert set(seats(passage, evidence).values()) == {Seat.AWAY}


def test_an_annotated_mention_is_found_once(evidence):
    gold = mark("the minister", "official", "participant")
    assert sum(found is not None for found in gold_actors(labelled("track_1_5", gold), evidence)) == 1


def test_actors_keep_to_their_seats(evidence):
    reader = classifier.load().model.reader
    traits = reader.traits([evidence])
    for seat, status, role in (
        (Seat.OFFICIAL, "official", None),
        (Seat.FACILITATOR, "non_official", "facilitator"),
        (Seat.NON_OFFICIAL, "non_official", None),
    ):
        given = np.array([[float(own is seat) for own in SEATS]] * len(evidence.actors))
        (actors,) = reader.read_actors([evidence], [given], [Label.TRACK_1_5], traits)
        assert {a.start for a in evidence.actors if not a.doubtful} <= {a.start for a in actors}
        assert all(a.at_table and a.status == status for a in actors)
        assert role is None or all(a.role == role for a in actors)


def test_nobody_sits_where_there_is_no_activity(evidence):
    reader = classifier.load().model.reader
    given = np.array([[float(own is Seat.OFFICIAL) for own in SEATS]] * len(evidence.actors))
    (actors,) = reader.read_actors([evidence], [given], [Label.NONE], reader.traits([evidence]))
    assert not any(actor.at_table for actor in actors)


def test_where_there_is_an_activity_somebody_sits(evidence):
    reader = classifier.load().model.reader
    n = len(evidence.actors)
    given = np.tile([0.99, 0, 0.01, 0, 0], (n, 1))
    given[0] = [0.9, 0, 0, 0.1, 0]
    (actors,) = reader.read_actors([evidence], [given], [Label.TRACK_1], reader.traits([evidence]))
    assert [actor.start for actor in actors if actor.at_table] == [evidence.actors[0].start]


def test_a_text_without_mentions_has_no_seats():
    evidence = extract("It rained.", load_lexicon())
    reader = classifier.load().model.reader
    traits = reader.traits([evidence])
    assert [s.shape for s in reader.read_seats([evidence], traits)] == [(0, len(SEATS))]
    assert reader.read_actors([evidence], [np.zeros((0, 5))], [Label.TRACK_1], traits) == [()]
