"""Coefficients of agreement between any number of coders, from sums over units: for one sample or thousands of draws.

Every coefficient here follows from three sums over the units, so that a bootstrap need only weigh the units. Arrays may
have any axes in front, such as one for the draws.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .bootstrap import Floats


@dataclass(frozen=True, slots=True)
class UnitSums:
    """What units with votes on k labels come to.

    Attributes
    ----------
    joint : ndarray
        Shape (..., k, k): ordered pairs of votes by their labels; the pairs of a unit weigh 1 together. A unit with one
        vote has none.
    coincidences : ndarray
        The same, where the pairs of a unit weigh as much as it has votes (Krippendorff's coincidence matrix).
    shares : ndarray
        Shape (..., k): votes by label; those of a unit weigh 1 together, a lone vote too.
    """

    joint: Floats
    coincidences: Floats
    shares: Floats

    @property
    def paired(self) -> Floats:
        """Number of units with two votes or more."""
        return np.asarray(self.joint.sum(axis=(-2, -1)))


def unit_columns(counts: Floats) -> Floats:
    """What each unit adds to the sums, flat.

    Parameters
    ----------
    counts : ndarray
        Shape (units, k): how many coders chose each label.

    Returns
    -------
    ndarray
        Shape (units, 2k² + k); `unit_sums` takes sums of its rows.

    Examples
    --------
    >>> unit_columns(np.array([[2.0, 0.0], [0.0, 1.0]])).tolist()
    [[1.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]]
    """
    n, k = counts.shape
    votes = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :]
    pairs[:, range(k), range(k)] -= counts  # a vote is not paired with itself
    coincidences = pairs / np.maximum(votes - 1, 1)[:, None, None]
    joint = coincidences / np.maximum(votes, 1)[:, None, None]
    shares = counts / np.maximum(votes, 1)[:, None]
    return np.hstack([joint.reshape(n, -1), coincidences.reshape(n, -1), shares])


def unit_sums(columns: Floats, k: int) -> UnitSums:
    """Take apart sums of what `unit_columns` returns, shape (..., 2k² + k)."""
    ahead, square = columns.shape[:-1], k * k
    joint, coincidences = (columns[..., at : at + square].reshape(*ahead, k, k) for at in (0, square))
    return UnitSums(joint, coincidences, columns[..., 2 * square :])


def one_against_rest(sums: UnitSums) -> UnitSums:
    """Each label against all others.

    Parameters
    ----------
    sums : UnitSums
        Of k labels.

    Returns
    -------
    UnitSums
        Of two, the label and the rest, with an axis of k before them.
    """

    def halves(square: Floats) -> Floats:
        own, row = np.diagonal(square, axis1=-2, axis2=-1), square.sum(axis=-1)
        column, total = square.sum(axis=-2), square.sum(axis=(-2, -1))[..., None]
        cells = [own, row - own, column - own, total - row - column + own]
        return np.stack(cells, axis=-1).reshape(*own.shape, 2, 2)

    shares = np.stack([sums.shares, sums.shares.sum(axis=-1, keepdims=True) - sums.shares], axis=-1)
    return UnitSums(halves(sums.joint), halves(sums.coincidences), shares)


def over(part: Floats, whole: Floats) -> Floats:
    """Divide; NaN where there is nothing to divide by.

    Examples
    --------
    >>> over(np.array([1.0, 1.0]), np.array([2.0, 0.0])).tolist()
    [0.5, nan]
    """
    part, whole = np.broadcast_arrays(part, whole)
    result: Floats = np.full(part.shape, np.nan)
    # Below this, what chance leaves is rounding: all votes are for one label.
    np.divide(part, whole, out=result, where=whole > 1e-12)
    return result


def percent_agreement(sums: UnitSums) -> Floats:
    """Share of pairs of votes on a unit that are equal; every unit with two votes or more counts once.

    Examples
    --------
    >>> votes = np.array([[2.0, 0.0], [1.0, 1.0]])
    >>> float(percent_agreement(unit_sums(unit_columns(votes).sum(axis=0), 2)))
    0.5
    """
    return over(np.trace(sums.joint, axis1=-2, axis2=-1), sums.paired)


def fleiss_kappa(sums: UnitSums) -> Floats:
    """Fleiss' kappa of any number of coders, not all of whom need have coded every unit.

    Returns
    -------
    ndarray
        NaN where one label alone was used.

    Notes
    -----
    Fleiss (1971), *Psychological Bulletin* 76: 378-382, where every unit has as many votes; with fewer on some, as Gwet
    (2014), *Handbook of Inter-Rater Reliability*, 4th edition, extends it: units with two votes or more give the
    agreement, all units, each with the weight 1, the shares of the labels.

    Examples
    --------
    >>> votes = np.array([[2.0, 0.0], [1.0, 1.0], [0.0, 2.0], [0.0, 2.0]])
    >>> round(float(fleiss_kappa(unit_sums(unit_columns(votes).sum(axis=0), 2))), 4)
    0.4667
    """
    by_chance = (_shares(sums) ** 2).sum(axis=-1)
    return over(percent_agreement(sums) - by_chance, 1 - by_chance)


def gwet_ac1(sums: UnitSums) -> Floats:
    """Gwet's AC1 of any number of coders, not all of whom need have coded every unit.

    Returns
    -------
    ndarray
        1, not NaN, where all chose one label: this coefficient does not fall when a label is rare.

    Notes
    -----
    Gwet (2008), *British Journal of Mathematical and Statistical Psychology* 61: 29-48; with missing votes Gwet (2014),
    *Handbook of Inter-Rater Reliability*, 4th edition. All labels that coders could choose count, used or not.

    Examples
    --------
    >>> votes = np.array([[2.0, 0.0], [1.0, 1.0], [0.0, 2.0], [0.0, 2.0]])
    >>> round(float(gwet_ac1(unit_sums(unit_columns(votes).sum(axis=0), 2))), 4)
    0.5294
    """
    shares = _shares(sums)
    by_chance = (shares * (1 - shares)).sum(axis=-1) / (shares.shape[-1] - 1)
    return over(percent_agreement(sums) - by_chance, 1 - by_chance)


def _shares(sums: UnitSums) -> Floats:
    return over(sums.shares, sums.shares.sum(axis=-1, keepdims=True))


def alpha_of_sums(sums: UnitSums, distance: Floats) -> Floats:
    """Krippendorff's alpha, by any distance; see `classifier.metrics.agreement.krippendorff_alpha`."""
    margins = sums.coincidences.sum(axis=-1)
    n = margins.sum(axis=-1)
    expected = np.einsum("...i,ij,...j->...", margins, distance, margins)
    observed = np.einsum("...ij,ij->...", sums.coincidences, distance)
    return 1 - over((n - 1) * observed, expected)


def specific_agreements(sums: UnitSums) -> Floats:
    """For each label, the chance that another coder chose it too where one did; of two coders, its F1.

    Notes
    -----
    Fleiss (1981), *Statistical Methods for Rates and Proportions*, 'proportions of specific agreement'; of any number of
    coders, Uebersax (1982), *Educational and Psychological Measurement* 42: 1181-1183.

    Examples
    --------
    >>> votes = np.array([[2.0, 0.0], [1.0, 1.0]])
    >>> [round(float(s), 4) for s in specific_agreements(unit_sums(unit_columns(votes).sum(axis=0), 2))]
    [0.6667, 0.0]
    """
    return over(np.diagonal(sums.coincidences, axis1=-2, axis2=-1), sums.coincidences.sum(axis=-1))


def equal_share(table: Floats) -> Floats:
    """Share of a cross table, shape (..., k, k), in which rows and columns agree."""
    return over(np.trace(table, axis1=-2, axis2=-1), table.sum(axis=(-2, -1)))


def kappa_of_table(table: Floats) -> Floats:
    """Cohen's kappa of two coders' cross table; NaN where both use one label alone.

    Notes
    -----
    Cohen (1960), *Educational and Psychological Measurement* 20: 37-46.

    Examples
    --------
    >>> round(float(kappa_of_table(np.array([[20.0, 5.0], [10.0, 15.0]]))), 2)
    0.4
    """
    return _beyond(equal_share(table), _part(table, -1), _part(table, -2))


def pi_of_table(table: Floats) -> Floats:
    """Scott's pi: agreement beyond what two coders with the same habits would reach by chance.

    Notes
    -----
    Scott (1955), *Public Opinion Quarterly* 19: 321-325.

    Examples
    --------
    >>> round(float(pi_of_table(np.array([[20.0, 5.0], [10.0, 15.0]]))), 3)
    0.394
    """
    both = (_part(table, -1) + _part(table, -2)) / 2
    return _beyond(equal_share(table), both, both)


def _beyond(agreement: Floats, first: Floats, second: Floats) -> Floats:
    """Agreement beyond chance, from two coders' shares of labels, shape (..., k)."""
    by_chance = (first * second).sum(axis=-1)
    return over(agreement - by_chance, 1 - by_chance)


def _part(table: Floats, axis: int) -> Floats:
    return over(table.sum(axis=axis), table.sum(axis=(-2, -1))[..., None])
