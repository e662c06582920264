"""Sampling by uncertainty: the less sure the model is, the likelier a passage is drawn."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import numpy as np

from ...errors import InputError
from ..hub import Record
from .drawing import Drawn, Stratum, inclusion_probabilities, systematic
from .numbers import share_of
from .pool import Floats, Key, Pool

#: Share of the sample that is drawn as if by simple random sampling, so that every passage has a chance and no weight
#: is more than ten times that of a simple random sample.
_EVENLY = 0.1


class Doubt(StrEnum):
    """By what doubt is measured."""

    ENTROPY = "entropy"
    MARGIN = "margin"
    SET = "set"


def key_of(record: Record) -> Key:
    """Tell how many labels more than one a record's prediction set holds.

    Raises
    ------
    InputError
        If it has no prediction set.
    """
    if not record.get("prediction_set"):
        raise InputError(f"{record['passage_id']}: no prediction_set, which --by set goes by; use --by entropy")
    return (str(len(record["prediction_set"]) - 1),)


def entropy(probabilities: Floats) -> Floats:
    """Entropy of each row, in bits.

    Examples
    --------
    >>> entropy(np.array([[1.0, 0, 0, 0], [0.5, 0.5, 0, 0]])).tolist()
    [0.0, 1.0]
    """
    logs = np.log2(probabilities, out=np.zeros_like(probabilities), where=probabilities > 0)
    bits: Floats = np.abs((probabilities * logs).sum(axis=1))
    return bits


def closeness(probabilities: Floats) -> Floats:
    """How close the two likeliest labels of each row are: 1 where they are equal, 0 where one is certain.

    Examples
    --------
    >>> closeness(np.array([[0.75, 0.25, 0, 0]])).tolist()
    [0.5]
    """
    ranked = np.sort(probabilities, axis=1)
    return np.asarray(1 - (ranked[:, -1] - ranked[:, -2]))


def draw(pool: Pool, n: int, doubt: Doubt, seed: int) -> Drawn:
    """Draw with probability proportional to the doubt, a tenth of it evenly.

    Parameters
    ----------
    pool : Pool
        For ``set``, read with `key_of`.
    n : int
    doubt : Doubt
        ``entropy`` of the probabilities, ``margin`` between the two likeliest labels, or how many labels more than one
        the prediction ``set`` holds.
    seed : int

    Returns
    -------
    Drawn
        With exact inclusion probabilities; see `systematic`.

    Raises
    ------
    InputError
        If a passage has no probabilities.

    Notes
    -----
    Lewis and Gale (1994), *SIGIR '94*: 3-12; Settles (2012), *Active Learning*, chapter 2, for the measures. A part that
    is drawn evenly bounds the weights: Hesterberg (1995), *Technometrics* 37: 185-194 ('defensive' mixture).
    """
    measures: dict[Doubt, Callable[[], Floats]] = {
        Doubt.ENTROPY: lambda: entropy(pool.probabilities),
        Doubt.MARGIN: lambda: closeness(pool.probabilities),
        Doubt.SET: lambda: np.array([float(key[0]) for key in pool.keys])[pool.strata],
    }
    if doubt is not Doubt.SET:
        pool.check_probabilities("uncertainty")
    size = measures[doubt]()
    mean = float(size.mean())
    sizes = (1 - _EVENLY) * size / mean + _EVENLY if mean > 0 else np.ones(len(pool))
    chances = inclusion_probabilities(sizes, n)
    rows = systematic(chances, pool.numbers, share_of(seed, f"start {pool.use}"))
    stratum = Stratum("all", len(pool), len(rows), float(chances.min()), float(chances.max()))
    return Drawn(f"uncertainty by {doubt}", rows, chances[rows], (stratum,), np.zeros(len(rows), dtype=np.int64))
