"""A made-up report with every part in it, as `evaluation` writes them; its numbers are consistent, not real."""

import numpy as np

SLUGS = ("none", "track_1", "track_1_5", "track_2")
COUNTS = [[92, 4, 2, 1], [7, 96, 9, 1], [3, 17, 61, 10], [4, 2, 12, 72]]
CAUSES = ("participants not found", "commentator taken for participant", "several activities", "designation misleads")
TEXT = (
    "MUSCAT: Two retired generals of India and Pakistan spent the weekend with serving diplomats of both sides at a "
    "hotel by the sea. 'This was billed as Track II,' an analyst told reporters; the foreign ministry declined to comment. "
)
HOSTILE = "<script>alert('x')</script> & <b>bold</b> " + "Donaudampfschifffahrtsgesellschaft" * 4


def estimate(value, width=0.04):
    return {"value": value, "low": max(0.0, value - width), "high": min(1.0, value + width)}


def figures(shift=0.0):
    names = {"macro_f1": 0.80, "accuracy": 0.82, "balanced_accuracy": 0.80, "mcc": 0.75, "kappa": 0.74, "alpha": 0.73}
    found = {name: estimate(value - shift) for name, value in names.items()}
    found["cost"] = estimate(0.27 + shift)
    for i, slug in enumerate(SLUGS):
        for kind, value in (("precision", 0.83), ("recall", 0.79), ("f1", 0.81)):
            found[f"{kind}:{slug}"] = estimate(value - 0.03 * i - shift, 0.06)
    return found


def curve(bend, bins=8):
    confidence = np.linspace(0.35, 0.98, bins)
    accuracy = np.clip(confidence - bend * (confidence - 0.3), 0, 1)
    return {
        "confidence": confidence.tolist(),
        "accuracy": accuracy.tolist(),
        "low": (accuracy - 0.09).tolist(),
        "high": np.minimum(accuracy + 0.07, 1).tolist(),
        "n": [49] * bins,
    }


