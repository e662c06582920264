"""Seats at the table: what the reader of mentions learns to tell, and what a passage's seats add up to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from ..labels import Capacity, Label, Role, Status
from ..records import Actor, Evidence

Floats = npt.NDArray[np.float64]


class Seat(StrEnum):
    """Where an actor sits, as far as the codebook's decision table asks (codebook, steps 1 and 2)."""

    AWAY = "away"
    FACILITATOR = "facilitator"  # a non-official who mediates or facilitates
    NON_OFFICIAL = "non_official"
    OFFICIAL = "official"
    PERSONAL = "personal"  # an official in a private capacity


SEATS = tuple(Seat)
_FLOOR = 0.01


def seat_of(actor: Actor, label: Label) -> Seat | None:
    """Seat of an annotated actor in a passage of a label; None where the annotation leaves the standing open.

    Examples
    --------
    >>> minister = Actor(0, 8, "minister", Status.OFFICIAL, Capacity.PERSONAL, Role.PARTICIPANT, "executive")
    >>> seat_of(minister, Label.TRACK_1_5), seat_of(minister, Label.NONE)
    (<Seat.PERSONAL: 'personal'>, <Seat.AWAY: 'away'>)
    """
    if label is Label.NONE or not actor.at_table:
        return Seat.AWAY
    if actor.status is Status.OFFICIAL:
        return Seat.PERSONAL if actor.capacity is Capacity.PERSONAL else Seat.OFFICIAL
    if actor.status is Status.NON_OFFICIAL:
        return Seat.FACILITATOR if actor.role is Role.FACILITATOR else Seat.NON_OFFICIAL
    return None


def seat_features(evidence: Evidence, seats: Floats) -> dict[str, float]:
    """Sum up who is likely to sit at the table.

    Parameters
    ----------
    evidence : Evidence
    seats : array of shape (actors, 5)
        Probability of each seat, in the order of `SEATS`, for each actor of the evidence.

    Returns
    -------
    dict of str to float
        For each kind of seat the log odds that anybody, the likeliest one, and the likeliest one of the opening
        has it, and the expected number; and the probability of each table that the codebook tells apart.
    """
    # Plain numbers: the arrays have a dozen rows, and as many calls of numpy would take ten times as long.
    rows: list[list[float]] = seats.tolist()
    opening = sum(actor.start < evidence.opening_end for actor in evidence.actors)
    columns = {seat.value: [row[i] for row in rows] for i, seat in enumerate(SEATS) if seat is not Seat.AWAY}
    columns["private"] = [a + b for a, b in zip(columns["non_official"], columns["facilitator"], strict=True)]
    out: dict[str, float] = {}
    for name, p in columns.items():
        out[f"seat:{name}:any"] = _log_odds(_anybody(p))
        out[f"seat:{name}:likeliest"] = _log_odds(max(p, default=0.0))
        out[f"seat:{name}:opening"] = _log_odds(max(p[:opening], default=0.0))
        out[f"seat:{name}:expected"] = math.log1p(sum(p))
    official, private = columns["official"], columns["private"]
    out |= _tables("likeliest", max(official, default=0.0), max(private, default=0.0))
    out |= _tables("any", _anybody(official), _anybody(private))
    return out


def _tables(how: str, official: float, private: float) -> dict[str, float]:
    return {
        f"table:{how}:official": official * (1 - private),
        f"table:{how}:both": official * private,
        f"table:{how}:private": (1 - official) * private,
        f"table:{how}:nobody": (1 - official) * (1 - private),
    }


def _anybody(p: Sequence[float]) -> float:
    return 1 - math.prod(1 - min(x, 1.0) for x in p)


def _log_odds(p: float) -> float:
    p = min(p, 1.0)
    return math.log((p + _FLOOR) / (1 - p + _FLOOR))
