"""Add annotators' votes to the records of the corpus, and let the labels follow from them.

A vote is a JSON line with id (of a passage or a lone passage's document), label, doubt (the other reading, or empty) and,
where the annotator wrote it down first, table: a letter for each kind of party at the table. The third annotator, C,
reads what A, B and the author do not agree on; where its decision changes who sits at the table, its vote
carries actors (`old` names the mention to change) and add (mentions that are new).

    python scripts/add_votes.py votes.jsonl --annotator A
    python scripts/add_votes.py --open open.jsonl       # what C has still to decide: id and text, in random order

A record's label is the one that author, A and B agree on, else C's; while C's is missing it stays the author's.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path

from add_contrast import edited_actors

from classifier.errors import DiplotrackError
from classifier.records import check_record

FILES = ("passages.jsonl", "contrast.jsonl", "documents/labels.jsonl")
ANNOTATORS = ("author", "A", "B", "C")


def with_vote(votes: list[dict], vote: dict) -> list[dict]:
    """Put an annotator's vote in the stead of its earlier one, in the order author, A, B, C."""
    kept = [v for v in votes if v["annotator"] != vote["annotator"]]
    return sorted([*kept, vote], key=lambda v: ANNOTATORS.index(v["annotator"]))


def is_open(votes: list[dict]) -> bool:
    """Whether author, A and B disagree and C has not decided."""
    return len({v["label"] for v in votes}) > 1 and not any(v["annotator"] == "C" for v in votes)


def label_of(votes: list[dict]) -> str:
    """Label that the votes give a record: C's where there is one, else the author's."""
    by_annotator = {v["annotator"]: v["label"] for v in votes}
    return by_annotator.get("C", by_annotator["author"])


def revised(record: dict, answer: dict, annotator: str) -> dict:
    """Record with one more vote, its label, and its actors where the vote corrects them."""
    vote = {"annotator": annotator, "label": answer["label"]}
    vote |= {key: answer[key] for key in ("table", "doubt") if answer.get(key)}
    votes = with_vote(record["votes"], vote)
    record = record | {"votes": votes, "label": label_of(votes)}
    if annotator == "C":
        record["actors"] = edited_actors(record["text"], record["actors"], answer)
        if "private_channel" in answer:
            record["private_channel"] = bool(answer["private_channel"])
        if answer.get("why"):
            record["rationale"] = answer["why"]
    check_record(record)
    return record


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("votes", type=Path, nargs="*")
    parser.add_argument("--annotator", choices=ANNOTATORS[1:])
    parser.add_argument("--open", type=Path, metavar="FILE", help="write what is left to decide")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    args = parser.parse_args()
    if bool(args.votes) != bool(args.annotator):
        parser.error("votes and --annotator go together")
    answers: dict[str, dict] = {}
    for path in args.votes:
        for line in path.read_text("utf-8").splitlines():
            answer = json.loads(line)
            answers[answer["id"] if "#" in answer["id"] else f"{answer['id']}#0"] = answer
    used: set[str] = set()
    undecided: list[dict] = []
    sources: dict[str, dict] = {}
    for path in (args.corpus / name for name in FILES):
        if not path.is_file():
            continue
        records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        for i, record in enumerate(records):
            if answer := answers.get(record["passage_id"]):
                used.add(record["passage_id"])
                try:
                    records[i] = revised(record, answer, args.annotator)
                except (DiplotrackError, KeyError, TypeError, ValueError) as error:
                    print(f"{record['passage_id']}: {error}", file=sys.stderr)
                    return 1
        for variant in records:
            if "moves" in variant:
                variant["moves"] = variant["label"] != sources[variant["contrast"]]["label"]
            elif "contrast" in variant:
                sources[variant["contrast"]] = variant
        undecided += [r for r in records if is_open(r["votes"])]
        if answers:
            path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    for unknown in sorted(answers.keys() - used):
        print(f"no record {unknown}", file=sys.stderr)
    print(f"{len(used)} votes added, {len(undecided)} records open")
    if args.open:
        random.Random(0).shuffle(undecided)
        lines = [json.dumps({"id": r["passage_id"], "text": r["text"]}, ensure_ascii=False) for r in undecided]
        args.open.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return int(bool(answers.keys() - used))


if __name__ == "__main__":
    raise SystemExit(main())
