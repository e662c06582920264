"""Measure what ``diplotrack dedupe`` finds on made wire copies, how fast, and in how much memory.

    python scripts/benchmark_dedupe.py copies ../shared/news/*.jsonl.gz
    python scripts/benchmark_dedupe.py size 10000 1000000

``copies`` takes real texts, makes copies of every fifth as newspapers do (cut at the end, paragraphs left out or added,
words changed, byline, dateline and notice put round them), and prints which share of the copies was put with its
original, by the true Jaccard index of their shingles, and how many clusters hold texts of different originals. It also
prints the rate of the two libraries that were in question. ``size`` makes texts up, and runs a process for each number
of documents.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from classifier.bulk.dedupe import DedupeOptions, dedupe
from classifier.bulk.dedupe.signatures import SIZE, sign
from classifier.bulk.dedupe.wording import SHORT, shingles_of, words_of
from classifier.documents import Document, read_documents

COPIES = 4
BINS = (0.0, 0.3, 0.4, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9, 1.0)


def copy_of(text: str, others: list[str], rng: random.Random) -> str:
    """A copy as a newspaper prints it."""
    paragraphs = [p for p in text.split("\n") if p.strip()]
    if rng.random() < 0.6:  # cut at the end
        paragraphs = paragraphs[: max(1, round(len(paragraphs) * rng.uniform(0.4, 1)))]
    if rng.random() < 0.3 and len(paragraphs) > 3:
        del paragraphs[rng.randrange(1, len(paragraphs))]
    if rng.random() < 0.3:  # a paragraph of its own
        paragraphs.insert(rng.randint(1, len(paragraphs)), rng.choice(others)[:300])
    changed = rng.choice((0, 0.01, 0.03, 0.06))
    said = rng.sample(words_of(rng.choice(others)) or ["said"], 1)[0]
    text = "\n".join(" ".join(said if rng.random() < changed else w for w in p.split(" ")) for p in paragraphs)
    if rng.random() < 0.5:
        text = f"By Jane Doe\nThe Daily {rng.choice(('Post', 'Globe', 'Mail'))}\nGENEVA (AP) — {text}"
    if rng.random() < 0.5:
        text += f"\n© {rng.randint(1990, 2024)} The Associated Press. All rights reserved."
    return text


def jaccard(some: str, other: str) -> float:
    a, b = (set(shingles_of(words_of(text))) for text in (some, other))
    return len(a & b) / len(a | b) if a or b else 1.0


def copies(inputs: list[str], limit: int, threshold: float) -> None:
    rng = random.Random(1)
    texts = [d.text[:limit] for d in read_documents(inputs) if isinstance(d, Document)]
    texts = [text for text in texts if len(words_of(text)) >= SHORT]
    made = [(n, text, None) for n, text in enumerate(texts)]
    made += [(n, c, jaccard(texts[n], c)) for n in range(0, len(texts), 5)
             for c in (copy_of(texts[n], texts, rng) for _ in range(COPIES))]  # fmt: skip
    rng.shuffle(made)
    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        with source.open("w", encoding="utf-8") as file:
            for number, (_, text, _) in enumerate(made):
                file.write(json.dumps({"id": str(number), "text": text}) + "\n")
        began = time.perf_counter()
        dedupe([str(source)], output, DedupeOptions(threshold=threshold))
        seconds = time.perf_counter() - began
        clusters = [json.loads(line)["cluster_id"] for line in output.open(encoding="utf-8")]
    size = sum(len(text.encode()) for _, text, _ in made) / 1e6
    print(f"{len(made):,} documents, {size:.1f} MB, {seconds:.1f} s, {size / seconds:.1f} MB/s")

    original = {n: clusters[place] for place, (n, _, shared) in enumerate(made) if shared is None}
    found: dict[float, list[bool]] = defaultdict(list)
    for place, (n, _, shared) in enumerate(made):
        if shared is not None:
            found[max(b for b in BINS if b <= shared)].append(clusters[place] == original[n])
    for lower in BINS:
        if found[lower]:
            print(f"Jaccard from {lower:.2f}: {sum(found[lower]):5} of {len(found[lower]):5} copies found, "
                  f"{sum(found[lower]) / len(found[lower]):.3f}")  # fmt: skip
    for floor in (0.5, 0.6):
        above = [f for lower, fs in found.items() if lower >= floor for f in fs]
        print(f"Jaccard {floor} and more: {sum(above) / len(above):.3f} of {len(above)}")
    show_mixed(made, clusters, texts)


def show_mixed(made: list[tuple[int, str, float | None]], clusters: list[str], texts: list[str]) -> None:
    """Clusters of several originals: copies that the archive itself holds, or false merges."""
    members = defaultdict(set)
    for (n, _, _), cluster in zip(made, clusters, strict=True):
        members[cluster].add(n)
    mixed = [sorted(ns) for ns in members.values() if len(ns) > 1]
    alike = Counter()
    for ns in mixed:
        best = max(jaccard(texts[a], texts[b]) for i, a in enumerate(ns) for b in ns[i + 1 :])
        alike[max(b for b in BINS if b <= best)] += 1
    print(f"{len(mixed)} of {len(members):,} clusters hold several originals; "
          f"most that two of them share: {dict(sorted(alike.items()))}")  # fmt: skip


def libraries(inputs: list[str], limit: int) -> None:
    """The two libraries on the same shingles."""
    texts = [d.text[:limit] for d in read_documents(inputs) if isinstance(d, Document)][:1000]
    shingles = [shingles_of(words_of(text)) for text in texts]
    size = sum(len(text.encode()) for text in texts) / 1e6
    began = time.perf_counter()
    sign(shingles)
    print(f"rensa: {size / (time.perf_counter() - began):.1f} MB/s")
    try:
        from datasketch import MinHash
    except ImportError:
        print("datasketch: not installed")
        return
    began = time.perf_counter()
    for each in shingles:
        MinHash(SIZE).update_batch([s.encode() for s in each])
    print(f"datasketch: {size / (time.perf_counter() - began):.1f} MB/s")


def made_up(count: int) -> Iterator[str]:
    """News of nothing: 150 words of a language with 5,000; every fifth text is a copy of one before."""
    rng = random.Random(2)
    words = ["".join(rng.choices("abcdefghijklmnoprstuvw", k=rng.randint(2, 9))) for _ in range(5000)]
    weights = [1 / (n + 5) for n in range(5000)]
    last: list[str] = []
    for n in range(count):
        if n % 5 or not last:
            last = rng.choices(words, weights, k=150)
            yield " ".join(last)
        else:
            yield " ".join(rng.choice(words) if rng.random() < 0.03 else w for w in last)


def size(counts: list[int]) -> None:
    for count in counts:
        subprocess.run([sys.executable, __file__, "one", str(count)], check=True)


def one(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        with source.open("w", encoding="utf-8") as file:
            for number, text in enumerate(made_up(count)):
                file.write(json.dumps({"id": f"article-{number}", "date": "2024-01-01", "text": text}) + "\n")
        spent: dict[str, float] = {}
        largest = 0.0
        began = last = time.perf_counter()

        def tell(stage: str, _count: int) -> None:
            nonlocal last, largest
            now = time.perf_counter()
            spent[stage] = spent.get(stage, 0) + now - last
            last = now
            largest = max(largest, sum(p.stat().st_size for p in Path(folder).rglob("*") if p.exists()) / 1e6) if (
                _count % 20_000 == 0) else largest  # fmt: skip

        found = dedupe([str(source)], Path(folder) / "out.csv", tell=tell)
        seconds = time.perf_counter() - began
        input_size = source.stat().st_size / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    stages = ", ".join(f"{stage} {took:.0f} s" for stage, took in spent.items())
    print(f"{count:,} documents, {input_size:.0f} MB: {found.copies:,} copies; {seconds:.0f} s ({stages}); "
          f"peak memory {peak:.0f} MB; on the disk {largest - input_size:.0f} MB", flush=True)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("copies", "size", "one"))
    parser.add_argument("inputs", nargs="+", help="Files as for: diplotrack classify; or numbers of documents.")
    parser.add_argument("--characters", type=int, default=5000, help="Texts are cut to the length of an article.")
    parser.add_argument("--threshold", type=float, default=0.5)
    args = parser.parse_args()
    if args.what == "copies":
        libraries(args.inputs, args.characters)
        copies(args.inputs, args.characters, args.threshold)
    else:
        (size if args.what == "size" else lambda ns: one(ns[0]))([int(n) for n in args.inputs])


if __name__ == "__main__":
    main()
