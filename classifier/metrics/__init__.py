"""Scores, intervals and the codebook's decision table: pure functions."""

from .decision import Facts, decide, facts_of
from .scores import bootstrap_interval, confusion, macro_f1

__all__ = ["Facts", "bootstrap_interval", "confusion", "decide", "facts_of", "macro_f1"]
