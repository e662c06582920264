"""Every error that the package raises on purpose; each message says what to do."""

from __future__ import annotations

from importlib import import_module
from typing import Any


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


def needed(module: str, what: str, extra: str = "documents", error: type[DiplotrackError] = InputError) -> Any:
    """Import a library of an extra when it is needed.

    Parameters
    ----------
    module : str
    what : str
        What it is needed for.
    extra : str
        That brings it.
    error : type of DiplotrackError

    Raises
    ------
    DiplotrackError
        Of type ``error`` if the library is not installed, with the command that installs it.

    Examples
    --------
    >>> needed("no_such_library", "PDF")
    Traceback (most recent call last):
        ...
    classifier.errors.InputError: PDF needs no_such_library; install it with: pip install "diplotrack[documents]"
    """
    library = module.partition(".")[0]
    try:
        import_module(library)
        return import_module(module)
    except ImportError as missing:
        raise error(f'{what} needs {library}; install it with: pip install "diplotrack[{extra}]"') from missing
