"""Labelled passages drawn from known shares and a known confusion, in clusters."""

import numpy as np

from classifier.labels import LABELS

NAMES = np.array([str(label) for label in LABELS])
SHARES = np.array([0.35, 0.3, 0.15, 0.2])
#: P(predicted | gold), by row.
CONFUSION = np.array(
    [[0.90, 0.04, 0.02, 0.04], [0.05, 0.85, 0.08, 0.02], [0.05, 0.15, 0.65, 0.15], [0.06, 0.02, 0.10, 0.82]]
)
JOINT = SHARES[:, None] * CONFUSION


def draw(rng, clusters, alike=0.3, joint=JOINT):
    """Gold, predictions and clusters of 1 to 5 passages; a share ``alike`` of passages copy their cluster's pair."""
    groups = np.repeat(np.arange(clusters), rng.integers(1, 6, clusters))
    shared, own = (rng.choice(joint.size, size, p=joint.ravel()) for size in (clusters, len(groups)))
    cell = np.where(rng.random(len(groups)) < alike, shared[groups], own)
    return NAMES[cell // 4], NAMES[cell % 4], groups.astype(str)


def draw_probabilities(rng, n, sharpness=1.0):
    """Probabilities and the gold labels that they make; calibrated where ``sharpness`` is 1."""
    p = np.exp(rng.normal(0, 2, (n, 4)))
    p /= p.sum(axis=1, keepdims=True)
    gold = (p.cumsum(axis=1) > rng.random((n, 1))).argmax(axis=1)
    stated = p**sharpness
    return stated / stated.sum(axis=1, keepdims=True), NAMES[gold]
