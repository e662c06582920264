"""Check everything in corpus/ that can be checked without reading it; exit 1 if anything is wrong.

    python scripts/check_corpus.py
    python scripts/check_corpus.py --real ../shared/passages/read.jsonl --real ../shared/passages/sealed.jsonl

Schema, digests and offsets of every record, spans and documents included; unique ids; batches, processes and contrast groups within one split; edits
that do and do not move the label; near-duplicates within the corpus and against the files named with --real (by exact
Jaccard similarity of word trigrams, members of one contrast group excepted), and, to be looked at,
passages that may tell the same event, by three rare names; every label against the codebook's
decision table, applied to the annotated actors.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from classifier.documents import Document, read_documents
from classifier.errors import RecordError
from classifier.evaluation.leakage import NEAR_DUPLICATE, leakage
from classifier.labels import Label, Status
from classifier.metrics import decide, facts_of
from classifier.records import actor_from_dict, check_record

REGIONS = {"Africa", "Americas", "Asia", "Europe", "Middle East", "Oceania", "polar", "global"}
REGISTERS = {"formal", "neutral", "colloquial"}
_RARE, _SHARED = 25, 3


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []


def wrong_records(name: str, records: Iterable[dict], tags: set[str]) -> Iterator[str]:
    """Schema, digest and offsets, and the fields that the schema leaves open."""
    for number, record in enumerate(records, 1):
        try:
            check_record(record)
        except RecordError as error:
            yield f"{name}:{number}: {error}"
        if unknown := set(record["tags"]) - tags:
            yield f"{name}:{number}: unknown tags {sorted(unknown)}"
        if record["region"] not in REGIONS:
            yield f"{name}:{number}: unknown region {record['region']}"
        if record["register"] not in REGISTERS:
            yield f"{name}:{number}: unknown register {record['register']}"


def repeated_ids(records: Iterable[dict]) -> Iterator[str]:
    for passage_id, n in Counter(r["passage_id"] for r in records).items():
        if n > 1:
            yield f"{passage_id}: {n} records of this id"


def wrong_weights(records: Iterable[dict], weights: pd.Series) -> Iterator[str]:
    """Records that don't count for as many as their batch says."""
    for record in records:
        if record.get("weight", 1) != weights.get(record["batch"]):
            yield f"{record['passage_id']}: weight {record.get('weight', 1)}, its batch {weights.get(record['batch'])}"


def crossed_splits(records: Iterable[dict], batches: pd.Series) -> Iterator[str]:
    """Batches whose records are not of their split, and processes and contrast groups in several splits."""
    splits: dict[tuple[str, str], set[str]] = defaultdict(set)
    for record in records:
        if record["split"] != batches.get(record["batch"]):
            yield f"{record['passage_id']}: split {record['split']}, its batch {batches.get(record['batch'])}"
        splits["process", record["group"]].add(record["split"])
        if "contrast" in record:
            splits["contrast group", record["contrast"]].add(record["split"])
    for (what, name), found in splits.items():
        if len(found) > 1:
            yield f"{what} {name}: in {', '.join(sorted(found))}"


def wrong_contrasts(passages: Iterable[dict], variants: Iterable[dict]) -> Iterator[str]:
    """Variants without a source passage, and edits that are said to move the label and don't, or the reverse."""
    sources = {r["contrast"]: r for r in passages if "contrast" in r}
    edited = set()
    for record in variants:
        source = sources.get(record["contrast"])
        edited.add(record["contrast"])
        if source is None:
            yield f"{record['passage_id']}: no passage is the source of {record['contrast']}"
        elif record["moves"] != (record["label"] != source["label"]):
            yield f"{record['passage_id']}: moves is {record['moves']}, from {source['label']} to {record['label']}"
    for contrast in sources.keys() - edited:
        yield f"{sources[contrast]['passage_id']}: {contrast} has no variant"


def off_the_table(records: Iterable[dict]) -> Iterator[str]:
    """Passages whose annotated actors give another label by the codebook's decision table."""
    for record in records:
        actors = [actor_from_dict(a) for a in record["actors"]]
        known = any(a.at_table and a.status is not Status.UNKNOWN for a in actors)
        if record["label"] == Label.NONE or not known:
            continue  # rules 5 and 6: the name or the form decides
        found = Label.TRACK_1_5 if record.get("private_channel") else decide(facts_of(actors))
        if found != record["label"]:
            yield f"{record['passage_id']}: label {record['label']}, its actors make it {found}"


def wrong_spans(spans: Iterable[dict], passages: Iterable[dict]) -> Iterator[str]:
    """Records with all mentions that don't fit the schema, their own offsets, or the passage that they are of."""
    sources = {r["passage_id"]: r for r in passages}
    for number, record in enumerate(spans, 1):
        try:
            check_record(record)
        except RecordError as error:
            yield f"spans.jsonl:{number}: {error}"
        source = sources.get(record["passage_id"], {})
        for field in ("text", "label", "split", "batch", "group"):
            if record[field] != source.get(field):
                yield f"spans.jsonl:{number}: {record['passage_id']} has another {field} in passages.jsonl"


