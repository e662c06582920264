"""Charts of how good the labels are: beside baselines, by class, and what is taken for what."""

from __future__ import annotations

from typing import Any

from ..labels import DISPLAY, LABELS
from .marks import Row, intervals
from .style import ACCENT, BESIDE, INK, LABEL_COLOURS, SOFT, axes
from .wording import Report, percent

NAMES = [DISPLAY[label] for label in LABELS]


def baselines(report: Report) -> tuple[str, str, Any]:
    """Draw macro-F1 of the system and of what it is compared with, best first."""
    found = sorted(report.get("baselines") or [], key=lambda b: -float(b["figures"]["macro_f1"]["value"]))
    rows = [Row(report["system"]["name"], report["figures"]["macro_f1"], ACCENT, strong=True)]
    rows += [Row(b["name"], b["figures"]["macro_f1"], BESIDE) for b in found]
    figure, description = intervals(rows, "macro-F1, with 95% interval")
    caption = "Macro-F1 beside the baselines, on the same passages." if found else "Macro-F1 over the four labels."
    return caption, description, figure


def classes(report: Report) -> tuple[str, str, Any]:
    """Draw precision, recall and F1 of each label."""
    rows = []
    for label in LABELS:
        for kind in ("precision", "recall", "f1"):
            name = {"f1": "F1"}.get(kind, kind)
            rows.append(Row(name, report["figures"][f"{kind}:{label}"], LABEL_COLOURS[label], group=DISPLAY[label]))
    figure, description = intervals(rows, "share, with 95% interval")
    return "Precision, recall and F1 of each label.", description, figure


def confusion_rows(report: Report) -> tuple[str, str, Any]:
    """Draw what the passages of each gold label are taken for."""
    caption = (
        "Of the passages of each gold label, what they are labelled (each row adds up to 100%; the diagonal is recall)."
    )
    return caption, *_confusion(report, "rows")


def confusion_columns(report: Report) -> tuple[str, str, Any]:
    """Draw what the passages of each predicted label are in truth."""
    caption = (
        "Of the passages given each label, what they are (each column adds up to 100%; the diagonal is precision)."
    )
    return caption, *_confusion(report, "columns")


def _confusion(report: Report, shares_of: str) -> tuple[str, Any]:
    counts, shares = report["confusion"]["counts"], report["confusion"][shares_of]
    figure, plane = axes(3.5)
    # Pale enough for dark ink up to the middle, dark enough for white beyond it; drawn as vectors, unlike imshow.
    plane.pcolormesh(
        [[share or 0 for share in row] for row in shares],
        cmap="Blues",
        vmin=0,
        vmax=1.15,
        edgecolors="white",
        linewidth=1.5,
    )
    plane.invert_yaxis()
    for i in range(len(LABELS)):
        for k in range(len(LABELS)):
            share = shares[i][k] or 0
            # Not the style's ink: that turns pale on a dark page, and these cells do not.
            colour = "#ffffff" if share > 0.55 else "#10151f"
            plane.text(k + 0.5, i + 0.42, f"{counts[i][k]:,.0f}", ha="center", va="center", color=colour, fontsize=11)
            plane.text(k + 0.5, i + 0.74, percent(share), ha="center", va="center", color=colour, fontsize=8)
    middles = [k + 0.5 for k in range(len(LABELS))]
    plane.set_xticks(middles, NAMES, color=INK)
    plane.set_yticks(middles, NAMES, color=INK)
    plane.set_xlabel("label given", color=SOFT)
    plane.set_ylabel("gold label", color=SOFT)
    plane.spines[:].set_visible(False)
    cells = [
        f"{NAMES[i]} labelled {NAMES[k]}: {counts[i][k]:,.0f} ({percent(shares[i][k])})"
        for i in range(len(LABELS))
        for k in range(len(LABELS))
    ]
    return "; ".join(cells) + ".", figure
