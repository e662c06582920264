"""Rows on the disk between reading and writing: an input may be a pipe, or slow to read twice."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class Spool:
    """Rows in order, each with the number of its document; without a path they are only counted.

    Attributes
    ----------
    rows : int
    columns : dict of str to None
        Of all rows, in order of first sight.
    """

    def __init__(self, path: Path | None) -> None:
        self._path, self._stack = path, ExitStack()
        self.rows, self.columns = 0, dict[str, None]()

    def __enter__(self) -> Self:
        if self._path:
            self._file = self._stack.enter_context(gzip.open(self._path, "wt", compresslevel=1, encoding="utf-8"))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()

    def put(self, number: int, row: Mapping[str, Any]) -> None:
        """Take a row of a document."""
        self.rows += 1
        if self._path:
            self.columns.update(dict.fromkeys(row))
            self._file.write(json.dumps([number, row], default=str) + "\n")

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        if self._path:
            with gzip.open(self._path, "rt", encoding="utf-8") as lines:
                for line in lines:
                    number, row = json.loads(line)
                    yield number, row
