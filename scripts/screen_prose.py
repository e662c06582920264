"""Classify unlabelled prose passage by passage: how often each track is found, and a sample of what is found.

    python scripts/screen_prose.py ../shared/news/digitalgov.jsonl.gz ../shared/news/18f.jsonl.gz
    python scripts/screen_prose.py ../shared/news/*.jsonl.gz --draw 60 --seed 1 > drawn.txt

Prose without diplomacy in it shows the false positives; a sample drawn of the rest, read by a person, the precision.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

from classifier.documents import Document, read_documents, split_passages
from classifier.labels import LABELS, Label
from classifier.model import load

DRAWN = (Label.TRACK_1_5, Label.TRACK_2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--draw", type=int, default=0, metavar="N", help="print N passages found as track 1.5 or 2")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    tracker = load()
    found: list[tuple[str, str, float, str]] = []
    print(f"{'file':24} {'passages':>8}  " + " ".join(f"{label:>9}" for label in LABELS) + "   other than none")
    totals: Counter[Label] = Counter()
    for path in args.files:
        counts: Counter[Label] = Counter()
        documents = (item for item in read_documents([str(path)]) if isinstance(item, Document))
        texts = (p.text for d in documents for p in split_passages(d.text) if p.text.strip())
        for result in tracker.classify_many(texts):
            counts[result.label] += 1
            if result.label in DRAWN:
                found.append((path.name, str(result.label), result.confidence, result.text))
        totals += counts
        print(line(path.name, counts))
    print(line("all", totals))
    n = sum(totals.values())
    print(" ".join(f"{label}: {1e6 * totals[label] / n:.0f} per million" for label in LABELS))
    for name, label, confidence, text in random.Random(args.seed).sample(found, min(args.draw, len(found))):
        print(f"\n[{label} {confidence:.2f}, {name}] {text}")


def line(name: str, counts: Counter[Label]) -> str:
    n = sum(counts.values())
    shares = " ".join(f"{counts[label]:9}" for label in LABELS)
    return f"{name:24} {n:8}  {shares}   {100 * (n - counts[Label.NONE]) / max(n, 1):.2f}%"


if __name__ == "__main__":
    main()
