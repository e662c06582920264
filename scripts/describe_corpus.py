"""Write the datasheet's tables into it, or hold it to them.

    python scripts/describe_corpus.py            # write the tables into corpus/README.md
    python scripts/describe_corpus.py --check    # exit 1 if the tables in corpus/README.md are not current
    python scripts/describe_corpus.py --real ../shared/passages/read.jsonl   # diversity, beside real passages

The tables stand between the two comments `<!-- tables -->` and `<!-- /tables -->`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from classifier.labels import LABELS
from classifier.metrics.agreement import (
    NOMINAL,
    TRACK_STEPS,
    cohen_kappa,
    count_votes,
    krippendorff_alpha,
    specific_agreement,
    unit_interval,
)
from classifier.metrics.spans import SpanMatch, match_spans, span_f1

TABLES = re.compile(r"(?<=<!-- tables -->\n).*(?=<!-- /tables -->)", re.DOTALL)
ERAS = ((1815, 1945), (1946, 1989), (1990, 2009), (2010, 2026))
#: So many words of each collection are compared, for a longer text always has more distinct n-grams in all.
SAMPLE_WORDS = 8000
VOTERS = ("author", "A", "B", "C")
#: Edits with fewer variants are counted together.
COMMON_EDIT = 8


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a Markdown table."""
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *lines]) + "\n"


def by_label(frame: pd.DataFrame, column: str, title: str) -> str:
    """Count passages by a column and label, most frequent first."""
    counts = pd.crosstab(frame[column], frame["label"]).reindex(columns=list(map(str, LABELS)), fill_value=0)
    counts = counts.assign(all=counts.sum(axis=1))
    counts = counts.sort_values("all", ascending=False, kind="stable")
    rows = [(name, *values) for name, *values in counts.itertuples(name=None)]
    return table([title, *map(str, LABELS), "all"], [*rows, ("all", *counts.sum())])


def edits(variants: list[dict]) -> str:
    """Count the commonest edits, and how many of them move the label."""
    frame = pd.DataFrame(variants).groupby("edit")["moves"].agg(["size", "sum"])
    frame = frame.sort_values(["size", "sum"], ascending=False, kind="stable")
    common = frame[frame["size"] >= COMMON_EDIT]
    rest = frame[frame["size"] < COMMON_EDIT].sum()
    rows = [(name, n, int(moves)) for name, n, moves in common.itertuples(name=None)]
    return table(["edit", "variants", "move the label"], [*rows, ("others", int(rest["size"]), int(rest["sum"]))])


def era_of(year: float) -> str:
    for first, last in ERAS:
        if first <= year <= last:
            return f"{first}-{last}"
    return "none named"


def composition(passages: list[dict], variants: list[dict]) -> str:
    frame = pd.DataFrame(passages)
    frame["era"] = frame["year"].map(lambda year: era_of(year if year == year and year is not None else 0))
    tagged = frame.explode("tags")
    hard = frame.assign(hard=[("hard" if tags != ["easy"] else "easy") for tags in frame["tags"]])
    edits = pd.DataFrame(variants)
    parts = [
        f"{len(frame)} passages on {frame['group'].nunique()} processes, events and themes, by {frame['batch'].nunique()} "
        f"writers; {len(edits)} contrast variants in {edits['contrast'].nunique()} groups, of which "
        f"{int(edits['moves'].sum())} move the label.\n",
    ]
    for column, title in (("split", "split"), ("region", "region"), ("era", "era"), ("genre", "genre")):
        parts.append(by_label(frame, column, title))
    parts += [by_label(hard, "hard", "hardness"), by_label(tagged, "tags", "tag (several for one passage)")]
    return "\n".join(parts)


def agreement(records: list[dict]) -> str:
    """Tabulate how far the two blind annotators agree, with bootstrap intervals over passages."""
    pairs, authors = [], []
    for record in records:
        votes = {vote["annotator"]: vote["label"] for vote in record["votes"]}
        if "A" in votes and "B" in votes:
            pairs.append((votes["A"], votes["B"]))
            authors.append(votes["author"])
    n_votes = [sum(v["annotator"] in "AB" for v in r["votes"]) for r in records]
    text = f"{n_votes.count(2)} records have two blind votes, {n_votes.count(1)} one, {n_votes.count(0)} none.\n"
    if len(pairs) < 2:
        return text
    first, second = (np.array(side, dtype=object) for side in zip(*pairs, strict=True))
    counts = count_votes(pairs)
    measures = {
        "Krippendorff's alpha, nominal": lambda drawn: krippendorff_alpha(counts[drawn], NOMINAL),
        "Krippendorff's alpha, squared track distance": lambda drawn: krippendorff_alpha(counts[drawn], TRACK_STEPS),
        "Cohen's kappa, A and B": lambda drawn: cohen_kappa(first[drawn], second[drawn]),
    }
    for label in map(str, LABELS):
        measures[f"specific agreement on {label}"] = lambda drawn, label=label: specific_agreement(
            first[drawn], second[drawn]
        )[label]
    everyone = np.arange(len(pairs))
    rows = []
    for name, measure in measures.items():
        low, high = unit_interval(len(pairs), measure, resamples=300)
        rows.append((name, f"{measure(everyone):.3f}", f"{low:.3f} to {high:.3f}"))
    crossed = pd.crosstab(pd.Series(first, name="A"), pd.Series(second, name="B"))
    crossed = crossed.reindex(index=list(map(str, LABELS)), columns=list(map(str, LABELS)), fill_value=0)
    return "\n".join(
        [
            text,
            table(["measure", "value", "95% interval"], rows),
            table(["A \\ B", *map(str, LABELS)], [(name, *counts) for name, *counts in crossed.itertuples(name=None)]),
            "Where author, A and B do not agree, C decides:\n",
            table(["record", *VOTERS], disagreements(records)),
        ]
    )


