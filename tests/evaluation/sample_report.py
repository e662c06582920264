"""A small complete report from synthetic data: every key of diplotrack-report/1, and one item at least of each list.

For tests of what shows a report. `test_report` holds it to the same keys as a report that was computed.
"""

from __future__ import annotations

import json
from typing import Any

LABELS = ("none", "track_1", "track_1_5", "track_2")
TEXT = "Two retired generals met the sitting foreign minister at a university workshop in Muscat, an analyst said."
OTHER = "A retired general and two scholars met the serving foreign minister at a university workshop in Muscat."


def estimate(value: float, half: float = 0.05) -> dict[str, float]:
    """An estimate with a symmetric interval."""
    return {"value": value, "low": round(value - half, 4), "high": round(value + half, 4)}


def figures(level: float) -> dict[str, dict[str, float]]:
    """All figures of a system that is about as good as ``level``."""
    names = ["macro_f1", "macro_f1_present", "accuracy", "balanced_accuracy", "mcc", "kappa", "alpha"]
    out = {name: estimate(level) for name in names} | {"cost": estimate(2 * (1 - level))}
    for family in ("precision", "recall", "f1"):
        out |= {f"{family}:{label}": estimate(round(level - 0.02 * i, 4)) for i, label in enumerate(LABELS)}
    return out


def curve(shift: float) -> dict[str, list[float]]:
    """A reliability curve whose confidence lies ``shift`` above the share that is right."""
    confidence = [0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95]
    right = [round(c - shift, 4) for c in confidence]
    return {
        "confidence": confidence,
        "accuracy": right,
        "low": [round(r - 0.08, 4) for r in right],
        "high": [round(min(1.0, r + 0.08), 4) for r in right],
        "n": [20] * 7,
    }


