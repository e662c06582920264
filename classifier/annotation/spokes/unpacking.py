"""The files of what a tool exports: a folder, or an archive of one, with the archives that lie within."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from ...documents import Reject
from ...documents.archives import ARCHIVES, Member
from ...documents.compression import DAMAGE, compression_of, decompress
from ...documents.limits import MAX_DEPTH, MEGABYTE, Budget, TooLargeError, metered, read_all
from ...documents.sniff import sniff
from ...documents.walk import walk
from ...errors import InputError

#: How many times its size an archive may unpack to; less than where nothing is laid on the disk.
_RATIO = 100


@dataclass(frozen=True, slots=True)
class Found:
    """A file.

    Attributes
    ----------
    name : str
        Its path within what was exported, with ``/``, through archives as through folders.
    path : Path
        Where its bytes are.
    """

    name: str
    path: Path

    def read(self, limit: int, remedy: str) -> bytes:
        """Read it whole.

        Raises
        ------
        InputError
            If it is longer than the limit, or cannot be read.
        """
        try:
            with self.path.open("rb") as stream:
                return read_all(stream, limit, "a file", remedy)
        except OSError as error:
            raise InputError(error.strerror or str(error)) from error


@contextmanager
def files_of(path: Path, wanted: Callable[[str], bool] = lambda name: True) -> Iterator[list[Found | Reject]]:
    """List the files of a folder or archive. Those in archives lie in a temporary folder till the block ends.

    Parameters
    ----------
    path : Path
        A folder, an archive (ZIP, tar, compressed or not), or a single file, whose name is then its own.
    wanted : callable
        Whether to list a file of this name; others are not unpacked.

    Yields
    ------
    list of Found or Reject
        In the order of the folder's names, or of the archive. What is encrypted, damaged or no file is a `Reject`.

    Raises
    ------
    InputError
        If the path is missing, or an archive is damaged or unpacks to too much.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            yield list(_list(path, _Unpacker(wanted, Path(folder))))
        except InputError as error:
            raise InputError(f"{path}: {error}") from error


def _list(path: Path, unpacker: _Unpacker) -> Iterator[Found | Reject]:
    if not path.is_dir():
        yield from unpacker.given(path)
        return
    for item in walk(path):
        if isinstance(item, Reject):
            yield item
            continue
        name = item.relative_to(path).as_posix()
        if unpacker.wanted(name):
            yield from unpacker.found(item, name, Budget(item.stat().st_size, ratio=_RATIO))


class _Unpacker:
    """Lays the files of archives in a folder, under numbers, for the names in archives are anybody's."""

    def __init__(self, wanted: Callable[[str], bool], folder: Path) -> None:
        self.wanted = wanted
        self._folder = folder
        self._count = 0

    def given(self, path: Path) -> Iterator[Found | Reject]:
        """Yield a file that the user named, or, if it is an archive, the files in it."""
        try:
            with path.open("rb") as stream:
                if _is_packed(stream):
                    yield from self._archive(stream, "", Budget(path.stat().st_size, ratio=_RATIO), 0)
                else:
                    yield Found(path.name, path)
        except OSError as error:
            raise InputError(error.strerror or str(error)) from error

    def found(self, path: Path, name: str, budget: Budget, depth: int = 0) -> Iterator[Found | Reject]:
        """Yield a file that lies in a folder or archive, or, if it is a ZIP file, the files in it."""
        if not name.endswith(".zip"):
            yield Found(name, path)
            return
        try:
            with path.open("rb") as stream:
                yield from self._archive(stream, name, budget, depth)
        except TooLargeError:
            raise
        except InputError as error:
            yield Reject(name, None, "import", str(error))
        except OSError as error:
            yield Reject(name, None, "import", error.strerror or str(error))

    def _archive(self, stream: BinaryIO, name: str, budget: Budget, depth: int) -> Iterator[Found | Reject]:
        """Yield the files of an archive, named after it."""
        if depth > MAX_DEPTH:
            raise InputError(f"{name}: lies more than {MAX_DEPTH} archives deep; unpack the outer ones first")
        compression = compression_of(stream.read(16))
        stream.seek(0)
        if compression is not None:
            with tempfile.TemporaryFile(dir=self._folder) as plain:
                try:
                    _copy(metered(decompress(stream, compression), budget), plain)
                except DAMAGE as error:
                    raise InputError(f"damaged {compression} data: {error}") from error
                plain.seek(0)
                yield from self._archive(cast(BinaryIO, plain), name, budget, depth + 1)
            return
        kind = sniff(stream, name)
        if kind not in ARCHIVES:
            raise InputError(f"{name or 'the file'} is no archive of a folder but {kind}")
        for member in ARCHIVES[kind](stream, ""):
            if isinstance(member, Reject):
                yield Reject(_joined(name, member.source_file), None, "import", member.reason)
            else:
                yield from self._member(member, _joined(name, member.name), budget, depth)

    def _member(self, member: Member, name: str, budget: Budget, depth: int) -> Iterator[Found | Reject]:
        if not self.wanted(name):
            return
        self._count += 1
        path = self._folder / f"{self._count:07}"
        try:
            packed = member.open()
        except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            yield Reject(name, None, "import", f"damaged or cut short: {error}")
            return
        try:
            with packed, path.open("wb") as file:
                _copy(metered(packed, budget) if member.packed else packed, file)
        except (*DAMAGE, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            yield Reject(name, None, "import", f"damaged or cut short: {error}")
            return
        yield from self.found(path, name, budget, depth + 1)


def _is_packed(stream: BinaryIO) -> bool:
    head = stream.read(512)
    stream.seek(0)
    return head[:2] == b"PK" or compression_of(head) is not None or head[257:262] == b"ustar"


def _joined(name: str, member: str) -> str:
    """Name a member after its archive; ``member`` begins with the mark that archives set before it.

    Examples
    --------
    >>> _joined("anna.zip", "!./a/../b.xmi")
    'anna.zip/a/b.xmi'
    """
    parts = member.removeprefix("!").replace("\\", "/").split("/")
    return "/".join(part for part in (name, *parts) if part not in ("", ".", ".."))


def _copy(source: BinaryIO, target: IO[bytes]) -> None:
    shutil.copyfileobj(source, target, MEGABYTE)
