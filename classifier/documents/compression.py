"""Compressed files, known by their first bytes: gzip, bzip2, xz, Zstandard."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from typing import BinaryIO, cast

#: What reading damaged compressed data raises, beside OSError.
DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile, lzma.LZMAError)


class _Zstandard(io.RawIOBase):
    """Zstandard through pyarrow, which tells cut data from whole; a step back starts anew."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._restart()

    def _restart(self) -> None:
        import pyarrow as pa

        self._stream.seek(0)
        self._at = 0
        self._data = pa.CompressedInputStream(pa.PythonFile(_Unclosed(self._stream), mode="r"), "zstd")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._data.read(min(len(buffer), 1 << 16))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_CUR:
            offset += self._at
        elif whence == io.SEEK_END:
            while self.read(1 << 16):
                pass
            offset += self._at
        if offset < self._at:
            self._restart()
        while self._at < offset and self.read(min(offset - self._at, 1 << 16)):
            pass
        return self._at

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Unclosed(io.RawIOBase):
    """A stream that stays open when pyarrow lets go of it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size)


def _open_zstandard(stream: BinaryIO) -> io.BufferedIOBase:
    return io.BufferedReader(_Zstandard(stream))  # type: ignore[type-var]


#: Name -> (first bytes, how to open).
COMPRESSIONS: dict[str, tuple[bytes, Callable[[BinaryIO], io.BufferedIOBase]]] = {
    "gzip": (b"\x1f\x8b", lambda stream: gzip.GzipFile(fileobj=stream)),
    "bzip2": (b"BZh", bz2.BZ2File),
    "xz": (b"\xfd7zXZ\0", lzma.LZMAFile),
    "Zstandard": (b"\x28\xb5\x2f\xfd", _open_zstandard),
}
#: Endings that a compressed file's name has beside its own.
ENDINGS = (".gz", ".bz2", ".xz", ".zst")


def compression_of(head: bytes) -> str | None:
    r"""Name the compression that the first bytes announce.

    Examples
    --------
    >>> compression_of(b"\x1f\x8b\x08\x00"), compression_of(b"BZh9 is a poor start of a text")
    ('gzip', None)
    """
    for name, (magic, _) in COMPRESSIONS.items():
        if head.startswith(magic) and (name != "bzip2" or head[4:10] in (b"1AY&SY", b"\x17rE8P\x90")):
            return name
    return None


def decompress(stream: BinaryIO, compression: str) -> BinaryIO:
    """Open a compressed stream, seekable, lazily."""
    return cast(BinaryIO, COMPRESSIONS[compression][1](stream))
