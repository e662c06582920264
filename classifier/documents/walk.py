"""A folder's files, in the order of their names, without holding more than the names of one folder at a time."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from .document import Reject, clean_text

_Identity = tuple[int, int]
#: A folder that is being walked: its path, the names still to come (last first), and the folders above it.
_Open = tuple[str, list[str], frozenset[_Identity]]
_KINDS = (
    (stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device"),
)  # fmt: skip


def is_passed_over(name: str) -> bool:
    """Whether a file of this name is skipped in folders and archives: hidden ones, and the locks that Word leaves.

    Examples
    --------
    >>> [is_passed_over(name) for name in (".DS_Store", "~$report.docx", "report.docx")]
    [True, True, False]
    """
    return name.startswith((".", "~$"))


def walk(folder: Path) -> Iterator[Path | Reject]:
    """Yield the files of a folder and of those within, sorted by name in each; folders among files.

    Links are followed, to any folder once, so that a link that leads back ends nowhere. What is no file, and
    what may not be entered, is a reject.
    """
    followed: set[_Identity] = set()
    folders: list[_Open] = []

    def enter(path: str, above: frozenset[_Identity]) -> Iterator[Reject]:
        try:
            with os.scandir(path) as entries:
                names = sorted((entry.name for entry in entries if not is_passed_over(entry.name)), reverse=True)
        except OSError as error:
            yield _reject(path, error.strerror or str(error))
        else:
            folders.append((path, names, above))

    yield from enter(str(folder), _identities(folder))
    while folders:
        parent, names, above = folders[-1]
        if not names:
            folders.pop()
            continue
        path = os.path.join(parent, names.pop())  # noqa: PTH118 - a Path per file costs more than the rest of the walk
        is_link = os.path.islink(path)  # noqa: PTH114
        try:
            found = os.stat(path)  # noqa: PTH116
        except OSError as error:
            lost = is_link and isinstance(error, FileNotFoundError)
            yield _reject(path, "a link to a file that is not there" if lost else error.strerror or str(error))
            continue
        identity = (found.st_dev, found.st_ino)
        if stat.S_ISREG(found.st_mode):
            yield Path(path)
        elif not stat.S_ISDIR(found.st_mode):
            kind = next((kind for is_kind, kind in _KINDS if is_kind(found.st_mode)), "something else")
            yield _reject(path, f"not a regular file but {kind}")
        elif is_link and identity in above:
            yield _reject(path, "a link that leads back to a folder above it")
        elif not (is_link and identity in followed):
            if is_link:
                followed.add(identity)
            yield from enter(path, above | {identity})


def _identities(folder: Path) -> frozenset[_Identity]:
    """Identify a folder and those above it."""
    found = [path.stat() for path in (folder.resolve(), *folder.resolve().parents)]
    return frozenset((one.st_dev, one.st_ino) for one in found)


def _reject(path: str, reason: str) -> Reject:
    return Reject(clean_text(path), None, "find", reason)