def error(i):
    gold, predicted = SLUGS[i % 4], SLUGS[(i + 1 + i // 4 % 3) % 4]
    text = (TEXT * (1 + i % 3)).strip() if i != 3 else HOSTILE
    marks = (
        ("Two retired generals of India and Pakistan", "actor", "non_official former participant"),
        ("serving diplomats of both sides", "actor", "official incumbent participant"),
        ("Track II", "cue", "designation track_2"),
        ("an analyst", "actor", "non_official none commentator"),
        ("analyst told", "cue", "activity none"),
    )
    spans = [
        {"start": text.index(words), "end": text.index(words) + len(words), "kind": kind, "label": label}
        for words, kind, label in marks
        if words in text
    ]
    return {
        "id": f"muscat-{i:03d}#0",
        "text": text,
        "gold": gold,
        "predicted": predicted,
        "probabilities": {slug: (0.1 if slug != predicted else 0.7 - i / 200) for slug in SLUGS},
        "spans": spans,
        "contributions": [
            {"feature": "seat:official", "weight": 1.21 - i / 50},
            {"feature": "words: 'told reporters'", "weight": -0.4},
        ],
        "neighbours": [{"id": "asia-001#0", "label": predicted, "text": TEXT}],
        "cause": CAUSES[i % 4],
    }


def sample_report(n_errors=24):
    counts = np.array(COUNTS, dtype=float)
    gold = counts.sum(axis=1)
    share = gold / gold.sum()
    slices = [
        {"slice": name, "value": value, "n": n, "macro_f1": estimate(f1, 0.09), "accuracy": estimate(f1 + 0.02, 0.08)}
        for name, value, n, f1 in [
            ("hardness tag", "commentator", 31, 0.61), ("genre", "memoir", 34, 0.68), ("region", "South Caucasus", 40, 0.71),
            ("decade", "1970s", 33, 0.74), ("length", "longest third", 131, 0.77), ("designated", "no", 340, 0.79),
            ("genre", "wire report with a rather long name for a genre", 88, 0.84), ("number of actors", "2 to 3", 120, 0.86),
        ]
    ]  # fmt: skip
    return {
        "schema": "diplotrack-report/1",
        "title": "How good are the labels on mine.jsonl?",
        "created": "2026-11-27T16:40:00+00:00",
        "versions": {"diplotrack": "0.1.0", "python": "3.11.4", "scikit-learn": "1.9.1"},
        "command": "diplotrack evaluate mine.jsonl -o report.html",
        "data": {
            "name": "mine.jsonl", "n": 393, "n_groups": 118, "sha256": "5d53" * 16, "weighted": False,
            "labels": dict(zip(SLUGS, map(int, gold), strict=True)),
        },
        "system": {"name": "default 0.1.0", "kind": "model", "sha256": "0a95" * 16},
        "warnings": [
            {"kind": "leakage", "text": "2 of 393 passages are near-duplicates of training passages; their figures flatter."},
            {"kind": "calibration", "text": "The model is overconfident here: it is right less often than it says."},
            {"kind": "note", "text": "No inclusion probabilities: the figures hold for these passages as they are."},
        ],
        "leakage": {"pairs": 2, "threshold": 0.2, "examples": [{"score": 0.84, "text": TEXT, "other": TEXT[8:]}]},
        "protocol": {
            "name": "fixed",
            "folds": [{"name": "dev", "n": 393, "figures": figures()}, {"name": "second", "n": 93, "figures": figures(0.03)}],
        },
        "confusion": {
            "counts": COUNTS,
            "rows": (counts / counts.sum(axis=1, keepdims=True)).tolist(),
            "columns": (counts / counts.sum(axis=0, keepdims=True)).tolist(),
        },
        "figures": figures(),
        "weighted_figures": figures(0.02),
        "annotators": {"n": 380, "ceiling": {"macro_f1": estimate(0.93), "alpha": estimate(0.90)}, "model_agreement": {"macro_f1": estimate(0.80), "alpha": estimate(0.74)}},
        "baselines": [
            {"name": name, "figures": figures(shift), "difference": {"value": shift, "low": shift - 0.035, "high": shift + 0.035},
             "mcnemar_p": p, "holm_p": min(1, 2 * p)}
            for name, shift, p in [
                ("majority", 0.70, 1e-9), ("keyword rules", 0.36, 1e-7), ("decision table over extracted facts", 0.21, 0.0002),
                ("tf-idf + logistic", 0.032, 0.11), ("tf-idf + SVM", 0.02, 0.4),
            ]
        ],
        "probabilities": {
            "n": 393, "bins": 8,
            "figures": {"log_loss": estimate(0.51, 0.08), "brier": estimate(0.275), "top_label_error": estimate(0.06), "classwise_error": estimate(0.04)},
            "reliability": {"before": curve(0.35), "after": curve(0.12)},
            "classwise": {slug: curve(0.1 * i) for i, slug in enumerate(SLUGS)},
        },
        "abstention": {
            "curve": {"coverage": np.linspace(0.05, 1, 60).tolist(), "risk": (0.18 * np.linspace(0.05, 1, 60) ** 1.6).tolist()},
            "table": [{"coverage": c, "threshold": 1.15 - c, "error": estimate(0.18 * c**1.6, 0.03)} for c in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)],
        },
        "conformal": {
            "coverage": {"all": estimate(0.913), **{slug: estimate(0.93 - i / 50) for i, slug in enumerate(SLUGS)}},
            "size": {"value": 1.34, "low": 1.29, "high": 1.39}, "level": 0.9,
            "sizes": {slug: {"value": 1.3, "low": 1.2, "high": 1.4} for slug in SLUGS},
            "slices": [{"slice": "genre", "value": "memoir", "n": 34, "coverage": estimate(0.82, 0.12), "size": estimate(1.4)}],
        },
        "prevalence": {
            "corpus": "the gold passages themselves", "n": 393, "method": "least squares on the misclassification matrix",
            "naive": {slug: estimate(float(s) * 0.95, 0.03) for slug, s in zip(SLUGS, share, strict=True)},
            "corrected": {slug: estimate(float(s), 0.05) for slug, s in zip(SLUGS, share, strict=True)},
            "gold": {slug: estimate(float(s), 0.03) for slug, s in zip(SLUGS, share, strict=True)},
            "dsl": {"columns": ["id", "prediction", "gold"], "rows": [["a#0", "track_1", "track_1"], ["b#0", "none", None]]},
        },
        "attenuation": {slug: estimate(0.88 - i / 30, 0.06) for i, slug in enumerate(SLUGS)},
        "slices": slices,
        "behaviour": [
            {"name": "names swapped", "kind": "invariance", "n": 60, "passed": 57, "rate": estimate(0.95, 0.05),
             "failures": [{"text": TEXT, "other": TEXT.replace("India", "Chile"), "got": "track_1", "expected": "track_1_5"}]},
            {"name": "'former' added", "kind": "directional", "n": 40, "passed": 22, "rate": estimate(0.55, 0.14),
             "failures": [{"text": HOSTILE, "other": None, "got": "track_1", "expected": "track_2"}]},
            {"name": "ministers sign", "kind": "minimum", "n": 30, "passed": 30, "rate": {"value": 1.0, "low": 0.886, "high": 1.0}, "failures": []},
        ],
        "evidence": {"n": 393, "figures": {"right_reason": estimate(0.71), "mention_f1": estimate(0.77), "status": estimate(0.80), "capacity": estimate(0.77), "role": estimate(0.63)}},
        "errors": [error(i) for i in range(n_errors)],
        "learning_curve": {"n": [250, 500, 1000, 2000, 4000], "macro_f1": [estimate(v) for v in (0.58, 0.65, 0.71, 0.745, 0.765)]},
        "label_issues": [{"id": "asia-014#0", "label": "track_1", "suggested": "track_1_5", "p": 0.08, "text": TEXT}],
    }  # fmt: skip
