"""Charts of the probabilities: whether they can be believed, and what is gained by leaving doubtful passages out."""

from __future__ import annotations

from typing import Any

from ..labels import DISPLAY, LABELS
from .style import ACCENT, BESIDE, INK, LABEL_COLOURS, SOFT, WIDTH, axes, few_ticks
from .wording import Report, number, percent


def reliability(report: Report) -> tuple[str, str, Any] | None:
    """Draw how often labels are right against how sure they are, before and after calibration."""
    found = (report.get("probabilities") or {}).get("reliability") or {}
    curves = [(name, found[name]) for name in ("before", "after") if found.get(name)]
    if not curves:
        return None
    figure, plane = axes(3.5)
    plane.plot([0, 1], [0, 1], color=SOFT, linewidth=0.9, linestyle=(0, (4, 2)))
    told = []
    both = len(curves) > 1
    for name, curve in curves:
        colour, marker = (ACCENT, "o") if name == "after" else (BESIDE, "s")
        if name == "after":
            plane.fill_between(curve["confidence"], curve["low"], curve["high"], color=colour, alpha=0.16, linewidth=0)
        # What was before is drawn larger and hollow, so that it shows where calibration changes nothing.
        plane.plot(
            curve["confidence"], curve["accuracy"], marker=marker, color=colour, markersize=4.5 if name == "after" else 7.5, linewidth=1.4,
            markerfacecolor=colour if name == "after" else "none",
            label=f"{name} calibration" if both else "passages in bins of equal size",
        )  # fmt: skip
        points = zip(curve["confidence"], curve["accuracy"], strict=True)
        told.append(f"{name} calibration: " + ", ".join(f"at {number(c)} right {percent(a)}" for c, a in points))
    low = min(min(c["confidence"]) for _, c in curves)
    plane.set_xlim(max(0.0, low - 0.05), 1.01)
    plane.set_ylim(max(0.0, min(min(c["low"]) for _, c in curves) - 0.03), 1.01)
    plane.grid()
    plane.set_xlabel("stated confidence")
    plane.set_ylabel("share of labels that are right")
    plane.legend(loc="upper left")
    caption = "Reliability: calibrated probabilities lie on the broken line; below it they claim too much. Band: 95%."
    return caption, "; ".join(told) + ".", figure


def classwise(report: Report) -> tuple[str, str, Any] | None:
    """Draw, for each label, how often passages have it against the probability stated for it."""
    found = (report.get("probabilities") or {}).get("classwise") or {}
    curves = [(label, found[str(label)]) for label in LABELS if "confidence" in (found.get(str(label)) or {})]
    if not curves:
        return None
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, 4.2), layout="constrained")
    planes = figure.subplots(2, 2, sharex=True, sharey=True).ravel()
    told = []
    for plane, (label, curve) in zip(planes, curves, strict=False):
        colour = LABEL_COLOURS[label]
        plane.plot([0, 1], [0, 1], color=SOFT, linewidth=0.8, linestyle=(0, (4, 2)))
        plane.fill_between(curve["confidence"], curve["low"], curve["high"], color=colour, alpha=0.16, linewidth=0)
        plane.plot(curve["confidence"], curve["accuracy"], "-o", color=colour, markersize=3.5, linewidth=1.2)
        plane.set_title(DISPLAY[label], loc="left", color=INK)
        plane.set_xlim(-0.02, 1.02)
        plane.set_ylim(-0.02, 1.02)
        few_ticks(plane.xaxis)
        few_ticks(plane.yaxis)
        plane.grid()
        points = zip(curve["confidence"], curve["accuracy"], strict=True)
        told.append(f"{DISPLAY[label]}: " + ", ".join(f"at {number(c)} true of {percent(a)}" for c, a in points))
    figure.supxlabel("stated probability of the label", color=SOFT, fontsize=8.5)
    figure.supylabel("share of passages that have it", color=SOFT, fontsize=8.5)
    return "Reliability label by label. Band: 95%.", "; ".join(told) + ".", figure


def risk_coverage(report: Report) -> tuple[str, str, Any] | None:
    """Draw the error among the passages that are kept when the least sure ones are set aside."""
    found = report.get("abstention")
    if not found:
        return None
    figure, plane = axes(3.5)
    coverage, risk = found["curve"]["coverage"], found["curve"]["risk"]
    plane.plot(coverage, risk, color=ACCENT, linewidth=1.4)
    table = found["table"]
    at = [row["coverage"] for row in table]
    errors = [row["error"] for row in table]
    plane.vlines(at, [e["low"] for e in errors], [e["high"] for e in errors], color=ACCENT, linewidth=2.2, alpha=0.55)
    plane.plot(at, [e["value"] for e in errors], "o", color=ACCENT, markersize=4.5)
    plane.set_xlim(1.02, 0)
    plane.set_ylim(bottom=0)
    plane.grid()
    plane.set_xlabel("share of passages kept, the surest first")
    plane.set_ylabel("share of wrong labels among them")
    few_ticks(plane.yaxis)
    plane.xaxis.set_major_formatter(lambda value, _: percent(value))
    plane.yaxis.set_major_formatter(lambda value, _: percent(value))
    told = ", ".join(f"{percent(row['coverage'])} kept, {percent(row['error']['value'])} wrong" for row in table)
    return (
        "Risk and coverage: fewer errors for those who leave the doubtful passages to a reader. Bars: 95%.",
        f"{told}.",
        figure,
    )
