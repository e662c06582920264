"""Measure Spark beside the local engine: the same documents, two workers each, rates once both have started.

    python scripts/benchmark_spark.py                    # 200,000 made documents
    python scripts/benchmark_spark.py 20000 --repeats 3

The local engine's processes start while they work, so that what a run of a few documents takes is taken off both.
Made documents are of varied templates, so that caches don't flatter.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from classifier.bulk import Run, RunOptions, Watcher, classify_to
from classifier.model import load
from classifier.spark import engine
from classifier.spark.session import open_session

WHO = ("The foreign ministers of {a} and {b}", "Two retired generals from {a}", "Officials of {a} and elders from {b}",
       "Bishops of {a}", "Scholars from {town}", "The board of a {thing} maker", "The mayor of {town}", "A court in {town}",
       "The former ambassador of {a} to {b}, {name},", "{name}, who farms near {town},", "The envoy of {a}")  # fmt: skip
DID = ("met their counterparts from {b} in {town}", "signed an agreement on the {thing}", "raised the price of {thing}",
       "held a workshop with colleagues from {b}", "discussed the budget for {year}", "won by {n} goals to none",
       "sent the case of the {thing} back", "asked {name} to carry a letter to {b}", "opened a school in {town}",
       "took part in their personal capacity", "told reporters that the {thing} was late")  # fmt: skip
PLACES = ("Kenya", "Nepal", "Serbia", "Peru", "Chad", "Georgia", "Laos", "Yemen", "Cuba", "Malta")
TOWNS = ("Oslo", "Muscat", "Geneva", "Doha", "Vienna", "the harbour", "the old town", "the district")
FEW = 1000
THINGS = ("bread", "ferry", "river", "border crossing", "library", "well", "stadium", "ceasefire", "railway")


def made_documents(n: int, seed: int = 0) -> Iterator[dict[str, object]]:
    """Documents of one to six paragraphs, no two alike; one in a thousand has no text, one in five hundred an id met before."""
    chance = random.Random(seed)
    for i in range(n):
        paragraphs = [
            " ".join(_sentence(chance) for _ in range(chance.randint(1, 5))) for _ in range(chance.randint(1, 6))
        ]
        text = "" if i % 1000 == 999 else "\n\n".join(paragraphs)
        yield {
            "id": f"made-{i - 1 if i % 500 == 250 else i}",
            "title": f"Story {i}",
            "date": "2024-01-01",
            "text": text,
        }


def _sentence(chance: random.Random) -> str:
    return (
        f"{chance.choice(WHO)} {chance.choice(DID)}, according to W{chance.randint(0, 10**6)}.".format(
            a=chance.choice(PLACES), b=chance.choice(PLACES), town=chance.choice(TOWNS), thing=chance.choice(THINGS),
            name=f"Mr N{chance.randint(0, 10**5)}", year=chance.randint(1950, 2025), n=chance.randint(2, 6),
        )
    )  # fmt: skip


def write_made(path: Path, n: int) -> Path:
    """Write made documents as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(document) + "\n" for document in made_documents(n))
    return path


def seconds(classify: Callable[[Run], object], source: Path, output: Path) -> float:
    """Seconds that an engine takes, with two workers."""
    began = time.perf_counter()
    classify(Run((str(source),), output, RunOptions(), workers=2))
    return time.perf_counter() - began


def main() -> int:
    """Run both engines in turn, and print what they took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("documents", nargs="?", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=1)
    args = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    tracker = load()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few, source = write_made(folder / "few.jsonl", FEW), write_made(folder / "in.jsonl", args.documents)
        began = time.perf_counter()
        with open_session("local[2]") as session:
            print(f"Spark started in {time.perf_counter() - began:.1f} s")
            engines: dict[str, Callable[[Run], object]] = {
                "local": lambda run: classify_to(run, tracker, Watcher()),
                "spark": lambda run: engine.classify_to(run, session),
            }
            for engine_name, classify in engines.items():
                first = seconds(classify, few, folder / "few.out.jsonl")
                print(f"{engine_name}: {FEW} documents in {first:.1f} s, its workers starting")
            took: dict[str, list[float]] = {name: [] for name in engines}
            for _ in range(args.repeats):
                for engine_name, classify in engines.items():
                    start = seconds(classify, few, folder / "few.out.jsonl")
                    whole = seconds(classify, source, folder / f"{engine_name}.jsonl")
                    took[engine_name].append(whole - start)
                    print(
                        f"{engine_name}: {whole:.1f} s, of which {start:.1f} s are what {FEW} documents take",
                        flush=True,
                    )
        rate = {name: (args.documents - FEW) / statistics.median(taken) for name, taken in took.items()}
        megabytes = source.stat().st_size / 1e6
        for engine_name, found in rate.items():
            print(f"{engine_name}: {found:.0f} documents/s, {found / args.documents * megabytes:.2f} MB/s")
        print(f"Spark at {rate['spark'] / rate['local']:.2f} of the local engine's rate")
        local, spark = ((folder / f"{name}.jsonl").read_bytes() for name in engines)
        same = sorted(local.splitlines()) == sorted(spark.splitlines())
        print("the same rows" + (" in the same order" if local == spark else "") if same else "DIFFERENT ROWS")
        rejected = [
            path.read_bytes() if (path := folder / f"{name}.rejected.jsonl").exists() else b"" for name in engines
        ]
        print("the same rejects" if rejected[0] == rejected[1] else "DIFFERENT REJECTS")
    return 0 if same and rejected[0] == rejected[1] else 1


if __name__ == "__main__":
    raise SystemExit(main())
