"""Who gave which label to which passage, when, and having seen what: the hub as arrays."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ...errors import InputError, UsageError
from ...labels import LABELS
from ..hub import Hub, Record, coder_of, kind_of
from .span_tally import SpanTally

Ints = npt.NDArray[np.int64]
#: Passages in rows, coders in columns: the place of the label in the order of the labels, -1 where there is none.
Table = npt.NDArray[np.int8]
HUMAN, MODEL, GOLD = "human", "model", "adjudicated"
_KINDS = (HUMAN, MODEL, GOLD)
_CODE = {str(label): i for i, label in enumerate(LABELS)}
UNNAMED = "(unnamed)"


@dataclass(frozen=True, slots=True)
class Coder:
    """Somebody or something that labels passages.

    Attributes
    ----------
    name : str
        As pages and tables show it.
    kind : str
        ``human``, ``model`` or ``adjudicated``: all adjudicated records together are one, the gold.
    """

    name: str
    kind: str


@dataclass(frozen=True)
class Coding:
    """Labels by passage and coder.

    Attributes
    ----------
    passage_ids : tuple of str
    clusters : ndarray of str
        Of each passage, what is resampled: its ``group``, else its document.
    weights : ndarray of float
        1 / inclusion probability of each passage; NaN where it was not drawn by a design.
    coders : tuple of Coder
        People by name, then models, then the gold.
    rounds : tuple of str
        In their order: numbers in names count as numbers.
    passage, coder, label, round, saw : ndarray of int
        One of each for every label given, the earliest round first. ``saw`` is 1 where the coder saw a prediction, 0 where
        not, -1 where the record does not tell.
    from_votes : int
        How many of them come from votes inside records.
    contradicted : int
        Votes that tell another label than the coder's own record.
    """

    passage_ids: tuple[str, ...]
    clusters: npt.NDArray[np.str_]
    weights: npt.NDArray[np.float64]
    coders: tuple[Coder, ...]
    rounds: tuple[str, ...]
    passage: Ints
    coder: Ints
    label: Ints
    round: Ints
    saw: Ints
    from_votes: int
    contradicted: int

    def __len__(self) -> int:
        """Count the passages."""
        return len(self.passage_ids)

    def name_of(self, record: Mapping[str, Any]) -> str:
        """Name of a record's coder, as it stands among the coders."""
        coder = _coder(record)
        apart = _told_apart(coder)
        return apart if coder.kind != HUMAN and Coder(apart, coder.kind) in self.coders else coder.name

    def numbers(self, kind: str) -> list[int]:
        """Columns of the coders of a kind."""
        return [i for i, coder in enumerate(self.coders) if coder.kind == kind]

    def table(self, where: npt.NDArray[np.bool_] | None = None) -> Table:
        """Put labels into a table, of those that ``where`` picks; of a coder's several, that of the latest round.

        Returns
        -------
        ndarray
            Shape (passages, coders).
        """
        picked = np.ones(len(self.label), dtype=bool) if where is None else where
        table: Table = np.full((len(self), len(self.coders)), -1, dtype=np.int8)
        table[self.passage[picked], self.coder[picked]] = self.label[picked]
        return table

    def latest(self) -> npt.NDArray[np.bool_]:
        """Tell which labels are their coder's last of that passage."""
        last = np.full((len(self), len(self.coders)), -1)
        last[self.passage, self.coder] = np.arange(len(self.label))
        picked = np.zeros(len(self.label), dtype=bool)
        picked[last[last >= 0]] = True
        return picked

    def of_people(self) -> npt.NDArray[np.bool_]:
        """Tell which of the labels people gave."""
        return np.isin(self.coder, self.numbers(HUMAN))


def read_coding(hub: Hub, coders: Sequence[str] = (), round_name: str | None = None) -> tuple[Coding, SpanTally]:
    """Read a hub's labels and spans.

    Parameters
    ----------
    hub : Hub
    coders : sequence of str
        Names of the people whose coding counts; all by default. Models and gold always count.
    round_name : str, optional
        Only what people coded in this round; by default everything.

    Returns
    -------
    (Coding, SpanTally)

    Raises
    ------
    UsageError
        For a name or a round that nobody and nothing has.
    InputError
        If no passage has two coders, one of them a person.

    Notes
    -----
    Votes inside records count as their coders' labels, in a round without a name, where the coder has no record of that
    passage; so that a gold file that carries its votes can be measured, and nobody is counted twice.
    """
    reader = _Reader(frozenset(coders), round_name)
    for passage_id in hub.passage_ids:
        reader.read(passage_id, hub.records(passage_id))
    return reader.finished()


