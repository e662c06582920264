"""One run of ``classify``: inputs to rows, rejects and a summary, as a stream."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from ..documents import Cut, Document, ReadOptions, Reject, read_documents
from ..errors import InputError, UsageError
from ..extraction import Memory
from ..labels import Label
from ..model import Tracker
from ..records import DocumentResult, PassageResult, to_record, to_row

OnReject = Callable[[Reject], None]
OnDocument = Callable[[Document], None]


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
class Summary:
    """What a run did."""

    documents: int = 0
    passages: int = 0
    characters: int = 0
    rejected: int = 0
    uncertain: int = 0
    labels: Counter[Label] = field(default_factory=Counter)
    seconds: float = 0.0
    overlays: tuple[tuple[str, str], ...] = ()
    """Path and SHA-256 of the lexicon's overlays."""
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


def classify_inputs(
    tracker: Tracker,
    inputs: Iterable[str],
    options: RunOptions,
    summary: Summary,
    *,
    on_reject: OnReject = lambda _: None,
    on_document: OnDocument = lambda _: None,
) -> Iterator[dict[str, Any]]:
    """Classify all documents of the inputs, lazily and in their order.

    Parameters
    ----------
    tracker : Tracker
    inputs : iterable of str
    options : RunOptions
    summary : Summary
        Filled as the run goes on.
    on_reject, on_document : callable
        Called for every reject, and for every document when it is done.

    Yields
    ------
    dict
        Rows, or canonical records.
    """
    began = time.perf_counter()
    model = {
        "name": str(tracker.model.manifest.get("name")),
        "version": str(tracker.model.manifest.get("version")),
    }

    summary.overlays = tracker.lexicon.overlays
    dated = tracker.lexicon.dated

    def accepted() -> Iterator[Document]:
        for item in read_documents(inputs, options.read):
            if isinstance(item, Reject):
                summary.rejected += 1
                on_reject(item)
            else:
                if dated:
                    summary.note_date(item.date)
                yield item

    for document, result in tracker.classify_documents(accepted(), passages=options.passages):
        summary.documents += 1
        summary.passages += len(result.passages)
        summary.characters += len(document.text)
        shown: Iterable[PassageResult | DocumentResult] = result.passages if options.level == "passage" else (result,)
        for one in shown:
            summary.labels[one.label] += 1
            summary.uncertain += one.uncertain
            if options.records and isinstance(one, PassageResult):
                yield to_record(one, document.id, model)
            else:
                yield to_row(one, document, evidence=options.evidence, keep=_kept(options, document))
        on_document(document)
        summary.seconds = time.perf_counter() - began
    summary.seconds = time.perf_counter() - began


def _kept(options: RunOptions, document: Document) -> Iterable[str]:
    return document.columns if options.keep == ("all",) else options.keep


def all_columns(inputs: Iterable[str], options: ReadOptions) -> list[str]:
    """Every column of the inputs but the text, in order of first sight; reads the inputs through."""
    seen: dict[str, None] = {}
    for item in read_documents(inputs, options):
        if isinstance(item, Document):
            seen.update(dict.fromkeys(item.columns))
    return list(seen)


def reject_to_dict(reject: Reject) -> dict[str, Any]:
    """Reject as a line of ``*.rejected.jsonl`` holds it."""
    return asdict(reject)


def check_keep(keep: tuple[str, ...], columns: Iterable[str]) -> None:
    """See that columns to be kept don't hide the row's own.

    Raises
    ------
    InputError
        Names the column.
    """
    clash = [name for name in keep if name in set(columns)]
    if clash:
        raise InputError(f"--keep {clash[0]}: the results have a column of this name; rename it in the input")


def check_kept_are_there(inputs: Iterable[str], options: ReadOptions, keep: Iterable[str]) -> None:
    """See that columns to be kept are somewhere in the inputs, which are read until all of them were seen.

    Raises
    ------
    UsageError
        Names the column, and those that there are.
    """
    wanted, seen, read = set(keep), dict[str, None](), False
    for item in read_documents(inputs, options):
        if isinstance(item, Document):
            read = True
            seen.update(dict.fromkeys(item.columns))
            wanted -= seen.keys()
            if not wanted:
                return
    if wanted and read:
        listed = ", ".join(list(seen)[:40]) or "none beside the text"
        raise UsageError(f"--keep {sorted(wanted)[0]}: no column of this name; there are: {listed}")


__all__ = [
    "RunOptions",
    "Summary",
    "all_columns",
    "check_keep",
    "check_kept_are_there",
    "classify_inputs",
    "reject_to_dict",
]
