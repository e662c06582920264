"""Results as a table on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

STYLES = {"none": "dim", "track_1": "bold blue", "track_1_5": "bold magenta", "track_2": "bold green"}


def show_table(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print rows as they come to an end: document, label, probability, other members of the set, and who takes part."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from ..labels import DISPLAY, Label

    console = Console()
    table = Table(box=None, pad_edge=False)
    for name in ("document", "label", "p", "set", "who takes part"):
        table.add_column(name, justify="right" if name == "p" else "left", overflow="fold")
    for row in rows:
        if "label" not in row or "confidence" not in row:
            continue
        label = Label(row["label"])
        title = row["title"] or row["document_id"]
        place = "" if row["passage_index"] is None else f" #{row['passage_index']}"
        others = [DISPLAY[Label(x)] for x in row["prediction_set"] if x != label]
        who = "; ".join([*row["officials"][:3], *row["non_officials"][:3]])
        table.add_row(
            Text(f"{row['source_file']}{place}\n{title[:60]}"),
            Text(DISPLAY[label], style=STYLES[label]),
            f"{row['confidence']:.2f}",
            f"or {', '.join(others)}" if others else "",
            Text(who[:160]),
        )
    if table.row_count:
        console.print(table)
