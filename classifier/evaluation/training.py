"""What the baselines learn from, and the model too where it is trained anew for each fold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..lexicon import Lexicon
from ..model.classifier import Model
from ..model.store import default_model_path
from .baselines import Sample
from .gold import Gold, read_gold
from .protocols import Fold, Rows

_FILES = ("passages.jsonl", "contrast.jsonl", "documents/labels.jsonl")


def find_corpus() -> list[Path]:
    """Files of the shipped corpus, where this is a checkout or an editable install; else none."""
    folder = Path(str(files("classifier"))).parent / "corpus"
    return [folder / name for name in _FILES if (folder / name).is_file()]


def is_shipped(model: Model) -> bool:
    """Whether a model is the shipped one, which has learnt from the shipped corpus."""
    try:
        manifest = json.loads((default_model_path() / "manifest.json").read_text("utf-8"))
    except OSError:
        return False
    return bool(model.manifest.get("content_sha256") == manifest.get("content_sha256"))


def read_training(paths: Sequence[Path]) -> Sample:
    """Read passages to learn from: of a file with a column ``split`` those of ``train``, else all.

    Raises
    ------
    InputError
        If there are none, or a file cannot be read as gold.
    """
    samples = []
    for path in paths:
        gold = read_gold(path, mentions=False)
        split = gold.columns.get("split")
        rows = np.arange(len(gold)) if split is None else np.flatnonzero(split == "train")
        samples.append(sample_of(gold, rows))
    joined = joined_samples(*samples)
    if not joined.texts:
        names = ", ".join(str(path) for path in paths)
        raise InputError(f"{names}: no passage whose split is 'train'; name another file with --train")
    return joined


def sample_of(gold: Gold, rows: Rows) -> Sample:
    """Take some of the gold passages to learn from."""
    taken = gold.take(rows)
    return Sample(taken.ids, taken.texts, taken.labels, taken.groups)


def joined_samples(*samples: Sample) -> Sample:
    """Put samples together."""
    return Sample(
        np.concatenate([s.ids for s in samples]),
        tuple(text for s in samples for text in s.texts),
        np.concatenate([s.labels for s in samples]),
        np.concatenate([s.groups for s in samples]),
    )


def apart(sample: Sample, gold: Gold, fold: Fold) -> Sample:
    """Leave out of other training passages what the gold holds itself, and groups that the fold judges."""
    known = set(gold.texts)
    own = gold.groups[fold.test]
    # A passage that is its own group has no name that another file could mean.
    judged = set(own[own != gold.ids[fold.test]].tolist())
    pairs = zip(sample.texts, sample.groups.tolist(), strict=True)
    rows = [i for i, (text, group) in enumerate(pairs) if text not in known and group not in judged]
    texts = tuple(sample.texts[i] for i in rows)
    return Sample(sample.ids[rows], texts, sample.labels[rows], sample.groups[rows])


def model_without(fold: Fold, gold: Gold, paths: Sequence[Path], lexicon: Lexicon) -> Model:
    """Train a model on a fold's training passages alone; all that is tuned is tuned within them.

    Parameters
    ----------
    fold : Fold
    gold : Gold
    paths : sequence of Path
        Files with the gold's records and their actors, which the model learns from.
    lexicon : Lexicon

    Returns
    -------
    Model

    Raises
    ------
    InputError
        If the files hold too few of the fold's records.
    """
    from dataclasses import replace

    from ..model.corpus import read_corpus
    from ..model.training import train_model

    wanted = set(gold.ids[fold.train].tolist())
    passages, _ = read_corpus(*paths, any_purpose=True)
    kept = [replace(p, split="train") for p in passages if p.passage_id in wanted]
    digest = hashlib.sha256("\n".join(p.passage_id for p in kept).encode()).hexdigest()
    # As many folds within as in a model's own training, unless so many sources are not left.
    folds = max(2, min(5, len({p.source for p in kept})))
    return train_model(kept, digest, lexicon, date(1970, 1, 1), folds=folds)
