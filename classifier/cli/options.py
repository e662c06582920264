"""Options that several commands share."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

Model = Annotated[
    Path | None,
    typer.Option("--model", metavar="PATH", help="Folder of a trained model.", show_default="the shipped one"),
]
Overlay = Annotated[
    list[Path] | None,
    typer.Option(
        "--lexicon",
        metavar="FILE",
        help="CSV file that adds, replaces or removes lexicon entries, or a PETRARCH dictionary (.txt); repeatable.",
    ),
]


def typed() -> str:
    """The command as it was typed, for reports to tell."""
    return shlex.join(["diplotrack", *sys.argv[1:]])
