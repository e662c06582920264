"""What one input may cost. A broken or hostile file becomes a reject; it never fills the memory or the disk."""

from __future__ import annotations

import io
from typing import BinaryIO, cast

from ..errors import InputError

MEGABYTE = 1 << 20
#: Longest text of one document and longest line of a file of lines; the Bible has 4.5 million characters.
MAX_TEXT = 32 * MEGABYTE
#: Largest file that has to be held in memory: an Office file, or a PDF or database inside an archive.
MAX_IN_MEMORY = 512 * MEGABYTE
#: How many times its own size a compressed input may unpack to. Text shrinks 3 to 20 times, a bomb 1,000 times.
MAX_RATIO = 500
#: What any compressed input may unpack to, however small it is.
FREE_BYTES = 64 * MEGABYTE
#: How many archives and compressions may be wrapped about a file.
MAX_DEPTH = 6
#: Most members of one ZIP file, whose list has to be held in memory.
MAX_MEMBERS = 1_000_000


class TooLargeError(InputError):
    """A compressed input unpacks to more than it may; all that is in it is left alone from there on."""


class Budget:
    """What one compressed input, with all that lies within it, may still unpack to."""

    def __init__(self, size: int, *, ratio: int = MAX_RATIO, free: int = FREE_BYTES) -> None:
        self._ratio = ratio
        self.left = max(free, ratio * size)

    def spend(self, size: int) -> None:
        """Take bytes off the budget.

        Raises
        ------
        TooLargeError
            If there are not so many left.
        """
        self.left -= size
        if self.left < 0:
            raise TooLargeError(
                f"unpacks to more than {self._ratio} times its size, as archives made to fill a disk do; "
                "if it is sound, unpack it first"
            )


class _Metered(io.RawIOBase):
    """A decompressed stream that pays for its bytes; what is read again after a rewind is free."""

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        self._stream, self._budget, self._paid = stream, budget, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._stream.seekable()

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = read_some(self._stream, len(buffer))
        buffer[: len(data)] = data
        at = self._stream.tell()
        if at > self._paid:
            self._budget.spend(at - self._paid)
            self._paid = at
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def close(self) -> None:
        self._stream.close()
        super().close()


def metered(stream: BinaryIO, budget: Budget) -> BinaryIO:
    """Wrap a decompressed stream so that it raises `TooLargeError` when it has spent the budget.

    Its buffer is wide, for a rewind within it does not decompress anew.
    """
    return io.BufferedReader(_Metered(stream, budget), buffer_size=MEGABYTE // 4)  # type: ignore[type-var]


def read_some(stream: BinaryIO, size: int) -> bytes:
    """Read once, which keeps what precedes damage in compressed data; ``read`` would lose it."""
    return cast(io.BufferedIOBase, stream).read1(size)


def read_all(stream: BinaryIO, limit: int, what: str, remedy: str) -> bytes:
    """Read a stream to its end.

    Raises
    ------
    InputError
        If it is longer than the limit; says what may not be so long, and the remedy.
    """
    pieces = []
    left = limit
    while piece := stream.read(min(left + 1, 4 * MEGABYTE)):
        left -= len(piece)
        if left < 0:
            raise InputError(f"{what} is longer than {limit // MEGABYTE} MB; {remedy}")
        pieces.append(piece)
    return b"".join(pieces)


def in_memory(stream: BinaryIO) -> BinaryIO:
    """Hold a stream in memory, for a format that jumps to and fro in its file.

    Raises
    ------
    InputError
        If it is larger than `MAX_IN_MEMORY`.
    """
    return io.BytesIO(read_all(stream, MAX_IN_MEMORY, "a compressed file of this kind", "unpack it first"))
