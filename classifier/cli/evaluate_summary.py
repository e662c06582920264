"""What ``diplotrack evaluate`` shows in the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def show(report: Mapping[str, Any]) -> None:
    """Print warnings, the figures as a whole, by label and beside baselines, and what they come to in words."""
    from rich.console import Console
    from rich.table import Table

    from ..labels import DISPLAY, LABELS
    from ..reporting.summary import sentences
    from ..reporting.wording import estimated, name_of, overall_keys, p_value

    console = Console(highlight=False)
    for warning in report.get("warnings") or []:
        if warning["kind"] == "comparison":  # stands below what it is about
            continue
        style = "dim" if warning["kind"] == "note" else "yellow"
        console.print(f"{warning['kind']}: {warning['text']}", style=style, markup=False)
    for overlay in report["system"].get("overlays") or []:
        console.print(
            f"lexicon overlay: {overlay['name']}, SHA-256 {overlay['sha256'][:12]}", style="dim", markup=False
        )
    for sentence in sentences(report):
        console.print(sentence, markup=False)
    figures = report["figures"]

    overall = Table(title="All passages, with 95% intervals", title_justify="left")
    weighted = report.get("weighted_figures")
    for head in ("measure", "as sampled", "design-weighted") if weighted else ("measure", "value"):
        overall.add_column(head)
    for key in overall_keys(report):
        overall.add_row(name_of(key), estimated(figures[key]), *([estimated(weighted[key])] if weighted else []))
    by_label = Table(title="Each label", title_justify="left")
    for head in ("label", "n", "precision", "recall", "F1"):
        by_label.add_column(head, justify="right" if head == "n" else "left")
    for label in LABELS:
        scores = (estimated(figures.get(f"{kind}:{label}")) for kind in ("precision", "recall", "f1"))
        by_label.add_row(DISPLAY[label], str(report["data"]["labels"].get(str(label), 0)), *scores)
    console.print(overall, by_label)

    if report.get("baselines"):
        beside = Table(title="Compared with", title_justify="left")
        for head in ("", "macro-F1", "difference", "p, Holm"):
            beside.add_column(head)
        for b in sorted(report["baselines"], key=lambda b: -float(b["figures"]["macro_f1"]["value"])):
            beside.add_row(
                b["name"], estimated(b["figures"]["macro_f1"]), estimated(b["difference"]), p_value(b["holm_p"])
            )
        console.print(beside)
        for warning in report.get("warnings") or []:
            if warning["kind"] == "comparison":
                console.print(warning["text"], style="yellow", markup=False)
