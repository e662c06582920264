"""Check by simulation how often the 95% intervals of agreement hold the true value.

    python scripts/simulate_agreement.py [--runs 300]

Three coders label documents of one to four passages, whose difficulty the passages of a document share; a fifth of the
labels are missing. The true value is that of twenty thousand documents.
"""

from __future__ import annotations

import argparse

import numpy as np

from classifier.annotation.agreement.parts import all_coders, counts_of
from classifier.labels import LABELS
from classifier.metrics.cluster_sums import estimates_of
from classifier.metrics.coefficients import unit_columns

FIGURES = ("agreement", "alpha", "alpha_steps", "fleiss", "ac1")
SHARES = (0.55, 0.2, 0.1, 0.15)
CODERS, MISSING = 3, 0.2


def coded(documents: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Labels of passages by coder, -1 where there is none, and each passage's document."""
    document = np.repeat(np.arange(documents), rng.integers(1, 5, documents))
    true = rng.choice(len(LABELS), len(document), p=SHARES)
    easy = rng.beta(6, 1.5, documents)[document]
    table = np.where(
        rng.random((len(document), CODERS)) < easy[:, None],
        true[:, None],
        rng.integers(0, len(LABELS), (len(document), CODERS)),
    )
    table[rng.random(table.shape) < MISSING] = -1
    return table, document


def estimated(documents: int, rng: np.random.Generator, resamples: int) -> dict:
    table, document = coded(documents, rng)
    part = all_coders(unit_columns(counts_of(table)))
    found = estimates_of([part], document.astype(str), resamples, int(rng.integers(2**31)))[0]
    return {name: found[name][0] for name in FIGURES}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--resamples", type=int, default=1000)
    args = parser.parse_args()
    rng = np.random.default_rng(0)
    truth = {name: one.value for name, one in estimated(20_000, rng, 2).items()}
    print(f"{'documents':>9}  " + "  ".join(f"{name:>11}" for name in FIGURES))
    for documents in (15, 40, 150):
        held = dict.fromkeys(FIGURES, 0)
        for _ in range(args.runs):
            for name, one in estimated(documents, rng, args.resamples).items():
                held[name] += one.low <= truth[name] <= one.high
        print(f"{documents:9}  " + "  ".join(f"{held[name] / args.runs:11.3f}" for name in FIGURES))


if __name__ == "__main__":
    main()
