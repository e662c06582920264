"""The rules: from text to actors, capacity, role at the table and cues."""

from .extract import evidence_of, extract
from .memory import Memory

__all__ = ["Memory", "evidence_of", "extract"]
