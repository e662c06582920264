"""A tool's file back to records: completed from the side file, checked, each with the one who made it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from math import isclose
from pathlib import Path
from typing import Any

from ..documents import Reject
from ..errors import RecordError
from ..labels import parse_label
from ..records import SCHEMA, record_schema, sha256_of
from .hub import SIDE, Hub, Record, check_hub_record, coder_of, identity_of, kind_of
from .spans import DEFAULTS, completed, same_spans, shifted, told
from .spoke import Answer, Note, Spoke

#: Fields that say what one coder or model found; the rest of a record tells of the passage.
CODED = frozenset({
    "label", "probabilities", "prediction_set", "uncertain", "claimed_track", "claim_mismatch", "actors", "cues", "source",
    "annotator", "round", "saw_prediction", "rationale", "codebook", "seconds", "votes", "facilitator", "complete",
})  # fmt: skip


@dataclass(slots=True)
class Imported:
    """What an import found.

    Attributes
    ----------
    restored : int
        Records that came back as they went out.
    coded : Counter
        Passages coded anew, by coder.
    uncoded : int
        Passages without a label in the file.
    rejected : int
    changed_labels : Counter
        Of the coded passages that had a model's prediction, by coder: how many have another label than that.
    untouched : Counter
        Of the coded passages whose coder saw a prediction, by coder: those that hold just its label and spans.
    named_otherwise : int
        Answers whose coder the file names, and not as ``annotator`` does.
    gone_spans : int
        Spans that were exported and did not come back: deleted by the coder, or dropped by the tool.
    notes : list of str
        What was left aside in the file.
    """

    restored: int = 0
    coded: Counter[str] = field(default_factory=Counter)
    uncoded: int = 0
    rejected: int = 0
    changed_labels: Counter[str] = field(default_factory=Counter)
    gone_spans: int = 0
    untouched: Counter[str] = field(default_factory=Counter)
    named_otherwise: int = 0
    notes: list[str] = field(default_factory=list)


class _FieldError(RecordError):
    """Says which field is wrong, for its place to be told."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.field = name


def import_answers(
    path: Path,
    spoke: Spoke,
    side: Path | None,
    on_problem: Callable[[Reject], None],
    found: Imported,
    *,
    annotator: str = "",
    round_name: str = "",
) -> Iterator[Record]:
    """Read a tool's file as records.

    Parameters
    ----------
    path : Path
        File, folder or archive, as the tool exports it.
    spoke : Spoke
    side : Path or None
        Side file of the export; without it, records hold what the format carries, and offsets count from the
        beginning of the passage.
    on_problem : callable
        Takes a `Reject` for every answer that cannot be a record.
    found : Imported
        Grows as records are read.
    annotator : str
        Who coded, where the file does not tell.
    round_name : str
        Round to note in what was coded anew.

    Yields
    ------
    dict
        Records, checked.

    Raises
    ------
    InputError
        If a file cannot be read.
    """
    annotator = annotator.strip()
    last = Reject("", None, "", "")

    def reject(place: str, reason: str) -> None:
        nonlocal last
        problem = Reject(str(path), None, "import", f"{place}: {reason}" if place else reason)
        if problem != last:  # a cell may stand for a prediction and for a coder's answer
            last = problem
            found.rejected += 1
            on_problem(problem)

    def problem_of_side(item: Reject) -> None:
        found.rejected += 1
        on_problem(item)

    seen: set[bytes] = set()
    passage_id, known = "", tuple[Record, ...]()  # answers to one passage mostly follow one another
    with Hub([side] if side else [], problem_of_side) as exported:
        shown = bool(exported.side.get(SIDE, {}).get("shown"))
        for answer in spoke.read(path):
            if isinstance(answer, Reject):
                found.rejected += 1
                on_problem(answer)
                continue
            if isinstance(answer, Note):
                found.notes.append(answer.text)
                continue
            try:
                if answer.passage_id != passage_id:
                    passage_id, known = answer.passage_id, exported.records(answer.passage_id)
                if side and not known:
                    told_where = f"passage {answer.passage_id!r} is not in {side}; name the side file of this export"
                    raise _FieldError("passage_id", told_where)
                record = _record(answer, known, spoke, annotator, round_name, shown=shown)
                if record is None:
                    found.uncoded += 1
                    continue
                if not any(record is old for old in known):  # which were checked as they were read
                    check_hub_record(record)
                key = identity_of(record)
                if key in seen:
                    who = coder_of(record) or "one coder"
                    raise RecordError(f"a second answer of {who} for {record['passage_id']}; the first was kept")
                seen.add(key)
            except RecordError as error:
                reject(answer.places.get(getattr(error, "field", ""), answer.place), str(error))
                continue
            _count(record, known, found, annotator if answer.coder and not answer.prediction else "")
            if answer.record is not None and known:
                found.gone_spans += _gone(known[answer.record], record, answer)
            yield record


def _count(record: Record, known: tuple[Record, ...], found: Imported, annotator: str) -> None:
    if record in known:
        found.restored += 1
        return
    coder = coder_of(record)
    found.coded[coder] += 1
    found.named_otherwise += bool(annotator) and annotator != coder
    model = next((r for r in known if kind_of(r) == "model"), None)
    if model is not None and record.get("saw_prediction") is not False:
        found.changed_labels[coder] += model["label"] != record["label"]
        same = all(same_spans(model.get(name, ()), record[name]) for name in DEFAULTS if name in record)
        found.untouched[coder] += same and model["label"] == record["label"] and any(n in record for n in DEFAULTS)


