"""The whole evaluation, in the order in which a reviewer asks: is it clean, how good is it, than what, where not, why."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import numpy as np

from ..labels import LABELS
from ..metrics.bootstrap import Estimate
from ..metrics.classification import all_figures, column_shares, confusion_of, row_shares
from ..model.tracker import Tracker
from ..records.plain import plain
from .annotators import Agreement, agreement_of
from .answers import Answers
from .behaviour import Outcome, read_behaviour, run_behaviour
from .compared import Compared, compare
from .errors import ErrorCase, error_cases
from .evidence import EvidenceFigures, evidence_figures
from .gold import Gold
from .judged import Progress, answered, baselines_for, divided, learnt_from
from .leaks import Leakage, leaks_of
from .learning import LabelIssue, LearningCurve, label_issues, learning_curve
from .options import Options
from .predictions import Predictions
from .prevalence import Prevalence, Shares, attenuation_of, prevalence_of, read_corpus_labels
from .probabilities import Abstention, Conformal, Probabilities, judge_abstention, judge_probabilities, judge_sets
from .protocols import Fold, Rows, judged_rows
from .slices import MIN_N, Slice, slice_figures, slices_of
from .words import (
    FEW_PASSAGES,
    Caution,
    absent_labels,
    agreement_note,
    comparisons_note,
    dates_note,
    repeats_note,
    size_warnings,
    slices_note,
    too_few_note,
    unjudged_note,
    unsliced_note,
    weights_note,
)

SCHEMA = "diplotrack-report/1"
_LIBRARIES = ("diplotrack", "numpy", "pandas", "scikit-learn", "scipy", "spacy")


@dataclass(frozen=True)
class EvaluationReport:
    """What an evaluation found; the fields are the keys of ``report.json``, in their order."""

    schema: str
    title: str
    created: str
    versions: dict[str, str]
    command: str
    data: dict[str, Any]
    system: dict[str, Any]
    warnings: list[Caution]
    leakage: Leakage | None
    protocol: dict[str, Any]
    confusion: dict[str, list[list[float]]]
    figures: dict[str, Estimate]
    weighted_figures: dict[str, Estimate] | None
    annotators: Agreement | None
    baselines: list[Compared]
    probabilities: Probabilities | None
    abstention: Abstention | None
    conformal: Conformal | None
    prevalence: Prevalence
    attenuation: Shares
    slices: list[Slice]
    behaviour: list[Outcome]
    evidence: EvidenceFigures | None
    errors: list[ErrorCase]
    learning_curve: LearningCurve | None
    label_issues: list[LabelIssue] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Give the report as ``report.json`` holds it."""
        found: dict[str, Any] = plain(self)
        return found


