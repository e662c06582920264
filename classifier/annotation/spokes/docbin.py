"""spaCy's DocBin: a document for each record, with actors and cues as groups of spans, and the label as a category.

``doc.cats`` has 1 for the label and 0 for the others; ``doc.spans["actors"]`` and ``doc.spans["cues"]`` have tags as
labels; ``doc.user_data`` has ``passage_id``, ``record``, and by the id of each span, its other attributes. Of documents
that other pipelines made, the category with the highest score is the label, and spans are those of ``doc.spans["sc"]``,
else the entities, where there is no group of actors or cues.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...documents import Reject
from ...documents.limits import MAX_IN_MEMORY, MEGABYTE
from ...errors import OutputError
from ...labels import LABELS
from ..hub import Record
from ..spoke import Answer, Losses, Spoke, Task
from .cutting import cut, token_ranges
from .docbin_file import PlainDoc, PlainSpan, read_docs
from .json_files import record_number
from .tags import BESIDE, CARRIED_BESIDE, read_tag, tag_of


def write(tasks: Iterable[Task], path: Path) -> Losses:
    """Write a document for each record, or for each passage that none is shown of.

    Raises
    ------
    OutputError
        If there are more than can be read again.
    """
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    vocab, docs, size = Vocab(), DocBin(attrs=(), store_user_data=True), 0
    for task in tasks:
        for number, record in task.shown:
            docs.add(_doc(task, number, record, vocab))
            size += docs.tokens[-1].nbytes + len(docs.span_groups[-1]) + len(docs.user_data[-1] or b"")
            if size > MAX_IN_MEMORY * 3 // 4:
                raise OutputError(
                    f"more than the {MAX_IN_MEMORY // MEGABYTE} MB that a DocBin may hold; split the records"
                )
    docs.to_disk(path)
    return Counter()


def _doc(task: Task, number: int | None, record: Record, vocab: Any) -> Any:
    from spacy.tokens import Doc, Span

    spans = {name: record.get(name, ()) for name in BESIDE}
    tokens = cut(task.text, [span for group in spans.values() for span in group])
    doc = Doc(vocab, [task.text[token.start : token.end] for token in tokens], [token.space for token in tokens])
    doc.cats = {str(label): float(label == record["label"]) for label in LABELS} if record else {}
    doc.user_data |= {"passage_id": task.passage_id, "record": number}
    for name, group in spans.items():
        doc.spans[name] = [
            Span(doc, first, last + 1, label=tag_of(name, span), span_id=str(i))
            for i, (span, (first, last)) in enumerate(zip(group, token_ranges(tokens, group), strict=True))
        ]
        doc.user_data[name] = {
            str(i): {key: span[key] for key in BESIDE[name] if key in span} for i, span in enumerate(group)
        }
    return doc


def read(path: Path) -> Iterator[Answer | Reject]:
    """Read the documents of a DocBin, of ours or of anybody's."""
    for number, doc in enumerate(read_docs(path), 1):
        try:
            if isinstance(doc, ValueError):
                raise doc
            yield _answer(f"document {number}", doc, f"{path.stem}-{number}")
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            yield Reject(str(path), number, "import", f"not a document of ours: {error}")


def _answer(place: str, doc: PlainDoc, otherwise: str) -> Answer:
    groups = _groups(doc)
    fields: dict[str, Any] = {"label": _label(doc.categories)}
    fields |= {name: [] for name in BESIDE if groups and (name in groups or not groups.keys() & BESIDE.keys())}
    for group, spans in groups.items():
        kept = doc.user_data.get(group) or {}
        for span in spans:
            name, attributes = read_tag(span.label)
            given = kept.get(span.id) or {}
            beside = {key: _plain(given[key]) for key in BESIDE[name] if key in given}
            fields.setdefault(name, []).append({"start": span.start, "end": span.end, **attributes, **beside})
    return Answer(
        place, str(doc.user_data.get("passage_id", otherwise)), record_number(doc.user_data.get("record")), doc.text, fields,
        str(doc.user_data.get("annotator", "")),
    )  # fmt: skip


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _groups(doc: PlainDoc) -> Mapping[str, Sequence[PlainSpan]]:
    """Groups of spans that are ours: of actors and cues, else what a span categorizer found, else the entities."""
    ours = {name: doc.groups[name] for name in BESIDE if name in doc.groups}
    others = (("sc", doc.groups.get("sc", ())), ("entities", doc.entities))
    return ours or next(({name: spans} for name, spans in others if spans), {})


def _label(categories: Mapping[str, float]) -> str:
    """The category with the highest score; none where no score is above 0.

    Raises
    ------
    ValueError
        If several have it.
    """
    top = max(categories.values(), default=0)
    first = [name for name, score in categories.items() if score == top and top > 0]
    if len(first) > 1:
        raise ValueError(f"a tie between {', '.join(first)}, each with {top}; give one the highest score")
    return first[0] if first else ""


SPOKE = Spoke(
    "spacy", "spaCy", ".spacy",
    frozenset({"label", *CARRIED_BESIDE}), write, read,
)  # fmt: skip
