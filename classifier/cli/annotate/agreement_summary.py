"""What ``diplotrack annotate agreement`` shows in the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

#: Pairs and split passages that the terminal shows.
_MOST = 15


def show(report: Mapping[str, Any]) -> None:
    """Print warnings, what the figures say in words, and the tables that a first look needs."""
    from rich.console import Console
    from rich.text import Text

    from ...labels import DISPLAY, LABELS
    from ...reporting.agreement_words import CONTRASTS, sentences
    from ...reporting.wording import is_known, name_of

    console = Console(highlight=False)
    for warning in report["warnings"]:
        style = "yellow" if warning["kind"] == "warning" else "dim"
        console.print(Text(f"{warning['kind']}: {warning['text']}", style=style))
    for sentence in sentences(report):
        console.print(Text(sentence))

    names = {"alpha": "Krippendorff's alpha, nominal", "kappa": _kappa(report)}
    shown = ("alpha", "alpha_steps", "agreement", "kappa", "fleiss", "ac1")
    weighted = report["weighted_figures"]
    rows = [
        [
            names.get(key, name_of(key)),
            _est(report["figures"][key]),
            *([_est(weighted[key]) if key in weighted else "–"] if weighted else []),
        ]
        for key in shown
    ]
    if is_known(report["figures"]["agreement"]):
        _table(
            console,
            "People, all labels, with 95% intervals",
            ["measure", "value", *(["design-weighted"] if weighted else [])],
            rows,
        )
        rows = [
            [DISPLAY[label], *(_est(report["labels"][str(label)][key]) for key in ("specific", "alpha", "ac1"))]
            for label in LABELS
        ]
        _table(console, "Each label against the rest", ["label", "specific agreement", "alpha", "AC1"], rows)

    pairs = sorted(
        report["pairs"],
        key=lambda p: (p["kinds"] != ["human", "human"], p["kappa"]["value"] if is_known(p["kappa"]) else 2),
    )
    rows = [[" and ".join(p["coders"]), f"{p['n']:,}", _est(p["agreement"]), _est(p["kappa"])] for p in pairs[:_MOST]]
    _table(console, "Pairs, the least agreed first", ["pair", "n", "equal labels", "Cohen's kappa"], rows, len(pairs))

    spans = report["spans"] or {"people": [], "pairs": []}
    rows = []
    for found in spans["people"] or spans["pairs"]:
        who = f", {' and '.join(found['coders'])}" if found["coders"] else ""
        rows.append([f"{found['field']}{who}: F1, overlap", _est(found["overlap"])])
        rows.append([f"{found['field']}{who}: F1, exact bounds", _est(found["exact"])])
        rows += [
            [f"{found['field']}{who}: same {key.replace('_', ' ')} where both mark", _est(a["agreement"])]
            for key, a in found["attributes"].items()
        ]
    _table(console, "Spans", ["measure", "value"], rows[: 2 * _MOST], len(rows))

    rows = [
        [r["name"] or "(unnamed)", f"{r['n_shared']:,}", _est(r["figures"]["agreement"]), _est(r["figures"]["alpha"])]
        for r in report["rounds"]
    ]
    _table(console, "Rounds", ["round", "coded twice", "equal labels", "alpha"], rows)
    contrasts = (report["anchoring"] or {}).get("contrasts", {})
    rows = [[CONTRASTS[key], _est(c["seen"]), _est(c["unseen"]), _est(c["difference"])] for key, c in contrasts.items()]
    _table(console, "With a prediction in sight, and without", ["measure", "with", "without", "difference"], rows)

    rows = [
        [
            s["passage_id"],
            ", ".join(f"{who}: {name_of(label)}" for who, label in s["labels"].items()),
            s["step"]["step"],
        ]
        for s in report["split"][:_MOST]
    ]
    _table(
        console,
        "Passages that divide people, worst first",
        ["passage", "labels", "what seems to divide them"],
        rows,
        len(report["split"]),
    )


def _kappa(report: Mapping[str, Any]) -> str:
    people = sum(c["kind"] == "human" for c in report["coders"])
    return "Cohen's kappa" if people == 2 else "Cohen's kappa, mean of pairs"


def _est(estimate: Any) -> str:
    from ...reporting.agreement_words import DIGITS
    from ...reporting.wording import estimated

    return estimated(estimate, DIGITS)


def _table(console: Any, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], n: int = 0) -> None:
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    caption = f"{len(rows)} of {n:,}; -o writes all" if n > len(rows) else None
    table = Table(title=title, title_justify="left", caption=caption, caption_justify="left")
    for head in heads:
        table.add_column(head, overflow="fold", justify="right" if head in ("n", "coded twice") else "left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)
