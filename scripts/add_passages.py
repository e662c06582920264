"""Add a new batch of drafts to the corpus as canonical records.

A draft is a JSON line with text, label, actors (text, status, capacity, role, kind, party), facilitator, designation,
activity, genre, register, region, period, process, tags, why, and private_channel where one is. One file is one batch, written by one hand; its split, weight
and brief stand in corpus/batches.csv. Actors get their offsets, the passage its id, digest, group and split.

    python scripts/add_passages.py drafts.jsonl --batch rhine
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from pathlib import Path

import pandas as pd

from classifier.errors import DiplotrackError
from classifier.records import SCHEMA, check_record, sha256_of


def locate(text: str, mention: str, taken: set[int]) -> int:
    """Offset of a mention's first occurrence that is not taken yet."""
    start = text.find(mention)
    while start in taken:
        following = text.find(mention, start + 1)
        if following < 0:
            break
        start = following
    return start


def spans_of(text: str, actors: list[dict]) -> list[dict]:
    """Give every actor its place in the text, in the order of the text."""
    taken: set[int] = set()
    spans = []
    for actor in actors:
        start = locate(text, actor["text"], taken)
        taken.add(start)
        fields = {key: actor[key] for key in ("text", "status", "capacity", "role", "kind")}
        spans.append({"start": start, "end": start + len(actor["text"]), **fields, "party": actor.get("party") or ""})
    return sorted(spans, key=lambda a: (a["start"], a["end"]))


def record_of(draft: dict, batch: str, split: str, weight: float, number: int) -> dict:
    """Make the canonical record of a draft, and check it."""
    text = draft["text"]
    document_id = f"{batch}-{number:03d}"
    years = re.findall(r"1[89]\d\d|20\d\d", str(draft["period"]))
    record = {
        "schema": SCHEMA, "document_id": document_id, "passage_index": 0, "passage_id": f"{document_id}#0",
        "text": text, "text_sha256": sha256_of(text), "start": 0, "end": len(text), "label": draft["label"],
        "actors": spans_of(text, draft["actors"]), "cues": [],
        "source": {"kind": "model", "name": "composer", "version": batch},
        "votes": [{"annotator": "author", "label": draft["label"]}],
        "rationale": draft["why"], "tags": draft["tags"], "group": draft["process"], "split": split,
        "genre": draft["genre"], "region": draft["region"], "period": str(draft["period"]), "batch": batch,
        "facilitator": draft.get("facilitator") or "", "designation": draft.get("designation") or "",
        "activity": draft.get("activity") or "", "place": draft.get("place") or draft["region"],
        "register": draft["register"], "topics": [], "year": int(years[-1]) if years else None,
    }  # fmt: skip
    if draft.get("private_channel"):
        # Confidants who carry a leader's messages, or bodies that talk in a government's stead (codebook, step 2).
        record["private_channel"] = True
    if weight != 1:
        record["weight"] = weight
    check_record(record)
    return record


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("drafts", type=Path)
    parser.add_argument("--batch", required=True, help="name of the batch, as in corpus/batches.csv")
    parser.add_argument("--corpus", type=Path, default=Path("corpus/passages.jsonl"))
    args = parser.parse_args()
    batches = pd.read_csv(args.corpus.parent / "batches.csv").set_index("batch")
    if args.batch not in batches.index:
        print(f"batches.csv has no batch {args.batch}; add its split, weight and brief there", file=sys.stderr)
        return 1
    split, weight = str(batches.loc[args.batch, "split"]), float(batches.loc[args.batch, "weight"])
    known = [json.loads(line) for line in args.corpus.read_text("utf-8").splitlines()]
    texts = {record["text"] for record in known}
    elsewhere = {record["group"] for record in known if record["split"] != split}
    first = 1 + sum(record["batch"] == args.batch for record in known)
    added = []
    for number, line in enumerate(args.drafts.read_text("utf-8").splitlines(), 1):
        try:
            draft = json.loads(line)
            if draft["process"] in elsewhere:
                print(f"left out, its process is in another split: {draft['process']}", file=sys.stderr)
            elif draft["text"] not in texts:
                added.append(record_of(draft, args.batch, split, weight, first + len(added)))
        except (DiplotrackError, KeyError, TypeError, ValueError) as error:
            print(f"{args.drafts}:{number}: {error}", file=sys.stderr)
            return 1
    with args.corpus.open("a", encoding="utf-8") as corpus:
        corpus.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in added)
    print(f"{len(added)} passages added, {dict(Counter(r['label'] for r in added))}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
