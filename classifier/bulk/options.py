"""What a run is asked for, and what it has done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..documents import Cut, ReadOptions


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a run is asked for; see the command's options of the same names."""

    level: str = "document"
    passages: Cut = Cut.PARAGRAPHS
    evidence: bool = True
    keep: tuple[str, ...] = ()
    read: ReadOptions = field(default_factory=ReadOptions)
    records: bool = False
    """Whether to yield canonical records rather than rows (JSON lines at passage level)."""


@dataclass(slots=True)
class Counts:
    """What was found in documents: in one part, or in all."""

    documents: int = 0
    passages: int = 0
    characters: int = 0
    rejected: int = 0
    uncertain: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    columns: dict[str, None] = field(default_factory=dict)
    """Columns of the input besides the text, in order of first sight."""

    def add(self, other: Counts) -> None:
        """Add those of another part."""
        for name in ("documents", "passages", "characters", "rejected", "uncertain"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.labels.update(other.labels)
        self.columns.update(other.columns)

    def to_dict(self) -> dict[str, Any]:
        """Counts as JSON holds them."""
        return {
            "documents": self.documents, "passages": self.passages, "characters": self.characters,
            "rejected": self.rejected, "uncertain": self.uncertain, "labels": dict(sorted(self.labels.items())),
            "columns": list(self.columns),
        }  # fmt: skip


def counts_from_dict(data: Mapping[str, Any]) -> Counts:
    """Read back what `Counts.to_dict` made."""
    columns: Iterable[str] = data["columns"]
    return Counts(**{**data, "labels": Counter(data["labels"]), "columns": dict.fromkeys(columns)})
