"""From inputs to an output file: run, writers, rejects, progress."""

from .run import RunOptions, Summary, classify_inputs
from .writers import ENDINGS, open_writer

__all__ = ["ENDINGS", "RunOptions", "Summary", "classify_inputs", "open_writer"]
