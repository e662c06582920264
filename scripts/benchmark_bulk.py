"""Measure classifying in bulk: rate, workers, memory, and what a killed run loses.

    python scripts/benchmark_bulk.py speed ../shared/news/*.jsonl.gz     # against bare tokenizer and tf-idf + logistic
    python scripts/benchmark_bulk.py workers ../shared/news/nltk.jsonl.gz
    python scripts/benchmark_bulk.py memory --documents 10000 --documents 100000
    python scripts/benchmark_bulk.py kills --times 50
    python scripts/benchmark_bulk.py hostile

Every ratio is of runs that follow one another here and now; the median of --repeats is shown. Made documents are of
varied templates, so that caches don't flatter.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from threadpoolctl import threadpool_limits

ROOT = Path(__file__).resolve().parents[1]
SUBJECTS = ("The ministers", "Two retired generals", "Officials of both sides", "The bishops", "Elders of the valley",
            "The company's board", "Scholars from the university", "The mayor", "The striker", "A court")  # fmt: skip
DEEDS = ("met their counterparts from {place} in {town}", "signed an agreement with {place}", "raised the price of bread",
         "held a workshop with colleagues from {place}", "discussed the budget for {year}", "won by {n} goals to none",
         "sent the case back", "asked the envoy of {place} to carry a letter", "opened a school in {town}")  # fmt: skip
PLACES = ("Kenya", "Nepal", "Serbia", "Peru", "Chad", "Georgia", "Laos", "Yemen", "Cuba", "Malta")
TOWNS = ("Oslo", "Muscat", "Geneva", "Doha", "the harbour", "the old town", "Vienna", "the district")


def made_documents(n: int, seed: int = 0) -> Iterator[dict[str, object]]:
    """Documents of one to six paragraphs; no two alike."""
    chance = random.Random(seed)
    for i in range(n):
        paragraphs = []
        for _ in range(chance.randint(1, 6)):
            sentences = []
            for _ in range(chance.randint(1, 5)):
                deed = chance.choice(DEEDS).format(
                    place=chance.choice(PLACES), town=chance.choice(TOWNS), year=chance.randint(1950, 2025),
                    n=chance.randint(1, 5),
                )  # fmt: skip
                sentences.append(f"{chance.choice(SUBJECTS)} {deed}, Mr W{chance.randint(0, 10**6)} said.")
            paragraphs.append(" ".join(sentences))
        yield {"id": f"made-{i}", "title": f"Story {i}", "date": "2024-01-01", "text": "\n\n".join(paragraphs)}


def write_made(path: Path, n: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(document) + "\n" for document in made_documents(n))
    return path


def command(source: str | Path, output: Path, workers: int = 1) -> list[str]:
    return [sys.executable, "-m", "classifier", "classify", str(source), "-o", str(output), "--overwrite", "-q",
            "--workers", str(workers)]  # fmt: skip


def run(source: str | Path, output: Path, workers: int = 1) -> float:
    """Seconds of a whole command."""
    began = time.perf_counter()
    done = subprocess.run(command(source, output, workers), cwd=ROOT, capture_output=True, text=True)
    if done.returncode not in (0, 3):
        raise SystemExit(done.stderr)
    return time.perf_counter() - began


def median_seconds(repeats: int, once: Callable[[], object]) -> float:
    found = []
    for _ in range(repeats):
        began = time.perf_counter()
        once()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def speed(files: list[str], repeats: int) -> None:
    import spacy
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    from classifier.documents import Document, read_documents, split_passages
    from classifier.model import load

    nlp, screen = spacy.blank("en"), load().lexicon.screen
    records = [json.loads(line) for line in (ROOT / "corpus" / "passages.jsonl").read_text("utf-8").splitlines()]
    train = [r for r in records if r["split"] == "train"]
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    logistic = LogisticRegression(max_iter=1000).fit(
        words.fit_transform([r["text"] for r in train]), [r["label"] for r in train]
    )
    print(
        f"{'file':28} {'MB':>6} {'screen':>7} {'tokenizer':>10} {'tf-idf':>8} {'command':>9} {'× tok':>6} {'× tf-idf':>8}"
    )
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1):
        empty = write_made(Path(folder) / "empty.jsonl", 1)
        start = median_seconds(repeats, lambda: run(empty, Path(folder) / "out.jsonl"))
        for name in files:
            texts = [d.text for d in read_documents([name]) if isinstance(d, Document)]
            passages = [p.text for text in texts for p in split_passages(text)]
            size = sum(len(t.encode()) for t in texts) / 1e6
            passed = sum(len(p) for p in passages if screen.passes(p)) / sum(map(len, passages))
            tokenizer = median_seconds(repeats, lambda: [nlp.tokenizer(p[:900_000]) for p in passages])  # noqa: B023
            tfidf = median_seconds(repeats, lambda: logistic.predict(words.transform(passages)))  # noqa: B023
            whole = median_seconds(repeats, lambda: run(name, Path(folder) / "out.jsonl"))  # noqa: B023
            ours = max(whole - start, 1e-9)
            print(
                f"{Path(name).name:28} {size:6.2f} {passed:7.3f} {size / tokenizer:8.2f}/s {size / tfidf:6.2f}/s "
                f"{size / ours:7.2f}/s {tokenizer / ours:6.2f} {tfidf / ours:8.2f}", flush=True
            )  # fmt: skip
    print(f"start-up of the command: {start:.1f} s, not in the rates; screen: share of the characters that pass it")


def workers(files: list[str], repeats: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        empty = write_made(Path(folder) / "empty.jsonl", 600)
        for name in files:
            took = {}
            for n in (1, 2):
                start = run(empty, Path(folder) / "out.jsonl", n)
                took[n] = median_seconds(repeats, lambda: run(name, Path(folder) / f"{n}.jsonl", n)) - start  # noqa: B023
            same = (Path(folder) / "1.jsonl").read_bytes() == (Path(folder) / "2.jsonl").read_bytes()
            print(f"{name}: 1 worker {took[1]:.1f} s, 2 workers {took[2]:.1f} s: {took[1] / took[2]:.2f} times; "
                  f"{'the same bytes' if same else 'DIFFERENT BYTES'}")  # fmt: skip


def processes(pid: int) -> list[int]:
    """A process and its descendants."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def pss(pid: int) -> float:
    """Proportional memory of a process in MB."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1000
    except OSError:
        pass
    return 0.0


def memory(counts: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for n in counts:
            source = write_made(Path(folder) / f"{n}.jsonl", n)
            began = time.perf_counter()
            running = subprocess.Popen(command(source, Path(folder) / "out.jsonl", 2), cwd=ROOT, stderr=subprocess.PIPE)
            peak: dict[int, float] = {}
            while running.poll() is None:
                for pid in processes(running.pid):
                    peak[pid] = max(peak.get(pid, 0), pss(pid))
                time.sleep(0.2)
            seconds = time.perf_counter() - began
            largest = sorted((m for pid, m in peak.items() if pid != running.pid), reverse=True)[:2]
            print(f"{n:,} documents, {source.stat().st_size / 1e6:.0f} MB: {seconds:.0f} s, {n / seconds:.0f} documents/s; "
                  f"peak PSS in MB: parent {peak[running.pid]:.0f}, workers {', '.join(f'{m:.0f}' for m in largest)}",
                  flush=True)  # fmt: skip


def kills(times: int) -> None:
    chance = random.Random(0)
    with tempfile.TemporaryDirectory() as folder:
        source = write_made(Path(folder) / "in.jsonl", 6000)
        took = run(source, Path(folder) / "whole.jsonl", 2)
        output, killed, resumed = Path(folder) / "out.jsonl", {"parent": 0, "worker": 0}, 0
        while sum(killed.values()) < times:
            output.unlink(missing_ok=True)
            while not output.exists():
                running = subprocess.Popen(command(source, output, 2), cwd=ROOT, stderr=subprocess.DEVNULL)
                if sum(killed.values()) < times:
                    time.sleep(chance.uniform(0, took))
                    family = processes(running.pid)
                    victim = running.pid if len(family) < 2 or chance.random() < 0.5 else chance.choice(family[1:])
                    if running.poll() is None:
                        os.kill(victim, signal.SIGKILL)
                        killed["parent" if victim == running.pid else "worker"] += 1
                running.wait()
                resumed += 1
            same = output.read_bytes() == (Path(folder) / "whole.jsonl").read_bytes()
            print(f"killed {killed}, {resumed} commands: {'the same bytes' if same else 'DIFFERENT BYTES'}", flush=True)
            if not same:
                raise SystemExit(1)


def hostile() -> None:
    from classifier.model import load

    tracker = load()
    tracker.classify("Kenya met Nepal.")
    for name, text in {
        "32,000 opening brackets": "Kenya " + "(" * 32_000, "1 MB without a space": "Kenya " + "x" * 1_000_000,
        "100,000 qualifiers": "Kenya " + "former " * 100_000 + "minister", "64,000 mixed brackets": "Kenya " + "([" * 32_000,
        "50,000 quotation marks": 'Kenya "' * 50_000, "100,000 short sentences": "He met. " * 100_000 + "Kenya",
    }.items():  # fmt: skip
        began = time.perf_counter()
        tracker.classify_document(text)
        print(f"{name}: {time.perf_counter() - began:.2f} s")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("speed", "workers", "memory", "kills", "hostile"))
    parser.add_argument("files", nargs="*")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--documents", type=int, action="append", default=[])
    parser.add_argument("--times", type=int, default=50)
    args = parser.parse_args()
    if args.what == "speed":
        speed(args.files, args.repeats)
    elif args.what == "workers":
        workers(args.files, args.repeats)
    elif args.what == "memory":
        memory(args.documents or [10_000, 100_000])
    elif args.what == "kills":
        kills(args.times)
    else:
        hostile()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
