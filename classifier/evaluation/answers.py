"""What a system answers for the gold passages, and what can be known of each passage's evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from ..extraction import evidence_of
from ..labels import LABELS, Label
from ..lexicon import Lexicon, load_lexicon
from ..model.classifier import Model, softmax
from ..records import Actor, Evidence
from .gold import Floats, Strings
from .parallel import MANY, in_parallel
from .predictions import Predictions

_BATCH = 256
_FLOOR = 1e-6


@dataclass(frozen=True)
class Answers:
    """Answers for passages, as aligned sequences; None where the system does not tell.

    Attributes
    ----------
    labels : array of str
    probabilities : array of shape (n, 4) or None
        Columns in the order of `LABELS`.
    uncalibrated : array of shape (n, 4) or None
        Probabilities before the temperature was fitted.
    sets : tuple of (tuple of Label) or None
        Conformal prediction sets.
    actors : tuple of (tuple of Actor) or None
    """

    labels: Strings
    probabilities: Floats | None = None
    uncalibrated: Floats | None = None
    sets: tuple[tuple[Label, ...], ...] | None = None
    actors: tuple[tuple[Actor, ...], ...] | None = None


def extract_all(texts: Sequence[str], lexicon: Lexicon) -> list[Evidence]:
    """Extract the evidence of each text, on all cores where there are many."""
    from joblib import delayed

    overlays = tuple(path for path, _ in lexicon.overlays)
    batches = [texts[i : i + _BATCH] for i in range(0, len(texts), _BATCH)]
    if len(texts) < MANY:
        return _extracted(texts, lexicon)
    # A lexicon is quicker read anew in a process than sent to it.
    found = in_parallel((delayed(_extracted_with)(batch, overlays) for batch in batches), len(texts))
    return [evidence for batch in found for evidence in batch]


def _extracted(texts: Sequence[str], lexicon: Lexicon) -> list[Evidence]:
    return [evidence_of(text, lexicon) for text in texts]


def _extracted_with(texts: Sequence[str], overlays: tuple[str, ...]) -> list[Evidence]:
    return _extracted(texts, _lexicon(overlays))


@cache
def _lexicon(overlays: tuple[str, ...]) -> Lexicon:
    return load_lexicon(overlays)


def answers_of(model: Model, evidence: Sequence[Evidence]) -> Answers:
    """Ask a model."""
    found = [p for i in range(0, len(evidence), _BATCH) for p in model.predict(evidence[i : i + _BATCH])]
    p = np.array([[one.probabilities[label] for label in LABELS] for one in found])
    return Answers(
        np.array([str(one.label) for one in found]),
        p,
        uncalibrated(p, model.temperature),
        tuple(one.prediction_set for one in found),
        tuple(one.actors for one in found),
    )


def answers_in(predictions: Predictions) -> Answers:
    """Take predictions from a file."""
    return Answers(predictions.labels, predictions.probabilities)


def uncalibrated(probabilities: Floats, temperature: float) -> Floats:
    """Undo a temperature: what the probabilities were before it divided the logits (Guo et al. 2017).

    Examples
    --------
    >>> uncalibrated(np.array([[0.4, 0.2, 0.2, 0.2]]), 2.0).round(3).tolist()
    [[0.571, 0.143, 0.143, 0.143]]
    """
    return softmax(np.log(np.clip(probabilities, _FLOOR, 1)) * temperature)


def joined(parts: Sequence[tuple[Any, Answers]], n: int) -> Answers:
    """Put the answers of folds together: each with the rows that it is for, every row of ``n`` in one of them."""

    def columns(values: Sequence[Any]) -> Any:
        if any(value is None for value in values):
            return None
        out: list[Any] = [None] * n
        for (rows, _), value in zip(parts, values, strict=True):
            for row, one in zip(rows, value, strict=True):
                out[row] = one
        return out

    labels, p, before, sets, actors = (
        columns([getattr(a, name) for _, a in parts])
        for name in ("labels", "probabilities", "uncalibrated", "sets", "actors")
    )
    return Answers(
        np.array(labels),
        None if p is None else np.array(p),
        None if before is None else np.array(before),
        None if sets is None else tuple(sets),
        None if actors is None else tuple(actors),
    )
