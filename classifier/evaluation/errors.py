"""Every error, with what it takes to learn from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..labels import LABELS, Label
from ..model.classifier import Model
from ..records import Actor, Evidence
from .answers import Answers
from .baselines import Sample, vectorizer
from .causes import likely_cause
from .gold import Gold

NEIGHBOURS = 3
CONTRIBUTIONS = 6


@dataclass(frozen=True, slots=True)
class Span:
    """Evidence in the text: an ``actor`` or ``cue``, and what is said of it."""

    start: int
    end: int
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """How far a feature speaks for the predicted label against the gold one, in logits."""

    feature: str
    weight: float


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A training passage that is like the one in error."""

    id: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ErrorCase:
    """A passage with a wrong label.

    Attributes
    ----------
    id, text, gold, predicted : str
    probabilities : dict of str to float, or None
    spans : tuple of Span
    contributions : tuple of Contribution
        Features that speak most for the predicted against the gold label, or most against it.
    neighbours : tuple of Neighbour
        Most alike by tf-idf.
    cause : str
        A guess, see `likely_cause`.
    """

    id: str
    text: str
    gold: str
    predicted: str
    probabilities: dict[str, float] | None
    spans: tuple[Span, ...]
    contributions: tuple[Contribution, ...]
    neighbours: tuple[Neighbour, ...]
    cause: str


def error_cases(
    gold: Gold,
    answers: Answers,
    evidence: Sequence[Evidence],
    models: Sequence[Model] | None = None,
    training: Sample | None = None,
) -> list[ErrorCase]:
    """Collect every error, the most confident first.

    Parameters
    ----------
    gold : Gold
    answers : Answers
    evidence : sequence of Evidence
    models : sequence of Model, optional
        The one that answered for each passage, for the contributions.
    training : Sample, optional
        For the neighbours.

    Returns
    -------
    list of ErrorCase
    """
    rows = np.flatnonzero(answers.labels != gold.labels).tolist()
    near = _neighbours([gold.texts[i] for i in rows], training)
    cases = []
    for i, neighbours in zip(rows, near, strict=True):
        shown = answers.actors[i] if answers.actors is not None else evidence[i].actors
        wanted, found = Label(gold.labels[i]), Label(answers.labels[i])
        p = None if answers.probabilities is None else answers.probabilities[i]
        cases.append(
            ErrorCase(
                str(gold.ids[i]), gold.texts[i], str(wanted), str(found),
                None if p is None else {str(x): round(float(v), 4) for x, v in zip(LABELS, p, strict=True)},
                _spans(shown, evidence[i]),
                _contributions(models[i], evidence[i], wanted, found) if models is not None else (),
                neighbours,
                likely_cause(wanted, found, evidence[i], shown, gold.actors[i] if gold.actors else None,
                             gold.tags[i] if gold.tags else ()),
            )
        )  # fmt: skip
    return sorted(cases, key=lambda case: -max(case.probabilities.values()) if case.probabilities else 0.0)


def _spans(actors: tuple[Actor, ...], evidence: Evidence) -> tuple[Span, ...]:
    shown = [
        Span(a.start, a.end, "actor", f"{a.status} {a.capacity} {a.role}{' (negated)' if a.negated else ''}")
        for a in actors
    ]
    shown += [Span(c.start, c.end, "cue", f"{c.aspect}: {c.value}") for c in evidence.cues]
    return tuple(sorted(shown, key=lambda s: (s.start, s.end, s.kind)))


def _contributions(model: Model, evidence: Evidence, gold: Label, predicted: Label) -> tuple[Contribution, ...]:
    """Difference that each feature makes between the two labels' logits, the strongest first."""
    for_predicted, for_gold = LABELS.index(predicted), LABELS.index(gold)
    gaps = {name: float(v[for_predicted] - v[for_gold]) for name, v in model.contributions(evidence).items()}
    strongest = sorted(gaps.items(), key=lambda item: (-abs(item[1]), item[0]))[:CONTRIBUTIONS]
    return tuple(Contribution(name, round(value, 3)) for name, value in strongest)


def _neighbours(texts: Sequence[str], training: Sample | None) -> list[tuple[Neighbour, ...]]:
    if training is None or not texts or not len(training.labels):
        return [() for _ in texts]
    words = vectorizer(min_df=1)
    known: Any = words.fit_transform(training.texts)
    # Rows are of length 1, so that products are cosines.
    near: Any = words.transform(texts) @ known.T
    out = []
    for row in range(len(texts)):
        scores = near[row].toarray().ravel()
        best = np.argsort(-scores, kind="stable")[:NEIGHBOURS].tolist()
        out.append(
            tuple(
                Neighbour(str(training.ids[k]), str(training.labels[k]), training.texts[k])
                for k in best
                if scores[k] > 0
            )
        )
    return out
