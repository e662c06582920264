"""What cannot be a record: told, written beside the output, and part of the exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...documents import Reject

#: How many problems are told on the terminal.
_MOST = 10


@dataclass(slots=True)
class Problems:
    """Counts problems as they are told."""

    count: int = 0

    def tell(self, problem: Reject) -> None:
        """Tell the first ones on standard error."""
        from ..progress import tell

        self.count += 1
        if self.count <= _MOST:
            tell(problem)


@contextmanager
def problems_of(output: Path) -> Iterator[Problems]:
    """Tell problems, and write all of them to a file beside an output; without any there is none.

    Yields
    ------
    Problems
    """
    from ...bulk.writers.output import open_rejects

    with open_rejects(output) as write:

        class Written(Problems):
            def tell(self, problem: Reject) -> None:
                write(problem)
                super().tell(problem)

        problems = Written()
        yield problems
    tell_rest(problems, output)


def tell_rest(problems: Problems, output: Path | None = None) -> None:
    """Say how many were not told, and where all of them are."""
    from ...bulk.writers import rejects_path

    if problems.count > _MOST:
        print(f"rejected: … and {problems.count - _MOST:,} more", file=sys.stderr)
    if problems.count and output is not None:
        print(f"rejects: {rejects_path(output)}", file=sys.stderr)
