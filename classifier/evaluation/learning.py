"""What more labels would bring, and which labels of the training passages look wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..labels import LABELS
from ..metrics.bootstrap import Estimate, cluster_draws
from ..metrics.classification import confusion_draws, confusion_of, macro_f1_of
from ..metrics.intervals import bounded
from .baselines import STRENGTHS, Sample, logistic, vectorizer
from .gold import Floats, Gold, Strings
from .parallel import in_parallel
from .protocols import Rows, enough_to_learn, safe_folds

SHARES = (0.1, 0.2, 0.4, 0.7, 1.0)
ISSUES = 50
FOLDS = 3


@dataclass(frozen=True)
class LearningCurve:
    """Macro-F1 on the gold of tf-idf with logistic regression, by the number of training passages."""

    n: tuple[int, ...]
    macro_f1: tuple[Estimate, ...]


def learning_curve(train: Sample, gold: Gold, *, resamples: int = 2000, seed: int = 0) -> LearningCurve | None:
    """Train on growing parts of the training passages, whole groups at a time.

    Parameters
    ----------
    train : Sample
    gold : Gold
    resamples, seed : int

    Returns
    -------
    LearningCurve or None
        None where there is too little to learn from. The parts are nested: each holds the one before.

    Notes
    -----
    Perlich, Provost and Simonoff (2003), *Journal of Machine Learning Research* 4: 211-255. The intervals are of the
    gold passages drawn, not of the training passages.
    """
    from joblib import delayed

    names = np.unique(train.groups)
    order = np.random.default_rng(seed).permutation(names)
    texts = np.array(train.texts, dtype=object)
    draws = cluster_draws(gold.groups, resamples, seed)
    sizes_of_groups = np.unique(gold.groups, return_counts=True)[1]
    parts: dict[int, Rows] = {}
    for share in SHARES:
        rows = np.flatnonzero(np.isin(train.groups, order[: max(1, round(share * len(names)))]))
        if len(rows) >= 10 and enough_to_learn(train.labels[rows]):
            parts.setdefault(len(rows), rows)
    # The longest first, so that no core is left alone with it.
    sizes = sorted(parts, reverse=True)
    calls = (delayed(_learnt)(texts[parts[n]], train.labels[parts[n]], gold.texts) for n in sizes)
    points = {}
    for n, found in zip(sizes, in_parallel(calls, len(texts)), strict=True):
        if found is not None:
            drawn = macro_f1_of(confusion_draws(gold.labels, found, draws))
            points[n] = bounded(float(macro_f1_of(confusion_of(gold.labels, found))), drawn, sizes_of_groups)
    return LearningCurve(tuple(sorted(points)), tuple(points[n] for n in sorted(points))) if points else None


def _learnt(texts: Sequence[str], labels: Strings, asked: Sequence[str]) -> Strings | None:
    """Labels that a learner gives; None where no word occurs twice, so that there is nothing to learn from."""
    words = vectorizer()
    try:
        matrix = words.fit_transform(texts)
    except ValueError:
        return None
    return np.asarray(logistic(STRENGTHS[1]).fit(matrix, labels).predict(words.transform(asked)), dtype=np.str_)


@dataclass(frozen=True, slots=True)
class LabelIssue:
    """A training passage whose label looks wrong: its own, the likelier one, and the probability of its own."""

    id: str
    label: str
    suggested: str
    p: float
    text: str


def label_issues(train: Sample, most: int = ISSUES) -> list[LabelIssue]:
    """Find training passages whose label a classifier that has not seen them would not have given.

    Parameters
    ----------
    train : Sample
        Training passages only: to mend gold labels by a model's opinion would make the model its own judge.
    most : int
        How many to tell of.

    Returns
    -------
    list of LabelIssue
        The most doubtful first.

    Notes
    -----
    After confident learning (Northcutt, Jiang and Chuang 2021, *Journal of Artificial Intelligence Research* 70:
    1373-1411): a label is doubtful if its cross-validated probability is below the mean that its class gives itself, and
    another label is the likeliest; ordered by their margin, as there.

    The classifier is tf-idf with logistic regression, cross-validated with groups kept together.
    """
    folds = safe_folds(train.labels, train.groups, FOLDS)
    if folds < 2:
        return []
    p = _held_out(train, folds)
    own = np.array([[str(label) for label in LABELS].index(label) for label in train.labels])
    rows = np.arange(len(own))
    means = np.array([p[own == k, k].mean() if (own == k).any() else 1.0 for k in range(len(LABELS))])
    rival = p.argmax(axis=1)
    doubtful = np.flatnonzero((p[rows, own] < means[own]) & (rival != own)).tolist()
    ordered = sorted(doubtful, key=lambda i: float(p[i, own[i]] - p[i, rival[i]]))[:most]
    return [
        LabelIssue(
            str(train.ids[i]),
            str(train.labels[i]),
            str(LABELS[rival[i]]),
            round(float(p[i, own[i]]), 4),
            train.texts[i],
        )
        for i in ordered
    ]


def _held_out(train: Sample, folds: int) -> Floats:
    """Probabilities of each passage's labels from a learner that has not seen its group; zeros where there is none."""
    from joblib import delayed
    from sklearn.model_selection import StratifiedGroupKFold

    texts = np.array(train.texts, dtype=object)
    p = np.full((len(texts), len(LABELS)), 0.0)
    parts = [
        (rows, test)
        for rows, test in StratifiedGroupKFold(folds).split(texts, train.labels, train.groups)
        if enough_to_learn(train.labels[rows])
    ]
    calls = (delayed(_probabilities)(texts[rows], train.labels[rows], texts[test]) for rows, test in parts)
    for (_, test), found in zip(parts, in_parallel(calls, len(texts)), strict=True):
        p[test] = found
    return p


def _probabilities(texts: Sequence[str], labels: Strings, asked: Sequence[str]) -> Floats:
    words = vectorizer(min_df=2 if len(texts) > 100 else 1)
    learner = logistic(STRENGTHS[1]).fit(words.fit_transform(texts), labels)
    p = np.zeros((len(asked), len(LABELS)))
    p[:, [[str(label) for label in LABELS].index(label) for label in learner.classes_]] = learner.predict_proba(
        words.transform(asked)
    )
    return p
