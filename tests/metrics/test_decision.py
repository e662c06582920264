"""The codebook's decision table: its own decided cases (`scripts/check_corpus.py` holds the corpus to it)."""

import pytest

from classifier.labels import Capacity, Kind, Label, Role, Status
from classifier.metrics import Facts, decide, facts_of
from classifier.records import Actor

NON, OFF = Status.NON_OFFICIAL, Status.OFFICIAL


def actor(status, capacity, role=Role.PARTICIPANT):
    return Actor(0, 1, "x", status, capacity, role, Kind.UNKNOWN)


DECIDED = {
    "former foreign ministers meet": ([actor(NON, Capacity.FORMER)] * 2, "track_2"),
    "a former president as UN envoy": ([actor(OFF, Capacity.APPOINTED), actor(OFF, Capacity.INCUMBENT)], "track_1"),
    "a former president as a private citizen": (
        [actor(NON, Capacity.FORMER), actor(OFF, Capacity.INCUMBENT)],
        "track_1_5",
    ),
    "scholars and diplomats in their personal capacity": (
        [actor(NON, Capacity.NONE), actor(OFF, Capacity.PERSONAL)],
        "track_1_5",
    ),
    "officials all in a private capacity": ([actor(OFF, Capacity.PERSONAL)], "track_1_5"),
    "generals' seminar opened by a minister": (
        [actor(NON, Capacity.FORMER), actor(OFF, Capacity.INCUMBENT, Role.HOST)],
        "track_2",
    ),
    "an NGO mediates between government and rebels": (
        [actor(NON, Capacity.NONE, Role.FACILITATOR), actor(OFF, Capacity.INCUMBENT)],
        "track_1_5",
    ),
    "Norway mediates between government and rebels": (
        [actor(OFF, Capacity.INCUMBENT, Role.FACILITATOR), actor(OFF, Capacity.INCUMBENT)],
        "track_1",
    ),
    "company heads travel with the prime minister": (
        [actor(OFF, Capacity.INCUMBENT), actor(NON, Capacity.NONE, Role.COMPANION)],
        "track_1",
    ),
    "analysts comment on a ministers' meeting": (
        [actor(OFF, Capacity.INCUMBENT), actor(NON, Capacity.NONE, Role.COMMENTATOR)],
        "track_1",
    ),
    "observers at an intergovernmental meeting": (
        [actor(OFF, Capacity.INCUMBENT), actor(NON, Capacity.NONE, Role.OBSERVER)],
        "track_1",
    ),
    "a ministry funds a meeting of scholars": (
        [actor(OFF, Capacity.INCUMBENT, Role.FUNDER), actor(NON, Capacity.NONE)],
        "track_2",
    ),
}


@pytest.mark.parametrize(("actors", "label"), DECIDED.values(), ids=DECIDED)
def test_the_codebooks_decided_cases(actors, label):
    assert decide(facts_of(actors)) == label


def test_no_activity_is_none_whoever_is_named():
    assert decide(facts_of([actor(OFF, Capacity.INCUMBENT)], activity=False)) is Label.NONE


def test_participants_outweigh_the_texts_own_name_which_decides_only_without_them():
    claimed = Label.TRACK_2
    assert decide(facts_of([actor(OFF, Capacity.INCUMBENT)], claimed=claimed)) is Label.TRACK_1
    assert decide(facts_of([], claimed=claimed)) is claimed


def test_form_decides_where_neither_participants_nor_a_name_do():
    assert decide(Facts(formal=True)) is Label.TRACK_1
    assert decide(Facts(informal=True)) is Label.TRACK_2
