"""What readers of the figures have to know, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ...labels import DISPLAY, LABELS
from .anchoring import Anchoring
from .coding import GOLD, HUMAN, UNNAMED, Coding, Table
from .parts import counts_of
from .spans import Spans

#: Fewer clusters than this leave an interval little to go by.
FEW_CLUSTERS = 20
#: A coder of so many passages, nearly all of them split among the others, decides rather than codes.
_ARBITER = 5
_NEARLY_ALL = 0.9


@dataclass(frozen=True)
class Caution:
    """Something that a reader has to know.

    Attributes
    ----------
    kind : str
        ``warning`` for what changes what figures mean, ``note`` for what was done.
    text : str
    """

    kind: str
    text: str


def cautions_of(coding: Coding, anchoring: Anchoring | None, spans: Spans | None, left_out: int = 0) -> list[Caution]:
    """Say what to be careful about, warnings first; ``left_out`` pairs share fewer passages than those that are measured."""
    found = [*_warnings(coding, anchoring), *_notes(coding, spans)]
    if left_out:
        found.append(
            Caution("note", f"{_count(left_out, 'pair')} that share fewest passages are not measured one by one.")
        )
    return sorted(found, key=lambda caution: caution.kind != "warning")


def _warnings(coding: Coding, anchoring: Anchoring | None) -> Iterator[Caution]:
    table = coding.table()
    people = coding.numbers(HUMAN)
    given = table[:, people]
    shared = (given >= 0).sum(axis=1) > 1
    clusters = len(np.unique(coding.clusters[shared]))
    if people and not shared.any():
        yield Caution("warning", "No passage was coded by two people: there is no agreement among them to measure.")
    elif clusters == 1:
        yield Caution("warning", "All passages coded twice are of one document: no interval can be given.")
    elif clusters < FEW_CLUSTERS and shared.any():
        yield Caution(
            "warning", f"Passages coded twice are of {clusters} documents only: intervals are wide, and rough."
        )
    if shared.any() and len(np.unique(given[shared][given[shared] >= 0])) == 1:
        label = DISPLAY[LABELS[int(given[shared].max())]]
        yield Caution(
            "warning",
            f"{label} is the only label that was used: alpha and kappa are undefined, for no disagreement could be seen.",
        )
    for coder in _arbiters(given):
        yield Caution(
            "warning",
            f"{coding.coders[people[coder]].name} coded hardly any passage but those that others disagree on. Of such an "
            "arbiter agreement says nothing, and it lowers the figures of all: name the others with --coder.",
        )
    if UNNAMED in {coding.coders[i].name for i in people}:
        yield Caution("warning", "Some records do not say who coded them; they are taken as one coder's.")
    yield from _of_predictions(coding, anchoring)


def _of_predictions(coding: Coding, anchoring: Anchoring | None) -> Iterator[Caution]:
    known = coding.of_people() & coding.latest()
    seen = int((coding.saw[known] == 1).sum())
    if seen:
        share = seen / int(known.sum())
        text = f"{share:.0%} of people's labels were given in sight of a model's prediction"
        yield Caution("warning", f"{text}: people may agree with it, and so with each other, because they saw it.")
    if anchoring is not None and anchoring.confounded:
        yield Caution(
            "warning",
            f"Whether a prediction was shown goes with {' and '.join(anchoring.confounded)}: it was not left to chance, so "
            "a difference between labels given with and without it may be due to that.",
        )


def _notes(coding: Coding, spans: Spans | None) -> Iterator[Caution]:
    recoded = len(coding.label) - int(coding.latest().sum())
    if recoded:
        yield Caution(
            "note",
            f"{_count(recoded, 'label')} gave way to a later one of the same coder and passage; figures by round count them.",
        )
    if coding.from_votes:
        yield Caution("note", f"{_count(coding.from_votes, 'vote')} inside records counted as labels.")
    if coding.contradicted:
        yield Caution(
            "note",
            f"{_count(coding.contradicted, 'vote')} not counted: the coder's own record, which counts, has another label.",
        )
    if coding.numbers(GOLD):
        yield Caution(
            "note", "The gold may rest on these coders' own labels: then their agreement with it is no test of either."
        )
    if spans is not None and spans.unmarked:
        yield Caution("note", f"No span is marked by {', '.join(spans.unmarked)}: left out of agreement on spans.")
    if spans is not None and spans.too_many:
        yield Caution("note", f"{_count(spans.too_many, 'passage')} left out of agreement on spans: too many spans.")


def _arbiters(given: Table) -> list[int]:
    """Coders who come in only where others disagree."""
    counts = counts_of(given)
    found = []
    for coder in range(given.shape[1]):
        coded = given[:, coder] >= 0
        others = counts.copy()
        others[coded, given[coded, coder]] -= 1
        paired, split = others.sum(axis=1) > 1, (others > 0).sum(axis=1) > 1
        own, rest = coded & paired, ~coded & paired
        if own.sum() >= _ARBITER and rest.any() and split[own].mean() > _NEARLY_ALL and split[rest].mean() < 0.5:
            found.append(coder)
    return found


def _count(n: int, unit: str) -> str:
    return f"{n:,} {unit}{'' if n == 1 else 's'}"
