"""What classification errors do to a regression on the labels, and the columns that corrections need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ..labels import LABELS, TRACKS
from .bootstrap import Estimate, Floats, percentile
from .classification import Labels

if TYPE_CHECKING:
    import pandas as pd


def dsl_columns(
    predicted: Labels,
    gold: Sequence[str | None],
    sampling_probability: npt.ArrayLike,
) -> pd.DataFrame:
    """Columns that R's ``dsl`` needs for a regression that is unbiased whatever the classifier gets wrong.

    Parameters
    ----------
    predicted : array of str
        Of every passage of the corpus.
    gold : sequence of str or None
        None where a passage was not labelled by hand.
    sampling_probability : array of float
        How probable it was that the passage would be labelled by hand; above 0 for all.

    Returns
    -------
    DataFrame
        ``label`` and ``predicted_label``, ``labelled`` (0 or 1), ``sampling_probability``, and for each track
        ``is_<track>`` (missing where not labelled) and ``predicted_is_<track>``: the ``predicted_var``,
        ``prediction``, ``labeled`` and ``sample_prob`` of ``dsl()``.

    Raises
    ------
    ValueError
        If a probability is not in (0, 1]: then no design supports the correction.

    Notes
    -----
    Egami, Hinck, Stewart and Wei (2023), 'Using Imperfect Surrogates for Downstream Inference: Design-based
    Supervised Learning for Social Science Applications of Large Language Models', *NeurIPS* 36.

    Examples
    --------
    >>> frame = dsl_columns(["track_1", "none"], ["track_1", None], [0.5, 0.5])
    >>> frame["is_track_1"].tolist(), frame["predicted_is_track_1"].tolist(), frame["labelled"].tolist()
    ([1.0, nan], [1, 0], [1, 0])
    """
    import pandas as pd

    probability = np.asarray(sampling_probability, dtype=float)
    if not ((probability > 0) & (probability <= 1)).all():
        raise ValueError("every passage needs a sampling probability above 0 and at most 1")
    known = np.array([label is not None for label in gold])
    label = np.array([None if g is None else str(g) for g in gold], dtype=object)
    found = np.array([str(p) for p in predicted], dtype=object)
    columns: dict[str, npt.NDArray[np.generic]] = {
        "label": label,
        "predicted_label": found,
        "labelled": known.astype(int),
        "sampling_probability": probability,
    }
    for track in TRACKS:
        columns[f"is_{track}"] = np.where(known, label == str(track), np.nan)
        columns[f"predicted_is_{track}"] = (found == str(track)).astype(int)
    return pd.DataFrame(columns)


def attenuation(
    confusion: npt.ArrayLike,
    *,
    passages: int = 1000,
    effect: float = 1.0,
    noise: float = 1.0,
    simulations: int = 2000,
    seed: int = 0,
) -> dict[str, Estimate]:
    """By simulation: what is left of a regression's coefficient when predictions stand in for gold labels.

    Parameters
    ----------
    confusion : ndarray
        Shape (4, 4); or (draws, 4, 4), matrices of the draws of a cluster bootstrap, one for each simulation in turn.
    passages : int
        Of the simulated study.
    effect : float
        How far the outcome shifts where a passage truly is of the track.
    noise : float
        Standard deviation of the outcome otherwise.
    simulations, seed : int

    Returns
    -------
    dict of str to Estimate
        For each label that the gold has: mean and 95% interval of the coefficient of 'predicted to be of this label'
        over that of 'is of this label', in a least-squares regression of the outcome on it alone. 1 is no loss.

    Notes
    -----
    The errors are taken not to depend on the outcome; then the ratio tends to P(t | predicted t) - P(t | predicted
    not t): Aigner (1973), *Journal of Econometrics* 1: 49-59. A single matrix varies as a Dirichlet with its counts
    does (the Bayesian bootstrap, Rubin 1981, *Annals of Statistics* 9: 130-134).

    Examples
    --------
    >>> attenuation(np.diag([50, 50, 50, 50]), simulations=50)["track_1"].value
    1.0
    """
    rng = np.random.default_rng(seed)
    given = np.asarray(confusion, dtype=float)
    size = len(LABELS)
    if given.ndim == 2:
        # Cells without counts stay empty: gamma variates of shape 0 are 0.
        matrices = rng.standard_gamma(np.broadcast_to(given, (simulations, size, size)))
    else:
        matrices = given[np.arange(simulations) % len(given)]
    matrices = matrices / matrices.sum(axis=(1, 2), keepdims=True)
    present = given.reshape(-1, size, size).sum(axis=(0, 2)) > 0
    ratios = {
        str(label): _ratios(rng.multinomial(passages, _two_by_two(matrices, i)), effect, noise, rng)
        for i, label in enumerate(LABELS)
        if present[i]
    }
    return {label: _mean_of(values) for label, values in ratios.items()}


def _two_by_two(matrices: Floats, label: int) -> Floats:
    """Shares of (not t, not predicted t), (not t, predicted t), (t, not predicted t), (t, predicted t)."""
    both = matrices[:, label, label]
    missed = matrices[:, label].sum(axis=1) - both
    false = matrices[:, :, label].sum(axis=1) - both
    shares = np.stack([1 - both - missed - false, false, missed, both], axis=1).clip(0)
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def _ratios(cells: npt.NDArray[np.int64], effect: float, noise: float, rng: np.random.Generator) -> Floats:
    """Coefficient on predictions over coefficient on gold: with one binary regressor, differences of means."""
    n = cells.astype(float)
    sums = n * np.array([0.0, 0.0, effect, effect]) + noise * np.sqrt(n) * rng.standard_normal(n.shape)
    on_gold = _gap(n[:, 2] + n[:, 3], sums[:, 2] + sums[:, 3], n.sum(axis=1), sums.sum(axis=1))
    on_found = _gap(n[:, 1] + n[:, 3], sums[:, 1] + sums[:, 3], n.sum(axis=1), sums.sum(axis=1))
    ratios: Floats = np.full(len(n), np.nan)
    np.divide(on_found, on_gold, out=ratios, where=~np.isnan(on_found + on_gold) & (on_gold != 0))
    return ratios


def _gap(n: Floats, total: Floats, n_all: Floats, total_all: Floats) -> Floats:
    """Mean outcome within less mean outcome without; NaN where either is empty."""
    gap: Floats = np.full(len(n), np.nan)
    both = (n > 0) & (n < n_all)
    gap[both] = total[both] / n[both] - (total_all - total)[both] / (n_all - n)[both]
    return gap


def _mean_of(ratios: Floats) -> Estimate:
    defined = ratios[~np.isnan(ratios)]
    return percentile(float(defined.mean()) if len(defined) else float("nan"), defined)
