"""Libraries that only some outputs need."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ...errors import OutputError


def needed(module: str, extra: str, what: str) -> Any:
    """Import a library of an extra.

    Raises
    ------
    OutputError
        If it is not installed, with the command that installs it.

    Examples
    --------
    >>> needed("nonsuch", "documents", "Excel")
    Traceback (most recent call last):
        ...
    classifier.errors.OutputError: Excel is written with a library that is not installed: pip install "diplotrack[documents]"
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise OutputError(
            f'{what} is written with a library that is not installed: pip install "diplotrack[{extra}]"'
        ) from error
