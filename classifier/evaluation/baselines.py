"""Simpler systems, to set the judged one beside: who is not better than these has shown nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from ..labels import LABELS, Aspect, Label
from ..lexicon import Lexicon
from ..lexicon.entries import CueSense, Designation
from ..metrics import decide, facts_of
from ..records import Evidence
from .gold import Strings
from .parallel import in_parallel
from .protocols import enough_to_learn, safe_folds

Predict = Callable[[Sequence[str]], Strings]
STRENGTHS = (1.0, 3.0, 10.0)
TUNING_FOLDS = 3
EMBEDDER = "sentence-transformers/all-MiniLM-L6-v2"
#: What a cue tells of the track, for whoever goes by words alone.
_CUE_LABELS = {
    (Aspect.FORMALITY, "formal"): Label.TRACK_1,
    (Aspect.IMPACT, "binding"): Label.TRACK_1,
    (Aspect.FORMALITY, "semi_formal"): Label.TRACK_1_5,
    (Aspect.FACILITATION, "private_emissary"): Label.TRACK_1_5,
    (Aspect.FORMALITY, "informal"): Label.TRACK_2,
    (Aspect.IMPACT, "relations"): Label.TRACK_2,
}


@dataclass(frozen=True, eq=False)
class Sample:
    """Passages to learn from, as aligned sequences; ``groups`` are kept together when something is tuned.

    ``tuning`` is a part of them that several samples share: what is tuned is then tuned on it, once for all of them.
    """

    ids: Strings
    texts: Sequence[str]
    labels: Strings
    groups: Strings
    tuning: Sample | None = None


def keyword_rules(lexicon: Lexicon) -> Predict:
    """Label by words alone: the text's own name for the track, else most of its cues, else whether there are talks.

    Parameters
    ----------
    lexicon : Lexicon
        Its designations and cues are the words.

    Returns
    -------
    callable
        From texts to labels.
    """
    named: dict[Label, list[str]] = {}
    hinted: dict[Label, list[str]] = {}
    talks: list[str] = []
    for sense in lexicon.senses:
        if isinstance(sense, Designation):
            named.setdefault(sense.label, []).append(sense.term)
        elif isinstance(sense, CueSense):
            label = _CUE_LABELS.get((sense.aspect, sense.value))
            if label is not None:
                hinted.setdefault(label, []).append(sense.term)
            elif sense.aspect is Aspect.ACTIVITY and not sense.value.startswith("other"):
                talks.append(sense.term)
    names = {label: _any_of(terms) for label, terms in named.items()}
    hints = {label: _any_of(terms) for label, terms in hinted.items()}
    activity = _any_of(talks)

    def one(text: str) -> str:
        plain = " ".join(re.findall(r"[\w.½]+", text.lower()))
        by_name = Counter({label: len(pattern.findall(plain)) for label, pattern in names.items()})
        if by_name.total():
            return str(by_name.most_common(1)[0][0])
        if not activity.search(plain):
            return str(Label.NONE)
        by_hint = Counter({label: len(pattern.findall(plain)) for label, pattern in hints.items()})
        return str(by_hint.most_common(1)[0][0] if by_hint.total() else Label.TRACK_1)

    return lambda texts: np.array([one(text) for text in texts])


def _any_of(terms: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(
        {" ".join(re.findall(r"[\w.½]+", term.lower())) for term in terms}, key=lambda t: (-len(t), t)
    )
    return (
        re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
        if terms
        else re.compile("(?!)")
    )


def decision_table(evidence: Sequence[Evidence]) -> Strings:
    """Label by the codebook's decision table over the facts that the rules extract."""
    return np.array([str(decide(facts_of(e.actors, claimed=e.claimed_track))) for e in evidence])


def majority(train: Sample) -> Predict:
    """Give every text the most frequent label of the training passages."""
    most = max(LABELS, key=lambda label: int((train.labels == str(label)).sum()))
    return lambda texts: np.full(len(texts), str(most))


def bags_of_words(train: Sample) -> dict[str, Predict]:
    """Weigh words and word pairs by tf-idf, with a linear learner: logistic regression, and a support vector machine.

    Parameters
    ----------
    train : Sample
        The strength of the regularisation is chosen by macro-F1 in cross-validation within it (or its ``tuning``), groups
        kept together.

    Returns
    -------
    dict of str to callable
    """
    from joblib import delayed

    strengths = _tuned(train.tuning or train)
    words = vectorizer()
    matrix = words.fit_transform(train.texts)
    fits = (delayed(_fitted)(name, strengths[name], matrix, train.labels) for name in LEARNERS)
    learners = in_parallel(fits, len(train.texts))
    return {name: _predict_with(words, learner) for name, learner in zip(LEARNERS, learners, strict=True)}