def wrong_documents(folder: Path, records: list[dict], batches: pd.Series) -> Iterator[str]:
    """Passages that are not what their document's text has at their offsets, and documents without file or row."""
    rows = pd.read_csv(folder / "documents.csv").set_index("document_id")
    texts = {path.stem: path.read_text("utf-8") for path in folder.glob("*.txt")}
    texts |= dict(sample_texts(folder.parent / "samples"))
    for number, record in enumerate(records, 1):
        where = f"documents/labels.jsonl:{number}"
        try:
            check_record(record)
        except RecordError as error:
            yield f"{where}: {error}"
        document = record["document_id"]
        if texts.get(document, "")[record["start"] : record["end"]] != record["text"]:
            yield f"{where}: not the text of {document} at {record['start']}"
        if document not in rows.index or rows.loc[document, "split"] != batches.get(record["batch"]):
            yield f"{where}: {document} has no row in documents.csv with the split of its batch"
    for document in rows.index.symmetric_difference(pd.Index({r["document_id"] for r in records})):
        yield f"{document}: only in one of documents.csv and labels.jsonl"


def sample_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Documents of the samples, by the ids that they have in documents.csv."""
    for item in read_documents([str(folder)]):
        assert isinstance(item, Document), item
        one = Path(item.source_file).suffix in (".txt", ".md")
        yield f"samples-{Path(item.source_file).stem if one else item.id}", item.text


def near_duplicates(records: list[dict], real: list[dict]) -> Iterator[tuple[float, str, str]]:
    """Pairs over the threshold, members of one contrast group and pairs of real passages excepted."""
    everything = [*records, *real]
    for pair in leakage([r["text"] for r in records], [r["text"] for r in everything]):
        if pair.second <= pair.first:
            continue
        one, other = everything[pair.first], everything[pair.second]
        if "contrast" in one and one["contrast"] == other.get("contrast"):
            continue
        yield pair.score, one["passage_id"], other.get("passage_id", "a real passage")


def shared_events(records: list[dict], real: list[dict]) -> Iterator[str]:
    """Passages composed from reports (of a weight over one) that share three rare names with a real one."""
    known, written_low = Counter(), Counter()
    for record in records:
        known.update(_names(record["text"]))
        written_low.update(set(re.findall(r"\b[a-z]{4,}\b", record["text"])))

    def rare(text: str) -> set[str]:
        return {name for name in _names(text) if known[name] <= _RARE and written_low[name.lower()] < 3}

    others = [rare(r["text"]) for r in real]
    for record in records:
        if record.get("weight", 1) > 1 and record["label"] != Label.NONE:
            own = rare(record["text"])
            for names in others:
                if len(own & names) >= _SHARED:
                    yield f"{record['passage_id']}: {', '.join(sorted(own & names))}"


def _names(text: str) -> set[str]:
    return set(re.findall(r"\b[A-Z][\w'-]{3,}\b", text))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--real", type=Path, action="append", default=[], metavar="FILE")
    args = parser.parse_args()
    passages, variants = read(args.corpus / "passages.jsonl"), read(args.corpus / "contrast.jsonl")
    table = pd.read_csv(args.corpus / "batches.csv").set_index("batch")
    batches = table["split"]
    tags = set(pd.read_csv(args.corpus / "tags.csv")["tag"])
    real = [record for path in args.real for record in read(path)]
    spans, in_documents = read(args.corpus / "spans.jsonl"), read(args.corpus / "documents" / "labels.jsonl")
    everything = [*passages, *variants]
    duplicates = sorted(near_duplicates([*everything, *in_documents], real), reverse=True)
    checks = {
        "schema, digests and offsets": [
            *wrong_records("passages.jsonl", passages, tags),
            *wrong_records("contrast.jsonl", variants, tags),
        ],
        "spans": list(wrong_spans(spans, passages)),
        "documents": list(wrong_documents(args.corpus / "documents", in_documents, batches)),
        "unique ids": list(repeated_ids([*everything, *in_documents])),
        "batches, processes and contrast groups in one split": list(
            crossed_splits([*everything, *in_documents], batches)
        ),
        "weights of batches": list(wrong_weights(passages, table["weight"])),
        "contrast groups": list(wrong_contrasts(passages, variants)),
        "labels by the decision table": list(off_the_table(everything)),
        f"no near-duplicates over {NEAR_DUPLICATE}": [f"{a} and {b}: {s:.2f}" for s, a, b in duplicates],
    }
    for name, found in checks.items():
        print(f"{'ok' if not found else 'WRONG':6} {name}")
        for problem in found:
            print(f"       {problem}")
    if shared := list(shared_events(passages, real)):
        print("look   whether these tell the event of a real passage, for they share three rare names with it:")
        for problem in shared:
            print(f"       {problem}")
    print(
        f"{len(passages)} passages, {len(variants)} contrast variants, {len(spans)} passages with spans, "
        f"{len(in_documents)} passages of documents; compared with {len(real)} real passages"
    )
    return int(any(checks.values()))


if __name__ == "__main__":
    raise SystemExit(main())
