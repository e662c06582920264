"""Which step of the codebook seems to divide coders: what their evidence differs on, or else what their labels do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from ...labels import AT_THE_TABLE, TRACKS, Label
from ...metrics.spans import match_spans
from ..hub import Record
from .span_tally import MOST

ACTIVITY = "Step 0: is there a diplomatic activity?"
PARTICIPANTS = "Step 1: who takes part?"
DECISION = "Step 2: decide"
#: What two labels hang on, where coders do not show their evidence.
_BY_LABELS = {
    (Label.TRACK_1, Label.TRACK_1_5): (PARTICIPANTS, "whether a non-official takes part or mediates, or an official comes privately"),
    (Label.TRACK_1_5, Label.TRACK_2): (PARTICIPANTS, "whether an official takes part, or only opens, hosts, pays or is told"),
    (Label.TRACK_1, Label.TRACK_2): (PARTICIPANTS, "whether those who take part are official; if none are named, what name or form decides"),
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A step of the codebook, and why it seems to be what coders differ on.

    Attributes
    ----------
    step, why : str
    """

    step: str
    why: str


def step_of_labels(labels: Iterable[str]) -> Step:
    """Tell the step from the labels alone.

    Examples
    --------
    >>> step_of_labels(["none", "track_1"]).step
    'Step 0: is there a diplomatic activity?'
    >>> step_of_labels(["track_2", "track_1_5"]).why
    'whether an official takes part, or only opens, hosts, pays or is told'
    """
    given = set(map(Label, labels))
    if Label.NONE in given:
        return Step(ACTIVITY, "one sees an activity across a divide, another none")
    first, *_, last = sorted(given, key=TRACKS.index)
    return Step(*_BY_LABELS[first, last])


def step_of(labels: Sequence[str], records: Sequence[Record]) -> Step:
    """Tell the step from the evidence of those who label differently; from labels where there is none, or it agrees.

    Parameters
    ----------
    labels : sequence of str
        That people gave.
    records : sequence of dict
        People's records of the passage.
    """
    by_labels = step_of_labels(labels)
    if by_labels.step == ACTIVITY:
        return by_labels
    shown = [r for r in records if r.get("actors") and len(r["actors"]) <= MOST]
    for first, second in combinations(shown, 2):
        if first["label"] != second["label"]:
            found = _difference(first, second)
            if found is not None:
                return found
    return by_labels


def _difference(first: Record, second: Record) -> Step | None:
    sides = [sorted(r["actors"], key=lambda s: (s["start"], s["end"])) for r in (first, second)]
    bounds = [[(s["start"], s["end"]) for s in side] for side in sides]
    match = match_spans(*bounds)
    pairs = [(sides[0][i], sides[1][k]) for i, k in match.pairs]
    for a, b in pairs:
        if _seated(a) != _seated(b):
            return Step(PARTICIPANTS, f"‘{_short(a)}’ {_words(a, 'role')} or {_words(b, 'role')}")
    for name in ("status", "capacity"):
        for a, b in pairs:
            if _seated(a) and a[name] != b[name]:
                return Step(PARTICIPANTS, f"‘{_short(a)}’ {_words(a, name)} or {_words(b, name)}")
    matched = [{pair[side] for pair in match.pairs} for side in (0, 1)]
    for side, used in zip(sides, matched, strict=True):
        for i, actor in enumerate(side):
            if i not in used and _seated(actor):
                return Step(PARTICIPANTS, f"‘{_short(actor)}’ counted by one only")
    seated = [a for a, _ in pairs if _seated(a)]
    return Step(DECISION, "they name the same participants") if seated else None


def _seated(actor: Any) -> bool:
    return actor["role"] in AT_THE_TABLE and not actor.get("negated", False)


def _words(actor: Any, name: str) -> str:
    word = str(actor[name]).replace("_", "-")
    if name == "capacity":
        return {"none": "never in office", "personal": "in a personal capacity"}.get(word, word)
    return "negated" if name == "role" and actor.get("negated") else word


def _short(actor: Any) -> str:
    text = str(actor["text"])
    return text if len(text) <= 60 else text[:59] + "…"
