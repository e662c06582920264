"""Archives as a stream of members; nothing is written to disk, so a member's name is a name and no path."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from ..errors import InputError
from .document import Reject, clean_text
from .limits import FREE_BYTES, MAX_RATIO
from .walk import is_passed_over

_Open = Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: ``archive.zip!folder/a.txt``, how to open it, its size unpacked, and whether it is packed."""

    name: str
    open: _Open
    size: int
    packed: bool


def zip_members(stream: BinaryIO, source: str) -> Iterator[Member | Reject]:
    """Yield the members of a ZIP file in the order of its list, without hidden files and folders."""
    with zipfile.ZipFile(stream) as archive:
        for info in archive.infolist():
            if info.is_dir() or _is_passed_over(info.filename):
                continue
            name = _named(source, info.filename)
            if info.flag_bits & 1:
                yield Reject(name, None, "read", "encrypted; unpack the archive with its password first")
            elif info.file_size > max(FREE_BYTES, MAX_RATIO * info.compress_size):
                yield Reject(name, None, "read", f"unpacks to more than {MAX_RATIO} times its size, as a bomb does")
            else:
                yield Member(name, cast(_Open, partial(archive.open, info)), info.file_size, packed=True)


def tar_members(stream: BinaryIO, source: str) -> Iterator[Member | Reject]:
    """Yield the members of a tar file in its order, without hidden files and folders.

    Raises
    ------
    InputError
        After the last whole member, if the file is damaged or cut short there.
    """
    try:
        with tarfile.open(fileobj=stream, mode="r:", errors="surrogateescape") as archive:
            while (info := archive.next()) is not None:
                archive.members = []  # type: ignore[attr-defined]  # which would else grow with the archive
                if info.isdir() or _is_passed_over(info.name):
                    continue
                name = _named(source, info.name)
                if info.isfile():
                    yield Member(name, cast(_Open, partial(archive.extractfile, info)), info.size, packed=False)
                else:
                    kind = "a link" if info.issym() or info.islnk() else "a pipe or device"
                    yield Reject(name, None, "read", f"not a regular file but {kind}")
            stream.seek(archive.offset)
            end = stream.read(tarfile.BLOCKSIZE)
    except tarfile.TarError as error:
        raise InputError(f"a tar file that is damaged or cut short: {error}") from error
    if len(end) < tarfile.BLOCKSIZE or end.strip(b"\0"):
        raise InputError("a tar file that is damaged or cut short; only the members before that could be read")


def _is_passed_over(name: str) -> bool:
    parts = [part for part in PurePosixPath(name).parts if part not in (".", "..")]
    return any(map(is_passed_over, parts)) or "__MACOSX" in parts


def _named(source: str, member: str) -> str:
    return clean_text(f"{source}!{member}")


#: Format -> its members.
ARCHIVES: dict[str, Callable[[BinaryIO, str], Iterator[Member | Reject]]] = {"zip": zip_members, "tar": tar_members}
