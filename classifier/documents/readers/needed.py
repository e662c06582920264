"""Libraries of the extra ``documents``, imported when a file needs them."""

from __future__ import annotations

import importlib
from typing import Any

from ...errors import InputError


def needed(module: str, what: str) -> Any:
    """Import a library, or say what it is needed for and how to get it.

    Raises
    ------
    InputError
        If it is not installed.

    Examples
    --------
    >>> needed("no_such_library", "PDF")
    Traceback (most recent call last):
    classifier.errors.InputError: PDF is read with a library that is not installed; pip install "diplotrack[documents]"
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise InputError(
            f'{what} is read with a library that is not installed; pip install "diplotrack[documents]"'
        ) from error
