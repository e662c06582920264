"""Measure the speed of classification beside spaCy's bare tokenizer, on the same text in the same run.

    python scripts/benchmark_speed.py ../shared/news/*.jsonl.gz
    python scripts/benchmark_speed.py corpus/passages.jsonl --rounds 5

Prints megabytes (UTF-8) a second of either, and how many times longer than the tokenizer classification takes
('×tok': the same on any machine). The rounds of the two alternate, so that a machine that slows down slows both;
the best round of each counts.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import spacy

from classifier.documents import Document, read_documents, split_passages
from classifier.model import Tracker, load


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def best_seconds(tracker: Tracker, texts: list[str], rounds: int) -> dict[str, float]:
    """Best time of the tokenizer and of classification over alternating rounds."""
    nlp = spacy.blank("en")

    def tokenize() -> None:
        # The tokenizer's cache of words is part of what it is; a fresh vocabulary each round would be unfair to it.
        for text in texts:
            nlp.make_doc(text)

    def classify() -> None:
        for _ in tracker.classify_many(texts):
            pass

    best = {"tokenizer": float("inf"), "diplotrack": float("inf")}
    for _ in range(rounds):
        best["tokenizer"] = min(best["tokenizer"], seconds(tokenize))
        best["diplotrack"] = min(best["diplotrack"], seconds(classify))
    return best


def times_tokenizer(tracker: Tracker, texts: list[str], rounds: int = 3) -> float:
    """How many times longer than the bare tokenizer classification takes."""
    best = best_seconds(tracker, texts, rounds)
    return best["diplotrack"] / best["tokenizer"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("inputs", nargs="+", help="Files as for: diplotrack classify")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabytes", type=float, default=8.0, help="Stop reading after so much text.")
    args = parser.parse_args()

    texts: list[str] = []
    size = 0
    for document in read_documents(args.inputs):
        if isinstance(document, Document):
            for passage in split_passages(document.text):
                texts.append(passage.text)
                size += len(passage.text.encode())
        if size > args.megabytes * 1e6:
            break
    best = best_seconds(load(), texts, args.rounds)
    print(f"{len(texts)} passages, {size / 1e6:.1f} MB, best of {args.rounds} rounds")
    for name, took in best.items():
        print(f"{name:12} {took:7.2f} s  {size / 1e6 / took:6.2f} MB/s  ×tok {took / best['tokenizer']:.2f}")


if __name__ == "__main__":
    main()
