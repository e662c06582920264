"""From an open file to its documents, through whatever it is wrapped in: compression, archives in archives."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from ..errors import InputError
from .archives import ARCHIVES, Member
from .columns import ReadOptions
from .compression import DAMAGE, compression_of, decompress
from .document import Document, Reject
from .exports import EXPORTS, recognise
from .limits import MAX_DEPTH, MEGABYTE, Budget, TooLargeError, in_memory, metered
from .readers import FROM_ANYWHERE, Reader, reader_named
from .sniff import sniff

#: A member of an archive up to this size is unpacked once and held; a longer one is read as a stream.
_SMALL = 16 * MEGABYTE


#: Gets every file that is opened, so that whoever shows progress can ask how far it has been read.
Opened = Callable[[BinaryIO], None]


def read_file(
    path: Path, name: str, options: ReadOptions, opened: Opened = lambda _: None
) -> Iterator[Document | Reject]:
    """Yield the documents of one file, and a reject after them if the file has changed meanwhile."""
    before = path.stat()
    with path.open("rb") as stream:
        opened(stream)
        yield from read_stream(stream, name, options, Budget(before.st_size), seeks=True)
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        reason = "changed while it was read, so that documents may be missing or mixed; run again when it is at rest"
        yield Reject(name, None, "read", reason)


def read_stream(
    stream: BinaryIO, name: str, options: ReadOptions, budget: Budget, depth: int = 0, *, seeks: bool
) -> Iterator[Document | Reject]:
    """Yield the documents of a stream.

    Parameters
    ----------
    stream : BinaryIO
        Seekable, at its start.
    name : str
        As it stands in the results.
    options : ReadOptions
    budget : Budget
        What may still be unpacked; shared by all that lies in one file.
    depth : int
        How many wraps the stream was taken out of.
    seeks : bool
        Whether a step back in the stream costs nothing.
    """
    if depth > MAX_DEPTH:
        raise InputError(f"lies more than {MAX_DEPTH} archives or compressions deep; unpack the outer ones first")
    head = stream.read(16)
    stream.seek(0)
    compression = compression_of(head)
    if compression is not None:
        try:
            with metered(decompress(stream, compression), budget) as inner:
                yield from read_stream(inner, name, options, budget, depth + 1, seeks=False)
        except DAMAGE as error:
            raise InputError(
                f"damaged {compression} data, of which only whole records before the damage can be read: {error}"
            ) from error
        return
    if not seeks and head[:2] == b"PK":
        stream, seeks = in_memory(stream), True
    export = _export(stream, options)
    if export is not None:
        yield from export(stream if seeks else in_memory(stream), name, options)
        return
    kind = _kind(stream, name, options)
    if kind not in ARCHIVES:
        if kind in FROM_ANYWHERE and not seeks:
            stream = in_memory(stream)
        yield from reader_named(kind)(stream, name, options)
        return
    for member in ARCHIVES[kind](stream, name):
        if isinstance(member, Reject):
            yield member
        else:
            yield from guarded(_read_member(member, options, budget, depth), member.name)
            if budget.left < 0:
                raise TooLargeError("the rest of the archive was left alone, for it unpacks to too much")


def _export(stream: BinaryIO, options: ReadOptions) -> Reader | None:
    """Find the reader of a news database's export: that which ``--as`` names, or the content tells."""
    if options.export is None:
        return recognise(stream) if options.input_format is None else None
    if options.export not in EXPORTS:
        raise InputError(f"no export {options.export!r}; there are: {', '.join(EXPORTS)}")
    is_archive = zipfile.is_zipfile(stream)
    stream.seek(0)
    if is_archive and sniff(stream, "") in ARCHIVES:
        return None  # the option holds for its members
    return EXPORTS[options.export]


def _kind(stream: BinaryIO, name: str, options: ReadOptions) -> str:
    """Name the format by ``--input-format``, though an archive is opened and the option holds for its members."""
    if options.input_format is None:
        return sniff(stream, name)
    reader_named(options.input_format)
    try:
        kind = sniff(stream, name)
    except InputError:
        return options.input_format
    return kind if kind in ARCHIVES else options.input_format


def _read_member(member: Member, options: ReadOptions, budget: Budget, depth: int) -> Iterator[Document | Reject]:
    with metered(member.open(), budget) if member.packed else member.open() as stream:
        if member.size > _SMALL:
            yield from read_stream(stream, member.name, options, budget, depth + 1, seeks=False)
        else:
            held = BytesIO(stream.read())
            yield from read_stream(held, member.name, options, budget, depth + 1, seeks=True)


def guarded(items: Iterator[Document | Reject], name: str) -> Iterator[Document | Reject]:
    """Yield documents and rejects; an error on the way becomes the last reject, and so does having none at all.

    Formats are read by libraries that meet broken files with errors of every kind, so that all kinds are caught:
    one broken file never ends a run.
    """
    empty = True
    try:
        for item in items:
            empty = False
            yield item
        if empty:  # a header without rows, blank lines, an archive of folders
            raise InputError("empty")
    except InputError as error:
        yield Reject(name, None, "read", str(error))
    except (*DAMAGE, zipfile.BadZipFile) as error:
        yield Reject(name, None, "read", f"damaged or cut short: {error}")
    except OSError as error:
        yield Reject(name, None, "read", error.strerror or str(error))
    except RecursionError:
        yield Reject(name, None, "read", "nested too deeply")
    except MemoryError:
        yield Reject(name, None, "read", "too large for the memory of this machine; split it")
    except Exception as error:
        yield Reject(name, None, "read", f"cannot be read: {type(error).__name__}: {error}")
