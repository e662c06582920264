"""Measure export to every annotation tool and import from it: seconds and peak memory, each in a process of its own.

    python scripts/benchmark_annotation.py                       # 100,000 records
    python scripts/benchmark_annotation.py --records 2000 --tool doccano --profile

Records are the corpus's passages with ids of their own, as often as needed, each coded by a model and by two people in
turn. Every export is imported again with its side file, and all of it must come back.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from classifier.annotation.hub import write_records
from classifier.annotation.spokes import NAMES, spoke_named

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus" / "passages.jsonl"


def made_records(number: int) -> Iterator[dict[str, Any]]:
    """Records of three makers, passage by passage."""

    def passages() -> Iterator[dict[str, Any]]:
        with CORPUS.open(encoding="utf-8") as file:
            lines = file.readlines()
        for i, line in enumerate(cycle(lines)):
            record = json.loads(line)
            kept = {key: record[key] for key in (*BASE, "label", "actors", "cues", "group", "region") if key in record}
            yield kept | {"document_id": f"made-{i}", "passage_index": 0, "passage_id": f"made-{i}#0"}

    def records() -> Iterator[dict[str, Any]]:
        for passage in passages():
            yield passage | {"source": {"kind": "model", "name": "default", "version": "1"}}
            for coder in ("anna", "bo"):
                yield passage | {"source": {"kind": "human", "name": coder}, "annotator": coder, "seconds": 12.5}

    return islice(records(), number)


BASE = ("schema", "text", "text_sha256", "start", "end")


def work(step: str, name: str, folder: Path) -> None:
    """Do one step in this process, and print its seconds and peak memory as JSON."""
    from classifier.annotation.exporting import export, side_path
    from classifier.annotation.importing import Imported, import_answers

    def fail(problem: Any) -> None:
        raise SystemExit(f"{name}: {problem.reason}")

    spoke = spoke_named(name)
    output = folder / f"{name}{spoke.ending}"
    began = time.perf_counter()
    found = Imported()
    if step == "export":
        export([folder / "hub.jsonl"], spoke, output, fail)
    else:
        answers = import_answers(output, spoke, side_path(output), fail, found)
        write_records(folder / f"{name}.back.jsonl", answers)
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "restored": found.restored}))


def measured(step: str, name: str, folder: Path, *, profile: bool) -> tuple[float, float, int]:
    """Seconds, peak memory in MB, and restored records of a step in a child process."""
    begun = [sys.executable, *(["-m", "cProfile", "-s", "tottime"] if profile else []), __file__]
    command = [*begun, "--step", step, "--tool", name, "--folder", str(folder)]
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(command, stdout=out, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        told = out.read().decode()
    if child.returncode:
        raise SystemExit(f"{step} {name} failed")
    first, _, rest = told.partition("\n")
    if profile:
        print(step, name, *rest.splitlines()[:30], sep="\n")
    result = json.loads(first)
    return result["seconds"], usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2), result["restored"]


def size_of(path: Path) -> float:
    """Megabytes of a file, or of all files in a folder."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 1024**2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--tool", action="append", choices=NAMES, help="only this; repeatable")
    parser.add_argument("--profile", action="store_true", help="show where time goes; which itself takes time")
    parser.add_argument("--step", choices=("export", "import"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        work(given.step, given.tool[0], given.folder)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_records(folder / "hub.jsonl", made_records(given.records))
        print(f"{given.records:,} records, {size_of(folder / 'hub.jsonl'):.0f} MB\n")
        print("| format | file, MB | export, s | peak, MB | import, s | peak, MB |\n|---|--:|--:|--:|--:|--:|")
        for tool in given.tool or NAMES:
            out, out_memory, _ = measured("export", tool, folder, profile=given.profile)
            back, back_memory, restored = measured("import", tool, folder, profile=given.profile)
            size = size_of(folder / f"{tool}{spoke_named(tool).ending}")
            print(
                f"| {tool} | {size:.1f} | {out:.1f} | {out_memory:.0f} | {back:.1f} | {back_memory:.0f} |", flush=True
            )
            if restored != given.records:
                raise SystemExit(f"{tool}: only {restored:,} came back as they were")


if __name__ == "__main__":
    main()
