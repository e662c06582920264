"""Stratified sampling: so many passages of every predicted label, source or period."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

import numpy as np

from ...errors import UsageError
from ..hub import Record
from .allocation import allocate
from .drawing import Drawn, draw_strata
from .pool import Floats, Key, Pool

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|^(?:1[5-9]|20)\d\d(?=[01]\d[0-3]\d)")
_SOURCE = ("outlet", "publication", "newspaper", "input_source", "source_file")
#: Standard deviation below which no stratum is believed to be, however sure the model is of its passages.
_LEAST_SPREAD = 0.1


class Allocation(StrEnum):
    """How a sample is divided among strata."""

    EQUAL = "equal"
    PROPORTIONAL = "proportional"
    NEYMAN = "neyman"


def year_of(date: str) -> str:
    """Find the year in a date as a source writes it; empty where there is none, or more than one.

    Examples
    --------
    >>> year_of("March 3, 1998"), year_of("19980303"), year_of("3/3/98"), year_of("1998-1999")
    ('1998', '1998', '', '')
    """
    years = set(_YEAR.findall(date))
    return years.pop() if len(years) == 1 else ""


def _period(record: Record) -> str:
    return str(record.get("period") or record.get("input_period") or year_of(str(record.get("date", ""))))


def _decade(record: Record) -> str:
    year = year_of(str(record.get("date", "")))
    return f"{year[:3]}0s" if year else ""


def _source(record: Record) -> str:
    return next((str(record[name]) for name in _SOURCE if record.get(name)), "")


_FIELDS: dict[str, Callable[[Record], str]] = {"source": _source, "period": _period, "decade": _decade}


def key_by(fields: Sequence[str]) -> Callable[[Record], Key]:
    """Make the function that tells a passage's stratum.

    Parameters
    ----------
    fields : sequence of str
        ``label`` (as predicted); ``source``, the outlet where the record tells it, else the input file; ``period``, as
        the record tells it, else the year of its date; ``decade``; or any key of the records, or column that 'classify
        --keep' put into them, that holds a text, a number, or true and false.

    Returns
    -------
    callable

    Examples
    --------
    >>> key_by(["label", "period"])({"label": "track_2", "date": "3 May 2011"})
    ('track_2', '2011')
    """

    def value(record: Record, name: str) -> str:
        if name in _FIELDS:
            return _FIELDS[name](record)
        held: Any = record.get(name, record.get(f"input_{name}"))
        if isinstance(held, list | dict):
            raise UsageError(f"--by {name}: {record['passage_id']} holds several values there; name another field")
        return "" if held is None else str(held)

    return lambda record: tuple(value(record, name) for name in fields)


def named(key: Key, fields: Sequence[str]) -> str:
    """Name of a stratum.

    Examples
    --------
    >>> named(("track_2", ""), ["label", "period"])
    'track_2, no period'
    """
    return ", ".join(value or f"no {field}" for value, field in zip(key, fields, strict=True))


def draw(pool: Pool, n: int, fields: Sequence[str], allocation: Allocation) -> Drawn:
    """Draw a simple random sample of each stratum; small strata are taken whole.

    Parameters
    ----------
    pool : Pool
        Read with `key_by` of the fields.
    n : int
    fields : sequence of str
    allocation : Allocation

    Returns
    -------
    Drawn

    Raises
    ------
    UsageError
        If a field tells nothing of any passage, or there are more strata than passages to draw.
    InputError
        If Neyman's allocation is asked for, and a passage has no probabilities.

    Notes
    -----
    Cochran (1977), *Sampling Techniques*, chapter 5; Neyman (1934), *Journal of the Royal Statistical Society* 97:
    558-625. The spread of a stratum that Neyman's allocation goes by is the one that the calibrated probabilities lead
    to expect, of all four labels' shares together.
    """
    for i, field in enumerate(fields):
        if not any(key[i] for key in pool.keys):
            raise UsageError(
                f"--by {field}: no passage tells it; 'diplotrack classify' puts title, date, source_file and, with "
                "--keep, columns of yours into the records"
            )
    sizes = pool.sizes
    weights: dict[Allocation, Callable[[], Floats]] = {
        Allocation.EQUAL: lambda: np.ones(len(sizes)),
        Allocation.PROPORTIONAL: lambda: sizes.astype(float),
        Allocation.NEYMAN: lambda: sizes * spreads(pool),
    }
    takes = allocate(n, weights[allocation](), sizes)
    names = [named(key, fields) for key in pool.keys]
    design = f"stratified by {', '.join(fields)}, {allocation} allocation"
    return draw_strata(design, names, pool.strata, pool.numbers, takes)


def spreads(pool: Pool) -> Floats:
    """Standard deviation to be expected in each stratum: the root of the labels' variances in sum.

    Raises
    ------
    InputError
        If a passage has no probabilities.
    """
    pool.check_probabilities("Neyman's allocation")
    sizes = pool.sizes
    columns = [np.bincount(pool.strata, p, minlength=len(sizes)) for p in pool.probabilities.T]
    shares = np.column_stack(columns) / sizes[:, None]
    spread: Floats = np.sqrt((shares * (1 - shares)).sum(axis=1))
    return np.maximum(spread, _LEAST_SPREAD)
