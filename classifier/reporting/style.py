"""How every figure looks, and how it becomes a file or a part of the page."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from ..errors import DiplotrackError
from ..labels import Label

#: Figures are as wide as a journal's column, so that they can still be read on a phone.
WIDTH: Final = 4.6
INK, SOFT, RULE = "#1f2430", "#5c6470", "#c9ced6"
ACCENT, BESIDE = "#0072b2", "#8a8f98"
#: Okabe and Ito's palette, which colour-blind readers can tell apart; explain marks official and non-official alike.
LABEL_COLOURS: Final = {
    Label.NONE: "#7a7f87",
    Label.TRACK_1: "#0072b2",
    Label.TRACK_1_5: "#d55e00",
    Label.TRACK_2: "#009e73",
}
_RC: Final[dict[Any, Any]] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so that figures are the same everywhere
    "font.size": 8.5,
    "axes.titlesize": 9,
    "axes.labelsize": 8.5,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8.5,
    "legend.fontsize": 8,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": RULE,
    "axes.linewidth": 0.8,
    "axes.axisbelow": True,
    "axes.labelcolor": SOFT,
    "text.color": INK,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "ytick.labelcolor": INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "svg.fonttype": "none",
    "svg.hashsalt": "diplotrack",
    "pdf.fonttype": 42,
    "savefig.dpi": 300,
    "savefig.bbox": "tight",
    "savefig.pad_inches": 0.04,
}


def check_extra() -> None:
    """See that the libraries which pages and figures need are there.

    Raises
    ------
    DiplotrackError
        If one is not; says how to install it.
    """
    from importlib.util import find_spec

    for library in ("jinja2", "matplotlib"):
        if find_spec(library) is None:
            raise DiplotrackError(f"reports need {library}: pip install 'diplotrack[report]'")


@contextmanager
def journal_style() -> Iterator[None]:
    """Draw in the house style, without a display and without touching the user's own settings."""
    check_extra()
    import matplotlib as mpl

    with mpl.rc_context(_RC):
        yield


def axes(height: float, width: float = WIDTH) -> tuple[Any, Any]:
    """Make a figure with one set of axes, without pyplot and its global state."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()


def literal(text: str) -> str:
    r"""Text from a user's file, as matplotlib writes it out and does not read it as a formula.

    Examples
    --------
    >>> print(literal("$x$"))
    \$x\$
    """
    return text.replace("$", r"\$")


def few_ticks(axis: Any) -> None:
    """Put round numbers beside an axis, and no more of them than can be read."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10], min_n_ticks=3))


def to_svg(figure: Any, name: str, title: str, description: str) -> str:
    """Write a figure as an SVG element that stands inside a page.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    name : str
        Prefix of its ids, for several drawings share one page.
    title, description : str
        For readers who cannot see it.

    Returns
    -------
    str
        Ink takes the colour of the page's text, and rules that of its rules, so that it can be read on black too.
    """
    from xml.sax.saxutils import escape

    buffer = io.StringIO()
    with warnings.catch_warnings():
        # Text stays text, and the reader's browser has the fonts.
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(?<=\bid=")', f"{name}-", svg)
    svg = re.sub(r'(?<=href="#)|(?<=url\(#)', f"{name}-", svg)
    svg = re.sub(rf"{INK}|{SOFT}", "currentColor", svg).replace(RULE, "var(--rule)")
    head, rest = svg.split(">", 1)
    head = re.sub(r' (?:width|height)="[\d.]+pt"', "", head)
    told = f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>'
    return f'{head} role="img" aria-labelledby="{name}-t {name}-d">{told}{rest}'
