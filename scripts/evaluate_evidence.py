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
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from check_corpus import sample_texts

from classifier.labels import LABELS, Capacity, Label
from classifier.metrics import macro_f1
from classifier.metrics.agreement import unit_interval
from classifier.metrics.calibration import calibration_error
from classifier.metrics.spans import match_spans, span_f1
from classifier.model import Tracker, load
from classifier.records import PassageResult

#: Edits that exchange names, countries or dates, or the order of participants, and nothing else.
INVARIANT = {"names_swapped", "countries_swapped", "dates_changed", "order_changed"}


def read(path: Path, split: str) -> list[dict]:
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [record for record in records if record["split"] == split]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure over ``n`` units (passages, groups, documents), as a function of the units drawn."""

    name: str
    n: int
    over: Callable[[np.ndarray], float]

    @property
    def value(self) -> float:
        """The figure over all units."""
        return self.over(np.arange(self.n))


def report(measure: Measure) -> None:
    if measure.n < 2:
        print(f"{measure.name:58} n {measure.n:4}  too few")
        return
    low, high = unit_interval(measure.n, measure.over, resamples=1000)
    print(f"{measure.name:58} n {measure.n:4}  {measure.value:.3f} [{low:.3f}, {high:.3f}]")


def mean_of(values: Iterable[float]) -> Callable[[np.ndarray], float]:
    array = np.array(list(values), dtype=float)
    return lambda drawn: float(array[drawn].mean())


def contrast(tracker: Tracker, passages: list[dict], variants: list[dict]) -> Iterator[Measure]:
    sources = {r["contrast"]: r for r in passages if "contrast" in r}
    groups: dict[str, list[dict]] = defaultdict(list)
    for record in (*sources.values(), *variants):
        groups[record["contrast"]].append(record)
    members = [record for group in groups.values() for record in group]
    found = dict(zip((r["passage_id"] for r in members), labels(tracker, members), strict=True))
    right = {r["passage_id"]: found[r["passage_id"]] == r["label"] for r in members}
    yield Measure("contrast groups with every member right", len(groups), mean_of(
        all(right[r["passage_id"]] for r in group) for group in groups.values()
    ))  # fmt: skip
    yield Measure("members of contrast groups right", len(members), mean_of(right.values()))
    for name, wanted in (("invariance edits that leave the label", True), ("other edits that should leave it", False)):
        edits = [v for v in variants if not v["moves"] and (v["edit"] in INVARIANT) is wanted]
        same = [found[v["passage_id"]] == found[sources[v["contrast"]]["passage_id"]] for v in edits]
        yield Measure(name, len(same), mean_of(same))
    moving = [v for v in variants if v["moves"]]
    moved = [found[v["passage_id"]] != found[sources[v["contrast"]]["passage_id"]] for v in moving]
    yield Measure("edits that should move the label and do", len(moved), mean_of(moved))


def labels(tracker: Tracker, records: Sequence[dict]) -> list[str]:
    return [str(result.label) for result in tracker.classify_many(r["text"] for r in records)]


def mentions(tracker: Tracker, records: list[dict]) -> Iterator[Measure]:
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
    yield Measure("actor mentions, F1 by overlap", len(records), lambda drawn: span_f1([matches[i] for i in drawn]))
    for field, values in hits.items():
        sizes = np.array([len(v) for v in values])
        sums = np.array([sum(v) for v in values])
        yield Measure(
            f"{field}, of matched mentions", len(records), lambda d, a=sums, n=sizes: float(a[d].sum() / n[d].sum())
        )


def documents(tracker: Tracker, corpus: Path, split: str) -> Iterator[Measure]:
    with (corpus / "documents" / "documents.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["split"] == split]
    texts = {path.stem: path.read_text("utf-8") for path in (corpus / "documents").glob("*.txt")}
    texts |= dict(sample_texts(corpus / "samples"))
    gold = np.array([row["label"] for row in rows])
    found = np.array([str(tracker.classify_document(texts[row["document_id"]]).label) for row in rows])
    yield Measure("documents, macro-F1", len(rows), lambda drawn: macro_f1(list(gold[drawn]), list(found[drawn])))


def calibration(name: str, results: list[PassageResult], gold: Sequence[str]) -> Iterator[Measure]:
    p = np.array([[r.probabilities[label] for label in LABELS] for r in results])
    columns = np.array([LABELS.index(Label(label)) for label in gold])
    rows = np.arange(len(gold))
    yield Measure(f"{name}: log loss", len(gold), mean_of(-np.log(np.clip(p[rows, columns], 1e-6, 1))))
    yield Measure(f"{name}: Brier score", len(gold), mean_of(((p - np.eye(len(LABELS))[columns]) ** 2).sum(axis=1)))
    confidence, right = p.max(axis=1), p.argmax(axis=1) == columns
    yield Measure(
        f"{name}: top-label calibration error", len(gold), lambda d: calibration_error(confidence[d], right[d])
    )
    covered = [Label(label) in result.prediction_set for result, label in zip(results, gold, strict=True)]
    yield Measure(f"{name}: coverage of 90% sets", len(gold), mean_of(covered))
    yield Measure(f"{name}: size of 90% sets", len(gold), mean_of(len(r.prediction_set) for r in results))


def measures(tracker: Tracker, corpus: Path, split: str) -> Iterator[Measure]:
    """All figures of a split."""
    passages, variants = (read(corpus / f"{name}.jsonl", split) for name in ("passages", "contrast"))
    results = list(tracker.classify_many(r["text"] for r in passages))
    gold, found = np.array([r["label"] for r in passages]), np.array([str(r.label) for r in results])
    yield Measure("passages, macro-F1", len(gold), lambda drawn: macro_f1(list(gold[drawn]), list(found[drawn])))
    yield from contrast(tracker, passages, variants)
    yield from mentions(tracker, read(corpus / "spans.jsonl", split))
    yield from documents(tracker, corpus, split)
    yield from calibration(f"passages of {split}", results, [r["label"] for r in passages])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--split", choices=("dev", "test"), default="dev")
    parser.add_argument("--real", type=Path, action="append", default=[], metavar="FILE")
    args = parser.parse_args()
    tracker = load()
    for measure in measures(tracker, args.corpus, args.split):
        report(measure)
    for path in args.real:
        records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        answers = list(tracker.classify_many(r["text"] for r in records))
        for measure in calibration(path.name, answers, [r["label"] for r in records]):
            report(measure)


if __name__ == "__main__":
    main()
