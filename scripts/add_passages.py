"""Turn drafts into canonical records of the corpus.

A draft is a JSON line with text, label, actors (text, status, capacity, role, kind, party), facilitator, genre,
region, period, process, tags, why; one file, named <kind>_<batch>.jsonl, is one batch, written by one hand. Members
of a contrast group also have contrast and edit. Actors get their offsets, the passage its id, digest, group and
split. Votes of blind annotators ({"id", "label", "doubt"}) are kept, and the majority of author and annotators is
the label.

    python scripts/add_passages.py corpus/passages.jsonl drafts/*.jsonl --votes A=votes_a.jsonl --votes B=votes_b.jsonl
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

from classifier.records import SCHEMA, check_record, sha256_of


def split_of(group: str) -> str:
    """Eight in ten groups train, one in ten each to dev and test, by the group's digest."""
    bucket = int(hashlib.sha256(group.encode()).hexdigest(), 16) % 10
    return {0: "test", 1: "dev"}.get(bucket, "train")


def locate(text: str, mention: str, taken: set[int]) -> int:
    """Offset of a mention's first occurrence that is not taken yet."""
    start = text.find(mention)
    while start in taken:
        following = text.find(mention, start + 1)
        if following < 0:
            break
        start = following
    return start


def majority(author: str, votes: list[dict[str, str]]) -> str:
    """Return the label that most of author and annotators chose; the author's where all differ."""
    counts = Counter([author, *(v["label"] for v in votes)])
    label, n = counts.most_common(1)[0]
    return label if n > counts[author] else author


def record_of(draft: dict, batch: str, number: int, votes: dict[str, list[dict[str, str]]]) -> dict:
    text = draft["text"]
    document_id = f"{batch}-{number:03d}"
    taken: set[int] = set()
    actors = []
    for actor in draft["actors"]:
        start = locate(text, actor["text"], taken)
        taken.add(start)
        actors.append({
            "start": start, "end": start + len(actor["text"]), "text": actor["text"], "status": actor["status"],
            "capacity": actor["capacity"], "role": actor["role"], "kind": actor["kind"],
            "party": actor.get("party") or "",
        })  # fmt: skip
    own = votes.get(document_id, [])
    record = {
        "schema": SCHEMA, "document_id": document_id, "passage_index": 0, "passage_id": f"{document_id}#0",
        "text": text, "text_sha256": sha256_of(text), "start": 0, "end": len(text),
        "label": majority(draft["label"], own),
        "actors": sorted(actors, key=lambda a: (a["start"], a["end"])), "cues": [],
        "source": {"kind": "adjudicated" if own else "model", "name": "composer", "version": batch},
        "votes": [{"annotator": "author", "label": draft["label"]}, *own],
        "rationale": draft["why"], "tags": draft["tags"], "group": draft["process"],
        "split": split_of(draft["process"]), "genre": draft["genre"], "region": draft["region"],
        "period": str(draft["period"]), "batch": batch, "facilitator": draft.get("facilitator") or "",
        "designation": draft.get("designation") or "", "activity": draft.get("activity") or "",
    }  # fmt: skip
    if draft.get("contrast"):
        # The group holds a passage and its smallest edits; `edit` names what was done, 'source' the original.
        record |= {"contrast": draft["contrast"], "edit": draft["edit"]}
    check_record(record)
    return record


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("drafts", type=Path, nargs="+")
    parser.add_argument("--votes", action="append", default=[], metavar="NAME=FILE")
    args = parser.parse_args()
    votes: dict[str, list[dict[str, str]]] = {}
    for given in args.votes:
        name, _, file = given.partition("=")
        for line in Path(file).read_text("utf-8").splitlines():
            vote = json.loads(line)
            cast = {"annotator": name, "label": vote["label"]} | ({"doubt": vote["doubt"]} if vote.get("doubt") else {})
            votes.setdefault(vote["id"], []).append(cast)
    records = []
    for file in args.drafts:
        batch = file.stem[2:]
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            try:
                records.append(record_of(json.loads(line), batch, number, votes))
            except Exception as error:
                print(f"{file}:{number}: {error}", file=sys.stderr)
                return 1
    args.corpus.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    print(f"{len(records)} passages, {Counter(r['label'] for r in records)}, {Counter(r['split'] for r in records)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