class _Reader:
    """Collects labels passage by passage."""

    def __init__(self, only: frozenset[str], round_name: str | None) -> None:
        self.only, self.round_name = only, round_name
        self.ids: list[str] = []
        self.clusters: list[str] = []
        self.weights = array("d")
        self.entries = [array("l") for _ in range(5)]
        self.coders: dict[Coder, int] = {}
        self.rounds: dict[str, int] = {}
        self.seen_people: set[str] = set()
        self.seen_rounds: set[str] = set()
        self.from_votes = self.contradicted = 0
        self.spans = SpanTally()

    def read(self, passage_id: str, records: Sequence[Record]) -> None:
        first = records[0]
        passage = len(self.ids)
        self.ids.append(passage_id)
        self.clusters.append(str(next((r["group"] for r in records if r.get("group")), first["document_id"])))
        drawn = next((r["sample"]["probability"] for r in records if "probability" in r.get("sample", {})), None)
        self.weights.append(1 / drawn if drawn else float("nan"))
        own: dict[str, set[str]] = {}
        latest: dict[int, tuple[tuple[Any, ...], Record]] = {}
        for record in records:
            coder = _coder(record)
            round_name = record.get("round", "") if coder.kind == HUMAN else ""
            if coder.kind == HUMAN:
                own.setdefault(coder.name, set()).add(record["label"])
                if not self._wanted(coder.name, round_name):
                    continue
            number = self._add(passage, coder, record["label"], round_name, record.get("saw_prediction"))
            if number not in latest or latest[number][0] <= natural(round_name):
                latest[number] = (natural(round_name), record)
        for name, label in _votes(records):
            if name in own:
                self.contradicted += label not in own[name]
            elif self._wanted(name, ""):
                self._add(passage, Coder(name, HUMAN), label, "", None)
                self.from_votes += 1
        self.spans.add(passage, {number: record for number, (_, record) in latest.items()})

    def _wanted(self, name: str, round_name: str) -> bool:
        self.seen_people.add(name)
        self.seen_rounds.add(round_name)
        return (not self.only or name in self.only) and self.round_name in (None, round_name)

    def _add(self, passage: int, coder: Coder, label: str, round_name: str, saw: bool | None) -> int:
        number = self.coders.setdefault(coder, len(self.coders))
        values = (passage, number, _CODE[label], self.rounds.setdefault(round_name, len(self.rounds)))
        for column, value in zip(self.entries, (*values, -1 if saw is None else int(saw)), strict=True):
            column.append(value)
        return number

    def finished(self) -> tuple[Coding, SpanTally]:
        self._check_names()
        coders = sorted(self.coders, key=lambda coder: (_KINDS.index(coder.kind), coder.name))
        place = {self.coders[coder]: i for i, coder in enumerate(coders)}
        rounds = sorted(self.rounds, key=natural)
        passage, coder, label, round_, saw = (np.array(column, dtype=np.int64) for column in self.entries)
        round_ = _renumbered(round_, [rounds.index(name) for name in self.rounds])
        order = np.argsort(round_, kind="stable")
        coding = Coding(
            tuple(self.ids), np.array(self.clusters, dtype=str), np.array(self.weights), tuple(_distinct(coders)),
            tuple(rounds), passage[order], _renumbered(coder, [place[i] for i in range(len(place))])[order], label[order],
            round_[order], saw[order], self.from_votes, self.contradicted,
        )  # fmt: skip
        self.spans.renumber(place)
        given = coding.table() >= 0
        by_person = given[:, coding.numbers(HUMAN)].any(axis=1)
        if not (by_person & (given.sum(axis=1) > 1)).any():
            raise InputError(f"no passage has two coders, one of them a person: nothing to compare; {_who(coding)}")
        return coding, self.spans

    def _check_names(self) -> None:
        missing = sorted(self.only - self.seen_people)
        if missing:
            raise UsageError(
                f"nobody is named {missing[0]!r}; coders are: {', '.join(sorted(self.seen_people)) or 'none'}"
            )
        if self.round_name is not None and self.round_name not in self.seen_rounds:
            there = ", ".join(sorted(self.seen_rounds - {""}, key=natural)) or "none with a name"
            raise UsageError(f"no round {self.round_name!r}; rounds are: {there}")


def _coder(record: Mapping[str, Any]) -> Coder:
    kind = kind_of(record)
    return Coder("gold" if kind == GOLD else coder_of(record) or UNNAMED, kind)


def _votes(records: Sequence[Record]) -> Iterator[tuple[str, str]]:
    """Votes inside records; of a coder's several, the first."""
    told = set()
    for record in records:
        for vote in record.get("votes", ()):
            if vote["annotator"] not in told:
                told.add(vote["annotator"])
                yield vote["annotator"] or UNNAMED, vote["label"]


def _renumbered(numbers: Ints, new: list[int]) -> Ints:
    return np.array(new, dtype=np.int64)[numbers] if len(numbers) else numbers


def _distinct(coders: Sequence[Coder]) -> Iterator[Coder]:
    """Tell a model or the gold from a person of the same name."""
    people = {coder.name for coder in coders if coder.kind == HUMAN}
    for coder in coders:
        clash = coder.kind != HUMAN and coder.name in people
        yield Coder(_told_apart(coder), coder.kind) if clash else coder


def _told_apart(coder: Coder) -> str:
    return f"{coder.name} ({coder.kind})"


def _who(coding: Coding) -> str:
    counts = np.bincount(coding.coder, minlength=len(coding.coders))
    return ", ".join(f"{c.name}: {n:,}" for c, n in zip(coding.coders, counts, strict=True)) or "there are no labels"


@lru_cache(maxsize=1024)
def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key by which numbers in names count as numbers.

    Examples
    --------
    >>> sorted(["round 10", "round 9", ""], key=natural)
    ['', 'round 9', 'round 10']
    """
    pieces = re.split(r"(\d{1,18})", name)
    return tuple((0, int(p), "") if i % 2 and p.isdecimal() else (1, 0, p) for i, p in enumerate(pieces) if p)
