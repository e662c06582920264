"""Independent pieces of work on all cores, where there is enough of it to be worth starting processes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

#: Texts below which starting processes takes longer than the work.
MANY = 2000


def in_parallel(calls: Iterable[Any], n_texts: int) -> list[Any]:
    """Do calls made by `joblib.delayed`, on all cores if they are about many texts.

    Returns
    -------
    list
        What they return, in their order.

    Examples
    --------
    >>> from joblib import delayed
    >>> in_parallel([delayed(abs)(-1), delayed(abs)(2)], 2)
    [1, 2]
    """
    from joblib import Parallel

    found: list[Any] = Parallel(n_jobs=-1 if n_texts >= MANY else 1)(calls)
    return found
