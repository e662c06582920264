"""Charts of what papers use labels for, where they fail, and what more training would bring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..labels import DISPLAY, LABELS
from .marks import Row, intervals, shortened
from .style import ACCENT, BESIDE, LABEL_COLOURS, axes
from .wording import Report, estimated, is_known

#: More rows than this no longer fit a page; the table has them all.
WORST = 24
#: What the kinds of behavioural tests are called (CheckList).
KINDS = {"minimum": "minimum functionality"}


def prevalence(report: Report) -> tuple[str, str, Any] | None:
    """Draw the share of each label: as labelled, corrected, and true where gold tells it."""
    found = report.get("prevalence") or {}
    kinds = (("naive", "as labelled", "s"), ("corrected", "corrected", "o"), ("gold", "gold", "D"))
    rows = [
        Row(name, found[kind][label], LABEL_COLOURS[label] if kind == "corrected" else BESIDE, DISPLAY[label], marker)
        for label in LABELS
        for kind, name, marker in kinds
        if is_known((found.get(kind) or {}).get(label))
    ]
    if not rows:
        return None
    figure, description = intervals(rows, "share of passages, with 95% interval")
    return "How much of the corpus each track makes up.", description, figure


def attenuation(report: Report) -> tuple[str, str, Any] | None:
    """Draw what is left of a regression coefficient."""
    found = report.get("attenuation") or {}
    rows = [
        Row(DISPLAY[label], found[str(label)], LABEL_COLOURS[label])
        for label in LABELS
        if isinstance(found.get(str(label)), dict)
    ]
    if not rows:
        return None
    figure, description = intervals(rows, "estimated ÷ true coefficient, simulated, 95%", reference=1.0)
    return "How far a coefficient on 'is of this label' shrinks: 1 is not at all.", description, figure


def slices(report: Report) -> tuple[str, str, Any] | None:
    """Draw macro-F1 by slice, worst first."""
    found = report.get("slices") or []
    if not found:
        return None
    rows = [Row(f"{shortened(_slice_name(s), 36)} ({s['n']})", s["macro_f1"], ACCENT) for s in found[:WORST]]
    figure, description = intervals(
        rows, "macro-F1, with 95% interval", reference=report["figures"]["macro_f1"]["value"]
    )
    more = f" The worst {WORST} of {len(found)}." if len(found) > WORST else ""
    return f"Macro-F1 by slice (n), worst first; broken line: all passages.{more}", description, figure


def _slice_name(found: Mapping[str, Any]) -> str:
    return f"{found['slice']}: {found['value']}".replace("_", " ")


def behaviour(report: Report) -> tuple[str, str, Any] | None:
    """Draw pass rates, by kind of test."""
    found = report.get("behaviour") or []
    if not found:
        return None
    ordered = sorted(found, key=lambda test: (str(test["kind"]), float(test["rate"]["value"])))
    rows = [
        Row(f"{shortened(t['name'], 34)} ({t['n']})", t["rate"], ACCENT, group=KINDS.get(t["kind"], t["kind"]))
        for t in ordered
    ]
    figure, description = intervals(rows, "share passed, with 95% interval", limits=(-0.02, 1.02))
    return "Behavioural tests: share passed (n), by kind of test.", description, figure


def learning_curve(report: Report) -> tuple[str, str, Any] | None:
    """Draw macro-F1 against the number of training passages."""
    found = report.get("learning_curve")
    if not found or not found["n"]:
        return None
    figure, plane = axes(2.8)
    sizes, scores = found["n"], found["macro_f1"]
    plane.fill_between(
        sizes, [e["low"] for e in scores], [e["high"] for e in scores], color=ACCENT, alpha=0.16, linewidth=0
    )
    plane.plot(sizes, [e["value"] for e in scores], "-o", color=ACCENT, markersize=4.5, linewidth=1.4)
    plane.set_xscale("log")
    plane.set_xticks(sizes, [f"{n:,}" for n in sizes])
    plane.minorticks_off()
    plane.grid()
    plane.set_xlabel("training passages (log scale)")
    plane.set_ylabel("macro-F1")
    told = "; ".join(f"{n:,} passages {estimated(e)}" for n, e in zip(sizes, scores, strict=True))
    return "What more training passages bring. Band: 95%.", f"macro-F1 by training passages: {told}.", figure
