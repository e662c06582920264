"""The baselines and other systems beside the one that is judged, on the same passages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..lexicon import Lexicon
from ..metrics.bootstrap import Estimate
from ..metrics.classification import all_figures
from ..metrics.paired import difference, holm, mcnemar_exact
from ..records import Evidence
from .baselines import Sample, decision_table, keyword_rules, learnt_baselines
from .gold import Gold, Strings
from .predictions import Predictions
from .protocols import Rows


@dataclass(frozen=True)
class Compared:
    """Another system's figures, and how the judged one compares.

    Attributes
    ----------
    name : str
    figures : dict of str to Estimate
    difference : Estimate
        Of macro-F1, the judged system's less this one's.
    mcnemar_p, holm_p : float
        Of the exact test, as it is and corrected for the number of comparisons.
    """

    name: str
    figures: dict[str, Estimate]
    difference: Estimate
    mcnemar_p: float
    holm_p: float


def baseline_answers(
    gold: Gold,
    evidence: Sequence[Evidence],
    lexicon: Lexicon,
    parts: Sequence[tuple[Rows, Sample | None]],
    progress: Callable[[str], None],
) -> dict[str, Strings]:
    """Labels that each baseline gives the gold passages.

    Parameters
    ----------
    gold : Gold
    evidence : sequence of Evidence
    lexicon : Lexicon
    parts : sequence of (array of int, Sample or None)
        Rows to label, and what to learn from for these; where there is nothing, what learns is left out.
    progress : callable

    Returns
    -------
    dict of str to array of str
    """
    out = {"keyword rules": keyword_rules(lexicon)(gold.texts), "decision table": decision_table(evidence)}
    learnt: dict[str, Strings] = {}
    for k, (rows, sample) in enumerate(parts, 1):
        if sample is None or not len(sample.labels):
            return out
        progress(f"training baselines on {len(sample.labels)} passages ({k} of {len(parts)})")
        texts = [gold.texts[i] for i in rows.tolist()]
        for name, predict in learnt_baselines(sample).items():
            learnt.setdefault(name, np.full(len(gold), "", dtype="<U16"))[rows] = predict(texts)
    # A baseline that some part had too little for has gaps, and cannot be compared.
    return {**{name: found for name, found in learnt.items() if (found != "").all()}, **out}


def compare(
    gold: Gold,
    predicted: Strings,
    others: Mapping[str, Strings],
    predictions: Sequence[Predictions] = (),
    *,
    resamples: int = 2000,
    seed: int = 0,
) -> list[Compared]:
    """Compare a system with others on the same passages.

    Parameters
    ----------
    gold : Gold
    predicted : array of str
        Of the judged system.
    others : mapping of str to array of str
    predictions : sequence of Predictions
        From files.
    resamples, seed : int

    Returns
    -------
    list of Compared
    """
    systems = {**others, **{f"predictions: {p.name}": p.labels for p in predictions}}
    right = predicted == gold.labels
    ps = {name: mcnemar_exact(right, labels == gold.labels) for name, labels in systems.items()}
    corrected = dict(zip(ps, holm(list(ps.values())), strict=True))
    return [
        Compared(
            name,
            all_figures(gold.labels, labels, gold.groups, None, resamples, seed),
            difference(gold.labels, predicted, labels, gold.groups, None, resamples, seed),
            ps[name],
            corrected[name],
        )
        for name, labels in systems.items()
    ]
