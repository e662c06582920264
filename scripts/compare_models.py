"""Compare the model with simpler and other ones by cross-validation on `train`, whole sources held out.

    python scripts/compare_models.py
    python scripts/compare_models.py --ablate      # also the model without each group of its features

Prints macro-F1 with a 95% bootstrap interval for: the codebook's decision table over the extracted facts (rules
alone), the second step over each group of features and over all, and gradient boosting over all. Features of
the second step are out-of-fold answers of the first, as in training, so that no system sees a passage's source.
The simplest that is not beaten is to be kept.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from threadpoolctl import threadpool_limits

from classifier.lexicon import load_lexicon
from classifier.metrics import bootstrap_interval, decide, facts_of, macro_f1
from classifier.model.corpus import read_corpus
from classifier.model.training import Training, fit_second, out_of_fold, prepare, splits_by_source

FILES = ("passages.jsonl", "contrast.jsonl", "spans.jsonl", "documents/labels.jsonl")
FOLDS = 5
Rows = list[dict[str, float]]
Fit = Callable[[Rows, np.ndarray, np.ndarray], Callable[[Rows], np.ndarray]]


def group_of(feature: str) -> str:
    """Group of a feature of the second step.

    >>> group_of("seat:official:any"), group_of("table:any:both"), group_of("table:track_2"), group_of("cue:activity:talks")
    ('seats', 'seats', 'verdict', 'cue')
    """
    family = feature.split(":")[0]
    if family == "seat" or (family == "table" and feature.count(":") == 2):
        return "seats"
    return "verdict" if family == "table" else family


def linear(rows: Rows, gold: np.ndarray, weights: np.ndarray) -> Callable[[Rows], np.ndarray]:
    fitted = fit_second(rows, gold, weights)
    return lambda test: fitted["facts_classifier"].predict(fitted["facts_vectorizer"].transform(test))


def boosting(rows: Rows, gold: np.ndarray, weights: np.ndarray) -> Callable[[Rows], np.ndarray]:
    vectorizer = DictVectorizer(sparse=False)
    learner = HistGradientBoostingClassifier(learning_rate=0.05, max_leaf_nodes=15, random_state=0)
    learner.fit(vectorizer.fit_transform(rows), gold, weights)
    return lambda test: learner.predict(vectorizer.transform(test))


def held_out(fit: Fit, rows: Rows, data: Training) -> list[str]:
    """Answers for sources that the learner has not seen."""
    answers = np.empty(len(rows), dtype=object)
    for train, test in splits_by_source(data, FOLDS):
        answers[test] = fit([rows[i] for i in train], data.gold[train], data.weights[train])([rows[i] for i in test])
    return list(answers)


def show(name: str, data: Training, answers: list[str]) -> None:
    gold = list(data.gold)
    low, high = bootstrap_interval(gold, answers)
    print(f"{name:44} {macro_f1(gold, answers):.3f} [{low:.3f}, {high:.3f}]", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--ablate", action="store_true", help="also leave out each group of features")
    args = parser.parse_args()
    passages, _ = read_corpus(*(args.corpus / name for name in FILES))
    with threadpool_limits(1):
        data = prepare([p for p in passages if p.split == "train"], load_lexicon())
        rows, _ = out_of_fold(data, FOLDS)
        groups = sorted({group_of(name) for row in rows for name in row})
        facts = set(groups) - {"seats", "words"}
        print(f"macro-F1 by {FOLDS}-fold cross-validation over {len(rows)} passages, whole sources held out")
        show("rules alone: the codebook's table", data, [
            str(decide(facts_of(e.actors, claimed=e.claimed_track))) for e in data.evidence
        ])  # fmt: skip

        def some(kept: set[str]) -> Rows:
            return [{name: value for name, value in row.items() if group_of(name) in kept} for row in rows]

        for name, kept in (
            ("linear on the rules' facts", facts),
            ("linear on delexicalised words", {"words"}),
            ("linear on facts and words", facts | {"words"}),
            ("linear on seats", {"seats"}),
            ("stacked: seats and words", {"seats", "words"}),
            ("stacked: seats, facts and words (the model)", set(groups)),
        ):
            show(name, data, held_out(linear, some(kept), data))
        show("gradient boosting on seats, facts and words", data, held_out(boosting, rows, data))
        if args.ablate:
            for group in groups:
                show(f"  the model without {group}", data, held_out(linear, some(set(groups) - {group}), data))


if __name__ == "__main__":
    main()
