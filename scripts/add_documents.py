"""Add drafts of whole documents: their texts, a record for every passage, and a row in documents.csv.

A draft is a JSON line with id, label, genre, region, period, paragraphs (each a text with its label) and why. Paragraphs
are joined by blank lines; where the splitter joins several of them into one passage (a title and what follows), the passage
takes the label of the last, unless that is none.

    python scripts/add_documents.py drafts.jsonl --batch seine
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from pathlib import Path

from classifier.documents.passages import Passage, split_passages
from classifier.errors import DiplotrackError
from classifier.records import SCHEMA, check_record, sha256_of

COLUMNS = ("document_id", "label", "genre", "region", "period", "split", "batch", "why")


def passage_labels(paragraphs: list[dict], passages: list[Passage]) -> list[str]:
    """Label of each passage, from the paragraphs that it covers."""
    labels = []
    start = 0
    spans = []
    for paragraph in paragraphs:
        spans.append((start, start + len(paragraph["text"]), paragraph["label"]))
        start = spans[-1][1] + 2
    for passage in passages:
        covered = [label for first, last, label in spans if first < passage.end and last > passage.start]
        tracks = [label for label in covered if label != "none"]
        labels.append(covered[-1] if covered[-1] != "none" or not tracks else tracks[0])
    return labels


def records_of(draft: dict, document_id: str, batch: str, split: str) -> tuple[str, list[dict]]:
    """Text of a document, and the canonical records of its passages."""
    paragraphs = [p | {"text": re.sub(r"\s*\n\s*", "\n", p["text"].strip())} for p in draft["paragraphs"]]
    text = "\n\n".join(p["text"] for p in paragraphs)
    passages = split_passages(text)
    records = []
    for passage, label in zip(passages, passage_labels(paragraphs, passages), strict=True):
        record = {
            "schema": SCHEMA, "document_id": document_id, "passage_index": passage.index,
            "passage_id": f"{document_id}#{passage.index}", "text": passage.text, "text_sha256": sha256_of(passage.text),
            "start": passage.start, "end": passage.end, "label": label, "actors": [], "cues": [],
            "source": {"kind": "model", "name": "composer", "version": batch},
            "votes": [{"annotator": "author", "label": label}], "group": document_id, "split": split, "batch": batch,
        }  # fmt: skip
        check_record(record)
        records.append(record)
    return text, records


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("drafts", type=Path)
    parser.add_argument("--batch", required=True, help="name of the batch, as in corpus/batches.csv")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    args = parser.parse_args()
    with (args.corpus / "batches.csv").open(encoding="utf-8", newline="") as stream:
        splits = {row["batch"]: row["split"] for row in csv.DictReader(stream)}
    if args.batch not in splits:
        print(f"batches.csv has no batch {args.batch}; add its split and brief there", file=sys.stderr)
        return 1
    folder = args.corpus / "documents"
    folder.mkdir(exist_ok=True)
    index, labels = folder / "documents.csv", folder / "labels.jsonl"
    fresh = not index.is_file()
    with index.open("a", encoding="utf-8", newline="") as rows, labels.open("a", encoding="utf-8") as lines:
        table = csv.DictWriter(rows, COLUMNS, extrasaction="ignore", lineterminator="\n")
        if fresh:
            table.writeheader()
        for number, line in enumerate(args.drafts.read_text("utf-8").splitlines(), 1):
            try:
                draft = json.loads(line)
                document_id = f"{args.batch}-{draft['id']}"
                if (folder / f"{document_id}.txt").exists():
                    continue
                text, records = records_of(draft, document_id, args.batch, splits[args.batch])
            except (DiplotrackError, KeyError, TypeError, ValueError) as error:
                print(f"{args.drafts}:{number}: {error}", file=sys.stderr)
                return 1
            (folder / f"{document_id}.txt").write_text(f"{text}\n", "utf-8")
            table.writerow(draft | {"document_id": document_id, "split": splits[args.batch], "batch": args.batch})
            lines.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
