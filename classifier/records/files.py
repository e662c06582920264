"""Files and folders that appear under their names only when they are whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import DiplotrackError, OutputError


@contextmanager
def new_file(path: Path, suffix: str = "") -> Iterator[Path]:
    """Give a name to write to; the file gets its own name when the block ends without an error.

    Parameters
    ----------
    path : Path
        Replaced if it exists.
    suffix : str
        That the temporary name must end with, where a library looks at it.

    Yields
    ------
    Path
        In the same folder.

    Raises
    ------
    OutputError
        If writing fails, the disk being full say.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with new_file(Path(folder) / "a.txt") as temporary:
    ...         _ = temporary.write_text("whole")
    ...     (Path(folder) / "a.txt").read_text()
    'whole'
    """
    temporary = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=suffix)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        _sync(temporary)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OutputError as error:
        raise OutputError(f"{path}: {error}") from error
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}") from error
    finally:
        if temporary is not None:
            with suppress(FileNotFoundError):
                temporary.unlink()


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Give a folder to write into; it gets its own name, in place of one that exists, when the block ends without an error.

    Yields
    ------
    Path
        Empty, beside ``path``.

    Raises
    ------
    OutputError
        If writing fails.
    """
    temporary = replaced = None
    try:
        temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
        yield temporary
        for file in temporary.rglob("*"):
            if file.is_file():
                _sync(file)
        temporary.chmod(0o777 & ~_umask())
        if path.is_dir():
            replaced = temporary.with_name(f"{temporary.name}.replaced")
            path.replace(replaced)  # at once: what is left of a folder half deleted would pass for a whole one
        temporary.replace(path)
    except DiplotrackError:
        raise
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}") from error
    finally:
        if replaced is not None and not path.exists() and replaced.is_dir():
            replaced.replace(path)
        for left in filter(None, (temporary, replaced)):
            shutil.rmtree(left, ignore_errors=True)


def check_new(path: Path, *, overwrite: bool, inputs: Iterable[Path] = ()) -> None:
    """Find out, before any work, that a file or folder can be written.

    Parameters
    ----------
    path : Path
    overwrite : bool
    inputs : iterable of Path
        What is read; none of them is ever replaced.

    Raises
    ------
    OutputError
        If it exists, is an input, or its folder is missing or cannot be written.
    """
    if path.exists() and any(other.exists() and path.samefile(other) for other in inputs):
        raise OutputError(f"{path}: is one of the inputs; choose another name")
    if path.exists() and not overwrite:
        raise OutputError(f"{path}: exists already; add --overwrite to replace it")
    if not path.parent.is_dir():
        raise OutputError(f"{path.parent}: no such folder; make it first")
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise OutputError(f"{path.parent}: {error.strerror}; choose a folder that you may write to") from error


def _sync(path: Path) -> None:
    """Have the bytes on the disk before the name is: a power cut leaves the old file or the whole new one."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