def _gone(origin: Record, record: Record, answer: Answer) -> int:
    """Count the exported spans at whose place there is none now."""
    gone = 0
    for name in DEFAULTS.keys() & answer.fields.keys():
        left = {(span["start"], span["end"]) for span in record.get(name, ())}
        gone += sum((span["start"], span["end"]) not in left for span in origin.get(name, ()))
    return gone


def _record(
    answer: Answer, known: tuple[Record, ...], spoke: Spoke, annotator: str, round_name: str, *, shown: bool
) -> Record | None:
    """Make the record of an answer; None where the passage is not coded."""
    if answer.record is not None and known and not 0 <= answer.record < len(known):
        raise RecordError(f"record {answer.record} of passage {answer.passage_id!r} is not in the side file")
    origin = known[answer.record] if answer.record is not None and known else None
    base = known[0] if known else _bare(answer)
    if answer.text is not None and answer.text != (text := spoke.held(base["text"])):
        where = _where(answer.text, text)
        raise _FieldError("text", f"the text of {answer.passage_id} was changed{where}; restore it")
    fields = _fields(answer, origin, base)
    if fields.get("label", "") is None:
        return None
    coder = answer.coder or ("" if answer.prediction else annotator)
    own = origin is not None and (coder == coder_of(origin) if answer.coder else not coder and not answer.answered)
    if own and origin is not None:
        if _unchanged(origin, fields):
            return origin
        if answer.prediction:
            raise _FieldError("predicted", f"the prediction of {answer.passage_id} was changed; restore it")
    if not coder:
        raise RecordError(f"{answer.passage_id}: who coded this? Name the coder with --annotator")
    if "label" not in fields and not own:
        raise RecordError(f"{answer.passage_id}: the file has spans but no place for a label; have coders choose one")
    start = dict(origin) if own and origin else {k: v for k, v in base.items() if k not in CODED}
    start = {k: v for k, v in start.items() if k not in fields}
    given = {k: v for k, v in fields.items() if told(v) or k in DEFAULTS}
    if known and origin is None and not any(given.get(name) for name in DEFAULTS):
        # Who began from nothing and marked nothing has not coded spans; that there are none would be a finding.
        given = {k: v for k, v in given.items() if k not in DEFAULTS}
    kind = "model" if answer.prediction else "adjudicated" if answer.adjudicated else "human"
    record = {**start, **given, "source": {"kind": kind, "name": coder}}
    if own and origin and "source" in origin:
        record["source"] = origin["source"]
    elif not known and told(given.get("source")):
        record["source"] = given["source"]
    if kind == "human":
        saw = answer.saw_prediction
        if saw is None and known:
            saw = shown and any(kind_of(r) == "model" for r in known)
        record |= {"annotator": coder} | ({} if saw is None else {"saw_prediction": saw})
        record |= {"round": round_name} if round_name else {}
    return {name: record[name] for name in (*_order(), *(k for k in record if k not in _order())) if name in record}


def _bare(answer: Answer) -> Record:
    """What can be known of a passage without the side file."""
    if answer.text is None:
        raise RecordError(f"the file does not hold the text of {answer.passage_id!r}; name the side file with --side")
    document, mark, index = answer.passage_id.rpartition("#")
    if not (mark and document and index.isdecimal() and len(index) < 10 and str(int(index)) == index):
        document, index = answer.passage_id, "0"
    if not document:
        raise RecordError("no passage id; name the side file with --side")
    start = answer.fields.get("start") or 0
    return {
        "schema": SCHEMA, "document_id": document, "passage_index": int(index), "passage_id": f"{document}#{index}",
        "text": answer.text, "text_sha256": sha256_of(answer.text), "start": start, "end": start + len(answer.text),
    }  # fmt: skip


def _fields(answer: Answer, origin: Record | None, base: Record) -> dict[str, Any]:
    """The answer's fields as a record holds them: label parsed, spans whole and at their places in the document."""
    fields = dict(answer.fields)
    try:
        if "label" in fields:
            label = fields["label"]
            fields["label"] = str(parse_label(label)) if told(label) and str(label).strip() else None
    except ValueError as error:
        raise _FieldError("label", str(error)) from error
    if origin:
        fields = {name: _restored(value, origin.get(name)) for name, value in fields.items()}
    old = shifted(origin, -origin["start"]) if origin else {}
    for name in DEFAULTS:
        if name in answer.fields:
            fields[name] = completed(name, answer.fields[name], old.get(name, ()), base["text"])
    return shifted(fields, base["start"])


def _restored(value: Any, old: Any) -> Any:
    """Take the exported value where a format carries an object in part, or a number to fewer digits (R writes 15)."""
    if isinstance(value, dict) and isinstance(old, dict):
        return {**old, **{key: _restored(v, old.get(key)) for key, v in value.items()}}
    if isinstance(value, float) and isinstance(old, int | float) and isclose(value, old, rel_tol=1e-6):
        return old
    return value


def _unchanged(origin: Record, fields: dict[str, Any]) -> bool:
    for name, value in fields.items():
        old = origin.get(name)
        if name in DEFAULTS:
            if old != value and not same_spans(old or (), value):
                return False
        elif told(old) != told(value) or (told(value) and old != value):
            return False
    return True


@cache
def _order() -> tuple[str, ...]:
    return tuple(record_schema()["properties"])


def _where(found: str, expected: str) -> str:
    """Say where two texts part."""
    at = next(
        (i for i, (a, b) in enumerate(zip(found, expected, strict=False)) if a != b), min(len(found), len(expected))
    )
    return f" at character {at}: {found[at : at + 20]!r} for {expected[at : at + 20]!r}"
