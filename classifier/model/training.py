"""Fit a model to labelled passages, and measure it on sources that it has not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from threadpoolctl import threadpool_limits

from ..errors import InputError
from ..extraction import evidence_of, extract
from ..features import SEATS, Seat
from ..labels import LABELS, Label
from ..lexicon import Lexicon
from ..metrics import bootstrap_interval, macro_f1
from ..records import Evidence
from .classifier import (
    CLASS_COLUMNS,
    Floats,
    Model,
    read_words,
    softmax,
    stacked_features,
)
from .corpus import Labelled
from .digest import PROTOCOL, content_digest
from .mentions import gold_actors, gold_seats
from .reader import Reader, trait_dict

_READER_C = 0.1
_WORDS_C = 5.0
_FACTS_C = 0.03
#: A feature must occur so often in training, or it is noise: in mentions, and in passages.
_MIN_MENTIONS = 4
_MIN_PASSAGES = 4
_MIN_PER_LABEL = 10
_MIN_PER_SEAT = 5
_MIN_COMPLETE = 20
COVERAGE = 0.9


@dataclass(frozen=True)
class Training:
    """Passages to learn from: evidence, labels, sources, and each mention's seat, as aligned sequences."""

    passages: list[Labelled]
    evidence: list[Evidence]
    gold: np.ndarray[Any, Any]
    seats: list[list[Seat | None]]

    @property
    def weights(self) -> Floats:
        """How many passages each counts for."""
        return np.array([p.weight for p in self.passages])

    def take(self, rows: Iterable[int]) -> Training:
        """Take some of the passages."""
        rows = list(rows)
        return Training(
            [self.passages[i] for i in rows],
            [self.evidence[i] for i in rows],
            self.gold[rows],
            [self.seats[i] for i in rows],
        )


@dataclass(frozen=True)
class Trained:
    """A model, and what is needed to compare it with another.

    Attributes
    ----------
    model : Model
    train : list of Labelled
        What it has learnt from.
    evidence : list of Evidence
        Of these passages, as a model gets it.
    held_out : array of shape (n, 4)
        Their probabilities by models that were trained alike on other sources, in the order of the labels; they share
        the temperature only.
    dev : list of Labelled
        What it was only scored on.
    dev_evidence : list of Evidence
    """

    model: Model
    train: list[Labelled]
    evidence: list[Evidence]
    held_out: Floats
    dev: list[Labelled]
    dev_evidence: list[Evidence]


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
        Of the cross-validation that stacks and calibrates; sources are kept together.

    Returns
    -------
    Model

    Raises
    ------
    InputError
        If a label has fewer than ten training passages, a seat too few annotated mentions, or there are fewer
        sources than folds.

    Notes
    -----
    The second step, the temperature and the conformal thresholds are fitted on out-of-fold predictions, so that
    they hold for sources unseen in training.
    """
    return train_and_hold_out(passages, corpus_digest, lexicon, corpus_date, folds=folds).model


def train_and_hold_out(
    passages: Sequence[Labelled], corpus_digest: str, lexicon: Lexicon, corpus_date: date, *, folds: int = 5
) -> Trained:
    """Do what `train_model` does, and return what it has held out on the way too."""
    # The solver's many small products of matrices take a hundred times longer on several threads than on one.
    with threadpool_limits(1):
        return _train(passages, corpus_digest, lexicon, corpus_date, folds)


def _train(
    passages: Sequence[Labelled], corpus_digest: str, lexicon: Lexicon, corpus_date: date, folds: int
) -> Trained:
    train = [p for p in passages if p.split == "train"]
    few = [str(label) for label in LABELS if sum(p.label is label for p in train) < _MIN_PER_LABEL]
    if few:
        raise InputError(
            f"fewer than {_MIN_PER_LABEL} training passages for {', '.join(few)}; add some, or train on a corpus too"
        )
    sources = sorted({p.source for p in train})
    if len(sources) < folds:
        raise InputError(f"{len(sources)} sources (batch or group), but {folds} folds need as many; add some")
    data = prepare(train, lexicon)
    rows, held_out = out_of_fold(data, folds)
    temperature = _fit_temperature(held_out, data.gold, data.weights)
    p_held_out = softmax(held_out / temperature)
    failing = np.array([not lexicon.screen.passes(p.text) for p in train])
    screened = _shares(data.gold[failing], data.weights[failing])
    p_held_out[failing] = [screened[label] for label in LABELS]
    learnt = {**fit_first(data), **fit_second(rows, data.gold, data.weights)}
    learnt["reader"] = _fit_details(learnt["reader"], data)
    thresholds = _conformal(p_held_out, data.gold, data.weights)
    model = Model(**learnt, temperature=temperature, thresholds=thresholds, screened=screened, manifest={})
    predicted = [str(LABELS[i]) for i in p_held_out.argmax(axis=1)]
    metrics = {"cross_validation_by_source": _scores(list(data.gold), predicted)}
    dev = [p for p in passages if p.split == "dev"]
    dev_evidence = [evidence_of(p.text, lexicon) for p in dev]
    if dev:
        answers = model.predict(dev_evidence)
        metrics["dev"] = _scores([str(p.label) for p in dev], [str(a.label) for a in answers])
    manifest = {
        "protocol": PROTOCOL,
        "name": "default",
        "version": version("diplotrack"),
        "labels": [str(label) for label in LABELS],
        "corpus": {
            "sha256": corpus_digest,
            "date": corpus_date.isoformat(),
            "train": {str(label): int((data.gold == label).sum()) for label in LABELS},
            "complete": sum(p.complete for p in train),
            "seats": {seat.value: sum(s is seat for own in data.seats for s in own) for seat in SEATS},
        },
        "lexicon_sha256": lexicon.digest,
        "content_sha256": content_digest(model),
        "versions": {name: version(name) for name in ("numpy", "scikit-learn", "scipy", "skops")},
        "temperature": temperature,
        "conformal": {"coverage": COVERAGE, "thresholds": {str(k): v for k, v in thresholds.items()}},
        "screened": {str(k): v for k, v in screened.items()},
        "metrics": metrics,
        "features": {
            "facts": model.facts_vectorizer.get_feature_names_out().tolist(),
            "traits": len(model.reader.vectorizer.vocabulary_),
            "words": len(model.words_vectorizer.vocabulary_),
        },
    }
    seen = [Evidence(screened=True) if fails else e for e, fails in zip(data.evidence, failing, strict=True)]
    return Trained(replace(model, manifest=manifest), train, seen, p_held_out, dev, dev_evidence)


def prepare(passages: Sequence[Labelled], lexicon: Lexicon) -> Training:
    """Extract the passages' evidence, and give every mention that the rules find its annotated seat."""
    evidence = [extract(p.text, lexicon) for p in passages]
    seats = [gold_seats(p, e) for p, e in zip(passages, evidence, strict=True)]
    for seat in SEATS:
        n = sum(s is seat for own in seats for s in own)
        if n < _MIN_PER_SEAT:
            raise InputError(
                f"{n} annotated mentions whose seat is {seat}; add passages with actors, such as corpus/passages.jsonl"
            )
    complete = sum(p.complete for p in passages)
    if complete < _MIN_COMPLETE:
        raise InputError(f"{complete} passages with all actors annotated; add some, such as corpus/spans.jsonl")
    return Training(list(passages), evidence, np.array([str(p.label) for p in passages]), seats)


