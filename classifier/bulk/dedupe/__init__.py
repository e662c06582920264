"""The same meeting in twenty papers: groups of documents that are copies of one another, found on the disk."""

from .run import ADDED, DedupeOptions, Found, dedupe
from .store import Cluster

__all__ = ["ADDED", "Cluster", "DedupeOptions", "Found", "dedupe"]
