"""What the user may choose of an evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .predictions import Predictions
from .protocols import PROTOCOLS

__all__ = ["PROTOCOLS", "Options"]


@dataclass(frozen=True)
class Options:
    """How to evaluate.

    Attributes
    ----------
    protocol : str
        One of `PROTOCOLS`.
    train : sequence of Path
        What the baselines learn from, and what the gold is checked against for leakage: of a file with a column
        ``split`` the rows of ``train``, else all. By default the shipped corpus, where it is on this machine.
    comparisons : sequence of Predictions
        Of other systems, for the same gold passages in the same order.
    corpus : Path, optional
        Predicted labels of the corpus whose shares are wanted, such as results of ``diplotrack classify``.
    behaviour : Path, optional
        Behavioural tests to run besides the shipped ones.
    retrain : bool
        Train the model anew for each fold, from ``train`` (whose records must be the gold's), instead of judging it
        as it is.
    resamples, seed : int
    title, command : str
        For the report's head.
    """

    protocol: str = "fixed"
    train: Sequence[Path] = ()
    comparisons: Sequence[Predictions] = ()
    corpus: Path | None = None
    behaviour: Path | None = None
    retrain: bool = False
    resamples: int = 2000
    seed: int = 0
    title: str = ""
    command: str = ""
