"""From inputs to an output file: batches, workers, parts that survive a crash, writers, rejects."""

from .job import Shard
from .labelling import label
from .options import Counts, RunOptions
from .run import Run, Watcher, classify_to
from .writers import ENDINGS, open_writer

__all__ = ["ENDINGS", "Counts", "Run", "RunOptions", "Shard", "Watcher", "classify_to", "label", "open_writer"]