def fit_first(data: Training) -> dict[str, Any]:
    """Fit the reader of seats and the reader of words."""
    told = [
        (trait_dict(context), seat.value, p.weight)
        for p, e, own in zip(data.passages, data.evidence, data.seats, strict=True)
        for context, seat in zip(e.contexts, own, strict=True)
        if seat is not None
    ]
    traits = DictVectorizer()
    mentions = traits.fit_transform(_frequent([row for row, _, _ in told], _MIN_MENTIONS))
    seats = _plain().fit(mentions, [seat for _, seat, _ in told], [weight for _, _, weight in told])
    words = TfidfVectorizer(
        lowercase=False,
        token_pattern=r"\S+",
        ngram_range=(1, 2),
        min_df=3,
        sublinear_tf=True,
        dtype=np.float64,
    )
    passages = words.fit_transform([e.delexicalised for e in data.evidence])
    return {
        "reader": Reader(traits, seats, np.arange(0), None, None, None),
        "words_vectorizer": words,
        "words_classifier": _balanced(_WORDS_C).fit(passages, data.gold, data.weights),
    }


def _fit_details(reader: Reader, data: Training) -> Reader:
    """Fit what tells of a mention whether it is an actor, of what standing and in what role."""
    complete = [(p, e) for p, e in zip(data.passages, data.evidence, strict=True) if p.complete]
    golds = [gold for p, e in complete for gold in gold_actors(p, e)]
    matrix = reader.traits([e for _, e in complete])
    columns = np.flatnonzero(np.asarray((matrix > 0).sum(axis=0)).ravel() >= _MIN_MENTIONS)
    matrix = matrix[:, columns]
    actors = [(i, gold) for i, gold in enumerate(golds) if gold is not None]
    of_actors = matrix[[i for i, _ in actors]]
    return replace(
        reader,
        columns=columns,
        presence=_plain().fit(matrix, [gold is not None for gold in golds]),
        standing=_plain().fit(of_actors, [f"{gold.status} {gold.capacity}" for _, gold in actors]),
        role=_plain().fit(of_actors, [str(gold.role) for _, gold in actors]),
    )