def sample_report() -> dict[str, Any]:
    """Make the report anew, so that a test may change it."""
    counts = [[30, 2, 2, 1], [3, 28, 3, 1], [2, 4, 26, 3], [1, 1, 3, 30]]
    sums = [sum(row[j] for row in counts) for j in range(4)]
    return {
        "schema": "diplotrack-report/1",
        "title": "How good are the labels of default on sample.jsonl?",
        "created": "2030-01-02T03:04:05+00:00",
        "versions": {"diplotrack": "0.1.0", "python": "3.11.2", "numpy": "2.0.0", "scikit-learn": "1.6.0"},
        "command": "diplotrack evaluate sample.jsonl -o report.html",
        "data": {
            "name": "sample.jsonl", "n": 140, "n_groups": 90, "labels": dict.fromkeys(LABELS, 35),
            "sha256": "ab" * 32, "weighted": True,
        },
        "system": {"name": "default", "kind": "model", "sha256": "cd" * 32, "lexicon": "ef" * 32, "overlays": []},
        "warnings": [
            {"kind": "leakage", "text": "1 of 140 passages (0.7%) nearly repeats a passage of the training data: the "
             "figures are too good for texts that the system has not seen."},
            {"kind": "calibration", "text": "The probabilities are too high: on average 0.80, but 0.72 of the labels "
             "are right. Calibrate them before you use them."},
            {"kind": "small", "text": "140 passages in 90 groups are few: differences under 10 points cannot be told."},
            {"kind": "note", "text": "Sentence embeddings were left out: sentence_transformers is not installed."},
        ],
        "leakage": {"pairs": 1, "passages": 1, "threshold": 0.2, "examples": [{"score": 0.61, "text": TEXT, "other": OTHER}]},
        "protocol": {
            "name": "region",
            "folds": [
                {"name": "Africa", "n": 60, "figures": figures(0.78)},
                {"name": "Asia", "n": 80, "figures": figures(0.84)},
            ],
        },
        "confusion": {
            "counts": counts,
            "rows": [[round(x / sum(row), 4) for x in row] for row in counts],
            "columns": [[round(x / sums[j], 4) for j, x in enumerate(row)] for row in counts],
        },
        "figures": figures(0.81),
        "weighted_figures": figures(0.79),
        "annotators": {
            "n": 120,
            "ceiling": {"agreement": estimate(0.9), "macro_f1": estimate(0.89), "kappa": estimate(0.86)},
            "model_agreement": {"agreement": estimate(0.79), "macro_f1": estimate(0.78), "kappa": estimate(0.72)},
        },
        "baselines": [
            {"name": name, "figures": figures(level), "difference": estimate(round(0.81 - level, 4)),
             "mcnemar_p": p, "holm_p": min(1.0, 6 * p)}
            for name, level, p in (
                ("majority", 0.10, 1e-9), ("keyword rules", 0.45, 1e-6), ("decision table", 0.62, 0.001),
                ("tf-idf + logistic", 0.77, 0.2), ("tf-idf + SVM", 0.76, 0.1), ("predictions: other.csv", 0.80, 0.8),
            )
        ],
        "probabilities": {
            "n": 140, "bins": 10,
            "figures": {"log_loss": estimate(0.55), "brier": estimate(0.3), "top_label_error": estimate(0.06, 0.03),
                        "classwise_error": estimate(0.05, 0.03),
                        **{f"classwise_error:{label}": estimate(0.05, 0.03) for label in LABELS},
                        "confidence_gap": estimate(0.08, 0.03)},
            "reliability": {"before": curve(0.12), "after": curve(0.03)},
            "classwise": {label: curve(0.02 * i) for i, label in enumerate(LABELS)},
        },
        "abstention": {
            "curve": {"coverage": [0.2, 0.4, 0.6, 0.8, 1.0], "risk": [0.02, 0.05, 0.09, 0.13, 0.19]},
            "table": [
                {"coverage": c, "threshold": t, "error": estimate(e, 0.03)}
                for c, t, e in ((1.0, 0.0, 0.19), (0.9, 0.48, 0.16), (0.8, 0.55, 0.13), (0.7, 0.63, 0.1),
                                (0.6, 0.7, 0.09), (0.5, 0.77, 0.07))
            ],
        },
        "conformal": {
            "level": 0.9,
            "coverage": {"all": estimate(0.9), **{label: estimate(0.9 - 0.01 * i) for i, label in enumerate(LABELS)}},
            "size": estimate(1.4),
            "sizes": {label: estimate(1.3 + 0.1 * i) for i, label in enumerate(LABELS)},
            "slices": [{"slice": "genre", "value": "wire", "n": 60, "coverage": estimate(0.91), "size": estimate(1.4)}],
        },
        "prevalence": {
            "corpus": "half of the gold passages, 70 drawn by group, standing in for a corpus; errors measured on the "
            "other half, so that the correction can be held against the gold",
            "n": 70, "method": "least squares on the misclassification matrix",
            "naive": {label: estimate(0.22 + 0.02 * i) for i, label in enumerate(LABELS)},
            "corrected": {label: estimate(0.25, 0.08) for label in LABELS},
            "gold": {label: estimate(0.25) for label in LABELS},
            "dsl": {
                "columns": ["id", "label", "predicted_label", "labelled", "sampling_probability", "is_track_1",
                            "predicted_is_track_1", "is_track_1_5", "predicted_is_track_1_5", "is_track_2",
                            "predicted_is_track_2"],
                "rows": [["s-001#0", "track_1_5", "track_1_5", 1, 0.5, 0.0, 0, 1.0, 1, 0.0, 0],
                         ["s-002#0", None, "none", 0, 0.25, None, 0, None, 0, None, 0]],
            },
        },
        "attenuation": {label: estimate(0.82 - 0.02 * i) for i, label in enumerate(LABELS)},
        "slices": [
            {"slice": "genre", "value": "memoir", "n": 31, "macro_f1": estimate(0.62, 0.12), "accuracy": estimate(0.65)},
            {"slice": "region", "value": "Asia", "n": 80, "macro_f1": estimate(0.84), "accuracy": estimate(0.85)},
            {"slice": "length", "value": "longest third", "n": 46, "macro_f1": estimate(0.8), "accuracy": estimate(0.8)},
        ],
        "behaviour": [
            {"name": "only former officials", "kind": "minimum", "n": 40, "passed": 36, "rate": estimate(0.9, 0.09),
             "failures": [{"text": TEXT, "other": None, "got": "track_1", "expected": "track_2"}]},
            {"name": "names exchanged", "kind": "invariance", "n": 40, "passed": 39, "rate": estimate(0.95, 0.04),
             "failures": [{"text": TEXT, "other": OTHER, "got": "track_1_5, then track_1", "expected": "the same label"}]},
            {"name": "'former' added", "kind": "directional", "n": 20, "passed": 20, "rate": estimate(0.95, 0.05),
             "failures": []},
        ],
        "evidence": {
            "n": 50,
            "n_complete": 40,
            "figures": {
                "right_reason": estimate(0.71), "mention_f1": estimate(0.8), "mention_f1_exact": estimate(0.6),
                "mention_recall": estimate(0.9),
                "status": estimate(0.9), "capacity": estimate(0.85), "role": estimate(0.75), "at_table": estimate(0.84),
            },
        },
        "errors": [
            {"id": f"s-{i:03}#0", "text": text, "gold": gold, "predicted": predicted,
             "probabilities": dict(zip(LABELS, p, strict=True)),
             "spans": [{"start": 0, "end": 20, "kind": "actor", "label": "non_official former participant"},
                       {"start": text.index("foreign"), "end": text.index("foreign") + 16, "kind": "actor",
                        "label": "official incumbent participant"},
                       {"start": text.index("workshop"), "end": text.index("workshop") + 8, "kind": "cue",
                        "label": "formality informal"}],
             "contributions": [{"feature": "words:track_2", "weight": 0.8}, {"feature": "mix:table:both", "weight": -0.2}],
             "neighbours": [{"id": "t-001#0", "label": predicted, "text": OTHER}],
             "cause": cause}
            for i, (text, gold, predicted, p, cause) in enumerate([
                (TEXT, "track_1_5", "track_2", (0.02, 0.1, 0.38, 0.5), "participants not found"),
                (OTHER, "track_1_5", "track_1", (0.02, 0.6, 0.3, 0.08), "standing mistaken"),
                ("The <b>ministers</b> of foreign affairs held a workshop & left.", "track_1", "none",
                 (0.7, 0.2, 0.05, 0.05), "no activity recognised"),
            ])
        ],
        "learning_curve": {"n": [100, 200, 400], "macro_f1": [estimate(0.6), estimate(0.68), estimate(0.74)]},
        "label_issues": [{"id": "t-009#0", "label": "none", "suggested": "track_1", "p": 0.04, "text": OTHER}],
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(sample_report(), indent=1))
