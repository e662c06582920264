"""What is known of seats adds up to the tables of the codebook."""

import numpy as np
import pytest

from classifier.features import SEATS, Seat, seat_features, seat_of
from classifier.labels import Capacity, Kind, Label, Role, Status
from classifier.records import Actor, Evidence


def actor(status=Status.OFFICIAL, capacity=Capacity.INCUMBENT, role=Role.PARTICIPANT, start=0, negated=False):
    return Actor(start, start + 1, "x", status, capacity, role, Kind.EXECUTIVE, negated=negated)


def rows(*seats):
    return np.array([[float(own is seat) for own in SEATS] for seat in seats])


@pytest.mark.parametrize(
    ("annotated", "label", "seat"),
    [
        (actor(), Label.TRACK_1, Seat.OFFICIAL),
        (actor(), Label.NONE, Seat.AWAY),
        (actor(role=Role.HOST), Label.TRACK_2, Seat.AWAY),
        (actor(negated=True), Label.TRACK_2, Seat.AWAY),
        (actor(capacity=Capacity.PERSONAL), Label.TRACK_1_5, Seat.PERSONAL),
        (actor(Status.NON_OFFICIAL, Capacity.FORMER), Label.TRACK_2, Seat.NON_OFFICIAL),
        (actor(Status.NON_OFFICIAL, Capacity.NONE, Role.FACILITATOR), Label.TRACK_1_5, Seat.FACILITATOR),
        (actor(Status.UNKNOWN, Capacity.UNKNOWN), Label.TRACK_1, None),
    ],
)
def test_an_annotated_actor_has_the_seat_that_the_codebook_gives_it(annotated, label, seat):
    assert seat_of(annotated, label) is seat


@pytest.mark.parametrize(
    ("seats", "table"),
    [
        ([Seat.OFFICIAL, Seat.OFFICIAL], "official"),
        ([Seat.OFFICIAL, Seat.NON_OFFICIAL], "both"),
        ([Seat.OFFICIAL, Seat.FACILITATOR], "both"),
        ([Seat.NON_OFFICIAL, Seat.AWAY], "private"),
        ([Seat.AWAY, Seat.AWAY], "nobody"),
        ([], "nobody"),
    ],
)
def test_certain_seats_make_a_certain_table(seats, table):
    evidence = Evidence(actors=tuple(actor(start=i) for i in range(len(seats))))
    found = seat_features(evidence, rows(*seats).reshape(len(seats), len(SEATS)))
    for how in ("any", "likeliest"):
        assert found[f"table:{how}:{table}"] == pytest.approx(1)
        assert sum(v for k, v in found.items() if k.startswith(f"table:{how}:")) == pytest.approx(1)


def test_the_opening_is_told_apart():
    evidence = Evidence(actors=(actor(start=0), actor(start=50)), opening_end=20)
    found = seat_features(evidence, rows(Seat.AWAY, Seat.OFFICIAL))
    assert found["seat:official:opening"] < 0 < found["seat:official:any"]