def fit_second(rows: list[dict[str, float]], gold: np.ndarray[Any, Any], weights: Floats) -> dict[str, Any]:
    """Fit what weighs seats, facts and words."""
    facts = DictVectorizer()
    matrix = facts.fit_transform(_frequent(rows, _MIN_PASSAGES))
    return {"facts_vectorizer": facts, "facts_classifier": _balanced(_FACTS_C).fit(matrix, gold, weights)}


def _frequent(rows: list[dict[str, float]], least: int) -> list[dict[str, float]]:
    counts = Counter(name for row in rows for name in row)
    return [{name: value for name, value in row.items() if counts[name] >= least} for row in rows]


def _plain() -> LogisticRegression:
    return LogisticRegression(C=_READER_C, max_iter=500, tol=1e-4)


def _balanced(c: float) -> LogisticRegression:
    return LogisticRegression(C=c, class_weight="balanced", max_iter=5000, tol=1e-6)


def splits_by_source(data: Training, folds: int) -> list[tuple[Any, Any]]:
    """Rows to train on and to test on, for each fold; a source's passages stay together."""
    sources = np.array([p.source for p in data.passages])
    return list(StratifiedGroupKFold(folds).split(data.evidence, data.gold, sources))


def out_of_fold(data: Training, folds: int) -> tuple[list[dict[str, float]], Floats]:
    """Rows of the second step, and its logits, for sources that neither step has seen."""
    rows: list[dict[str, float]] = [{} for _ in data.evidence]
    splits = splits_by_source(data, folds)
    for train, test in splits:
        first = fit_first(data.take(train))
        evidence = [data.evidence[i] for i in test]
        seats = first["reader"].read_seats(evidence, first["reader"].traits(evidence))
        margins = read_words(first["words_vectorizer"], first["words_classifier"], evidence)
        for i, row in zip(test, stacked_features(evidence, seats, margins), strict=True):
            rows[i] = row
    logits = np.zeros((len(rows), len(LABELS)))
    for train, test in splits:
        second = fit_second([rows[i] for i in train], data.gold[train], data.weights[train])
        matrix = second["facts_vectorizer"].transform([rows[i] for i in test])
        logits[test] = second["facts_classifier"].decision_function(matrix)[:, CLASS_COLUMNS]
    return rows, logits


def _columns(gold: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.array([LABELS.index(Label(label)) for label in gold])


def _fit_temperature(logits: Floats, gold: np.ndarray[Any, Any], weights: Floats) -> float:
    """Temperature that minimises the log loss (Guo et al. 2017, *On calibration of modern neural networks*)."""
    rows, columns = np.arange(len(gold)), _columns(gold)

    def loss(log_temperature: float) -> float:
        p = softmax(logits / np.exp(log_temperature))[rows, columns]
        return float(np.average(-np.log(np.clip(p, 1e-12, 1)), weights=weights))

    found = minimize_scalar(loss, bounds=(-3, 3), method="bounded")
    return round(float(np.exp(found.x)), 6)


def _conformal(p: Floats, gold: np.ndarray[Any, Any], weights: Floats) -> dict[Label, float]:
    """Class-conditional thresholds on 1 - p, by weighted quantiles (Tibshirani et al. 2019)."""
    scores = 1 - p[np.arange(len(gold)), _columns(gold)]
    out = {}
    for label in LABELS:
        order = np.argsort(scores[gold == label])
        own, mass = scores[gold == label][order], weights[gold == label][order]
        # A passage yet to come counts as one more, of the greatest weight.
        rank = np.searchsorted(np.cumsum(mass), COVERAGE * (mass.sum() + mass.max()))
        out[label] = round(float(own[min(int(rank), len(own) - 1)]), 6)
    return out


def _shares(gold: np.ndarray[Any, Any], weights: Floats) -> dict[Label, float]:
    """Shares of the labels, each label counted once more than it occurs (Laplace)."""
    mass = {label: 1 + float(weights[gold == label].sum()) for label in LABELS}
    return {label: round(m / sum(mass.values()), 6) for label, m in mass.items()}


def _scores(gold: list[str], predicted: list[str]) -> dict[str, Any]:
    low, high = bootstrap_interval(gold, predicted)
    return {
        "n": len(gold),
        "macro_f1": round(macro_f1(gold, predicted), 3),
        "interval_95": [round(low, 3), round(high, 3)],
    }
