"""The passages that divide people, worst first, as the page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from ...labels import LABELS, track_distance
from ..hub import Hub, Record, kind_of
from .coding import HUMAN, Coding, natural
from .span_tally import MOST
from .steps import Step, step_of, step_of_labels

#: Longest text that the page shows of a passage.
LONGEST = 6000
_DISTANCE = np.array([[track_distance(a, b) for b in LABELS] for a in LABELS])


@dataclass(frozen=True)
class Split:
    """A passage that people label differently.

    Attributes
    ----------
    passage_id : str
    labels : dict of str to str
        By coder: people, and models and the gold where they have one.
    distance : float
        Mean track distance of all pairs of people's labels.
    step : Step
        What seems to divide them.
    """

    passage_id: str
    labels: dict[str, str]
    distance: float
    step: Step


def split_passages(coding: Coding, hub: Hub) -> list[Split]:
    """Find the passages that people label differently, the farthest apart first, then those with most coders."""
    table = coding.table()
    people = coding.numbers(HUMAN)
    given = table[:, people]
    apart, n = _distances(given)
    rows = np.flatnonzero(apart > 0)
    names = {coding.coders[i].name for i in people}
    found = []
    for row in sorted(rows.tolist(), key=lambda row: (-apart[row], -n[row], row)):
        labels = {c.name: str(LABELS[table[row, i]]) for i, c in enumerate(coding.coders) if table[row, i] >= 0}
        told = [label for name, label in labels.items() if name in names]
        passage_id = coding.passage_ids[row]
        found.append(Split(passage_id, labels, float(apart[row]), step_of(told, _people(hub, coding, passage_id))))
    return found


def _distances(given: npt.NDArray[np.int8]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Mean track distance of the labels of each passage, and how many there are."""
    counts = np.stack([(given == i).sum(axis=1) for i in range(len(LABELS))], axis=1)
    n = counts.sum(axis=1)
    apart = np.einsum("ri,ij,rj->r", counts, _DISTANCE, counts)
    return apart / np.maximum(n * (n - 1), 1), n


def _people(hub: Hub, coding: Coding, passage_id: str) -> list[Record]:
    """Records of the people who are compared, the latest round of each."""
    wanted, rounds = {c.name for c in coding.coders if c.kind == HUMAN}, set(coding.rounds)
    records = [r for r in hub.records(passage_id) if kind_of(r) == HUMAN]
    latest: dict[str, Record] = {}
    for record in sorted(records, key=lambda r: natural(r.get("round", ""))):
        name = coding.name_of(record)
        if name in wanted and record.get("round", "") in rounds:
            latest[name] = record
    return list(latest.values())


def shown(split: Split, hub: Hub, coding: Coding) -> dict[str, Any]:
    """What the page shows of a passage: its text, and each coder's label, reason and evidence.

    Returns
    -------
    dict
        ``text`` (cut where it is very long), ``said`` with an entry for each coder: ``coder``, ``kind``, ``label``,
        ``rationale``, ``codebook``, ``seconds``, ``saw_prediction``, ``spans`` (offsets into ``text``; None where the
        coder marked none).
    """
    records = hub.records(split.passage_id)
    own = {coding.name_of(r): r for r in records if kind_of(r) != HUMAN} | {
        coding.name_of(r): r for r in _people(hub, coding, split.passage_id)
    }
    text = str(records[0]["text"])
    said = []
    kinds = {coder.name: coder.kind for coder in coding.coders}
    for name, label in split.labels.items():
        record = own.get(name, {})
        spans = _marks(record)
        said.append({
            "coder": name, "kind": kinds[name], "label": label, "rationale": record.get("rationale", ""),
            "codebook": record.get("codebook", ""), "seconds": record.get("seconds"),
            "saw_prediction": record.get("saw_prediction"), "spans": spans or None,
        })  # fmt: skip
    return {"text": text if len(text) <= LONGEST else text[:LONGEST] + " […]", "said": said}


def _marks(record: Record) -> list[dict[str, Any]]:
    start = record.get("start", 0)
    marks = []
    for actor in record.get("actors", ()):
        label = f"{actor['status']} {actor['capacity']} {actor['role']}" + (" negated" if actor.get("negated") else "")
        marks.append({"start": actor["start"] - start, "end": actor["end"] - start, "kind": "actor", "label": label})
    for cue in record.get("cues", ()):
        label = " ".join(filter(None, (cue["aspect"], cue["value"])))
        marks.append({"start": cue["start"] - start, "end": cue["end"] - start, "kind": "cue", "label": label})
    return [mark for mark in marks if mark["start"] < LONGEST][:MOST]


@dataclass(frozen=True)
class Confusion:
    """Two labels that people gave to one passage.

    Attributes
    ----------
    labels : list of str
    n : int
        Passages; one that divides people three ways counts in each.
    step : Step
        That decides between the two.
    """

    labels: list[str]
    n: int
    step: Step


def confusions_of(coding: Coding) -> list[Confusion]:
    """Count which labels people give to the same passage, the commonest first."""
    given = coding.table()[:, coding.numbers(HUMAN)]
    used = [(given == i).any(axis=1) for i in range(len(LABELS))]
    found = [
        Confusion(
            [str(LABELS[i]), str(LABELS[k])], int((used[i] & used[k]).sum()), step_of_labels([LABELS[i], LABELS[k]])
        )
        for i, k in combinations(range(len(LABELS)), 2)
    ]
    return sorted((c for c in found if c.n), key=lambda c: -c.n)
