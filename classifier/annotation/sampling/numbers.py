"""Random numbers that belong to passages: the same whatever the order of files and records."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b


def number_of(passage_id: str, seed: int, use: str = "draw") -> int:
    """Make a passage's random number.

    Parameters
    ----------
    passage_id : str
    seed : int
    use : str
        What it is for; numbers for different uses have nothing to do with each other.

    Returns
    -------
    int
        Of 64 bits, uniform over seeds and ids.

    Notes
    -----
    Permanent random numbers (Ohlsson 1995, 'Coordination of samples using permanent random numbers', in Cox et al.,
    *Business Survey Methods*): a larger simple random sample with the same seed holds the smaller one.

    Examples
    --------
    >>> number_of("a#0", 1) == number_of("a#0", 1), number_of("a#0", 1) == number_of("a#0", 2)
    (True, False)
    """
    return int.from_bytes(blake2b(f"{use} {seed} {passage_id}".encode(), digest_size=8).digest(), "big")


def share_of(seed: int, use: str) -> float:
    """Make a random number in [0, 1) from a seed.

    Examples
    --------
    >>> 0 <= share_of(1, "start") < 1
    True
    """
    return (number_of("", seed, use) >> 11) / 2**53


def shuffled(passage_ids: Iterable[str], seed: int) -> list[str]:
    """Bring passages into a random order that only their ids and the seed decide.

    Examples
    --------
    >>> shuffled(["a#0", "b#0", "c#0"], 1) == shuffled(["c#0", "a#0", "b#0"], 1)
    True
    """
    return sorted(passage_ids, key=lambda passage_id: (number_of(passage_id, seed, "order"), passage_id))
