"""Fit a model to labelled passages, and measure it on sources that it has not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from ..errors import InputError
from ..extraction import extract
from ..labels import LABELS, Label
from ..lexicon import Lexicon
from ..metrics import bootstrap_interval, macro_f1
from ..records import Evidence
from .classifier import Floats, Model, named_features, softmax
from .corpus import Labelled
from .digest import PROTOCOL, content_digest

FACTS_WEIGHT = 0.3
_FACTS_C = 0.1
_WORDS_C = 5.0
#: A feature must occur in this many training passages, or it is noise.
_MIN_PASSAGES = 4
_MIN_PER_LABEL = 10
COVERAGE = 0.9


def train_model(
    passages: Sequence[Labelled], corpus_digest: str, lexicon: Lexicon, corpus_date: date, *, folds: int = 5
) -> Model:
    """Train, calibrate and measure a model; deterministic for the same input.

    Parameters
    ----------
    passages : sequence of Labelled
        Those whose split is ``train`` are learnt from; those whose split is ``dev`` are only scored.
    corpus_digest : str
        From `read_corpus`.
    lexicon : Lexicon
    corpus_date : date
        Goes into the manifest; the date of training doesn't, so that training again changes nothing.
    folds : int
        Of the cross-validation that calibrates; sources are kept together.

    Returns
    -------
    Model

    Raises
    ------
    InputError
        If a label has fewer than ten training passages, or there are fewer sources than folds.

    Notes
    -----
    Temperature and conformal thresholds are fitted on out-of-fold predictions, so that they hold for sources
    unseen in training.
    """
    train = [p for p in passages if p.split == "train"]
    few = [str(label) for label in LABELS if sum(p.label is label for p in train) < _MIN_PER_LABEL]
    if few:
        raise InputError(f"fewer than {_MIN_PER_LABEL} training passages for {', '.join(few)}; add some")
    sources = sorted({p.source for p in train})
    if len(sources) < folds:
        raise InputError(f"{len(sources)} sources (batch or group), but {folds} folds need as many; add some")
    evidence = [extract(p.text, lexicon) for p in train]
    gold = np.array([str(p.label) for p in train])
    held_out = _out_of_fold(evidence, gold, np.array([p.source for p in train]), folds)
    temperature = _fit_temperature(held_out, gold)
    p_held_out = softmax(held_out / temperature)
    fitted = _fit(evidence, gold)
    model = Model(
        **fitted,
        facts_weight=FACTS_WEIGHT,
        temperature=temperature,
        thresholds=_conformal(p_held_out, gold),
        manifest={},
    )
    predicted = [str(LABELS[i]) for i in p_held_out.argmax(axis=1)]
    metrics = {"cross_validation_by_source": _scores(list(gold), predicted)}
    dev = [p for p in passages if p.split == "dev"]
    if dev:
        answers = model.predict([extract(p.text, lexicon) for p in dev])
        metrics["dev"] = _scores([str(p.label) for p in dev], [str(a.label) for a in answers])
    manifest = {
        "protocol": PROTOCOL,
        "name": "default",
        "version": version("diplotrack"),
        "labels": [str(label) for label in LABELS],
        "corpus": {
            "sha256": corpus_digest,
            "date": corpus_date.isoformat(),
            "train": {str(label): int((gold == label).sum()) for label in LABELS},
        },
        "lexicon_sha256": lexicon.digest,
        "content_sha256": content_digest(model),
        "versions": {name: version(name) for name in ("numpy", "scikit-learn", "scipy", "skops")},
        "facts_weight": FACTS_WEIGHT,
        "temperature": temperature,
        "conformal": {"coverage": COVERAGE, "thresholds": {str(k): v for k, v in model.thresholds.items()}},
        "metrics": metrics,
        "features": {
            "facts": model.facts_vectorizer.get_feature_names_out().tolist(),
            "words": len(model.words_vectorizer.vocabulary_),
        },
    }
    return Model(**fitted, facts_weight=FACTS_WEIGHT, temperature=temperature, thresholds=model.thresholds,
                 manifest=manifest)  # fmt: skip


def _fit(evidence: Sequence[Evidence], gold: np.ndarray[Any, Any]) -> dict[str, Any]:
    features = [named_features(e) for e in evidence]
    counts = Counter(name for f in features for name in f)
    kept = [{name: value for name, value in f.items() if counts[name] >= _MIN_PASSAGES} for f in features]
    facts = DictVectorizer()
    words = TfidfVectorizer(
        lowercase=False,
        token_pattern=r"\S+",
        ngram_range=(1, 2),
        min_df=3,
        sublinear_tf=True,
        dtype=np.float64,
    )
    return {
        "facts_classifier": _regression(_FACTS_C).fit(facts.fit_transform(kept), gold),
        "words_classifier": _regression(_WORDS_C).fit(words.fit_transform([e.delexicalised for e in evidence]), gold),
        "facts_vectorizer": facts,
        "words_vectorizer": words,
    }


def _regression(c: float) -> LogisticRegression:
    return LogisticRegression(C=c, class_weight="balanced", max_iter=5000, tol=1e-6)


def _out_of_fold(
    evidence: list[Evidence], gold: np.ndarray[Any, Any], sources: np.ndarray[Any, Any], folds: int
) -> Floats:
    logits = np.zeros((len(evidence), len(LABELS)))
    splitter = StratifiedGroupKFold(folds)
    for train, test in splitter.split(evidence, gold, sources):
        fitted = _fit([evidence[i] for i in train], gold[train])
        model = Model(**fitted, facts_weight=FACTS_WEIGHT, temperature=1.0, thresholds={}, manifest={})
        logits[test] = model.logits([evidence[i] for i in test])
    return logits


def _columns(gold: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.array([LABELS.index(Label(label)) for label in gold])


def _fit_temperature(logits: Floats, gold: np.ndarray[Any, Any]) -> float:
    """Temperature that minimises the log loss (Guo et al. 2017, *On calibration of modern neural networks*)."""
    rows, columns = np.arange(len(gold)), _columns(gold)

    def loss(log_temperature: float) -> float:
        p = softmax(logits / np.exp(log_temperature))[rows, columns]
        return float(-np.log(np.clip(p, 1e-12, 1)).mean())

    found = minimize_scalar(loss, bounds=(-3, 3), method="bounded")
    return round(float(np.exp(found.x)), 6)


def _conformal(p: Floats, gold: np.ndarray[Any, Any]) -> dict[Label, float]:
    """Class-conditional thresholds on 1 - p with finite-sample correction."""
    scores = 1 - p[np.arange(len(gold)), _columns(gold)]
    out = {}
    for label in LABELS:
        own = np.sort(scores[gold == label])
        rank = int(np.ceil((len(own) + 1) * COVERAGE))
        out[label] = round(float(own[min(rank, len(own)) - 1]), 6)
    return out


def _scores(gold: list[str], predicted: list[str]) -> dict[str, Any]:
    low, high = bootstrap_interval(gold, predicted)
    return {
        "n": len(gold),
        "macro_f1": round(macro_f1(gold, predicted), 3),
        "interval_95": [round(low, 3), round(high, 3)],
    }
