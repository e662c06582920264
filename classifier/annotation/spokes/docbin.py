"""spaCy's DocBin: a document for each record, with actors and cues as groups of spans, and the label as a category.

``doc.cats`` has 1 for the label and 0 for the others; ``doc.spans["actors"]`` and ``doc.spans["cues"]`` have tags as
labels; ``doc.user_data`` has ``passage_id``, ``record``, and by the id of each span, its other attributes. Of documents
that other pipelines made, the category with the highest score is the label, and spans are those of ``doc.spans["sc"]``,
else the entities, where there is no group of actors or cues.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ...documents import Reject
from ...documents.limits import MAX_IN_MEMORY
from ...errors import OutputError
from ...labels import LABELS
from ..spans import Span
from ..spoke import Answer, Losses, Spoke, Task
from .cutting import Token, cut, token_ranges
from .docbin_file import MOST, SPAN, PlainDoc, PlainSpan, read_docs, write_parts
from .json_files import record_number
from .tags import BESIDE, CARRIED_BESIDE, read_tag, tag_of

#: Values that a document adds to those of a file: four categories, a flag, and what holds them.
_VALUES = 12


def write(tasks: Iterable[Task], path: Path) -> Losses:
    """Write a document for each record, or for each passage that none is shown of.

    Raises
    ------
    OutputError
        If there are more than can be read again.
    """
    from spacy.attrs import ORTH
    from spacy.strings import get_string_id
    from srsly import msgpack

    pack = msgpack.Packer(use_bin_type=True).pack
    label_cats = {str(label): {str(other): float(other == label) for other in LABELS} for label in LABELS}
    tokens, spaces, lengths, strings = bytearray(), bytearray(), bytearray(), set[str]()
    cats, groups, user_data = list[Any](), list[Any](), list[Any]()
    size = 0
    for task in tasks:
        for number, record in task.shown:
            spans = {name: record.get(name, ()) for name in BESIDE}
            cuts = cut(task.text, [span for group in spans.values() for span in group])
            words = [task.text[token.start : token.end] for token in cuts]
            tokens += np.array(list(map(get_string_id, words)), np.uint64).tobytes()
            spaces += bytes(token.space for token in cuts)
            lengths += np.int32(len(words)).tobytes()
            packed, tags = _packed_groups(spans, cuts, pack)
            strings.update(words, tags)
            cats.append(label_cats[record["label"]] if record else {})
            groups.append(packed)
            user_data.append(pack({"passage_id": task.passage_id, "record": number, **_beside(spans)}))
            size += len(words) * 9 + len(packed) + len(user_data[-1])
            if size > MAX_IN_MEMORY * 3 // 4 or len(strings) + _VALUES * len(cats) > MOST:
                raise OutputError(f"{len(cats):,} documents are more than can be read again; split the records")
    write_parts(path, {
        "version": "0.1", "attrs": [ORTH], "tokens": tokens, "spaces": spaces, "lengths": lengths, "strings": sorted(strings),
        "cats": cats, "flags": [{"has_unknown_spaces": False}] * len(cats), "span_groups": groups, "user_data": user_data,
    })  # fmt: skip
    return Counter()


def _packed_groups(
    groups: Mapping[str, Sequence[Span]], tokens: Sequence[Token], pack: Callable[[Any], bytes]
) -> tuple[bytes, set[str]]:
    """Groups of spans as spaCy packs them, and the strings in them; a span's id is its number in its group."""
    from spacy.strings import get_string_id

    packed, strings = {}, set()
    for name, spans in groups.items():
        rows = []
        for i, (span, (first, last)) in enumerate(zip(spans, token_ranges(tokens, spans), strict=True)):
            tag = tag_of(name, span)
            strings |= {tag, str(i)}
            ids = get_string_id(str(i)), 0, get_string_id(tag)
            rows.append(SPAN.pack(*ids, first, last + 1, span["start"], span["end"]))
        packed[pack({"name": name, "attrs": {}, "spans": rows})] = [name]
    return pack(packed), strings


def _beside(groups: Mapping[str, Sequence[Span]]) -> dict[str, dict[str, Any]]:
    """Attributes of spans that their labels do not hold, by the spans' ids."""
    return {
        name: {str(i): {key: span[key] for key in BESIDE[name] if key in span} for i, span in enumerate(spans)}
        for name, spans in groups.items()
    }


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
