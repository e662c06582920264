"""How common each track is, for whoever counts labels or regresses on them: naive, corrected, and what errors cost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InputError
from ..metrics.bootstrap import Estimate, cluster_draws
from ..metrics.classification import confusion_draws
from ..metrics.prevalence import attenuation, corrected_shares, dsl_columns, naive_shares
from ..records.tables import find_name, labels_of, read_rows, text_of
from .gold import Gold, Strings

Shares = dict[str, Estimate]


@dataclass(frozen=True)
class Corpus:
    """Predicted labels of a corpus, with the groups that are drawn as a whole and the ids."""

    name: str
    labels: Strings
    groups: Strings
    ids: Strings


@dataclass(frozen=True)
class Prevalence:
    """Shares of the labels.

    Attributes
    ----------
    corpus : str
        What the shares are of, in words.
    n : int
        Its passages.
    method : str
    naive, corrected : dict of str to Estimate
    gold : dict of str to Estimate, or None
        Where the gold labels of all of it are known.
    dsl : dict
        ``columns`` and ``rows`` of the table that R's ``dsl`` takes.
    """

    corpus: str
    n: int
    method: str
    naive: Shares
    corrected: Shares
    gold: Shares | None
    dsl: dict[str, Any]


def prevalence_of(
    gold: Gold, predicted: Strings, corpus: Corpus | None = None, *, resamples: int = 2000, seed: int = 0
) -> Prevalence:
    """Estimate how common each label is in a corpus, correcting for the errors that the gold shows.

    Parameters
    ----------
    gold : Gold
    predicted : array of str
        For the gold.
    corpus : Corpus, optional
        Without it, half of the gold's groups stand in for a corpus and the errors are measured on
        the other half, which shows whether the correction works.
    resamples, seed : int

    Returns
    -------
    Prevalence

    Notes
    -----
    See `classifier.metrics.prevalence.corrected_shares`.
    """
    method = "least squares on the misclassification matrix, shares held at 0 or more and 1 in sum"
    if corpus is not None:
        labels, groups, ids = corpus.labels, corpus.groups, corpus.ids
        return Prevalence(
            f"the {len(labels)} passages of {corpus.name}; errors measured on the gold", len(labels), method,
            naive_shares(labels, groups, None, resamples, seed),
            corrected_shares(labels, groups, gold.labels, predicted, gold.groups, None, gold.weights, resamples, seed),
            None, _dsl_of_corpus(gold, labels, ids),
        )  # fmt: skip
    names = np.unique(gold.groups)
    chosen = np.random.default_rng(seed).permutation(names)[: len(names) // 2]
    half = np.isin(gold.groups, chosen)
    if half.all() or not half.any():
        half = np.arange(len(gold)) % 2 == 0
    rest = ~half
    naive = naive_shares(predicted[half], gold.groups[half], gold.weights[half], resamples, seed)
    corrected = (
        corrected_shares(
            predicted[half], gold.groups[half], gold.labels[rest], predicted[rest], gold.groups[rest],
            gold.weights[half], gold.weights[rest], resamples, seed,
        )
        if rest.any()
        else naive
    )  # fmt: skip
    told = (
        f"half of the gold passages, {int(half.sum())} drawn by group, standing in for a corpus; errors measured on the "
        "other half, so that the correction can be held against the gold"
    )
    known = naive_shares(gold.labels[half], gold.groups[half], gold.weights[half], resamples, seed)
    return Prevalence(told, int(half.sum()), method, naive, corrected, known, _dsl_of_gold(gold, predicted))


def attenuation_of(gold: Gold, predicted: Strings, *, resamples: int = 2000, seed: int = 0) -> Shares:
    """Simulate what is left of a regression coefficient where predictions stand in for labels; see `attenuation`."""
    draws = cluster_draws(gold.groups, resamples, seed)
    drawn = confusion_draws(gold.labels, predicted, draws, gold.weights)
    found = attenuation(drawn, simulations=resamples, seed=seed)
    return {label: ratio for label, ratio in found.items() if ratio.value == ratio.value}  # NaN: never predicted


def read_corpus_labels(path: Path) -> Corpus:
    """Read predicted labels, such as results of ``diplotrack classify``.

    Raises
    ------
    InputError
        For a file that cannot be read, or labels that are unknown.
    """
    rows = read_rows(path)
    label = find_name(None, ("label", "predicted", "prediction", "track"), rows, path, "label")
    group = find_name(None, ("document_id", "group", "id"), rows, path, "group")
    own = find_name(None, ("passage_id", "id", "document_id"), rows, path, "id")
    if not label:
        raise InputError(f"{path}: no column for the predicted label; name one of its columns 'label'")
    labels = labels_of(rows, label, path)
    groups = [text_of(row.get(group)) if group else "" for _, row in rows]
    ids = [text_of(row.get(own)) if own else "" for _, row in rows]
    return Corpus(
        path.name,
        labels,
        np.array([g or f"record-{n}" for g, (n, _) in zip(groups, rows, strict=True)]),
        np.array([i or f"record-{n}" for i, (n, _) in zip(ids, rows, strict=True)]),
    )


def _dsl_of_gold(gold: Gold, predicted: Strings) -> dict[str, Any]:
    return _as_table(gold.ids, dsl_columns(predicted, list(gold.labels), 1 / gold.weights))


def _dsl_of_corpus(gold: Gold, labels: Strings, ids: Strings) -> dict[str, Any]:
    """Rows of the corpus, with the gold label of those that the gold has; none where the design is not known."""
    known = dict(zip(gold.ids.tolist(), gold.labels.tolist(), strict=True))
    found = [known.get(own) for own in ids.tolist()]
    n = sum(label is not None for label in found)
    if not n or gold.weighted:  # probabilities of the passages that were not drawn are not known
        return {}
    return _as_table(ids, dsl_columns(labels, found, np.full(len(ids), n / len(ids))))


def _as_table(ids: Strings, frame: Any) -> dict[str, Any]:
    """Columns and rows, with None where a value is missing."""
    rows = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    return {
        "columns": ["id", *frame.columns],
        "rows": [[own, *row] for own, row in zip(ids.tolist(), rows, strict=True)],
    }