def _fitted(name: str, strength: float, matrix: Any, labels: Strings) -> Any:
    return LEARNERS[name](strength).fit(matrix, labels)


def _predict_with(words: Any, learner: Any) -> Predict:
    return lambda texts: np.asarray(learner.predict(words.transform(texts)), dtype=np.str_)


def vectorizer(min_df: int = 2) -> Any:
    """Words and word pairs, weighed by tf-idf with sublinear counts."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(ngram_range=(1, 2), min_df=min_df, sublinear_tf=True)


def logistic(strength: float) -> Any:
    """Logistic regression with balanced labels."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=strength, class_weight="balanced", max_iter=5000)


def support_vectors(strength: float) -> Any:
    """Linear support vector machine with balanced labels."""
    from sklearn.svm import LinearSVC

    return LinearSVC(C=strength, class_weight="balanced", max_iter=10000)


LEARNERS: dict[str, Callable[[float], Any]] = {"tf-idf + logistic": logistic, "tf-idf + SVM": support_vectors}


@lru_cache(maxsize=1)
def _tuned(train: Sample) -> dict[str, float]:
    """Strength of each learner by cross-validation; the middle one where there is too little to choose by."""
    from joblib import delayed
    from sklearn.model_selection import StratifiedGroupKFold

    folds = safe_folds(train.labels, train.groups, TUNING_FOLDS)
    if folds < 2:
        return dict.fromkeys(LEARNERS, STRENGTHS[1])
    choices = [(name, strength) for name in LEARNERS for strength in STRENGTHS]
    scores = dict.fromkeys(choices, 0.0)
    texts = np.array(train.texts, dtype=object)
    for rows, held_out in StratifiedGroupKFold(folds).split(texts, train.labels, train.groups):
        if not enough_to_learn(train.labels[rows]):
            continue
        words = vectorizer()
        matrix, other = words.fit_transform(texts[rows]), words.transform(texts[held_out])
        fits = (
            delayed(_score)(*choice, matrix, train.labels[rows], other, train.labels[held_out]) for choice in choices
        )
        for choice, score in zip(choices, in_parallel(fits, len(train.texts)), strict=True):
            scores[choice] += score

    def best(name: str) -> float:
        return max(STRENGTHS, key=lambda strength: scores[name, strength])

    return {name: best(name) for name in LEARNERS}


def _score(name: str, strength: float, matrix: Any, labels: Strings, other: Any, wanted: Strings) -> float:
    """Macro-F1 of a learner of one strength on passages that it has not learnt from."""
    from ..metrics import macro_f1

    found = _fitted(name, strength, matrix, labels).predict(other)
    return macro_f1(list(wanted), list(found))


def missing_embeddings() -> str:
    """Why there are no sentence embeddings; empty where there are."""
    return (
        ""
        if _encoder() is not None
        else (
            f"The baseline of sentence embeddings was left out: the package sentence-transformers, or its model {EMBEDDER}, is not "
            "on this machine. Nothing is downloaded here; install and fetch them to have it."
        )
    )


@cache
def _encoder() -> Any:
    """The sentence encoder, if its package and its files are on this machine: nothing is downloaded."""
    if find_spec("sentence_transformers") is None:
        return None
    try:
        return import_module("sentence_transformers").SentenceTransformer(EMBEDDER, local_files_only=True)
    except (ImportError, OSError, RuntimeError, ValueError):  # the report goes on without it, and says so
        return None


def embeddings(train: Sample) -> dict[str, Predict]:
    """Weigh sentence embeddings by logistic regression; empty where there is no encoder."""
    encoder = _encoder()
    if encoder is None:
        return {}
    learner = logistic(1.0).fit(encoder.encode(list(train.texts)), train.labels)

    def predict(texts: Sequence[str]) -> Strings:
        return np.asarray(learner.predict(encoder.encode(list(texts))), dtype=np.str_)

    return {"sentence embeddings": predict}


def learnt_baselines(train: Sample) -> dict[str, Predict]:
    """All baselines that learn from passages; only the majority where there are too few."""
    out = {"majority": majority(train)}
    if enough_to_learn(train.labels):
        out |= bags_of_words(train)
        out |= embeddings(train)
    return out
