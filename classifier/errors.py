"""Every error that the package raises on purpose; each message says what to do."""

from __future__ import annotations


class DiplotrackError(Exception):
    """Base of all errors of the package; its message holds the remedy."""


class InputError(DiplotrackError):
    """An input cannot be read as documents."""


class UsageError(InputError):
    """An option asks for what cannot be: a column that the input lacks, a report that is no page."""


class LexiconError(DiplotrackError):
    """A lexicon file holds an entry that cannot be used; names file and line."""


class ModelError(DiplotrackError):
    """A model cannot be loaded, or does not fit its lexicon."""


class RecordError(DiplotrackError):
    """A record does not follow the canonical schema."""


class OutputError(DiplotrackError):
    """Results cannot be written where they were asked for."""


class EngineError(DiplotrackError):
    """The engine that was asked for cannot run here, or has given up."""
