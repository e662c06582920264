"""What no file may exceed."""

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
