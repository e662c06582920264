"""Simple random sampling: every passage has the same chance."""

from __future__ import annotations

from ..hub import Record
from .drawing import Drawn, draw_strata
from .pool import Key, Pool


def key_of(record: Record) -> Key:
    """One stratum holds all."""
    return ()


def draw(pool: Pool, n: int) -> Drawn:
    """Draw without replacement.

    Notes
    -----
    Cochran (1977), *Sampling Techniques*, chapter 2.
    """
    return draw_strata("simple", ["all"], pool.strata, pool.numbers, [min(n, len(pool))])
