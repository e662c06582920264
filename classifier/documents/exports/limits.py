"""What no file may exceed, and how libraries that may be missing are brought in."""

from __future__ import annotations

from typing import Any, BinaryIO

from ...errors import InputError

#: No database exports as much in one file; forms that are parsed whole are not read beyond it.
MAX_BYTES = 256 * 2**20
#: For lxml: no document types, no network, no entities, no trees that are too deep.
SAFE: dict[str, Any] = {"resolve_entities": False, "load_dtd": False, "no_network": True, "huge_tree": False}


def too_large() -> InputError:
    """Say that a file is larger than any export."""
    return InputError(f"more than {MAX_BYTES >> 20} MB, too much for one export; download fewer articles per file")


def needs(library: str, form: str) -> InputError:
    """Name the command that installs what a form needs."""
    return InputError(f'reading {form} needs {library}; install it with: pip install "diplotrack[documents]"')


def load_etree(form: str) -> Any:
    """Import lxml when it is needed.

    Raises
    ------
    InputError
        If it is missing; names the form that needs it.
    """
    try:
        from lxml import etree
    except ImportError as error:
        raise needs("lxml", form) from error
    return etree


def read_whole(stream: BinaryIO) -> bytes:
    """Read a stream to its end, but no more than `MAX_BYTES`."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise too_large()
    return data


class Limited:
    """A stream that ends with an error where it passes `MAX_BYTES`, which compressed data may do."""

    def __init__(self, stream: Any, limit: int = MAX_BYTES):
        self._stream = stream
        self._left = limit

    def read(self, size: int = -1) -> bytes:
        """Read, and count."""
        data: bytes = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise too_large()
        return data
