"""From bytes to text: UTF-8 with or without a mark, UTF-16 and UTF-32 with one, else Windows-1252.

UTF-8 is tried first because text in another encoding is hardly ever valid UTF-8; what is left in the
archives that people have is Windows-1252, of which Latin-1's printable part is a subset.
"""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from typing import IO, BinaryIO, cast

from ..errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 8192
_CHUNK = 1 << 20
#: What reading damaged gzip data raises.
DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile)
BINARY = "binary data, not text; convert it to plain text, CSV or JSON first"


def _undefined_as_latin1(error: UnicodeError) -> tuple[str, int]:
    """Decode the five bytes that Windows-1252 leaves undefined as Latin-1 does, so that nothing is lost."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("diplotrack-latin1", _undefined_as_latin1)


def marked_encoding(head: bytes) -> str | None:
    r"""Encoding that a byte order mark announces, or None.

    Examples
    --------
    >>> marked_encoding(b"\xef\xbb\xbfhello"), marked_encoding(b"hello")
    ('utf-8-sig', None)
    """
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def looks_binary(head: bytes) -> bool:
    """Whether the first bytes of a file without a byte order mark are no text.

    Examples
    --------
    >>> looks_binary(b"%PDF-1.7 ..."), looks_binary(b"plain text")
    (True, False)
    """
    if marked_encoding(head):
        return False
    return b"\0" in head or head.startswith((b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf"))


def read_some(stream: BinaryIO, size: int) -> bytes:
    """Read once, which keeps what precedes damage in compressed data; ``read`` would lose it."""
    return cast(io.BufferedIOBase, stream).read1(size)


def detect_encoding(stream: BinaryIO) -> str:
    """Name the encoding of a stream by reading it through once, in constant memory, and rewinding it.

    Parameters
    ----------
    stream : BinaryIO
        Seekable, at its start.

    Returns
    -------
    str
        ``utf-8-sig``, ``utf-16``, ``utf-32``, ``utf-8`` or ``cp1252``.

    Raises
    ------
    InputError
        If the data is binary.
    """
    try:
        chunk = read_some(stream, _CHUNK)
        if looks_binary(chunk[:_HEAD]):
            raise InputError(BINARY)
        marked = marked_encoding(chunk)
        if marked:
            return marked
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk:
                decoder.decode(chunk)
                chunk = read_some(stream, _CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
        except DAMAGE:
            pass  # whoever reads the text meets the damage again, after the records before it
        return "utf-8"
    finally:
        stream.seek(0)


def decode(data: bytes) -> str:
    """Decode bytes of unknown encoding; never fails and never drops a byte.

    Examples
    --------
    >>> decode("Élysée".encode("utf-16")), decode("Élysée".encode("cp1252"))
    ('Élysée', 'Élysée')
    """
    marked = marked_encoding(data)
    if marked:
        return data.decode(marked, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "diplotrack-latin1")


def decode_text(data: bytes) -> str:
    """Decode a whole file; binary data is an error.

    Raises
    ------
    InputError
        If the data is binary.
    """
    if looks_binary(data[:_HEAD]):
        raise InputError(BINARY)
    return decode(data)


def open_text(stream: BinaryIO, *, newline: str | None = None) -> IO[str]:
    """Read a seekable binary stream as text in its detected encoding; closing the text closes the stream.

    Raises
    ------
    InputError
        If the data is binary.
    """
    encoding = detect_encoding(stream)
    errors = "diplotrack-latin1" if encoding == "cp1252" else "replace"
    return io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline=newline)
