"""Make corpus/spans.jsonl: passages with every actor mention and cue, as two annotators marked them.

An annotation is a JSON line with id, actors (text, n, status, capacity, role, kind, negated) and cues (text, n,
aspect); `n` counts the occurrences of the text before the one that is meant. Where both annotators agree, their mark
stands; where they differ, the third annotator's decision, a JSON line with id and, for each difference in order, A or
B; while there is none, A's. Passages that only one annotator has marked are kept with that one's marks.

    python scripts/add_spans.py --a A_*.jsonl --b B_*.jsonl --open open.jsonl         # what the third has to decide
    python scripts/add_spans.py --a A_*.jsonl --b B_*.jsonl --decisions C_*.jsonl     # write corpus/spans.jsonl
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from classifier.records import check_record

ACTOR_FIELDS = ("status", "capacity", "role", "kind", "negated")
KEPT = (
    "schema", "document_id", "passage_index", "passage_id", "text", "text_sha256", "start", "end", "label", "split",
    "group", "batch",
)  # fmt: skip


def read(paths: Iterable[Path]) -> dict[str, dict]:
    rows = (json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines())
    return {row["id"]: row for row in rows}


def place(text: str, mark: dict) -> tuple[int, int] | None:
    """Where a mark stands: the occurrence of its text after `n` others."""
    start = -1
    for _ in range(mark.get("n", 0) + 1):
        start = text.find(mark["text"], start + 1)
        if start < 0:
            return None
    return start, start + len(mark["text"])


def placed(text: str, marks: list[dict], kind: str) -> dict[tuple[int, int], dict]:
    """Marks by their place, as the record writes them; a mark that is not in the text is refused."""
    out = {}
    for mark in marks:
        span = place(text, mark)
        if span is None:
            raise ValueError(f"{mark['text']!r} (n {mark.get('n', 0)}) is not in the text")
        base = {"start": span[0], "end": span[1], "text": mark["text"]}
        if kind == "actors":
            fields = {name: mark[name] for name in ACTOR_FIELDS[:4]}
            out[span] = base | fields | {"party": "", "negated": bool(mark.get("negated", False))}
        else:
            out[span] = base | {"aspect": mark["aspect"], "value": ""}
    return out


def differences(text: str, a: dict, b: dict) -> list[tuple[str, dict | None, dict | None]]:
    """Pairs of marks that differ, in the order of the text: of the same place, else of overlapping places."""
    out = []
    for kind in ("actors", "cues"):
        first, second = placed(text, a[kind], kind), placed(text, b[kind], kind)
        loose = [span for span in second if span not in first]
        for span in sorted(set(first) | set(second)):
            one, other = first.get(span), second.get(span)
            if one is None and span not in loose:
                continue  # paired with an overlapping mark already
            if one is not None and other is None:
                near = next((s for s in loose if s[0] < span[1] and span[0] < s[1]), None)
                if near is not None:
                    loose.remove(near)
                    other = second[near]
            if one != other:
                out.append((kind, one, other))
    return out


def settled(text: str, a: dict, b: dict, decisions: list[str]) -> dict[str, list[dict]]:
    """Marks on which both agree, and of each difference the side that was chosen."""
    out = {}
    found = differences(text, a, b)
    chosen = dict(enumerate(decisions))
    for kind in ("actors", "cues"):
        marks = placed(text, a[kind], kind)
        for n, (what, one, other) in enumerate(found):
            if what != kind or chosen.get(n, "A") == "A":
                continue
            if one is not None:
                marks.pop((one["start"], one["end"]), None)
            if other is not None:
                marks[other["start"], other["end"]] = other
        out[kind] = [marks[span] for span in sorted(marks)]
    return out


def record_of(passage: dict, a: dict, b: dict | None, decisions: list[str]) -> dict:
    """Canonical record of a passage with all its mentions."""
    text = passage["text"]
    marks = settled(text, a, b or a, decisions)
    spans = {}
    for name, annotation in (("A", a), ("B", b)):
        if annotation is not None:
            spans[name] = {k: list(placed(text, annotation[k], k).values()) for k in ("actors", "cues")}
    kind = "adjudicated" if b is not None else "model"
    source = {"kind": kind, "name": "span annotation", "version": "1"}
    record = {name: passage[name] for name in KEPT} | marks | {"source": source, "complete": True, "spans": spans}
    check_record(record)
    return record


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--a", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument("--b", type=Path, nargs="+", default=[], metavar="FILE")
    parser.add_argument("--decisions", type=Path, nargs="+", default=[], metavar="FILE")
    parser.add_argument("--open", type=Path, metavar="FILE", help="write the differences that have no decision")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    args = parser.parse_args()
    lines = (args.corpus / "passages.jsonl").read_text("utf-8").splitlines()
    passages = {record["passage_id"]: record for record in map(json.loads, lines)}
    first, second, decisions = read(args.a), read(args.b), read(args.decisions)
    records, undecided = [], []
    for passage_id, a in first.items():
        passage, b = passages[passage_id], second.get(passage_id)
        chosen = decisions.get(passage_id, {}).get("decisions", [])
        records.append(record_of(passage, a, b, chosen))
        found = differences(passage["text"], a, b) if b else []
        if len(found) > len(chosen):
            shown = [{"kind": kind, "A": one, "B": other} for kind, one, other in found]
            undecided.append(
                {"id": passage_id, "text": passage["text"], "label": passage["label"], "differences": shown}
            )
    order = {passage_id: n for n, passage_id in enumerate(passages)}
    records.sort(key=lambda record: order[record["passage_id"]])
    if args.open:
        args.open.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in undecided), "utf-8")
    target = args.corpus / "spans.jsonl"
    target.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    both = sum("B" in record["spans"] for record in records)
    print(f"{len(records)} passages with spans, {both} marked twice, {len(undecided)} with undecided differences")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
