"""Measure how long the command line takes to answer from a cold start, and what the time is spent on.

python scripts/benchmark_start.py
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time

SENTENCE = "Two retired generals met the foreign minister in Muscat."
ROUNDS = 5
STEPS = """
import sys, time
began = time.perf_counter()
def step(name):
    global began
    now = time.perf_counter()
    print(f"  {name:34} {now - began:6.2f} s")
    began = time.perf_counter()
import numpy, scipy; step("import numpy and scipy")
import sklearn.linear_model, sklearn.feature_extraction.text; step("import scikit-learn")
import skops.io; step("import skops")
import classifier, classifier.model; step("import classifier")
from classifier.lexicon import load_lexicon
load_lexicon(); step("read the lexicon")
tracker = classifier.load(); step("read the model")
tracker.classify(sys.argv[1]); step("classify the sentence")
"""


def best(command: list[str], given: str = "") -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        subprocess.run(command, input=given, text=True, capture_output=True, check=True)
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> None:
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    tool = shutil.which("diplotrack", path=str(sys.prefix) + "/bin") or "diplotrack"
    print(f"best of {ROUNDS}, {sys.version.split()[0]}")
    print(f"diplotrack --help                    {best([tool, '--help']):6.2f} s")
    print(f"one sentence from a cold start       {best([tool, 'classify', '-', '--quiet'], SENTENCE):6.2f} s, such as:")
    done = subprocess.run([sys.executable, "-c", STEPS, SENTENCE], capture_output=True, text=True, check=True)
    print(done.stdout, end="")


if __name__ == "__main__":
    main()
