"""From bytes to text: UTF-8 with or without a mark, UTF-16 and UTF-32 with one, else Windows-1252.

UTF-8 is tried first because text in another encoding is hardly ever valid UTF-8; what is left in the
archives that people have is Windows-1252, of which Latin-1's printable part is a subset. Where files of both
kinds were joined, and most of what is not ASCII is UTF-8, the bytes that are not are read as Windows-1252.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO, AnyStr, BinaryIO

from ..errors import InputError
from .compression import DAMAGE
from .limits import MAX_TEXT, MEGABYTE, read_all, read_some

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 8192
_CHUNK = 1 << 20
BINARY = "binary data, not text; convert it to plain text, CSV or JSON first"


def _undefined_as_latin1(error: UnicodeError) -> tuple[str, int]:
    """Decode the five bytes that Windows-1252 leaves undefined as Latin-1 does, so that nothing is lost."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


def _stray_as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Decode the bytes that are no UTF-8 as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "diplotrack-latin1"), error.end


codecs.register_error("diplotrack-latin1", _undefined_as_latin1)
codecs.register_error("diplotrack-stray", _stray_as_cp1252)
_ERRORS = {"cp1252": "diplotrack-latin1", "utf-8": "diplotrack-stray", "utf-8-sig": "diplotrack-stray"}
_STRAY = re.compile("[\udc80-\udcff]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")


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
        return _unmarked_encoding(chain([chunk], iter(lambda: read_some(stream, _CHUNK), b"")))
    finally:
        stream.seek(0)


def _unmarked_encoding(chunks: Iterable[bytes]) -> str:
    """Tell UTF-8 from Windows-1252 by which of the two most of what is not ASCII could be."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    stray = whole = 0
    try:
        for chunk in chain(chunks, [b""]):
            text = decoder.decode(chunk, final=not chunk)
            if not text.isascii():
                bad = len(_STRAY.findall(text))
                stray += bad
                whole += len(_NOT_ASCII.findall(text)) - bad
    except DAMAGE:
        pass  # whoever reads the text meets the damage again, after the records before it
    return "cp1252" if stray > whole else "utf-8"


def decode(data: bytes) -> str:
    """Decode bytes of unknown encoding; never fails and never drops a byte.

    Examples
    --------
    >>> decode("Élysée".encode("utf-16")), decode("Élysée".encode("cp1252"))
    ('Élysée', 'Élysée')
    """
    marked = marked_encoding(data)
    if marked:
        return data.decode(marked, _ERRORS.get(marked, "replace"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        encoding = _unmarked_encoding([data])
        return data.decode(encoding, _ERRORS[encoding])


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
    return io.TextIOWrapper(stream, encoding=encoding, errors=_ERRORS.get(encoding, "replace"), newline=newline)


def read_text(stream: BinaryIO) -> str:
    """Read and decode a whole file that is one document.

    Raises
    ------
    InputError
        If the data is binary, or longer than any document.
    """
    return decode_text(read_all(stream, MAX_TEXT, "the file", "if it holds many documents, split it"))


def capped_lines(stream: IO[AnyStr]) -> Iterator[AnyStr | None]:
    """Yield the lines of a stream of bytes or text; one that is longer than `MAX_TEXT` is None, and not held."""
    while line := stream.readline(MAX_TEXT + 1):
        if len(line) <= MAX_TEXT:
            yield line
            continue
        while line and line[-1:] not in ("\n", b"\n"):
            line = stream.readline(MEGABYTE)
        yield None
