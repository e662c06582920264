"""A calibrated linear model over named features and the words of the delexicalised passage.

The two blocks are fitted apart and their logits mixed, so that a few dozen dense facts are not drowned by
thousands of sparse words. The mix stays linear: every feature's contribution to a label is its value times one
weight, which is what explanations show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..features import feature_dict
from ..labels import LABELS, Label
from ..metrics import decide, facts_of
from ..records import Evidence

Floats = npt.NDArray[np.float64]
_ORDER = tuple(sorted(LABELS))  # scikit-learn's order of classes


@dataclass(frozen=True, slots=True)
class Prediction:
    """Label, probabilities in the order of the labels, and the conformal set."""

    label: Label
    probabilities: Mapping[Label, float]
    prediction_set: tuple[Label, ...]


@dataclass(frozen=True)
class Model:
    """A trained model.

    Attributes
    ----------
    facts_vectorizer, words_vectorizer
        scikit-learn's ``DictVectorizer`` and ``TfidfVectorizer``.
    facts_classifier, words_classifier
        ``LogisticRegression`` over either.
    facts_weight : float
        Share of the facts in the mix, in [0, 1].
    temperature : float
        By which logits are divided (Guo et al. 2017), fitted on predictions for sources unseen in training.
    thresholds : Mapping of Label to float
        Class-conditional conformal thresholds on 1 - p at 90% (Vovk 2012; Angelopoulos and Bates 2023).
    manifest : Mapping
        What `save_model` writes beside the arrays.
    """

    facts_vectorizer: Any
    facts_classifier: Any
    words_vectorizer: Any
    words_classifier: Any
    facts_weight: float
    temperature: float
    thresholds: Mapping[Label, float]
    manifest: Mapping[str, Any]

    def logits(self, evidence: Sequence[Evidence]) -> Floats:
        """Uncalibrated logits, shape (passages, 4), columns in the order of `LABELS`."""
        if not evidence:
            return np.zeros((0, len(LABELS)))
        facts = self.facts_vectorizer.transform([named_features(e) for e in evidence])
        words = self.words_vectorizer.transform([e.delexicalised for e in evidence])
        mixed = self.facts_weight * self.facts_classifier.decision_function(facts)
        mixed = mixed + (1 - self.facts_weight) * self.words_classifier.decision_function(words)
        columns = [_ORDER.index(label) for label in LABELS]
        result: Floats = mixed[:, columns]
        return result

    def predict(self, evidence: Sequence[Evidence]) -> list[Prediction]:
        """Label passages by their evidence.

        Parameters
        ----------
        evidence : sequence of Evidence

        Returns
        -------
        list of Prediction
        """
        return [self._prediction(p) for p in softmax(self.logits(evidence) / self.temperature)]

    def _prediction(self, p: Floats) -> Prediction:
        best = LABELS[int(np.argmax(p))]
        members = tuple(
            label for label, value in zip(LABELS, p, strict=True)
            if label == best or 1 - value <= self.thresholds[label]
        )  # fmt: skip
        rounded = {label: round(float(value), 6) for label, value in zip(LABELS, p, strict=True)}
        return Prediction(best, rounded, members)

    def contributions(self, evidence: Evidence) -> dict[str, Floats]:
        """Contribution of each feature to the four logits.

        Parameters
        ----------
        evidence : Evidence

        Returns
        -------
        dict of str to array of shape (4,)
            Keys are feature names, those of words preceded by ``word:``; the labels' own logits are their sum
            plus the intercepts.
        """
        columns = [_ORDER.index(label) for label in LABELS]
        out: dict[str, Floats] = {}
        for vectorizer, classifier, given, weight, prefix in (
            (self.facts_vectorizer, self.facts_classifier, named_features(evidence), self.facts_weight, ""),
            (
                self.words_vectorizer,
                self.words_classifier,
                evidence.delexicalised,
                1 - self.facts_weight,
                "word:",
            ),
        ):
            row = vectorizer.transform([given]).tocsr()
            names = vectorizer.get_feature_names_out()
            for j, value in zip(row.indices, row.data, strict=True):
                out[f"{prefix}{names[j]}"] = weight * value * classifier.coef_[columns, j] / self.temperature
        return out


def named_features(evidence: Evidence) -> dict[str, float]:
    """Features of the evidence and, as one of them, what the codebook's decision table makes of it."""
    ruled = decide(facts_of(evidence.actors, claimed=evidence.claimed_track))
    return {**feature_dict(evidence), f"table:{ruled}": 1.0}


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