def evaluate(
    gold: Gold, system: Tracker | Predictions, options: Options | None = None, progress: Progress | None = None
) -> EvaluationReport:
    """Evaluate labels against gold.

    Parameters
    ----------
    gold : Gold
    system : Tracker or Predictions
        A model with its lexicon, or predictions for ``gold`` from a file.
    options : Options, optional
    progress : callable, optional
        Told in words what is being done.

    Returns
    -------
    EvaluationReport

    Raises
    ------
    InputError
        If the gold lacks what the protocol needs, or a file of the options cannot be used.
    """
    options = options or Options()
    tell = progress or (lambda words: None)
    tracker = system if isinstance(system, Tracker) else None
    behaviour = read_behaviour() + (read_behaviour(options.behaviour) if options.behaviour else [])
    corpus = read_corpus_labels(options.corpus) if options.corpus else None
    folds, samples, notes = divided(gold, options)
    tell("looking for near-duplicates of training passages")
    leakage, leaks = leaks_of(gold, folds, samples, learnt_from(system, options))
    judged = answered(gold, folds, samples, system, options, tell, [*leaks, *notes])
    own, answers = judged.gold, judged.answers
    drawn = {"resamples": options.resamples, "seed": options.seed}
    figures = all_figures(own.labels, answers.labels, own.groups, None, **drawn)
    rows = judged_rows(folds)
    others = [p.take(rows.tolist()) for p in options.comparisons]
    baselines, left_out = baselines_for(judged, tracker, tell)
    compared = compare(own, answers.labels, baselines, others, **drawn)
    tell("judging probabilities, slices and shares")
    probabilities, miscalibrated = judge_probabilities(answers, own, **drawn)
    slices = slices_of(own, judged.evidence)
    outcomes: list[Outcome] = []
    if tracker is not None:
        tell("running behavioural tests")
        outcomes = run_behaviour(behaviour, lambda texts: [str(r.label) for r in tracker.classify_many(texts)])
    annotated = sum(actors is not None for actors in own.actors)
    voted = sum(len(votes) > 1 for votes in own.votes)
    evidence = (
        evidence_figures(own, answers.labels.tolist(), answers.actors, **drawn)
        if answers.actors is not None and annotated >= FEW_PASSAGES
        else None
    )
    tell("explaining errors")
    errors = error_cases(own, answers, judged.evidence, judged.models, judged.external)
    curve, issues = None, []
    if judged.external is not None:
        tell("drawing the learning curve, and looking for label issues in the training passages")
        curve = learning_curve(judged.external, own, **drawn)
        issues = label_issues(judged.external)
    matrix = confusion_of(own.labels, answers.labels)
    order = {"leakage": 0, "comparison": 1, "calibration": 2, "small": 3, "note": 4}
    agreement = agreement_of(own, answers.labels, **drawn) if voted >= FEW_PASSAGES else None
    cautions = [
        *judged.notes,
        *left_out,
        *miscalibrated,
        *unjudged_note(len(rows), len(gold)),
        *repeats_note(own),
        *size_warnings(own, figures["macro_f1"]),
        *absent_labels(own, figures),
        *weights_note(own),
        *dates_note(tracker is not None and tracker.lexicon.dated),
        *unsliced_note([name for name in own.own_slices if name not in {s[0] for s in slices}], MIN_N),
        *too_few_note("have annotated actors", annotated, "the evidence"),
        *too_few_note("have several votes", voted, "the annotators' agreement"),
        slices_note(len(slices), MIN_N),
        comparisons_note(len(compared)),
        *(agreement_note(agreement.ceiling["agreement"]) if agreement is not None else []),
    ]
    return EvaluationReport(
        schema=SCHEMA,
        title=options.title or f"How good are the labels of {_name(system)} on {gold.name}?",
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        versions={"python": platform.python_version(), **{name: version(name) for name in _LIBRARIES}},
        command=options.command,
        data=_described(own),
        system=_system(system),
        warnings=sorted(cautions, key=lambda caution: order[caution.kind]),
        leakage=leakage,
        protocol={"name": options.protocol, "folds": _fold_figures(own, answers, folds, rows, options)},
        confusion={
            "counts": matrix.tolist(), "rows": row_shares(matrix).tolist(), "columns": column_shares(matrix).tolist()
        },
        figures=figures,
        weighted_figures=(
            all_figures(own.labels, answers.labels, own.groups, own.weights, **drawn) if own.weighted else None
        ),
        annotators=agreement,
        baselines=compared,
        probabilities=probabilities,
        abstention=judge_abstention(answers, own, **drawn),
        conformal=judge_sets(answers, own, _coverage(tracker), slices, **drawn),
        prevalence=prevalence_of(own, answers.labels, corpus, **drawn),
        attenuation=attenuation_of(own, answers.labels, **drawn),
        slices=slice_figures(own, answers.labels, slices, **drawn),
        behaviour=outcomes,
        evidence=evidence,
        errors=errors,
        learning_curve=curve,
        label_issues=issues,
    )  # fmt: skip


def _fold_figures(
    gold: Gold, answers: Answers, folds: Sequence[Fold], rows: Rows, options: Options
) -> list[dict[str, Any]]:
    out = []
    for fold in folds:
        mine = np.searchsorted(rows, fold.test)
        figures = all_figures(
            gold.labels[mine], answers.labels[mine], gold.groups[mine], None, options.resamples, options.seed
        )
        out.append({"name": fold.name, "n": len(mine), "figures": figures})
    return out


def _described(gold: Gold) -> dict[str, Any]:
    return {
        "name": gold.name,
        "n": len(gold),
        "n_groups": len(np.unique(gold.groups)),
        "labels": {str(label): int((gold.labels == str(label)).sum()) for label in LABELS},
        "sha256": gold.sha256,
        "weighted": gold.weighted,
    }


def _name(system: Tracker | Predictions) -> str:
    return system.name if isinstance(system, Predictions) else str(system.model.manifest.get("name", "the model"))


def _system(system: Tracker | Predictions) -> dict[str, Any]:
    if isinstance(system, Predictions):
        return {"name": system.name, "kind": "predictions", "sha256": system.sha256, "lexicon": None, "overlays": []}
    return {
        "name": _name(system),
        "kind": "model",
        "sha256": str(system.model.manifest.get("content_sha256", "")),
        "lexicon": system.lexicon.digest,
        "overlays": [{"name": path, "sha256": digest} for path, digest in system.lexicon.overlays],
    }


def _coverage(tracker: Tracker | None) -> float:
    manifest = tracker.model.manifest if tracker is not None else {}
    return float(manifest.get("conformal", {}).get("coverage", 0.9))
