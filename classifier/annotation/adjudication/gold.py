"""Gold records: what coders agree on, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...records import record_schema
from ..hub import Hub, Record, coder_of
from ..importing import CODED
from ..spans import DEFAULTS, told
from .cases import Case, case_of
from .decisions import Decision
from .span_votes import agreed_spans

#: Name of the source of gold on which coders agree.
AGREEMENT = "agreement"
#: What a vote keeps of a coder's record.
_KEPT = ("round", "saw_prediction", "rationale", "codebook")


@dataclass(slots=True)
class Tally:
    """What gold came of.

    Attributes
    ----------
    decided, agreed, single : int
        Gold passages by decision, by agreement of two coders or more, and by a lone coder.
    unexplained : int
        Decisions with neither reason nor section.
    open : int
        Disputed passages without a decision.
    lone : int
        Passages of a lone coder that were left out.
    uncoded : int
        Passages that nobody has coded.
    spans, spans_left_out : int
        Spans in gold, and those that not more than half of the coders marked alike.
    """

    decided: int = 0
    agreed: int = 0
    single: int = 0
    unexplained: int = 0
    open: int = 0
    lone: int = 0
    uncoded: int = 0
    spans: int = 0
    spans_left_out: int = 0

    @property
    def left_out(self) -> int:
        """Passages that were coded and are not in gold."""
        return self.open + self.lone


def gold_records(
    hub: Hub, decisions: Mapping[str, Decision], tally: Tally, *, single: bool = False
) -> Iterator[Record]:
    """Write one gold record for each passage that is decided or agreed on.

    Parameters
    ----------
    hub : Hub
        Coders' records.
    decisions : Mapping of str to Decision
        By passage.
    tally : Tally
        Grows as records are made.
    single : bool
        Whether the label of a passage's only coder is taken.

    Yields
    ------
    dict
    """
    for passage_id in hub.passage_ids:
        case = case_of(hub.records(passage_id))
        decision = decisions.get(passage_id)
        record: Record | None = None
        if decision is not None:
            tally.decided += 1
            tally.unexplained += not (decision.reason or decision.section)
            record = _decided(case, decision)
        elif case.disputed:
            tally.open += 1
        elif len(case.coders) >= 2:
            tally.agreed += 1
            record = _made(case, str(case.coders[0]["label"]), AGREEMENT)
        elif case.coders and single:
            tally.single += 1
            record = {**case.coders[0], "votes": _votes(case)}
        elif case.coders:
            tally.lone += 1
        else:
            tally.uncoded += 1
        if record is not None:
            tally.spans += sum(len(record.get(name, ())) for name in DEFAULTS)
            tally.spans_left_out += record.get("spans_from", {}).get("left_out", 0)
            yield _in_order(record)


def _decided(case: Case, decision: Decision) -> Record:
    made = _made(case, str(decision.label), decision.adjudicator)
    return made | {k: v for k, v in (("rationale", decision.reason), ("codebook", decision.section)) if v}


def _made(case: Case, label: str, name: str) -> Record:
    """Make a gold record, with the spans of those who gave the label, or of all coders where nobody did."""
    record = _passage(case) | {"label": label, "source": {"kind": "adjudicated", "name": name}, "votes": _votes(case)}
    right = [r for r in case.coders if r["label"] == label] or list(case.coders)
    left_out, markers = 0, list[str]()
    for field in DEFAULTS:
        own = [r for r in right if field in r]
        if own:
            record[field], gone = agreed_spans(field, [r[field] for r in own])
            left_out += gone
            markers += [coder_of(r) for r in own]
    if markers:
        record["spans_from"] = {"coders": list(dict.fromkeys(markers)), "left_out": left_out}
    marked = [r for r in right if "actors" in r]
    if marked and not left_out and all(r.get("complete") for r in marked):
        record["complete"] = True
    return record


def _passage(case: Case) -> dict[str, Any]:
    """What the records tell of the passage; one that was drawn for testing anywhere stays so."""
    record: dict[str, Any] = {}
    for said in (case.base, *case.coders, *case.models):
        for key, value in said.items():
            if key not in CODED:
                record.setdefault(key, value)
        if said.get("sample", {}).get("purpose") == "test":
            record["sample"] = said["sample"]
    return record


def _votes(case: Case) -> list[dict[str, Any]]:
    return [
        {"annotator": coder_of(r), "label": r["label"], **{k: r[k] for k in _KEPT if k in r and (told(r[k]) or r[k] is False)}}
        for r in case.coders
    ]  # fmt: skip


def _in_order(record: Record) -> Record:
    names = record_schema()["properties"]
    return {name: record[name] for name in (*names, *(k for k in record if k not in names)) if name in record}
