"""Score the shipped model beyond single labels: contrast groups, invariance, mentions, documents, calibration.

    python scripts/evaluate_evidence.py                  # on the split dev
    python scripts/evaluate_evidence.py --split test     # for a release only

Everything is measured on passages whose writers and processes are not in `train`, with 95% bootstrap intervals over
contrast groups, passages or documents.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from check_corpus import sample_texts

from classifier.labels import LABELS, Capacity, Label
from classifier.metrics import macro_f1
from classifier.metrics.agreement import unit_interval
from classifier.metrics.spans import match_spans, span_f1
from classifier.model import Tracker, load
from classifier.records import PassageResult

#: Edits that exchange names, countries or dates, or the order of participants, and nothing else.
INVARIANT = {"names_swapped", "countries_swapped", "dates_changed", "order_changed"}
BINS = 10


def read(path: Path, split: str) -> list[dict]:
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [record for record in records if record["split"] == split]


def report(name: str, n: int, measure: Callable[[np.ndarray], float]) -> None:
    if n < 2:
        print(f"{name:58} n {n:4}  too few")
        return
    low, high = unit_interval(n, measure, resamples=1000)
    print(f"{name:58} n {n:4}  {measure(np.arange(n)):.3f} [{low:.3f}, {high:.3f}]")


def mean_of(values: Iterable[float]) -> Callable[[np.ndarray], float]:
    array = np.array(list(values), dtype=float)
    return lambda drawn: float(array[drawn].mean())


def contrast(tracker: Tracker, passages: list[dict], variants: list[dict]) -> None:
    sources = {r["contrast"]: r for r in passages if "contrast" in r}
    groups: dict[str, list[dict]] = defaultdict(list)
    for record in (*sources.values(), *variants):
        groups[record["contrast"]].append(record)
    members = [record for group in groups.values() for record in group]
    found = dict(zip((r["passage_id"] for r in members), labels(tracker, members), strict=True))
    right = {r["passage_id"]: found[r["passage_id"]] == r["label"] for r in members}
    report("contrast groups with every member right", len(groups), mean_of(
        all(right[r["passage_id"]] for r in group) for group in groups.values()
    ))  # fmt: skip
    report("members of contrast groups right", len(members), mean_of(right.values()))
    for name, wanted in (("invariance edits that leave the label", True), ("other edits that should leave it", False)):
        edits = [v for v in variants if not v["moves"] and (v["edit"] in INVARIANT) is wanted]
        same = [found[v["passage_id"]] == found[sources[v["contrast"]]["passage_id"]] for v in edits]
        report(name, len(same), mean_of(same))
    moving = [v for v in variants if v["moves"]]
    moved = [found[v["passage_id"]] != found[sources[v["contrast"]]["passage_id"]] for v in moving]
    report("edits that should move the label and do", len(moved), mean_of(moved))


def labels(tracker: Tracker, records: Sequence[dict]) -> list[str]:
    return [str(result.label) for result in tracker.classify_many(r["text"] for r in records)]


def mentions(tracker: Tracker, records: list[dict]) -> None:
    matches, hits = [], defaultdict(list)
    for record, result in zip(records, tracker.classify_many(r["text"] for r in records), strict=True):
        gold = sorted(record["actors"], key=lambda a: (a["start"], a["end"]))
        found = sorted(result.actors, key=lambda a: (a.start, a.end))
        match = match_spans([(a["start"], a["end"]) for a in gold], [(a.start, a.end) for a in found])
        matches.append(match)
        for field in ("status", "capacity", "role"):
            hits[field].append([gold[i][field] == getattr(found[k], field) for i, k in match.pairs])
        former = [(gold[i]["capacity"], found[k].capacity) for i, k in match.pairs]
        hits["former or not"].append([(g == Capacity.FORMER) == (f is Capacity.FORMER) for g, f in former])
        seats = [(gold[i]["role"] in ("participant", "facilitator"), found[k].at_table) for i, k in match.pairs]
        hits["at the table or not"].append([g == f for g, f in seats])
    report("actor mentions, F1 by overlap", len(records), lambda drawn: span_f1([matches[i] for i in drawn]))
    for field, values in hits.items():
        sizes = np.array([len(v) for v in values])
        sums = np.array([sum(v) for v in values])
        report(f"{field}, of matched mentions", len(records), lambda d, a=sums, n=sizes: float(a[d].sum() / n[d].sum()))


def documents(tracker: Tracker, corpus: Path, split: str) -> None:
    with (corpus / "documents" / "documents.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["split"] == split]
    texts = {path.stem: path.read_text("utf-8") for path in (corpus / "documents").glob("*.txt")}
    texts |= dict(sample_texts(corpus / "samples"))
    gold = np.array([row["label"] for row in rows])
    found = np.array([str(tracker.classify_document(texts[row["document_id"]]).label) for row in rows])
    report("documents, macro-F1", len(rows), lambda drawn: macro_f1(list(gold[drawn]), list(found[drawn])))


def calibration(name: str, results: list[PassageResult], gold: Sequence[str]) -> None:
    p = np.array([[r.probabilities[label] for label in LABELS] for r in results])
    columns = np.array([LABELS.index(Label(label)) for label in gold])
    rows = np.arange(len(gold))
    report(f"{name}: log loss", len(gold), mean_of(-np.log(np.clip(p[rows, columns], 1e-6, 1))))
    report(f"{name}: Brier score", len(gold), mean_of(((p - np.eye(len(LABELS))[columns]) ** 2).sum(axis=1)))
    confidence, right = p.max(axis=1), p.argmax(axis=1) == columns
    report(f"{name}: top-label calibration error", len(gold), lambda d: calibration_error(confidence[d], right[d]))
    covered = [Label(label) in result.prediction_set for result, label in zip(results, gold, strict=True)]
    report(f"{name}: coverage of 90% sets", len(gold), mean_of(covered))
    report(f"{name}: size of 90% sets", len(gold), mean_of(len(r.prediction_set) for r in results))


def calibration_error(confidence: np.ndarray, right: np.ndarray) -> float:
    """Root of the mean squared gap over bins of equal mass, sampling variance removed (Kumar et al. 2019)."""
    total = 0.0
    for rows in np.array_split(np.argsort(confidence, kind="stable"), BINS):
        hits = right[rows].mean()
        variance = hits * (1 - hits) / max(1, len(rows) - 1)
        total += len(rows) / len(confidence) * ((confidence[rows].mean() - hits) ** 2 - variance)
    return float(np.sqrt(max(0.0, total)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--split", choices=("dev", "test"), default="dev")
    parser.add_argument("--real", type=Path, action="append", default=[], metavar="FILE")
    args = parser.parse_args()
    tracker = load()
    passages, variants = (read(args.corpus / f"{name}.jsonl", args.split) for name in ("passages", "contrast"))
    results = list(tracker.classify_many(r["text"] for r in passages))
    contrast(tracker, passages, variants)
    mentions(tracker, read(args.corpus / "spans.jsonl", args.split))
    documents(tracker, args.corpus, args.split)
    calibration(f"passages of {args.split}", results, [r["label"] for r in passages])
    for path in args.real:
        records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        answers = list(tracker.classify_many(r["text"] for r in records))
        calibration(path.name, answers, [r["label"] for r in records])


if __name__ == "__main__":
    main()
