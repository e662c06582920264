"""The report's figures: which there are, and as what they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import charts_of_labels, charts_of_probabilities, charts_of_use
from .style import journal_style, to_svg
from .wording import Report


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure of the report.

    Attributes
    ----------
    name : str
        Of its file, and of its place in the page.
    caption : str
        What to see in it.
    description : str
        Its numbers in words, for readers who cannot see it.
    figure : matplotlib.figure.Figure
    """

    name: str
    caption: str
    description: str
    figure: Any


#: Returns caption, description and figure; None where the evaluation lacks what is to be drawn.
Chart = Callable[[Report], "tuple[str, str, Any] | None"]
CHARTS: dict[str, Chart] = {
    "baselines": charts_of_labels.baselines,
    "confusion_rows": charts_of_labels.confusion_rows,
    "confusion_columns": charts_of_labels.confusion_columns,
    "classes": charts_of_labels.classes,
    "reliability": charts_of_probabilities.reliability,
    "classwise": charts_of_probabilities.classwise,
    "risk_coverage": charts_of_probabilities.risk_coverage,
    "prevalence": charts_of_use.prevalence,
    "attenuation": charts_of_use.attenuation,
    "slices": charts_of_use.slices,
    "behaviour": charts_of_use.behaviour,
    "learning_curve": charts_of_use.learning_curve,
}


def draw(report: Report) -> Iterator[Drawn]:
    """Draw each figure that the evaluation has numbers for."""
    with journal_style():
        for name, chart in CHARTS.items():
            drawn = chart(report)
            if drawn is not None:
                yield Drawn(name, *drawn)


def inline_figures(report: Report) -> dict[str, tuple[str, str]]:
    """Return caption and SVG of each figure by name."""
    return {d.name: (d.caption, to_svg(d.figure, f"fig-{d.name}", d.caption, d.description)) for d in draw(report)}


def write_figures(report: Report, folder: Path) -> list[Path]:
    """Write each figure as PNG (300 dots an inch) and PDF, for a paper.

    Parameters
    ----------
    report : mapping
        The evaluation as ``report.json`` holds it.
    folder : Path
        Made if it is not there.

    Returns
    -------
    list of Path

    Raises
    ------
    DiplotrackError
        If matplotlib is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for drawn in draw(report):
        for ending, metadata in (("png", {"Software": None}), ("pdf", {"CreationDate": None})):
            path = folder / f"{drawn.name}.{ending}"
            drawn.figure.savefig(path, metadata=metadata)
            paths.append(path)
    return paths
