"""``diplotrack explain``: show a text with its evidence and the decision in sentences."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options as shared

if TYPE_CHECKING:
    from rich.console import Console

    from ..model import Tracker
    from ..records import PassageResult

_ACTOR_STYLES = {"official": "bold blue", "non_official": "bold green", "unknown": "bold"}


def command(
    text: Annotated[
        str, typer.Argument(metavar="TEXT|FILE", help="A text in quotes, a file, or - for standard input.")
    ],
    model: shared.Model = None,
    lexicon: shared.Overlay = None,
) -> None:
    """Show each passage with its evidence in colour, the decision in sentences, and what would flip it.

    Blue is official, green non-official, yellow a cue. A file may hold one document of any format that classify
    reads.
    """
    from rich.console import Console

    from ..model import load

    texts = _texts(text)
    tracker = load(model, lexicon or [])
    console = Console(highlight=False)
    for title, body in texts:
        if title:
            console.rule(title, style="dim")
        document = tracker.classify_document(body)
        for passage in document.passages:
            _show(console, tracker, passage)
        if len(document.passages) > 1:
            console.print(f"Document: {document.reasons[0]} {_odds(document.probabilities)}")


def _texts(given: str) -> list[tuple[str, str]]:
    from ..documents import STDIN, Document, read_documents
    from ..errors import InputError, UsageError

    if not given.strip():
        raise UsageError("there is no text to explain; give one in quotes, or a file")
    if given != STDIN and _is(given, Path.is_dir):
        raise UsageError(
            f"{given}: is a folder; explain takes one file, or use: diplotrack classify {shlex.quote(given)}"
        )
    if given != STDIN and not _is(given, Path.is_file):
        looks_like_path = len(given.split()) == 1 and ("/" in given or "." in given)
        if looks_like_path:
            raise InputError(f"{given!r}: no such file; give a text in quotes, or a file that is there")
        return [("", given)]
    items = list(read_documents([given]))
    documents = [item for item in items if isinstance(item, Document)]
    for item in items:
        if not isinstance(item, Document):
            print(f"rejected: {item.source_file}: {item.reason}", file=sys.stderr)
    if not documents:
        raise InputError(f"{given}: nothing to explain")
    return [(d.title or d.id, d.text) for d in documents]


def _is(given: str, what: Callable[[Path], bool]) -> bool:
    try:
        return what(Path(given))
    except (OSError, ValueError):  # a text that is too long for a name, or holds a NUL
        return False


def _odds(probabilities: object) -> str:
    from ..labels import DISPLAY

    assert isinstance(probabilities, dict)
    return ", ".join(f"{DISPLAY[label]} {p:.2f}" for label, p in probabilities.items())


def _show(console: Console, tracker: Tracker, passage: PassageResult) -> None:
    from rich.text import Text

    from ..labels import DISPLAY
    from .table import STYLES

    text = Text(passage.text)
    for cue in passage.cues:
        text.stylize("yellow", cue.start - passage.start, cue.end - passage.start)
    for actor in passage.actors:
        style = _ACTOR_STYLES[actor.status] + (" strike" if actor.negated else "" if actor.at_table else " dim")
        text.stylize(style, actor.start - passage.start, actor.end - passage.start)
    console.print(text)
    heading = Text(f"→ {DISPLAY[passage.label]}", style=STYLES[passage.label])
    heading.append(f"  ({_odds(passage.probabilities)})", style="not bold default")
    console.print(heading)
    if passage.uncertain:
        others = " or ".join(DISPLAY[label] for label in passage.prediction_set)
        console.print(f"  Uncertain: at 90% it may be {others}.")
    for reason in passage.reasons[:-1]:
        console.print(f"  {reason}", markup=False)
    for actor in passage.actors:
        where = f"[{actor.start}:{actor.end}]"
        told = f"{actor.status}, {actor.capacity}, {actor.role}, {actor.kind}"
        console.print(
            f"    {where} {actor.text}: {told}{', negated' if actor.negated else ''}",
            markup=False,
            style="dim",
        )
    change = tracker.what_if(passage.text)
    console.print(f"  {change or 'No single change to one actor would flip the label.'}\n", markup=False)
