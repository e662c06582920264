"""What a run is asked for, and what it has done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ..documents import Cut, ReadOptions
from ..documents.exports import WordCheck
from ..extraction import Memory
from ..records import row_columns


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

    @property
    def columns(self) -> tuple[str, ...]:
        """The row's own columns; ``keep`` adds to them."""
        return row_columns(self.level)


_SUMMED = (
    "documents",
    "passages",
    "characters",
    "rejected",
    "uncertain",
    "repeated_ids",
    "undated",
    "unreadable_dates",
)


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
    repeated_ids: int = 0
    """Documents whose id had occurred before; they got a number."""
    words: WordCheck = field(default_factory=WordCheck)
    """Whether articles hold as many words as their exports state."""
    undated: int = 0
    """Documents without a date, where the lexicon has entries that hold for a time only."""
    unreadable_dates: int = 0
    unreadable_date: str = ""
    """Documents whose date is not ISO, where the lexicon has such entries, and the first such date."""

    def note_date(self, date: str) -> None:
        """Count a date by which the lexicon's dated entries cannot be chosen."""
        if not date.strip():
            self.undated += 1
        elif not Memory.of(date).date:
            self.unreadable_dates += 1
            self.unreadable_date = self.unreadable_date or date

    def add(self, other: Counts) -> None:
        """Add those of another part."""
        for name in _SUMMED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.labels.update(other.labels)
        self.columns.update(other.columns)
        self.words.stated += other.words.stated
        self.words.agree += other.words.agree
        self.unreadable_date = self.unreadable_date or other.unreadable_date

    def to_dict(self) -> dict[str, Any]:
        """Counts as JSON holds them."""
        return {
            **{name: getattr(self, name) for name in _SUMMED}, "labels": dict(sorted(self.labels.items())),
            "columns": list(self.columns), "words": asdict(self.words), "unreadable_date": self.unreadable_date,
        }  # fmt: skip


def counts_from_dict(data: Mapping[str, Any]) -> Counts:
    """Read back what `Counts.to_dict` made."""
    columns: Iterable[str] = data["columns"]
    return Counts(
        **{
            **data,
            "labels": Counter(data["labels"]),
            "columns": dict.fromkeys(columns),
            "words": WordCheck(**data["words"]),
        }
    )
