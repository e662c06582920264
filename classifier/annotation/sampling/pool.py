"""The passages that may be drawn: a few numbers for each, read in one pass over the hub."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ...errors import InputError
from ...labels import LABELS
from ..hub import Hub, Record, kind_of
from .exclusion import Excluded
from .numbers import number_of

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Key = tuple[str, ...]
#: What tells one draw from another, of what records say of it.
_DRAW = ("design", "seed", "purpose")
#: How far a passage's probabilities may be from 1 in sum; they are rounded.
_ROUNDING = 0.01


@dataclass(frozen=True)
class Pool:
    """Passages that may be drawn, as aligned arrays.

    Attributes
    ----------
    passage_ids : tuple of str
    numbers : array of uint64
        A random number for each, made from its id and the seed.
    strata : array of int
        Index into ``keys``.
    keys : tuple of tuple of str
        What the strata are told apart by, in order.
    probabilities : array of shape (n, 4)
        Of the labels; NaN where there are none.
    before : array of float
        Probability with which an earlier draw put each into the pool; ones where the pool was not drawn itself.
    earlier : Mapping
        ``design``, ``seed`` and ``purpose`` of that draw, or empty.
    use : str
        What ``numbers`` are made for. It tells draws from each other: who was drawn before with the same seed had low
        numbers then, and must have new ones.
    left_out : int
        Passages that were drawn before, or would share a document or a text with those.
    """

    passage_ids: tuple[str, ...]
    numbers: npt.NDArray[np.uint64]
    strata: Ints
    keys: tuple[Key, ...]
    probabilities: Floats
    before: Floats
    earlier: Mapping[str, Any]
    use: str
    left_out: int

    def __len__(self) -> int:
        """Count the passages."""
        return len(self.passage_ids)

    @property
    def sizes(self) -> Ints:
        """Passages in each stratum."""
        return np.bincount(self.strata, minlength=len(self.keys)).astype(np.int64)

    def check_probabilities(self, what: str) -> None:
        """Refuse a pool in which not every passage has calibrated probabilities.

        Raises
        ------
        InputError
            Names the first passage without.
        """
        bad = np.flatnonzero(~(np.abs(self.probabilities.sum(axis=1) - 1) <= _ROUNDING))
        if len(bad):
            raise InputError(
                f"{len(bad):,} of {len(self):,} passages have no probabilities that sum to 1, which {what} goes by; the "
                f"first is {self.passage_ids[bad[0]]}; make the pool with 'diplotrack classify --level passage -o "
                "pool.jsonl'"
            )


def prediction_of(records: tuple[Record, ...]) -> Record:
    """Find the record that tells what is predicted of a passage: the first by a model, else the first."""
    return next((record for record in records if kind_of(record) == "model"), records[0])


def read_pool(hub: Hub, seed: int, key_of: Callable[[Record], Key], excluded: Excluded) -> Pool:
    """Read what a draw needs to know of each passage.

    Parameters
    ----------
    hub : Hub
    seed : int
    key_of : callable
        From a passage's prediction to what tells its stratum apart.
    excluded : Excluded
        What is left out.

    Returns
    -------
    Pool

    Raises
    ------
    InputError
        If nothing is left to draw from, or only some passages stem from an earlier draw.
    """
    ids: list[str] = []
    strata, probabilities, before = array("q"), array("d"), array("d")
    codes: dict[Key, int] = {}
    draws: set[tuple[Any, ...]] = set()
    left_out = 0
    for passage_id in hub.passage_ids:
        records = hub.records(passage_id)
        record = prediction_of(records)
        if record in excluded:
            left_out += 1
            continue
        ids.append(passage_id)
        strata.append(codes.setdefault(key_of(record), len(codes)))
        given = record.get("probabilities")
        probabilities.extend(given.get(label, 0.0) if given else np.nan for label in LABELS)
        sample: Record = next((r["sample"] for r in records if r.get("sample")), {})
        draws.add(tuple(sample.get(name) for name in _DRAW) if sample else ())
        before.append(sample.get("probability", 1.0))
    if not ids:
        raise InputError(
            f"nothing to draw from: all {left_out:,} passages of the pool are left out by --exclude"
            if left_out
            else "nothing to draw from: the pool holds no records"
        )
    if len(draws) > 1:
        raise InputError(
            "the pool mixes passages of an earlier sample with others, or those of several samples, so no probability of "
            "being drawn would hold; draw from the whole pool with --exclude SAMPLE.jsonl, or from one sample alone"
        )
    # Strata are numbered by their names, so that the order of the files does not matter.
    keys = tuple(sorted(codes))
    place = np.empty(len(keys), dtype=np.int64)
    for rank, key in enumerate(keys):
        place[codes[key]] = rank
    earlier = dict(zip(_DRAW, draws.pop(), strict=False))
    use = " ".join(["draw", *map(str, earlier.values()), excluded.fingerprint])
    return Pool(
        tuple(ids),
        np.fromiter((number_of(passage_id, seed, use) for passage_id in ids), np.uint64, len(ids)),
        place[np.frombuffer(strata, dtype=np.int64)],
        keys,
        np.frombuffer(probabilities, dtype=np.float64).reshape(-1, len(LABELS)),
        np.frombuffer(before, dtype=np.float64),
        earlier,
        use,
        left_out,
    )
