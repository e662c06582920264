"""Add contrast variants: smallest edits of passages of the corpus, as canonical records.

A variant is a JSON line with id (the passage that it edits), replace (pairs of an exact substring and what stands in
its stead), label, edit (a tag for what was done), actors (those whose text, status, capacity or role the edit changes: `old`
names the source's mention) and add (actors that are new). Whether the edit moves the label follows from the labels.

    python scripts/add_contrast.py variants.jsonl
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from add_passages import spans_of

from classifier.errors import DiplotrackError
from classifier.records import check_record, sha256_of


def edited_text(text: str, replacements: list[list[str]]) -> str:
    """Apply replacements, each to a substring that occurs once."""
    for old, new in replacements:
        if text.count(old) != 1:
            raise ValueError(f"{old!r} occurs {text.count(old)} times, not once")
        text = text.replace(old, new)
    return text


def edited_actors(text: str, actors: list[dict], variant: dict) -> list[dict]:
    """Actors of the variant: the source's that its text still names, the changed ones, the new ones."""
    changes = {change["old"]: change for change in variant.get("actors", ())}
    changed = [actor | {k: v for k, v in changes.get(actor["text"], {}).items() if k != "old"} for actor in actors]
    return spans_of(text, [a for a in [*changed, *variant.get("add", ())] if a["text"] in text])


def record_of(variant: dict, source: dict, number: int) -> dict:
    """Make the canonical record of a variant, and check it."""
    text = edited_text(source["text"], variant["replace"])
    document_id = f"{source['document_id']}-{number}"
    record = source | {
        "document_id": document_id, "passage_id": f"{document_id}#0", "text": text, "text_sha256": sha256_of(text),
        "end": len(text), "label": variant["label"], "actors": edited_actors(text, source["actors"], variant),
        "votes": [{"annotator": "author", "label": variant["label"]}], "contrast": source["contrast"],
        "edit": variant["edit"], "moves": variant["label"] != source["label"], "rationale": variant["edit"],
        "source": {"kind": "model", "name": "composer", "version": "contrast"},
    }  # fmt: skip
    for field in ("facilitator", "designation", "activity"):
        record[field] = source[field] if source[field] in text and variant["label"] != "none" else ""
    record["private_channel"] = bool(variant.get("private_channel", source.get("private_channel")))
    record.pop("weight", None)  # its source counts already
    if not record["private_channel"] or variant["label"] != "track_1_5":
        del record["private_channel"]
    check_record(record)
    return record


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("variants", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    args = parser.parse_args()
    passages = [json.loads(line) for line in (args.corpus / "passages.jsonl").read_text("utf-8").splitlines()]
    contrast = args.corpus / "contrast.jsonl"
    known = [json.loads(line) for line in contrast.read_text("utf-8").splitlines()]
    sources = {record["passage_id"]: record for record in passages}
    taken = Counter(record["contrast"] for record in known)
    texts = {record["text"] for record in known}
    added = []
    for number, line in enumerate(args.variants.read_text("utf-8").splitlines(), 1):
        try:
            variant = json.loads(line)
            source = sources[variant["id"]]
            group = source.setdefault("contrast", source["document_id"])
            source.setdefault("edit", "source")
            record = record_of(variant, source, taken[group] + 1)
        except (DiplotrackError, KeyError, TypeError, ValueError) as error:
            print(f"{args.variants}:{number}: {error}", file=sys.stderr)
            return 1
        if record["text"] not in texts:
            taken[group] += 1
            added.append(record)
    for path, records in ((args.corpus / "passages.jsonl", passages), (contrast, [*known, *added])):
        path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8")
    print(f"{len(added)} variants added, {dict(Counter(r['label'] for r in added))}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
