"""The report's tables, as data frames and as files for a paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..labels import DISPLAY, LABELS
from .wording import Report, estimated, name_of, overall_keys, p_value, percent

if TYPE_CHECKING:
    import pandas as pd

Rows = list[dict[str, Any]]


def frames(report: Report) -> dict[str, pd.DataFrame]:
    """Make each table that the evaluation has numbers for.

    Parameters
    ----------
    report : mapping
        The evaluation as ``report.json`` holds it.

    Returns
    -------
    dict of str to pandas.DataFrame
        By the name of their files; an estimate is in columns of its own, ``x``, ``x_low`` and ``x_high``.
    """
    import pandas as pd

    tables: dict[str, Rows] = {
        "figures": _beside(report["figures"], report.get("weighted_figures")),
        "confusion": _confusion(report),
        "folds": [
            {"fold": f["name"], "n": f["n"], **_spread("macro_f1", f["figures"]["macro_f1"]), **_spread("accuracy", f["figures"]["accuracy"])}
            for f in report["protocol"]["folds"]
        ],
        "baselines": [_comparison(b) for b in report.get("baselines") or []],
        "probabilities": _named((report.get("probabilities") or {}).get("figures") or {}),
        "abstention": [
            {"coverage": row["coverage"], "threshold": row["threshold"], **_spread("error", row["error"])}
            for row in (report.get("abstention") or {}).get("table") or []
        ],
        "conformal": _named((report.get("conformal") or {}).get("coverage") or {}),
        "prevalence": _prevalence(report),
        "attenuation": _named(report.get("attenuation") or {}),
        "slices": [
            {"slice": s["slice"], "value": s["value"], "n": s["n"], **_spread("macro_f1", s["macro_f1"]), **_spread("accuracy", s["accuracy"])}
            for s in report.get("slices") or []
        ],
        "behaviour": [
            {"test": t["name"], "kind": t["kind"], "n": t["n"], "passed": t["passed"], **_spread("rate", t["rate"])}
            for t in report.get("behaviour") or []
        ],
        "evidence": _named((report.get("evidence") or {}).get("figures") or {}),
        "errors": [
            {"id": e["id"], "gold": e["gold"], "predicted": e["predicted"], "cause": e.get("cause"), "text": e["text"],
             **{f"p_{label}": p for label, p in (e.get("probabilities") or {}).items()}}
            for e in report.get("errors") or []
        ],
        "label_issues": [dict(issue) for issue in report.get("label_issues") or []],
    }  # fmt: skip
    made = {name: pd.DataFrame(rows) for name, rows in tables.items() if rows}
    dsl = (report.get("prevalence") or {}).get("dsl")
    if dsl:
        made["dsl"] = pd.DataFrame(dsl["rows"], columns=dsl["columns"])
    return made


def write_tables(report: Report, folder: Path) -> list[Path]:
    r"""Write each table as CSV, and those that a paper prints as LaTeX too.

    Parameters
    ----------
    report : mapping
        The evaluation as ``report.json`` holds it.
    folder : Path
        Made if it is not there.

    Returns
    -------
    list of Path
        CSV files hold full numbers; LaTeX files hold rounded ones with their intervals, and want ``\usepackage{booktabs}``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    made = frames(report)
    for name, frame in made.items():
        path = folder / f"{name}.csv"
        frame.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
        paths.append(path)
    for name, frame in printed(report).items():
        path = folder / f"{name}.tex"
        path.write_text(_latex(frame, name), "utf-8")
        paths.append(path)
    return paths


