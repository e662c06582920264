"""How common each track is in a corpus: as counted, and corrected for what the classifier gets wrong."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..labels import LABELS
from .bootstrap import Estimate, Floats, cluster_draws, cluster_totals, draw_totals, percentile
from .classification import Labels, columns_of, confusion_draws, confusion_of, row_shares
from .intervals import bounded, ratio
from .regression import attenuation, dsl_columns

__all__ = ["adjusted_shares", "attenuation", "corrected_shares", "dsl_columns", "expected_shares", "naive_shares"]

#: Weight of the row that holds the shares' sum at 1 in least squares (Lawson and Hanson 1974, chapter 22).
SUM_TO_ONE = 1e3


def naive_shares(
    predicted: Labels,
    groups: Labels,
    weights: npt.ArrayLike | None = None,
    resamples: int = 2000,
    seed: int = 0,
) -> dict[str, Estimate]:
    """Share of each label among predictions, as counted.

    Parameters
    ----------
    predicted, groups : array of str
        Of the corpus.
    weights : array of float, optional
    resamples, seed : int

    Returns
    -------
    dict of str to Estimate
        By label. The intervals know of the drawing of passages, and nothing of the classifier's errors.

    Examples
    --------
    >>> naive_shares(["none", "none", "track_1", "none"], ["a", "b", "c", "d"], resamples=20)["none"].value
    0.75
    """
    draws, found = cluster_draws(groups, resamples, seed), columns_of(predicted)
    trials = np.ones(len(found))
    return {str(label): ratio(found == i, trials, draws, weights=weights) for i, label in enumerate(LABELS)}


def adjusted_shares(confusion: npt.ArrayLike, predicted_shares: npt.ArrayLike) -> Floats:
    """Shares that, run through the classifier's errors, come closest to the shares that it predicted.

    Parameters
    ----------
    confusion : ndarray
        Shape (4, 4), of passages with gold labels, which may be sampled by label: only its rows' shares count.
    predicted_shares : ndarray
        Shape (4,), of the corpus.

    Returns
    -------
    ndarray
        Shape (4,); none under 0, and 1 in sum. A label that the gold never has cannot be corrected: its predictions
        are taken as right.

    Notes
    -----
    Constrained least squares on the matrix of P(predicted | gold): Forman (2008), *Data Mining and Knowledge
    Discovery* 17: 164-206 ('adjusted count'), for many classes Hopkins and King (2010), *American Journal of Political
    Science* 54: 229-247; for measurement error in categories, Buonaccorsi (2010), *Measurement Error*, chapter 2. It
    holds where gold and corpus differ in how common labels are, and not in how passages of a label look.

    Examples
    --------
    >>> confusion = np.diag([90.0, 80, 100, 100])
    >>> confusion[0, 1], confusion[1, 0] = 10, 20
    >>> adjusted_shares(confusion, [0.55, 0.45, 0, 0]).round(3).tolist()
    [0.5, 0.5, 0.0, 0.0]
    """
    from scipy.optimize import nnls

    counts = np.asarray(confusion, dtype=float)
    errors = row_shares(counts).T
    unseen = counts.sum(axis=1) == 0
    errors[unseen, unseen] = 1.0
    system = np.vstack([errors, np.full(len(errors), SUM_TO_ONE)])
    shares: Floats = nnls(system, np.append(np.asarray(predicted_shares, dtype=float), SUM_TO_ONE))[0]
    return np.asarray(shares / shares.sum())


def expected_shares(
    probabilities: npt.ArrayLike, trained_shares: npt.ArrayLike, *, steps: int = 1000, tolerance: float = 1e-6
) -> Floats:
    """Shares of the labels by expectation maximisation over calibrated probabilities.

    Parameters
    ----------
    probabilities : ndarray
        Shape (n, 4), of the corpus.
    trained_shares : ndarray
        Shape (4,): how common the labels are where the probabilities are calibrated.
    steps : int
    tolerance : float
        The change of any share at which to stop.

    Returns
    -------
    ndarray
        Shape (4,).

    Notes
    -----
    Saerens, Latinne and Decaestecker (2002), *Neural Computation* 14: 21-41. It trusts the probabilities: look at
    their calibration first.

    Examples
    --------
    >>> expected_shares([[1, 0, 0, 0], [0, 1, 0, 0]], [0.25] * 4).tolist()
    [0.5, 0.5, 0.0, 0.0]
    """
    p, trained = np.asarray(probabilities, dtype=float), np.asarray(trained_shares, dtype=float)
    shares: Floats = trained / trained.sum()
    odds = np.divide(p, trained, out=np.zeros_like(p), where=trained > 0)
    for _ in range(steps):
        posterior = odds * shares
        posterior /= np.maximum(posterior.sum(axis=1, keepdims=True), 1e-300)
        new = posterior.mean(axis=0)
        done = bool(np.abs(new - shares).max() < tolerance)
        shares = new
        if done:
            break
    return shares


def corrected_shares(
    predicted: Labels,
    groups: Labels,
    gold: Labels,
    gold_predicted: Labels,
    gold_groups: Labels,
    weights: npt.ArrayLike | None = None,
    gold_weights: npt.ArrayLike | None = None,
    resamples: int = 2000,
    seed: int = 0,
) -> dict[str, Estimate]:
    """Share of each label in a corpus, corrected for misclassification as measured on passages with gold labels.

    Parameters
    ----------
    predicted, groups : array of str
        Of the corpus.
    gold, gold_predicted, gold_groups : array of str
        Of the passages with gold labels; not the corpus itself, whose gold shares need no correction.
    weights, gold_weights : array of float, optional
    resamples, seed : int

    Returns
    -------
    dict of str to Estimate
        By label. Corpus and gold passages are drawn anew in every resample, so that the intervals carry both
        uncertainties.

    Examples
    --------
    >>> labels, groups = ["none", "track_1", "track_1_5", "track_2"] * 5, [str(i) for i in range(20)]
    >>> round(corrected_shares(labels, groups, labels, labels, groups, resamples=20)["none"].value, 3)
    0.25
    """
    measured = cluster_draws(gold_groups, resamples, seed)
    # Another seed: the two samples are independent.
    drawn = cluster_draws(groups, resamples, seed + 1)
    member = np.eye(len(LABELS))[columns_of(predicted)]
    own = np.ones(len(member)) if weights is None else np.asarray(weights, dtype=float)
    value = adjusted_shares(confusion_of(gold, gold_predicted, gold_weights), own @ member / own.sum())
    totals = draw_totals(member, drawn, own)
    counted = totals / totals.sum(axis=1, keepdims=True)
    matrices = confusion_draws(gold, gold_predicted, measured, gold_weights)
    replicates = np.array([adjusted_shares(m, q) for m, q in zip(matrices, counted, strict=True)])
    sizes = cluster_totals(np.ones((len(gold), 1)), measured, gold_weights)
    return {str(label): _widest(float(value[i]), replicates[:, i], sizes) for i, label in enumerate(LABELS)}


def _widest(value: float, replicates: Floats, sizes: Floats) -> Estimate:
    """The score interval, as far out as the percentile interval: the one is short at the bounds, the other off them."""
    score, quantiles = bounded(value, replicates, sizes), percentile(value, replicates)
    return Estimate(value, min(score.low, quantiles.low), max(score.high, quantiles.high))
