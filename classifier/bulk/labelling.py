"""Documents to rows: what a run makes of each document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..documents import Document, Reject
from ..model import Tracker
from ..records import DocumentResult, PassageResult, to_record, to_row
from .options import Counts, RunOptions


def label(
    tracker: Tracker,
    items: Iterable[Document | Reject],
    options: RunOptions,
    counts: Counts,
    on_reject: Callable[[Reject], None],
) -> Iterator[dict[str, Any]]:
    """Label documents lazily and in their order.

    Parameters
    ----------
    tracker : Tracker
    items : iterable of Document or Reject
    options : RunOptions
    counts : Counts
        Grows as documents are done.
    on_reject : callable
        Gets every reject.

    Yields
    ------
    dict
        Rows, or canonical records.
    """
    manifest = tracker.model.manifest
    model = {"name": str(manifest.get("name")), "version": str(manifest.get("version"))}

    dated = tracker.lexicon.dated

    def accepted() -> Iterator[Document]:
        for item in items:
            if isinstance(item, Reject):
                counts.rejected += 1
                on_reject(item)
            else:
                if dated:
                    counts.note_date(item.date)
                yield item

    for document, result in tracker.classify_documents(accepted(), passages=options.passages):
        counts.documents += 1
        counts.passages += len(result.passages)
        counts.characters += len(document.text)
        counts.columns.update(dict.fromkeys(document.columns))
        counts.words.add(document)
        shown: Iterable[PassageResult | DocumentResult] = result.passages if options.level == "passage" else (result,)
        for one in shown:
            counts.labels[str(one.label)] += 1
            counts.uncertain += one.uncertain
            kept = document.columns if options.keep == ("all",) else options.keep
            if options.records and isinstance(one, PassageResult):
                yield to_record(one, document, model, kept)
            else:
                yield to_row(one, document, evidence=options.evidence, keep=kept)
