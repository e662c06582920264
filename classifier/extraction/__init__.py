"""The rules: from text to actors, capacity, role at the table and cues."""

from .extract import extract

__all__ = ["extract"]
