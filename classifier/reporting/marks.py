"""The one form that most figures take: dots with intervals, a row for each thing measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .style import INK, SOFT, axes, few_ticks, literal
from .wording import estimated, is_known


@dataclass(frozen=True, slots=True)
class Row:
    """A thing measured.

    Attributes
    ----------
    name : str
    estimate : mapping
        ``value``, ``low`` and ``high``.
    colour : str
    group : str
        Rows of one group stand together under its name.
    marker : str
        As matplotlib names it, so that colour is never all that tells rows apart.
    strong : bool
        Written bold: what the others are compared with.
    """

    name: str
    estimate: Mapping[str, float]
    colour: str
    group: str = ""
    marker: str = "o"
    strong: bool = False


def intervals(
    rows: Sequence[Row], axis: str, *, limits: tuple[float, float] | None = None, reference: float | None = None
) -> tuple[Any, str]:
    """Draw estimates with their intervals under each other.

    Parameters
    ----------
    rows : sequence of Row
        From the top.
    axis : str
        What is measured.
    limits : (float, float), optional
        Of the axis; by default as wide as the intervals, and no less than a fifth.
    reference : float, optional
        Where a thin line is drawn, such as no attenuation at 1.

    Returns
    -------
    (matplotlib.figure.Figure, str)
        And the same in words.

    Notes
    -----
    Dots rather than bars: a bar says that zero matters, and hides the lower half of its interval (Cleveland and McGill,
    Graphical Perception, JASA 79, 1984).
    """
    rows = [row for row in rows if is_known(row.estimate)]
    places: list[float] = []
    headings: list[tuple[float, str]] = []
    at = 0.0
    group = ""
    for row in rows:
        if row.group != group:
            at += 0.55 if places else 0.0
            headings.append((at, row.group))
            at += 0.95
            group = row.group
        places.append(at)
        at += 1.0
    figure, plane = axes(0.55 + 0.245 * (at + 0.2))
    for place, row in zip(places, rows, strict=True):
        e = row.estimate
        plane.plot(
            [e["low"], e["high"]], [place, place], color=row.colour, linewidth=2.2, alpha=0.55, solid_capstyle="round"
        )
        plane.plot(e["value"], place, row.marker, color=row.colour, markersize=5.5)
        plane.annotate(
            f"{e['value']:.2f}".replace("-", "−"), (1.0, place), xycoords=("axes fraction", "data"), xytext=(6, 0),
            textcoords="offset points", va="center", color=INK, fontsize=8, annotation_clip=False,
            fontweight="bold" if row.strong else "normal",
        )  # fmt: skip
    plane.set_yticks(places, [literal(shortened(row.name)) for row in rows])
    for tick, row in zip(plane.get_yticklabels(), rows, strict=True):
        tick.set_fontweight("bold" if row.strong else "normal")
    for place, heading in headings:
        plane.annotate(
            literal(heading), (0.0, place), xycoords=("axes fraction", "data"), xytext=(-4, 0), textcoords="offset points",
            va="center", ha="right", color=INK, fontsize=8.5, fontweight="bold", annotation_clip=False,
        )  # fmt: skip
    plane.set_ylim(at - 0.4, -0.6)
    plane.set_xlim(*(limits or _limits(rows, reference)))
    few_ticks(plane.xaxis)
    plane.grid(axis="x")
    plane.spines["left"].set_visible(False)
    plane.spines["bottom"].set_visible(False)
    if reference is not None:
        plane.axvline(reference, color=SOFT, linewidth=0.9, linestyle=(0, (4, 2)))
    plane.set_xlabel(axis)
    told = "; ".join(" ".join(filter(None, (row.group, row.name, estimated(row.estimate)))) for row in rows)
    return figure, f"{axis}: {told}."


def _limits(rows: Sequence[Row], reference: float | None) -> tuple[float, float]:
    known = [bound for row in rows for bound in (row.estimate["low"], row.estimate["high"])]
    known += [] if reference is None else [reference]
    low, high = min(known, default=0.0), max(known, default=1.0)
    slack = max(0.03 * (high - low), (0.2 - (high - low)) / 2)
    return low - slack, high + slack


def shortened(name: str, longest: int = 42) -> str:
    """Cut a name that would leave the axis no room."""
    return name if len(name) <= longest else name[: longest - 1].rstrip() + "…"
