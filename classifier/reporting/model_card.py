"""The model card's tables, made from evaluations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..labels import LABELS
from .wording import Report, estimated, is_known, name_of, p_value

OVERALL = ("macro_f1", "accuracy", "balanced_accuracy", "mcc", "cost")
#: Parts of a report that hold passages rather than figures, or are too long for a card.
_PASSAGES = ("errors", "label_issues", "prevalence", "learning_curve", "attenuation")


def figures_only(report: Report) -> dict[str, Any]:
    """Leave out whatever quotes a passage, so that an evaluation can stand beside the model.

    Parameters
    ----------
    report : mapping
        The evaluation as ``report.json`` holds it.

    Returns
    -------
    dict
    """
    kept = {key: value for key, value in report.items() if key not in _PASSAGES}
    if kept.get("leakage"):
        kept["leakage"] = {**kept["leakage"], "examples": []}
    kept["behaviour"] = [{**test, "failures": []} for test in kept.get("behaviour") or []]
    return kept


def card_tables(reports: Sequence[Report]) -> str:
    """Write what evaluations say of a model in Markdown.

    Parameters
    ----------
    reports : sequence of mapping

    Returns
    -------
    str
        For each evaluation a table of figures and one of comparisons, with 95% intervals.
    """
    return "".join(_card(report) for report in reports)


def _card(report: Report) -> str:
    data = report["data"]
    judged = ", ".join(fold["name"] for fold in report["protocol"]["folds"])
    head = (
        f"\n### {data['name']} ({judged})\n\n{data['n']} passages in {data['n_groups']} groups; 95% intervals from a bootstrap "
        f"over groups. Made by `{report['command']}`.\n"
    )
    warnings = "".join(f"- {w['text']}\n" for w in report.get("warnings") or [] if w["kind"] != "note")
    beside = [
        (b["name"], estimated(b["figures"]["macro_f1"]), estimated(b["difference"]), p_value(b["holm_p"]))
        for b in report.get("baselines") or []
    ]
    parts = [head, warnings, _table(("measure", "value"), _rows(report))]
    if beside:
        parts.append(_table(("compared with", "its macro-F1", "difference", "p, McNemar, Holm"), beside))
    return "\n".join(part for part in parts if part)


def _rows(report: Report) -> Iterator[tuple[str, str]]:
    figures: Mapping[str, Any] = report["figures"]
    for key in (*OVERALL, *(f"{kind}:{label}" for kind in ("precision", "recall", "f1") for label in LABELS)):
        if is_known(figures.get(key)):
            yield name_of(key), estimated(figures[key])
    for key, estimate in ((report.get("probabilities") or {}).get("figures") or {}).items():
        yield name_of(key), estimated(estimate)
    conformal = report.get("conformal")
    if conformal:
        yield "sets that hold the gold label", estimated(conformal["coverage"].get("all"))
        yield "labels in a set", estimated(conformal["size"])
    for key, estimate in ((report.get("evidence") or {}).get("figures") or {}).items():
        yield f"evidence: {name_of(key)}", estimated(estimate)
    for test in report.get("behaviour") or []:
        yield f"{test['kind']}: {test['name']} ({test['n']})", estimated(test["rate"])


def _table(head: Sequence[str], rows: Iterator[tuple[str, ...]] | Sequence[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |" for row in rows]
    return "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *lines]) + "\n"