def disagreements(records: list[dict]) -> list[tuple[str, ...]]:
    """Every record whose author and annotators do not all agree, with their votes."""
    rows = []
    for record in records:
        votes = {vote["annotator"]: vote["label"] for vote in record["votes"]}
        if len({votes[name] for name in ("author", "A", "B") if name in votes}) > 1:
            rows.append((record["passage_id"], *(votes.get(name, "") for name in VOTERS)))
    return sorted(rows)


def span_agreement(records: list[dict]) -> str:
    """Tabulate how far the two annotators of spans agree, with bootstrap intervals over passages."""
    both = [r["spans"] for r in records if "B" in r["spans"]]
    lone = len(records) - len(both)
    text = f"{len(records)} passages have every actor mention and cue marked: {len(both)} by two annotators, {lone} by one.\n"
    if len(both) < 2:
        return text
    rows = []
    everyone = np.arange(len(both))
    for kind in ("actors", "cues"):
        pairs = [(spans["A"][kind], spans["B"][kind]) for spans in both]
        matches = [match_spans(bounds(a), bounds(b)) for a, b in pairs]
        n = sum(m.n_first for m in matches), sum(m.n_second for m in matches)
        for name, exact in (("overlap", False), ("exact bounds", True)):
            rows.append(
                span_row(f"{kind}, F1 by {name} (A {n[0]}, B {n[1]})", len(both), f1_of(matches, exact=exact), everyone)
            )
        for field in ("status", "capacity", "role", "kind") if kind == "actors" else ("aspect",):
            same = [
                [a[i][field] == b[k][field] for i, k in match.pairs]
                for (a, b), match in zip(pairs, matches, strict=True)
            ]
            rows.append(span_row(f"{kind}, same {field} where both mark", len(both), share_of(same), everyone))
    return "\n".join([text, table(["measure", "value", "95% interval"], rows)])


def bounds(marks: list[dict]) -> list[tuple[int, int]]:
    return sorted((mark["start"], mark["end"]) for mark in marks)


def f1_of(matches: list[SpanMatch], *, exact: bool) -> Callable[[np.ndarray], float]:
    return lambda drawn: span_f1([matches[i] for i in drawn], exact=exact)


def share_of(same: list[list[bool]]) -> Callable[[np.ndarray], float]:
    hits, sizes = np.array([sum(s) for s in same]), np.array([len(s) for s in same])
    return lambda drawn: float(hits[drawn].sum() / max(1, sizes[drawn].sum()))


def span_row(name: str, n: int, measure: Callable[[np.ndarray], float], everyone: np.ndarray) -> tuple[str, str, str]:
    low, high = unit_interval(n, measure, resamples=300)
    return name, f"{measure(everyone):.3f}", f"{low:.3f} to {high:.3f}"


def documents_table(folder: Path, records: list[dict]) -> str:
    frame = pd.read_csv(folder / "documents.csv")
    passages = pd.Series([r["label"] for r in records]).value_counts()
    counts = ", ".join(f"{label} {passages.get(str(label), 0)}" for label in LABELS)
    head = f"{len(frame)} documents of {len(records)} passages ({counts}).\n"
    return "\n".join([head, by_label(frame, "split", "split"), by_label(frame, "genre", "genre")])


def diversity(name: str, records: list[dict], seed: int = 0) -> tuple[object, ...]:
    """Distinct word pairs and triples in a sample of equal size, distinct openings, and lengths."""
    rng = np.random.default_rng(seed)
    texts = [re.findall(r"\w+", records[i]["text"].lower()) for i in rng.permutation(len(records))]
    words = [word for text in texts for word in text][:SAMPLE_WORDS]
    shares = []
    for n in (1, 2, 3):
        grams = list(zip(*(words[i:] for i in range(n)), strict=False))
        shares.append(f"{len(set(grams)) / len(grams):.3f}")
    some = texts[:80]
    openings = len({tuple(text[:1]) for text in some}) / len(some)
    quartiles = "/".join(f"{q:.0f}" for q in np.quantile([len(t) for t in texts], [0.1, 0.25, 0.5, 0.75, 0.9]))
    return name, len(records), *shares, f"{openings:.2f}", quartiles


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--check", action="store_true", help="only say whether the datasheet is current")
    parser.add_argument("--real", type=Path, action="append", default=[], metavar="FILE")
    args = parser.parse_args()
    passages, variants = read(args.corpus / "passages.jsonl"), read(args.corpus / "contrast.jsonl")
    if args.real:
        head = ["collection", "n", "distinct words", "pairs", "triples", "first words", "words, 10/25/50/75/90%"]
        rows = [diversity(split, [p for p in passages if p["split"] == split]) for split in ("train", "dev", "test")]
        rows += [diversity(path.name, read(path)) for path in args.real]
        print(table(head, rows))
        return 0
    spans, document_passages = read(args.corpus / "spans.jsonl"), read(args.corpus / "documents" / "labels.jsonl")
    parts = {
        "Passages": composition(passages, variants),
        "Contrast variants, by edit": edits(variants),
        "Documents": documents_table(args.corpus / "documents", document_passages),
        "Agreement on labels": agreement([*passages, *variants, *document_passages]),
        "Agreement on spans": span_agreement(spans),
    }
    tables = "".join(f"\n### {title}\n\n{text}" for title, text in parts.items())
    datasheet = args.corpus / "README.md"
    current = datasheet.read_text("utf-8")
    written = TABLES.sub(lambda _: tables, current)
    if args.check:
        if written != current:
            print(f"{datasheet} is not current; run python scripts/describe_corpus.py", file=sys.stderr)
            return 1
        return 0
    datasheet.write_text(written, "utf-8")
    print(tables)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
