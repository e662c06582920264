"""Hold the shipped model to the floors in models/floors.json; exit 1 where a figure falls below its floor.

    python scripts/check_floors.py                 # what CI runs
    python scripts/check_floors.py --raise         # after a better model: lift the floors to it, lower none
    python scripts/check_floors.py --reset         # after a change of the gold: set them anew, and say why in the commit

Figures are those of `scripts/evaluate_evidence.py` on the corpus's `dev` split; a floor lies a little below what
was measured, for the slack that another version of a library may cost. The floors hold for one gold standard, by its digest:
with other gold the script stops rather than compare. Speed has a ceiling instead: how many times longer than
spaCy's bare tokenizer classification takes on passages of which every one is diplomatic.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

from benchmark_speed import times_tokenizer
from evaluate_evidence import measures, read

from classifier.labels import Label
from classifier.model import load

WATCHED = (
    "passages, macro-F1", "contrast groups with every member right", "invariance edits that leave the label",
    "actor mentions, F1 by overlap", "status, of matched mentions", "capacity, of matched mentions",
    "role, of matched mentions", "at the table or not, of matched mentions", "documents, macro-F1",
)  # fmt: skip
SLACK = 0.005
SPEED, SPEED_SLACK = "×tok", 1.5
FILES = ("passages.jsonl", "contrast.jsonl", "spans.jsonl", "documents/labels.jsonl")


def digest_of(corpus: Path) -> str:
    """Digest of the gold of `dev`: ids, texts, labels and actors."""
    gold = hashlib.sha256()
    for name in FILES:
        for record in read(corpus / name, "dev"):
            kept = {key: record[key] for key in ("passage_id", "text", "label", "actors")}
            gold.update(json.dumps(kept, sort_keys=True).encode())
    return gold.hexdigest()


def measured(corpus: Path) -> dict[str, float]:
    tracker = load()
    found = {m.name: round(m.value, 4) for m in measures(tracker, corpus, "dev") if m.name in WATCHED}
    # Enough text for the vocabulary of both to be what it is on a long run.
    passages = [r for split in ("train", "dev") for r in read(corpus / "passages.jsonl", split)]
    dense = [r["text"] for r in passages if r["label"] != Label.NONE]
    return found | {SPEED: round(times_tokenizer(tracker, dense), 1)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--floors", type=Path, default=Path("models/floors.json"))
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--raise", action="store_true", dest="lift", help="lift the floors to what is measured now")
    change.add_argument("--reset", action="store_true", help="set the floors anew, lower ones too")
    args = parser.parse_args()
    held = json.loads(args.floors.read_text("utf-8")) if args.floors.is_file() else {"gold_sha256": "", "floors": {}}
    gold, floors = digest_of(args.corpus), held["floors"]
    if gold != held["gold_sha256"] and not args.reset:
        print(f"{args.floors}: made for another gold standard; set the floors anew with --reset, and say why")
        return 1
    found = measured(args.corpus)
    fallen = 0
    for name, value in found.items():
        floor = floors.get(name)
        low = floor is not None and (value > floor if name == SPEED else value < floor)
        fallen += low
        print(f"{'LOW' if low else 'ok':4} {name:46} {value:7.3f}  {'ceiling' if name == SPEED else 'floor'} {floor}")
    if args.reset or args.lift:
        new = {k: round(v * SPEED_SLACK, 1) if k == SPEED else round(v - SLACK, 3) for k, v in found.items()}
        if args.lift:
            best = {k: min if k == SPEED else max for k in new}
            new = {k: best[k](v, floors.get(k, v)) for k, v in new.items()}
        args.floors.write_text(
            json.dumps({"gold_sha256": gold, "floors": new}, indent=2, ensure_ascii=False) + "\n", "utf-8"
        )
        return 0
    return int(fallen > 0)


if __name__ == "__main__":
    raise SystemExit(main())
