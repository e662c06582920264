"""What ``diplotrack train`` shows of the changes that a new model brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from ..model import Model
    from ..model.changes import Changes
    from ..model.corpus import Labelled
    from ..model.training import Trained
    from ..records import Evidence

#: Changed passages that are shown.
_MOST = 10
_LONGEST = 300


@dataclass(frozen=True)
class Old:
    """The model to compare with.

    Attributes
    ----------
    name : str
    model : Model
    learnt : frozenset of str or None
        Keys of the passages that it has learnt from; None where that is not known.
    """

    name: str
    model: Model
    learnt: frozenset[str] | None


def show_changes(trained: Trained, old: Old) -> None:
    """Say what changes: on training passages new to the old model, cross-fitted, and on those of ``dev``.

    Parameters
    ----------
    trained : Trained
    old : Old
    """
    from rich.console import Console

    from ..model.changes import compare_models

    console = Console(highlight=False)
    known = old.learnt is not None
    if not known:
        console.print(
            f"What {old.name} has learnt from is not known: where these passages are among it, its figures are too good.",
            style="yellow", markup=False,
        )  # fmt: skip
    new = _unknown(trained.train, old)
    seen = len(trained.train) - len(new)
    if new:
        which = f"Gold that is new to {old.name}" if known else "Gold"
        title = f"{which}: {len(new):,} of {len(trained.train):,} training passages"
        note = (
            "The new model has learnt from these. Its labels here are cross-fitted: each by a model that was trained alike, "
            "but without the passage's source."
        )
        before = _probabilities(old.model, [trained.evidence[i] for i in new])
        compared = compare_models([trained.train[i] for i in new], before, trained.held_out[new])
        _show(console, title, note, compared)
    if seen:
        console.print(
            f"Not compared: {seen:,} training passages, which {old.name} has learnt from.", style="dim", markup=False
        )
    held = _unknown(trained.dev, old)
    if held:
        evidence = [trained.dev_evidence[i] for i in held]
        compared = compare_models(
            [trained.dev[i] for i in held], _probabilities(old.model, evidence), _probabilities(trained.model, evidence)
        )
        note = "Neither model has learnt from these." if known else "The new model has not learnt from these."
        _show(console, f"Passages held out as dev: {len(held):,}", note, compared)
    if not new and not held:
        console.print(f"There are no passages that {old.name} has not learnt from; nothing is compared.", markup=False)


def _unknown(passages: Sequence[Labelled], old: Old) -> list[int]:
    """Rows of the passages that the old model has not learnt from, as far as is known."""
    from ..model.learnt import passage_key

    learnt = old.learnt or frozenset()
    return [i for i, p in enumerate(passages) if passage_key(p.text) not in learnt]


def _probabilities(model: Model, evidence: Sequence[Evidence]) -> Any:
    import numpy as np

    from ..labels import LABELS

    batches = (evidence[i : i + 256] for i in range(0, len(evidence), 256))
    found = [p.probabilities for batch in batches for p in model.predict(batch)]
    return np.array([[p[label] for label in LABELS] for p in found])


def _show(console: Console, title: str, note: str, changes: Changes) -> None:
    from rich.table import Table

    from ..labels import DISPLAY
    from ..reporting.wording import estimated, name_of, p_value

    console.print(f"\n{title}", style="bold", markup=False)
    console.print(note, style="dim", markup=False)
    figures = Table(title="With 95% intervals over documents", title_justify="left")
    for head in ("measure", "before", "after", "difference"):
        figures.add_column(head)
    for name, before in changes.before.items():
        estimates = (before, changes.after[name], changes.difference[name])
        figures.add_row(name_of(name), *(estimated(asdict(e)) for e in estimates))
    console.print(figures)
    console.print(
        f"{len(changes.changed):,} of {changes.n:,} labels changed; right equally often: p {p_value(changes.mcnemar_p)} "
        "(McNemar's exact test)",
        markup=False,
    )
    if not changes.changed:
        return
    moves = Table(title="Labels that changed", title_justify="left")
    for head in ("before", "after", "passages", "right before", "right after"):
        moves.add_column(head, justify="left" if head in ("before", "after") else "right")
    for move in changes.moves:
        counts = (f"{n:,}" for n in (move.n, move.right_before, move.right_after))
        moves.add_row(DISPLAY[move.before], DISPLAY[move.after], *counts)
    console.print(moves)
    console.print("The new model's most confident changes:", markup=False)
    for change in changes.changed[:_MOST]:
        text = " ".join(change.passage.text.split())
        console.print(
            f"  {change.passage.passage_id}: {DISPLAY[change.before]} {change.p_before:.2f} → {DISPLAY[change.after]} "
            f"{change.p_after:.2f}, gold {DISPLAY[change.passage.label]}",
            markup=False, soft_wrap=True,
        )  # fmt: skip
        console.print(f"    {text[:_LONGEST]}{'…' if len(text) > _LONGEST else ''}", style="dim", markup=False)
