"""What is summed over passages, and the figures that follow: of all coders, of each label, of pairs, of each coder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...labels import LABELS
from ...metrics.agreement import NOMINAL, TRACK_STEPS
from ...metrics.bootstrap import Floats
from ...metrics.cluster_sums import Part
from ...metrics.coefficients import (
    UnitSums,
    alpha_of_sums,
    equal_share,
    fleiss_kappa,
    gwet_ac1,
    kappa_of_table,
    one_against_rest,
    over,
    percent_agreement,
    specific_agreements,
    unit_sums,
)
from .coding import Ints, Table

K = len(LABELS)
CELLS = K * K
#: Figures that may fall below 0.
SIGNED = frozenset({"fleiss", "alpha", "alpha_steps", "ac1", "kappa", "pi"})
#: Which columns of `unit_columns` add up to the number of passages with two labels or more.
_PAIRED = np.r_[np.ones(CELLS), np.zeros(CELLS + K)]


def counts_of(table: Table) -> Floats:
    """How many coders gave each label to each passage; shape (passages, labels)."""
    return np.stack([(table == i).sum(axis=1) for i in range(K)], axis=1).astype(float)


def cross_cells(first: Table, second: Table) -> tuple[Ints, Ints]:
    """Rows that both coders have labelled, and which cell of their cross table each falls into."""
    rows = np.flatnonzero((first >= 0) & (second >= 0))
    return rows, first[rows].astype(np.int64) * K + second[rows]


def all_coders(columns: Floats) -> Part:
    """Agreement of all coders on all labels."""

    def figures(sums: Floats) -> dict[str, Floats]:
        found = unit_sums(sums, K)
        return {name: value[..., None] for name, value in _coefficients(found).items()}

    return Part(columns, figures, _PAIRED[:, None], SIGNED)


def _coefficients(sums: UnitSums) -> dict[str, Floats]:
    return {
        "agreement": percent_agreement(sums),
        "fleiss": fleiss_kappa(sums),
        "alpha": alpha_of_sums(sums, NOMINAL),
        "alpha_steps": alpha_of_sums(sums, TRACK_STEPS),
        "ac1": gwet_ac1(sums),
    }


def each_label(columns: Floats) -> Part:
    """Agreement on each label against all others."""
    two = 1.0 - np.eye(2)

    def figures(sums: Floats) -> dict[str, Floats]:
        split = one_against_rest(unit_sums(sums, K))
        return {
            "agreement": percent_agreement(split),
            "fleiss": fleiss_kappa(split),
            "alpha": alpha_of_sums(split, two),
            "ac1": gwet_ac1(split),
        }

    return Part(columns, figures, np.repeat(_PAIRED[:, None], K, axis=1), SIGNED)


def specific(columns: Floats) -> Part:
    """Specific agreement on each label."""
    bases = np.zeros((len(_PAIRED), K))
    for label in range(K):
        bases[CELLS + label * K : CELLS + (label + 1) * K, label] = 1
    return Part(columns, lambda sums: {"specific": specific_agreements(unit_sums(sums, K))}, bases)


def shares(columns: Floats) -> Part:
    """Each label's share of what coders gave; every passage counts once."""

    def figures(sums: Floats) -> dict[str, Floats]:
        found = unit_sums(sums, K).shares
        return {"share": over(found, found.sum(axis=-1, keepdims=True))}

    bases = np.zeros((len(_PAIRED), K))
    bases[2 * CELLS :] = 1
    return Part(columns, figures, bases)


def each_pair(table: Table, pairs: Sequence[tuple[int, int]]) -> Part:
    """Agreement of each pair of coders."""
    from scipy import sparse

    rows, columns = [np.empty(0, int)], [np.empty(0, int)]
    for i, (first, second) in enumerate(pairs):
        shared, cells = cross_cells(table[:, first], table[:, second])
        rows.append(shared)
        columns.append(cells + i * CELLS)
    row, column = np.concatenate(rows), np.concatenate(columns)
    sums = sparse.csr_array((np.ones(len(row)), (row, column)), (len(table), CELLS * len(pairs)))

    def figures(totals: Floats) -> dict[str, Floats]:
        tables = totals.reshape(*totals.shape[:-1], len(pairs), K, K)
        return {"agreement": equal_share(tables), "kappa": kappa_of_table(tables), "ac1": _ac1_of_table(tables)}

    return Part(sums, figures, _blocks(len(pairs)), SIGNED)


def mean_kappa(pairs: Part, among: Sequence[int]) -> Part:
    """Mean of some pairs' kappas: Cohen's for two coders; for more, Light's.

    Notes
    -----
    Light (1971), *Psychological Bulletin* 76: 365-377.
    """
    picked = list(among)

    def figures(totals: Floats) -> dict[str, Floats]:
        tables = totals.reshape(*totals.shape[:-1], -1, K, K)[..., picked, :, :]
        kappas = kappa_of_table(tables)
        known = ~np.isnan(kappas)
        return {"kappa": over(np.where(known, kappas, 0).sum(axis=-1), known.sum(axis=-1))[..., None]}

    bases = np.zeros((pairs.sums.shape[1], 1))
    for pair in picked:
        bases[pair * CELLS : (pair + 1) * CELLS] = 1
    return Part(pairs.sums, figures, bases, SIGNED)


def each_coder(table: Table, coders: Sequence[int]) -> Part:
    """Agreement of each of these coders with the others of them: a passage counts once, however many others there are."""
    from scipy import sparse

    counts = counts_of(table[:, list(coders)])
    blocks = [cross_with(table[:, coder], counts, own=True) for coder in coders]

    def figures(totals: Floats) -> dict[str, Floats]:
        tables = totals.reshape(*totals.shape[:-1], len(coders), K, K)
        return {"agreement": equal_share(tables), "kappa": kappa_of_table(tables)}

    return Part(sparse.hstack(blocks, format="csr"), figures, _blocks(len(coders)), SIGNED)


def cross_with(column: Table, counts: Floats, *, own: bool) -> Any:
    """Cross table, flat, of a coder's label with all labels of others, who weigh 1 together in each passage.

    Parameters
    ----------
    column : ndarray
        The coder's labels.
    counts : ndarray
        Votes by label; ``own`` tells whether the coder's are among them, and to be taken out.
    own : bool

    Returns
    -------
    scipy.sparse array
        Shape (passages, 16).
    """
    from scipy import sparse

    rows = np.flatnonzero(column >= 0)
    labels = column[rows].astype(np.int64)
    others = counts[rows].copy()
    if own:
        others[np.arange(len(rows)), labels] -= 1
    n = others.sum(axis=1)
    rows, labels, others = rows[n > 0], labels[n > 0], others[n > 0] / n[n > 0][:, None]
    columns = labels[:, None] * K + np.arange(K)
    found = sparse.csr_array(
        (others.ravel(), (np.repeat(rows, K), columns.ravel())), (len(column), CELLS)
    )  # fmt: skip
    found.eliminate_zeros()
    return found


def _ac1_of_table(tables: Floats) -> Floats:
    shares = (tables.sum(axis=-1) + tables.sum(axis=-2)) / 2
    return gwet_ac1(UnitSums(tables, tables, shares))


def _blocks(n: int) -> Any:
    """Bases of figures that each divide by all cells of their own cross table."""
    from scipy import sparse

    return sparse.kron(sparse.eye_array(n), np.ones((CELLS, 1)), format="csr")