def printed(report: Report) -> dict[str, pd.DataFrame]:
    """Make the tables that a paper prints, with estimates as ``0.80 [0.76, 0.84]``.

    Parameters
    ----------
    report : mapping

    Returns
    -------
    dict of str to pandas.DataFrame
    """
    import pandas as pd

    figures = report["figures"]
    weighted = report.get("weighted_figures") or {}
    tables: dict[str, Rows] = {
        "figures": [
            {"measure": name_of(key), "estimate": estimated(figures[key]),
             **({"design-weighted": estimated(weighted[key])} if key in weighted else {})}
            for key in overall_keys(report)
        ],
        "classes": [
            {"label": DISPLAY[label], "n": report["data"]["labels"].get(str(label), 0),
             **{name_of(kind): estimated(figures[f"{kind}:{label}"]) for kind in ("precision", "recall", "f1")}}
            for label in LABELS
        ],
        "baselines": [
            {"compared with": b["name"], "macro-F1": estimated(b["figures"]["macro_f1"]), "difference": estimated(b["difference"]),
             "p (Holm)": p_value(b["holm_p"])}
            for b in report.get("baselines") or []
        ],
        "abstention": [
            {"kept": percent(row["coverage"]), "confidence at least": f"{row['threshold']:.2f}", "error": estimated(row["error"])}
            for row in (report.get("abstention") or {}).get("table") or []
        ],
        "slices": [
            {"slice": s["slice"], "value": s["value"], "n": s["n"], "macro-F1": estimated(s["macro_f1"]), "accuracy": estimated(s["accuracy"])}
            for s in report.get("slices") or []
        ],
        "behaviour": [
            {"test": t["name"], "kind": t["kind"], "n": t["n"], "share passed": estimated(t["rate"])} for t in report.get("behaviour") or []
        ],
    }  # fmt: skip
    return {name: pd.DataFrame(rows) for name, rows in tables.items() if rows}


def _spread(name: str, estimate: Mapping[str, float] | None) -> dict[str, float | None]:
    if estimate is None:
        return {name: None, f"{name}_low": None, f"{name}_high": None}
    return {name: estimate["value"], f"{name}_low": estimate["low"], f"{name}_high": estimate["high"]}


def _named(figures: Mapping[str, Any]) -> Rows:
    return [{"measure": key, **e} for key, e in figures.items() if isinstance(e, Mapping) and "value" in e]


def _beside(figures: Mapping[str, Any], weighted: Mapping[str, Any] | None) -> Rows:
    """Figures, and in columns of their own the design-weighted ones, where there are any."""
    if not weighted:
        return _named(figures)
    return [{**row, **_spread("weighted", weighted.get(row["measure"]))} for row in _named(figures)]


def _confusion(report: Report) -> Rows:
    found = report["confusion"]
    cells: Iterable[tuple[int, int]] = ((i, k) for i in range(len(LABELS)) for k in range(len(LABELS)))
    return [
        {"gold": str(LABELS[i]), "predicted": str(LABELS[k]), "n": found["counts"][i][k], "share_of_gold": found["rows"][i][k],
         "share_of_predicted": found["columns"][i][k]}
        for i, k in cells
    ]  # fmt: skip


def _comparison(baseline: Mapping[str, Any]) -> dict[str, Any]:
    figures = baseline["figures"]
    return {
        "name": baseline["name"],
        **_spread("macro_f1", figures["macro_f1"]),
        **_spread("difference", baseline["difference"]),
        **{k: v for key in ("kappa", "alpha") if key in figures for k, v in _spread(key, figures[key]).items()},
        "mcnemar_p": baseline["mcnemar_p"],
        "holm_p": baseline["holm_p"],
    }


def _prevalence(report: Report) -> Rows:
    found = report.get("prevalence") or {}
    kinds = {kind: found[kind] for kind in ("naive", "corrected", "gold") if found.get(kind)}
    return [
        {
            "label": str(label),
            **{k: v for kind, shares in kinds.items() for k, v in _spread(kind, shares.get(label)).items()},
        }
        for label in LABELS
        if kinds
    ]


def _latex(frame: pd.DataFrame, name: str) -> str:
    columns = "".join("r" if column == "n" else "l" for column in frame.columns)
    table = frame.to_latex(index=False, escape=True, column_format=columns)
    # Signs that pdflatex does not know, or sets as something else.
    for sign, macro in (("−", "$-$"), ("–", "--"), ("< ", "$<$ ")):
        table = table.replace(sign, macro)
    return f"% {name}: needs \\usepackage{{booktabs}}\n{table}"
