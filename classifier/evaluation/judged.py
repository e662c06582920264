"""The passages that are judged under a protocol, what is learnt from, and the system's answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InputError
from ..lexicon import load_lexicon
from ..model.classifier import Model
from ..model.tracker import Tracker
from ..records import Evidence
from .answers import Answers, answers_in, answers_of, extract_all, joined
from .baselines import Sample, missing_embeddings
from .compared import baseline_answers
from .gold import Gold, Strings
from .options import Options
from .predictions import Predictions
from .protocols import Fold, enough_to_learn, folds_of, judged_rows
from .training import (
    apart,
    find_corpus,
    is_shipped,
    joined_samples,
    model_without,
    read_training,
    sample_of,
)
from .words import Caution, footing_caution

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Judged:
    """The passages that are judged, what is learnt from for each part of them, and the answers for them."""

    gold: Gold
    folds: list[Fold]
    samples: list[Sample | None]
    evidence: list[Evidence]
    answers: Answers
    models: list[Model] | None
    notes: list[Caution]

    @property
    def external(self) -> Sample | None:
        """What is learnt from under a fixed split, which no judged passage is part of."""
        return self.samples[0] if len(self.samples) == 1 else None


def divided(gold: Gold, options: Options) -> tuple[list[Fold], list[Sample | None], list[Caution]]:
    """Divide the gold, and find what is to be learnt from for each fold."""
    folds = folds_of(gold, options.protocol, seed=options.seed)
    if options.protocol != "fixed":
        own = [sample_of(gold, fold.train) for fold in folds]
        # A model that is trained anew for each fold has no more to learn from, so the baselines have not either.
        paths = [] if options.retrain else options.train or find_corpus()
        if not paths:
            return folds, list(own), []
        more = read_training(paths)
        # What no fold judges serves all of them to tune by, which takes most of the time.
        unjudged = apart(more, gold, Fold("", judged_rows(folds)[:0], judged_rows(folds)))
        tuning = unjudged if enough_to_learn(unjudged.labels) else None
        both = [joined_samples(mine, apart(more, gold, fold)) for mine, fold in zip(own, folds, strict=True)]
        return folds, [replace(sample, tuning=tuning) for sample in both], []
    notes = []
    (fold,) = folds
    n_left = len(gold) - len(fold.test)
    if n_left:
        text = f"Of {gold.name}, the {len(fold.test)} passages of its split '{fold.name}' are judged; {n_left} are not."
        notes.append(Caution("note", text))
    if options.train:
        return folds, [read_training(options.train)], notes
    if len(fold.train):
        return folds, [sample_of(gold, fold.train)], notes
    corpus = find_corpus()
    if corpus:
        notes.append(Caution("note", "The baselines learnt from the 'train' passages of the shipped corpus."))
        return folds, [read_training(corpus)], notes
    text = (
        "No training passages were found: baselines that learn are left out, and leakage could not be checked. "
        "Name a file of training passages with --train."
    )
    return folds, [None], [*notes, Caution("note", text)]


def learnt_from(system: Tracker | Predictions, options: Options) -> Sample | None:
    """What the judged model itself has learnt from, as far as that is known: the corpus of the shipped one."""
    if (
        isinstance(system, Predictions)
        or not is_shipped(system.model)
        or (options.retrain and options.protocol != "fixed")
    ):
        return None
    corpus = find_corpus()
    return read_training(corpus) if corpus else None


def answered(
    gold: Gold,
    folds: list[Fold],
    samples: list[Sample | None],
    system: Tracker | Predictions,
    options: Options,
    tell: Progress,
    notes: list[Caution],
) -> Judged:
    """Ask the system about the judged passages, trained anew for each fold where the user wants that."""
    rows = judged_rows(folds)
    own = gold.take(rows)
    lexicon = system.lexicon if isinstance(system, Tracker) else load_lexicon()
    tell(f"reading {len(own)} passages")
    evidence = extract_all(own.texts, lexicon)
    if isinstance(system, Predictions):
        if len(system.labels) != len(gold):
            raise InputError(f"{system.name}: {len(system.labels)} predictions for {len(gold)} gold passages")
        text = "The labels come from a file: behavioural tests and evidence need a model, and are left out."
        return Judged(
            own, folds, samples, evidence, answers_in(system.take(rows.tolist())), None, [*notes, Caution("note", text)]
        )
    if options.protocol == "fixed" or not options.retrain:
        if options.protocol != "fixed":
            text = (
                "The model is judged as it is: it was not trained anew for each fold, only the baselines were. Where it "
                "has learnt from these passages, its figures are too good."
            )
            notes = [*notes, Caution("note", text)]
        notes = [*notes, *_footing(gold, folds, samples, system.model, options)]
        tell("classifying")
        answers = answers_of(system.model, evidence)
        return Judged(own, folds, samples, evidence, answers, [system.model] * len(own), notes)
    paths = options.train or [*find_corpus(), *_spans()]
    parts: list[tuple[Any, Answers]] = []
    models: list[Model] = [system.model] * len(own)
    for fold in folds:
        tell(f"training the model without {fold.name}")
        model = model_without(fold, gold, paths, lexicon)
        mine = np.searchsorted(rows, fold.test).tolist()
        parts.append((mine, answers_of(model, [evidence[i] for i in mine])))
        for i in mine:
            models[i] = model
    return Judged(own, folds, samples, evidence, joined(parts, len(own)), models, notes)


def _footing(
    gold: Gold, folds: list[Fold], samples: list[Sample | None], model: Model, options: Options
) -> list[Caution]:
    """Say where the baselines have learnt from other passages than the model that is judged as it is."""
    sizes = [len(sample.labels) for sample in samples if sample is not None]
    if not sizes:
        return []
    counts = model.manifest.get("corpus", {}).get("train", {})
    shipped = is_shipped(model)
    of_corpus = shipped and not options.train and bool(find_corpus())
    if options.protocol == "fixed":
        alike = of_corpus and not len(folds[0].train)
        own = 0
    else:
        alike, own = of_corpus, max(len(fold.train) for fold in folds)
    return footing_caution(sum(counts.values()), sizes, shipped=shipped, alike=alike, own=own, name=gold.name)


def _spans() -> list[Path]:
    return [path for name in find_corpus()[:1] if (path := name.with_name("spans.jsonl")).is_file()]


def baselines_for(judged: Judged, tracker: Tracker | None, tell: Progress) -> tuple[dict[str, Strings], list[Caution]]:
    """Labels that each baseline gives the judged passages, and what was left out."""
    lexicon = tracker.lexicon if tracker is not None else load_lexicon()
    rows = judged_rows(judged.folds)
    parts = [
        (np.searchsorted(rows, fold.test), sample) for fold, sample in zip(judged.folds, judged.samples, strict=True)
    ]
    found = baseline_answers(judged.gold, judged.evidence, lexicon, parts, tell)
    missing = missing_embeddings() if "majority" in found else ""
    return found, [Caution("note", missing)] if missing else []
