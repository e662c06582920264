"""Right label for the right reason? The extracted mentions against annotated ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..labels import Capacity, Status
from ..metrics.bootstrap import Draws, Estimate, cluster_draws, cluster_totals, draw_totals
from ..metrics.intervals import bounded, ratio, share_of
from ..metrics.spans import SpanMatch, match_spans
from ..records import Actor
from .gold import Gold
from .words import FEW_PASSAGES

Floats = npt.NDArray[np.float64]
Actors = tuple[Actor, ...]
UNKNOWN = "unknown"


@dataclass(frozen=True)
class EvidenceFigures:
    """Figures of the evidence, over ``n`` passages with annotated mentions, ``n_complete`` of them with all of them."""

    n: int
    n_complete: int
    figures: dict[str, Estimate]


def evidence_figures(
    gold: Gold, predicted: Sequence[str], found: Sequence[Actors], *, resamples: int = 2000, seed: int = 0
) -> EvidenceFigures | None:
    """Compare the actors that a system shows with the annotated ones.

    Parameters
    ----------
    gold : Gold
    predicted : sequence of str
        Labels.
    found : sequence of tuple of Actor
        Of each passage, as the system shows them.
    resamples, seed : int

    Returns
    -------
    EvidenceFigures or None
        None where no passage has annotated actors. ``right_reason``: of the passages that are labelled correctly, the
        share whose table is that of the gold (see `right_reason`). ``mention_recall``: annotated mentions that are
        found. ``mention_f1``: mentions, by overlap, and ``mention_f1_exact`` with equal bounds, where the gold says that
        all mentions are annotated (``complete``) in ten passages or more; else they are left out. ``status``, ``capacity``, ``role``, ``at_table``: of
        the mentions that both have, the share on which they agree.

    Notes
    -----
    DeYoung et al. (2020), *ERASER: A Benchmark to Evaluate Rationalized NLP Models*, for agreement with human
    rationales; Hripcsak and Rothschild (2005) for the F-measure of spans.
    """
    rows = [i for i, actors in enumerate(gold.actors) if actors is not None]
    if not rows:
        return None
    pairs = [(gold.actors[i] or (), _sorted(found[i])) for i in rows]
    matches = [match_spans([(a.start, a.end) for a in own], [(a.start, a.end) for a in other]) for own, other in pairs]
    draws = cluster_draws(gold.groups[rows], resamples, seed)
    right = np.array([predicted[i] == gold.labels[i] for i in rows])
    reason = np.array([right_reason(*pair, match) for pair, match in zip(pairs, matches, strict=True)])
    n_paired = np.array([len(m.pairs) for m in matches])
    figures = {
        "right_reason": ratio(right & reason, right, draws),
        "mention_recall": ratio(n_paired, np.array([m.n_first for m in matches]), draws),
    }
    for name in ("status", "capacity", "role", "at_table"):
        hits = [
            sum(getattr(own[i], name) == getattr(other[k], name) for i, k in match.pairs)
            for (own, other), match in zip(pairs, matches, strict=True)
        ]
        figures[name] = ratio(hits, n_paired, draws)
    whole = [k for k, i in enumerate(rows) if gold.complete[i]]
    if len(whole) >= FEW_PASSAGES:
        draws = cluster_draws(gold.groups[[rows[k] for k in whole]], resamples, seed)
        both = [matches[k].n_first + matches[k].n_second for k in whole]
        figures["mention_f1"] = _f1([2 * len(matches[k].pairs) for k in whole], both, draws)
        figures["mention_f1_exact"] = _f1([2 * matches[k].n_exact for k in whole], both, draws)
    return EvidenceFigures(len(rows), len(whole), figures)


def right_reason(gold: Actors, found: Actors, match: SpanMatch) -> bool:
    """Whether a system's table is the gold's: every standing that decides is held by a mention that the gold agrees on.

    Parameters
    ----------
    gold, found : tuple of Actor
    match : SpanMatch
        Of ``gold`` with ``found``.

    Returns
    -------
    bool
        True if the standings at the gold's table (official, personal, non-official) are those at the system's, and each
        is held there by at least one mention that overlaps a gold mention of the same standing at the table.

    Notes
    -----
    Not every mention has to be found: a label follows from who is there, not from how many.
    """
    wanted = {_standing(a) for a in gold if a.at_table} - {UNKNOWN}
    shown = {_standing(a) for a in found if a.at_table} - {UNKNOWN}
    proven = {
        _standing(gold[i])
        for i, k in match.pairs
        if gold[i].at_table and found[k].at_table and _standing(gold[i]) == _standing(found[k])
    }
    return wanted == shown == proven - {UNKNOWN}


def _standing(actor: Actor) -> str:
    if actor.acts_officially:
        return "official"
    if actor.status is Status.UNKNOWN:
        return UNKNOWN
    private = actor.status is Status.NON_OFFICIAL or actor.capacity is Capacity.FORMER
    return "non_official" if private else "personal"


def _sorted(actors: Actors) -> Actors:
    return tuple(sorted(actors, key=lambda a: (a.start, a.end)))


def _f1(twice_paired: npt.ArrayLike, both: npt.ArrayLike, draws: Draws) -> Estimate:
    table = np.column_stack([np.asarray(twice_paired, dtype=float), np.asarray(both, dtype=float)])
    by_cluster = cluster_totals(table, draws)
    total = by_cluster.sum(axis=0)
    value = float(total[0] / total[1]) if total[1] else 1.0
    return bounded(value, share_of(draw_totals(table, draws)), by_cluster[:, 1])
