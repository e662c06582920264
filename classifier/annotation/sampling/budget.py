"""Reading on a budget: what to read first, and how much of what is looked for that is expected to find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import InputError, UsageError
from ...labels import LABELS, Label
from .drawing import Drawn, draw_strata
from .pool import Floats, Ints, Pool

ABOVE, BELOW = "above the cut", "below the cut"
_SHARES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0)
#: Draws by which intervals are found, and pieces into which the ranking is cut for them.
_DRAWS, _PIECES = 4000, 200


@dataclass(frozen=True, slots=True)
class Step:
    """What reading the first ``read`` passages is expected to find.

    Attributes
    ----------
    read : int
    found : float
        Passages of the wanted labels expected among these.
    recall, low, high : float
        Their share of all such passages in the pool, with the interval that holds it in 95 of 100 cases, if the
        probabilities are right.
    """

    read: int
    found: float
    recall: float
    low: float
    high: float


@dataclass(frozen=True)
class Budget:
    """What to read.

    Attributes
    ----------
    drawn : Drawn
    steps : tuple of Step
        From little to all; one of them is the cut.
    cut : int
        Passages to read for certain: those that are likeliest of the wanted labels.
    kept : bool
        Whether the recall that was asked for is expected at the cut.
    """

    drawn: Drawn
    steps: tuple[Step, ...]
    cut: int
    kept: bool


def draw(pool: Pool, wanted: Sequence[Label], *, keep: float | None, n: int | None, control: int, seed: int) -> Budget:
    """Take the passages likeliest to be of the wanted labels, and a random few of the others as a control.

    Parameters
    ----------
    pool : Pool
    wanted : sequence of Label
    keep : float or None
        Expected recall at which to stop.
    n : int or None
        Passages to read at most, the control among them.
    control : int
        Passages to draw at random below the cut, by which the real recall can be estimated (see
        `classifier.annotation.sampling.recall`).
    seed : int

    Returns
    -------
    Budget

    Raises
    ------
    InputError
        If a passage has no probabilities, or none can be of the wanted labels.
    UsageError
        If ``n`` does not exceed ``control``.

    Notes
    -----
    The count of wanted passages on either side of the cut is a sum of independent draws with the calibrated
    probabilities (Poisson-binomial); the same model gives the recall's variance in the stopping rule QuantCI of Yang,
    Lewis and Frieder (2021), *DocEng '21*. The control needs no model: Lewis, Yang and Frieder (2021), *CIKM '21*:
    893-902; Callaghan and Müller-Hansen (2020), *Systematic Reviews* 9: 273.
    """
    pool.check_probabilities("a budget")
    chances = np.minimum(1.0, pool.probabilities[:, [LABELS.index(label) for label in wanted]].sum(axis=1))
    order = np.lexsort((pool.numbers, -chances))
    found = np.cumsum(chances[order])
    total = len(pool)
    if not found[-1] > 0:
        raise InputError(
            f"no passage of the pool has any probability of {' or '.join(wanted)}; there is nothing to rank"
        )
    needed = total if keep is None else min(total, int(np.searchsorted(found, keep * found[-1] * (1 - 1e-9))) + 1)
    if n is not None and control >= n < total:
        raise UsageError(f"--control {control} leaves none of {n} passages to read; lower it")
    cut = needed if n is None or n >= total else min(needed, n - control)
    steps = expected(chances[order], [*(max(1, round(share * total)) for share in _SHARES), cut], seed)
    below = np.ones(total, dtype=np.int64)
    below[order[:cut]] = 0
    takes = [cut, min(control, total - cut)]
    drawn = draw_strata(f"budget for {', '.join(wanted)}", [ABOVE, BELOW], below, pool.numbers, takes)
    return Budget(drawn, steps, cut, keep is None or cut >= needed)


def expected(chances: Floats, cuts: Sequence[int], seed: int) -> tuple[Step, ...]:
    """Say what reading is expected to find.

    Parameters
    ----------
    chances : array of float
        Probability of each passage to be of the wanted labels, from high to low; not all 0.
    cuts : sequence of int
        Numbers of passages read, 1 or more.
    seed : int
        Of the draws that give the intervals.

    Returns
    -------
    tuple of Step
        Of each cut once, in order.

    Notes
    -----
    Neighbours in the ranking are drawn together, as binomial counts with their mean probability. That makes their
    variance a little too large, never too small (Hoeffding 1956, *Annals of Mathematical Statistics* 27: 713-721).

    Examples
    --------
    >>> step, _ = expected(np.array([0.9, 0.6, 0.3, 0.2]), [2, 4], 1)
    >>> step.found, step.recall, step.low < 0.75 < step.high
    (1.5, 0.75, True)
    """
    cuts = sorted(set(cuts))
    sums = np.concatenate([[0.0], np.cumsum(chances)])
    edges = _edges(sums, cuts)
    sizes, mass = np.diff(edges), np.diff(sums[edges])
    counts = np.random.default_rng(seed).binomial(sizes, np.clip(mass / sizes, 0, 1), (_DRAWS, len(sizes)))
    ends = counts.cumsum(axis=1)
    drawn = ends[ends[:, -1] > 0]
    steps = []
    for cut in cuts:
        recall = float(sums[cut] / sums[-1])
        low, high = 0.0, 1.0
        if len(drawn):
            recalls = drawn[:, np.searchsorted(edges, cut) - 1] / drawn[:, -1]
            low, high = map(float, np.quantile(recalls, (0.025, 0.975)))
        steps.append(Step(cut, float(sums[cut]), recall, min(low, recall), max(high, recall)))
    return tuple(steps)


def _edges(sums: Floats, cuts: Sequence[int]) -> Ints:
    """Where to cut the ranking: at every cut, and so often that the passages of a piece are alike."""
    total = len(sums) - 1
    alike = np.searchsorted(sums, np.linspace(0, sums[-1], _PIECES), side="left")
    even = np.linspace(0, total, _PIECES).astype(np.int64)
    return np.unique(np.concatenate([[0, total], cuts, even, np.minimum(alike, total)])).astype(np.int64)


def most_missed(below: int, control: int) -> int:
    """Bound what is left unread, if no passage of the control turns out to be wanted.

    Parameters
    ----------
    below, control : int
        Passages below the cut, and how many of them are read.

    Returns
    -------
    int
        Wanted passages there at most, at 95%.

    Notes
    -----
    The upper bound of the exact binomial interval at 0 found (Clopper and Pearson 1934, *Biometrika* 26: 404-413), about
    ``3 / control`` of the unread.

    Examples
    --------
    >>> most_missed(5000, 50)
    290
    """
    if control >= below:
        return 0
    return int((1 - 0.05 ** (1 / control)) * below) if control else below
