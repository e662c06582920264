"""A calibrated linear model in two steps: read every mention's seat, then weigh seats, facts and words.

The first step has two linear readers. One reads each mention: from what surrounds it, where it sits. The other
reads the words of the delexicalised passage. The second step weighs, linearly again, what the seats add up to,
the facts of the rules with the codebook's verdict over them, and the words' margins. So every label follows from
named features, each with one weight, and a seat's probability belongs to characters of the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..features import feature_dict, seat_features
from ..labels import LABELS, Label
from ..metrics import decide, facts_of
from ..records import Actor, Evidence
from .reader import Reader

Floats = npt.NDArray[np.float64]
_ORDER = tuple(sorted(LABELS))  # scikit-learn's order of classes
#: Where the labels, in their own order, stand among scikit-learn's classes.
CLASS_COLUMNS = [_ORDER.index(label) for label in LABELS]


@dataclass(frozen=True, slots=True)
class Prediction:
    """Label, probabilities in the order of the labels, the conformal set, and the actors in their seats."""

    label: Label
    probabilities: Mapping[Label, float]
    prediction_set: tuple[Label, ...]
    actors: tuple[Actor, ...]


@dataclass(frozen=True)
class Model:
    """A trained model.

    Attributes
    ----------
    reader : Reader
        Of mentions.
    words_vectorizer, words_classifier
        ``TfidfVectorizer`` and ``LogisticRegression`` over the delexicalised passage.
    facts_vectorizer, facts_classifier
        ``DictVectorizer`` and ``LogisticRegression`` of the second step.
    temperature : float
        By which logits are divided (Guo et al. 2017), fitted on predictions for sources unseen in training.
    thresholds : Mapping of Label to float
        Class-conditional conformal thresholds on 1 - p at 90% (Vovk 2012; Angelopoulos and Bates 2023).
    screened : Mapping of Label to float
        Probabilities of what fails the screen: the shares of the labels among such passages in training.
    manifest : Mapping
        What `save_model` writes beside the arrays.

    Notes
    -----
    Wolpert (1992), *Stacked generalization*: the second step is fitted on out-of-fold answers of the first.
    """

    reader: Reader
    words_vectorizer: Any
    words_classifier: Any
    facts_vectorizer: Any
    facts_classifier: Any
    temperature: float
    thresholds: Mapping[Label, float]
    screened: Mapping[Label, float]
    manifest: Mapping[str, Any]

    def word_margins(self, evidence: Sequence[Evidence]) -> Floats:
        """Margins of the words' classifier, shape (passages, 4), columns in the order of `LABELS`."""
        return read_words(self.words_vectorizer, self.words_classifier, evidence)

    def predict(self, evidence: Sequence[Evidence], seats: Sequence[Floats] | None = None) -> list[Prediction]:
        """Label passages by their evidence.

        Parameters
        ----------
        evidence : sequence of Evidence
        seats : sequence of array, optional
            Probabilities of seats to go by; by default those of the reader.

        Returns
        -------
        list of Prediction
        """
        if not evidence:
            return []
        traits = self.reader.traits(evidence)
        seats = self.reader.read_seats(evidence, traits) if seats is None else seats
        rows = stacked_features(evidence, seats, self.word_margins(evidence))
        logits = self.facts_classifier.decision_function(self.facts_vectorizer.transform(rows))[:, CLASS_COLUMNS]
        probabilities = softmax(logits / self.temperature)
        probabilities[[e.screened for e in evidence]] = [self.screened[label] for label in LABELS]
        labels = [LABELS[i] for i in probabilities.argmax(axis=1)]
        actors = self.reader.read_actors(evidence, seats, labels, traits)
        return [self._prediction(*row) for row in zip(probabilities, labels, actors, strict=True)]

    def _prediction(self, p: Floats, best: Label, actors: tuple[Actor, ...]) -> Prediction:
        members = tuple(
            label for label, value in zip(LABELS, p, strict=True)
            if label == best or 1 - value <= self.thresholds[label]
        )  # fmt: skip
        rounded = {label: round(float(value), 6) for label, value in zip(LABELS, p, strict=True)}
        return Prediction(best, rounded, members, actors)

    def contributions(self, evidence: Evidence) -> dict[str, Floats]:
        """Contribution of each feature of the second step to the four logits.

        Parameters
        ----------
        evidence : Evidence

        Returns
        -------
        dict of str to array of shape (4,)
            The labels' logits are their sum plus the intercepts.
        """
        seats = self.reader.read_seats([evidence], self.reader.traits([evidence]))
        (row,) = stacked_features([evidence], seats, self.word_margins([evidence]))
        vector = self.facts_vectorizer.transform([row]).tocsr()
        names = self.facts_vectorizer.get_feature_names_out()
        weights = self.facts_classifier.coef_[CLASS_COLUMNS]
        return {
            str(names[j]): value * weights[:, j] / self.temperature
            for j, value in zip(vector.indices, vector.data, strict=True)
        }


def read_words(vectorizer: Any, classifier: Any, evidence: Sequence[Evidence]) -> Floats:
    """Read the words of passages; see `Model.word_margins`."""
    margins: Floats = classifier.decision_function(vectorizer.transform([e.delexicalised for e in evidence]))
    return margins[:, CLASS_COLUMNS]


def stacked_features(evidence: Sequence[Evidence], seats: Sequence[Floats], margins: Floats) -> list[dict[str, float]]:
    """Name what the second step weighs: facts, the codebook's verdict, seats, and the words' margins."""
    rows = []
    for e, s, m in zip(evidence, seats, margins, strict=True):
        ruled = decide(facts_of(e.actors, claimed=e.claimed_track))
        words = {f"words:{label}": float(value) for label, value in zip(LABELS, m, strict=True)}
        rows.append({**feature_dict(e), f"table:{ruled}": 1.0, **seat_features(e, s), **words})
    return rows


def softmax(logits: Floats) -> Floats:
    """Row-wise softmax.

    Examples
    --------
    >>> softmax(np.zeros((1, 4))).tolist()
    [[0.25, 0.25, 0.25, 0.25]]
    """
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: Floats = shifted / shifted.sum(axis=1, keepdims=True)
    return result
