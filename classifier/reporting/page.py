"""The report as one HTML file that needs nothing else: no network, no font, no script but its own."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from ..labels import DISPLAY, LABELS, Label
from . import wording
from .features import feature_in_words
from .figures import inline_figures
from .highlight import pieces_of
from .style import check_extra
from .summary import citation, sentences
from .wording import Report

#: Parts that an evaluation may lack: what was not given, or does not apply.
OPTIONAL = (
    "abstention", "annotators", "attenuation", "baselines", "behaviour", "conformal", "errors", "evidence", "label_issues",
    "leakage", "learning_curve", "prevalence", "probabilities", "slices", "warnings", "weighted_figures",
)  # fmt: skip
PROTOCOLS = {
    "fixed": "one fixed set of passages",
    "grouped": "cross-validation that keeps documents or processes together",
    "region": "each region left out in turn",
    "genre": "each genre left out in turn",
    "time": "each period judged by what was written of earlier ones",
}
#: How the boxes of warnings begin; those of leakage stand on their own.
CALLOUTS = {"calibration": "Calibration.", "comparison": "Comparison.", "small": "Few passages."}
#: What each part answers, in the order of the page.
SECTIONS = (
    ("summary", "In short"),
    ("measured", "What was measured"),
    ("labels", "How good the labels are"),
    ("baselines", "Beside baselines"),
    ("probabilities", "Whether the probabilities hold"),
    ("use", "What it means for a study"),
    ("slices", "Where it is weak"),
    ("behaviour", "How it behaves"),
    ("evidence", "Right for the right reason"),
    ("errors", "Every error"),
    ("training", "What training could still bring"),
    ("methods", "Methods and how to cite"),
)


def render_html(report: Report) -> str:
    """Write the report as a page.

    Parameters
    ----------
    report : mapping
        The evaluation as ``report.json`` holds it; parts that are missing or null are left out, or said to be missing.

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

    whole = {**dict.fromkeys(OPTIONAL), **report}
    page: str = templates.get_template("report.html.j2").render(
        whole,
        figures_of=whole["figures"],
        sections=SECTIONS,
        protocols=PROTOCOLS,
        callouts=CALLOUTS,
        overall=wording.overall_keys(whole),
        labels=[(str(label), DISPLAY[label]) for label in LABELS],
        sentences=sentences(whole),
        citation=citation(whole),
        figures={name: (caption, Markup(svg)) for name, (caption, svg) in inline_figures(whole).items()},
        causes=sorted({e["cause"] for e in whole["errors"] or [] if e.get("cause")}),
        distance=_distance,
        count=wording.count,
        css=Markup(asset("report.css")),
        js=Markup(asset("report.js")),
    )
    return page


def environment() -> Any:
    """Make the templates' environment, with the filters that all pages use.

    Raises
    ------
    DiplotrackError
        If jinja2 or matplotlib is not installed.
    """
    check_extra()
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("classifier.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "named": wording.name_of,
        "number": wording.number,
        "estimated": wording.estimated,
        "interval": wording.interval,
        "percent": wording.percent,
        "p": wording.p_value,
        "known": wording.is_known,
        "feature": feature_in_words,
        "pieces": lambda marked: pieces_of(marked["text"], marked.get("spans") or ()),
    }
    return made


def asset(name: str) -> str:
    """Read a style sheet or script that goes into a page."""
    return (files("classifier.reporting") / "templates" / name).read_text("utf-8")


def _distance(gold: str, predicted: str) -> int:
    from ..labels import track_distance

    return track_distance(Label(gold), Label(predicted))
