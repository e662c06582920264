"""Score the shipped model on passages that it never saw, beside bags of words trained on the same passages.

    python scripts/evaluate_passages.py
    python scripts/evaluate_passages.py --real ../shared/passages/sealed.jsonl --real ../shared/passages/read.jsonl

Prints macro-F1 with a 95% bootstrap interval, and the F1 of each label, on the corpus's own `dev` split (whose processes
and writers are not in `train`) and on every file named with --real (JSON lines with `text` and `label`). The
baselines learn from the same passages as the model; their one setting, the strength of their regularisation, is
chosen by cross-validation over these, with sources kept together.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedGroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from classifier.labels import LABELS
from classifier.metrics import bootstrap_interval, macro_f1
from classifier.metrics.scores import class_f1
from classifier.model import load
from classifier.model.corpus import Labelled, read_corpus

Predict = Callable[[Sequence[str]], list[str]]
STRENGTHS = [1, 3, 10]


def baseline(learner: object, name: str, train: Sequence[Labelled]) -> Predict:
    """Words and word pairs weighed by tf-idf, with a linear learner."""
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    search = GridSearchCV(
        make_pipeline(words, learner),
        {f"{name}__C": STRENGTHS},
        scoring="f1_macro",
        cv=StratifiedGroupKFold(5),
        n_jobs=2,
    )
    search.fit([p.text for p in train], [str(p.label) for p in train], groups=[p.source for p in train])
    return lambda texts: [str(label) for label in search.predict(texts)]


def systems(train: Sequence[Labelled]) -> dict[str, Predict]:
    """Every system that is compared, as a function from texts to labels."""
    tracker = load()
    majority = max(LABELS, key=lambda label: sum(p.label is label for p in train))
    logistic = LogisticRegression(class_weight="balanced", max_iter=5000)
    return {
        "majority": lambda texts: [str(majority)] * len(texts),
        "tf-idf + logistic": baseline(logistic, "logisticregression", train),
        "tf-idf + SVM": baseline(LinearSVC(class_weight="balanced"), "linearsvc", train),
        "diplotrack": lambda texts: [str(r.label) for r in tracker.classify_many(texts)],
    }


def read_real(path: Path) -> list[tuple[str, str]]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [(row["text"], row["label"]) for row in rows]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--split", choices=("dev", "test"), default="dev", help="test: for a release only")
    parser.add_argument("--real", type=Path, action="append", default=[], metavar="FILE")
    args = parser.parse_args()
    passages, _ = read_corpus(args.corpus / "passages.jsonl")
    more, _ = read_corpus(args.corpus / "contrast.jsonl", args.corpus / "documents" / "labels.jsonl")
    train = [p for p in (*passages, *more) if p.split == "train"]
    tests = {args.split: [(p.text, str(p.label)) for p in passages if p.split == args.split]}
    tests |= {path.name: read_real(path) for path in args.real if path.is_file()}
    for path in args.real:
        if not path.is_file():
            print(f"{path}: not there, left out")
    print(f"trained on {len(train)} passages of {args.corpus}; none of the test passages is of a process in them:")
    print(f"{'system':18} {'passages':14} {'n':>4}  macro-F1 [95%]        " + " ".join(f"{x:>9}" for x in LABELS))
    for name, predict in systems(train).items():
        for test, rows in tests.items():
            gold, found = [label for _, label in rows], predict([text for text, _ in rows])
            low, high = bootstrap_interval(gold, found)
            each = " ".join(f"{score:9.3f}" for score in class_f1(gold, found).values())
            print(f"{name:18} {test:14} {len(gold):4}  {macro_f1(gold, found):.3f} [{low:.3f}, {high:.3f}]  {each}")


if __name__ == "__main__":
    main()
