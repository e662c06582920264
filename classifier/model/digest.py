"""What identifies a model: its file format, and a digest of all that was learnt."""

from __future__ import annotations

import hashlib

import numpy as np

from .classifier import Model

#: Version of the model's folder; one that another protocol wrote is not read.
PROTOCOL = 4


def content_digest(model: Model) -> str:
    """SHA-256 of all that was learnt, rounded to ten decimals; equal for equal models, whatever file holds them."""
    digest = hashlib.sha256()
    reader = model.reader
    for vectorizer in (reader.vectorizer, model.words_vectorizer, model.facts_vectorizer):
        digest.update("\n".join(vectorizer.get_feature_names_out()).encode())
    arrays = [model.words_vectorizer.idf_, reader.columns]
    details = (reader.seats, reader.presence, reader.standing, reader.role)
    for classifier in (*details, model.words_classifier, model.facts_classifier):
        arrays += [classifier.coef_, classifier.intercept_]
    for array in arrays:
        rounded = np.round(np.asarray(array, dtype="<f8"), 10) + 0.0  # no negative zero
        digest.update(rounded.tobytes())
    told = model.temperature, sorted(model.thresholds.items()), sorted(model.screened.items())
    digest.update(repr(told).encode())
    return digest.hexdigest()
