"""Agreement between coders as one HTML file that needs nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ..labels import DISPLAY, LABELS
from . import wording
from .agreement_words import CONTRASTS, DIGITS, FIRM, citation, sentences
from .marks import Row, intervals
from .page import asset, environment
from .style import ACCENT, BESIDE, LABEL_COLOURS, journal_style, to_svg
from .wording import Report, is_known, name_of

#: More coders than this make a matrix that no screen holds.
MOST_IN_MATRIX = 12
#: More pairs than this are in the JSON file only.
MOST_PAIRS = 66
#: Figures of all labels, in the order in which they are shown.
OVERALL = ("alpha", "alpha_steps", "agreement", "kappa", "fleiss", "ac1")
SECTIONS = {
    "summary": "In short",
    "overall": "How far coders agree",
    "coders": "Who agrees with whom",
    "labels": "On which labels",
    "spans": "On the evidence",
    "rounds": "From round to round",
    "predictions": "Predictions and people",
    "gold": "Beside the gold",
    "passages": "Passages that divide",
    "methods": "Methods and how to cite",
}


def render_agreement(report: Report) -> str:
    """Write agreement as a page.

    Parameters
    ----------
    report : mapping
        Agreement as its JSON file holds it, and under ``shown`` the texts of the worst passages.

    Returns
    -------
    str
        One HTML file, with style, script and figures (SVG) in it.

    Raises
    ------
    DiplotrackError
        If jinja2 or matplotlib is not installed.
    """
    templates = environment()
    from markupsafe import Markup

    people = [c["name"] for c in report["coders"] if c["kind"] == "human"]
    among = [p for p in report["pairs"] if set(p["kinds"]) == {"human"}]
    gold = [p for p in report["pairs"] if "adjudicated" in p["kinds"]]
    sections = {k: v for k, v in SECTIONS.items() if _has(k, report, gold)}
    return str(
        templates.get_template("agreement.html.j2").render(
            report,
            by_label=report["labels"],
            sections=sections,
            sentences=sentences(report),
            citation=citation(report),
            people=people,
            among=sorted(among, key=lambda p: _low_first(p["kappa"]))[:MOST_PAIRS],
            n_among=len(among),
            matrix=_matrix(report) if len(report["coders"]) <= MOST_IN_MATRIX else None,
            with_gold=gold,
            overall=[key for key in OVERALL if is_known(report["figures"][key])],
            kappa_name="Cohen's kappa" if len(people) == 2 else "Cohen's kappa, mean of pairs",
            contrasts=CONTRASTS,
            labels=[(str(label), DISPLAY[label]) for label in LABELS],
            cards=[_card(*both, people) for both in zip(report["split"], report["shown"], strict=False)],
            digits=DIGITS,
            count=wording.count,
            figures_drawn={name: (caption, Markup(svg)) for name, caption, svg in _drawn(report)},
            css=Markup(asset("report.css") + asset("agreement.css")),
            js=Markup(asset("report.js") + asset("agreement.js")),
        )
    )


def _has(section: str, report: Report, gold: list[Any]) -> bool:
    there = {
        "spans": report["spans"], "rounds": report["rounds"] or report["stability"],
        "predictions": report["models"] or report["anchoring"] or any("model" in p["kinds"] for p in report["pairs"]),
        "gold": gold,
    }  # fmt: skip
    return bool(there.get(section, True))


def _low_first(estimate: Mapping[str, Any]) -> float:
    value = estimate["value"]
    return 2.0 if value is None else float(value)


def _matrix(report: Report) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Pairs by the names of both, in both orders."""
    return {tuple(names): p for p in report["pairs"] for names in (p["coders"], p["coders"][::-1])}


def _card(split: Mapping[str, Any], shown: Mapping[str, Any], people: list[str]) -> dict[str, Any]:
    """A split passage with what the filter looks for: the labels given, and who stands apart from the others."""
    given = {name: label for name, label in split["labels"].items() if name in people}
    ranked = Counter(given.values()).most_common()
    tied = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
    apart = [name for name, label in given.items() if tied or label != ranked[0][0]]
    plain = not any(one["spans"] for one in shown["said"] if one["kind"] == "human")
    return {
        **split,
        **shown,
        "given": sorted(set(given.values()), key=list(LABELS).index),
        "apart": apart,
        "plain": plain,
    }


def _drawn(report: Report) -> Iterator[tuple[str, str, str]]:
    with journal_style():
        rows = [Row(name_of(key), report["figures"][key], ACCENT, strong=key == "alpha") for key in OVERALL]
        rows += [
            Row(name_of(label), found["specific"], LABEL_COLOURS[LABELS[i]], "specific agreement on")
            for i, (label, found) in enumerate(report["labels"].items())
        ]
        if any(is_known(row.estimate) for row in rows):
            caption = "Agreement of people, with 95% intervals; the line at 0.8 is Krippendorff's threshold for alpha."
            yield _one("overall", caption, rows, "agreement", reference=FIRM)
        rows = []
        for r in report["rounds"]:
            name = r["name"] or "(unnamed)"
            rows.append(Row(name, r["figures"]["alpha"], ACCENT, "alpha by round"))
        for coder in {name: None for r in report["rounds"] for name in r["coders"]}:
            rows += [
                Row(r["name"] or "(unnamed)", r["coders"][coder]["kappa"], BESIDE, f"{coder} with the others", "s")
                for r in report["rounds"]
                if coder in r["coders"]
            ]
        if any(is_known(row.estimate) for row in rows) and len(rows) <= 60:
            yield _one(
                "rounds",
                "Krippendorff's alpha in each round, and Cohen's kappa of each coder with the others.",
                rows,
                "agreement",
            )


def _one(name: str, caption: str, rows: list[Row], axis: str, reference: float | None = None) -> tuple[str, str, str]:
    figure, told = intervals(rows, axis, reference=reference)
    return name, caption, to_svg(figure, f"fig-{name}", caption, told)
