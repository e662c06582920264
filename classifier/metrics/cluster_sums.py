"""Figures that follow from sums over rows, with intervals over clusters, however many figures and clusters there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .bootstrap import Estimate, Floats, percentile
from .intervals import bounded

#: Draws whose sums are in memory at once.
CHUNK = 50
#: Above this share of entries that are not 0, a plain array is faster than a sparse one.
_DENSE = 0.1


@dataclass(frozen=True)
class Part:
    """Sums, and figures that follow from them.

    Attributes
    ----------
    sums : array or scipy.sparse array
        Shape (rows, columns): what each row adds.
    figures : callable
        From sums of rows, shape (..., columns), to figures by name, each of shape (..., m).
    bases : array or scipy.sparse array
        Shape (columns, m): makes of the sums what each of the m figures divides by.
    signed : frozenset of str
        Names of figures with bounds -1 and 1; of the others they are 0 and 1.
    differences : frozenset of str
        Names of figures that are differences and so get percentile intervals.
    """

    sums: Any
    figures: Callable[[Floats], dict[str, Floats]]
    bases: Any
    signed: frozenset[str] = frozenset()
    differences: frozenset[str] = frozenset()


def estimates_of(
    parts: Sequence[Part], groups: Sequence[str] | npt.NDArray[np.str_], resamples: int = 2000, seed: int = 0
) -> list[dict[str, list[Estimate]]]:
    """Estimate the figures of several parts on the same draws of clusters.

    Parameters
    ----------
    parts : sequence of Part
        Over the same rows.
    groups : array of str
        The cluster of each row.
    resamples, seed : int

    Returns
    -------
    list of dict of str to list of Estimate
        For each part, the m estimates of each figure; 95% intervals.

    Notes
    -----
    The draws are those of `classifier.metrics.bootstrap.cluster_draws`, made a few at a time, for those of many clusters
    would not fit into memory. Intervals are those of `classifier.metrics.intervals.bounded`; of differences, percentiles.

    Examples
    --------
    >>> share = Part(
    ...     np.array([[1.0, 1.0], [0.0, 1.0], [1.0, 1.0], [1.0, 1.0]]),
    ...     lambda sums: {"share": sums[..., :1] / sums[..., 1:]},
    ...     np.array([[0.0], [1.0]]),
    ... )
    >>> estimates_of([share], ["a", "b", "c", "d"], 100)[0]["share"][0].value
    0.75
    """
    from scipy import sparse

    names, clusters = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    n = len(names)
    gather = sparse.csr_array((np.ones(len(clusters)), (clusters, np.arange(len(clusters)))), (n, len(clusters)))
    # Parts that share their sums share the work.
    distinct = {id(part.sums): part.sums for part in parts}
    totals = {key: _packed(gather @ sparse.csr_array(sums)) for key, sums in distinct.items()}
    values = [part.figures(np.asarray(totals[id(part.sums)].sum(axis=0))) for part in parts]
    drawn: list[list[dict[str, Floats]]] = [[] for _ in parts]
    if n > 1:
        rng = np.random.default_rng(seed)
        for start in range(0, resamples, CHUNK):
            counts = np.empty((min(CHUNK, resamples - start), n))
            for draw in counts:
                draw[:] = np.bincount(rng.integers(0, n, n), minlength=n)
            sums = {key: counts @ total for key, total in totals.items()}
            for kept, part in zip(drawn, parts, strict=True):
                kept.append(part.figures(sums[id(part.sums)]))
    return [
        {
            name: _intervals(part, totals[id(part.sums)], name, np.atleast_1d(value), [chunk[name] for chunk in chunks])
            for name, value in found.items()
        }
        for part, found, chunks in zip(parts, values, drawn, strict=True)
    ]


def _packed(total: Any) -> Any:
    """Sums of clusters as a plain array where few of them are 0, for those are multiplied faster."""
    return total.toarray() if total.nnz > _DENSE * total.shape[0] * total.shape[1] else total.tocsr()


def _intervals(part: Part, total: Any, name: str, values: Floats, chunks: list[Floats]) -> list[Estimate]:
    replicates = np.concatenate(chunks) if chunks else np.empty((0, len(values)))
    sizes = total @ part.bases
    lowest = -1.0 if name in part.signed else 0.0
    found = []
    for i, value in enumerate(values):
        column = sizes[:, [i]]
        held = (column if isinstance(column, np.ndarray) else column.toarray())[:, 0]
        if np.isnan(value) or (held > 0).sum() < 2:
            bounds = (float("nan"),) * 2 if np.isnan(value) or name in part.differences else (lowest, 1.0)
            found.append(Estimate(float(value), *bounds))
        elif name in part.differences:
            found.append(percentile(float(value), replicates[:, i]))
        else:
            found.append(bounded(float(value), replicates[:, i], held, lowest=lowest))
    return found
