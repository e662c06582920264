"""Two tidy tables for R and Stata: ``passages``, a row a record, and ``spans``, a row an actor or cue.

Their columns are those of the record's schema. ``record`` numbers the records of a passage, and with ``passage_id``
says which passage a span belongs to. Bounds of spans count in the passage: ``start`` and ``end`` from 0 and half-open,
``start_1`` and ``end_1`` from 1 and inclusive, as R and Stata count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...documents import Reject
from ...errors import InputError, RecordError
from ..hub import Record
from ..spoke import Answer, Losses, Note, Task
from .tidy_columns import (
    BOUNDS,
    FIELDS,
    Column,
    attributes,
    decoded,
    encoded,
    exact,
    parts_of,
    passage_columns,
    span_columns,
)  # fmt: skip
from .typed import MISSING, typed_label

if TYPE_CHECKING:
    import pandas as pd

PASSAGES, SPANS = "passages", "spans"
_ALIASES = {"start_0": "start", "end_0": "end"}
#: Columns that tell which passage and record it is; the rest is what is said of it.
_IDENTITY = ("passage_id", "record", "document_id", "passage_index", "text", "text_sha256", "document_end")
#: What only a model says: not a coder's who wrote a name in the row of a prediction.
_MODELS = frozenset({"probabilities", "prediction_set", "uncertain", "claim_mismatch", "votes", "source"})
_CHUNK = 2000


def carried() -> frozenset[str]:
    """Fields that the tables hold: all of the schema's."""
    record = {column.path[0] for column in passage_columns() if column.name not in _IDENTITY}
    spans = {f"{name}.{key}" for field, name in FIELDS.items() for key in attributes(field)}
    return frozenset({*record, *FIELDS.values(), *spans})


def held(text: str) -> str:
    """Text as R and Stata hold it, whose strings end at a NUL."""
    return text.replace("\0", "\ufffd")


Rows = list[dict[str, Any]]


def rows_of(task: Task, losses: Losses) -> tuple[Rows, Rows]:
    """Make the rows of a passage.

    Parameters
    ----------
    task : Task
    losses : Counter
        Grows by what no column holds.

    Returns
    -------
    (list of dict, list of dict)
        Rows of passages and of spans; what is not told of is None.
    """
    passages, spans = [], []
    document, _, index = task.passage_id.rpartition("#")
    numbered: list[tuple[int | None, Record]] = [*enumerate(task.records)] or [(None, {})]
    for number, record in numbered:
        known = {"passage_id": task.passage_id, "record": number, "text": task.text}
        if number is None:
            known |= {"document_id": document, "passage_index": int(index)}
        passages.append({**_row(record, passage_columns(), losses), **known})
        for name in ("source", "sample"):
            losses.update(f"{name}.{key}" for key in record.get(name, {}) if f"{name}_{key}" not in parts_of(name))
        for field, name in FIELDS.items():
            for span in record.get(name, ()):
                start, end = span["start"], span["end"]
                bounds = {"field": field, "start": start, "end": end, "start_1": start + 1, "end_1": end}
                own = {"passage_id": task.passage_id, "record": number, "text": task.text[start:end]}
                spans.append({**_row(span, span_columns(), losses), **own, **bounds})
    return passages, spans


def _row(record: Mapping[str, Any], columns: Iterable[Column], losses: Losses) -> dict[str, Any]:
    row = {}
    for column in columns:
        value: Any = record if column.path else None
        for key in column.path:
            value = value.get(key) if value is not None else None
        if value is not None and column.kind in ("integer", "number") and not exact(value):
            losses[".".join(column.path)] += 1
            value = None
        row[column.name] = encoded(column.kind, value)
    return row


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was read.

    Attributes
    ----------
    name : str
        Of the file, for messages.
    frame : DataFrame
        Texts, numbers and nothing.
    """

    name: str
    frame: pd.DataFrame

    def rows(self, indices: Sequence[int], names: Iterable[str]) -> Rows:
        """Read some columns of rows; nothing is None."""
        import pandas as pd

        names = list(names)
        part = self.frame[names].iloc[list(indices)]
        columns = [[None if v is pd.NA or v != v else v for v in part[name].tolist()] for name in names]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]

    def place(self, index: int) -> str:
        """Say which row it is, as R and Stata count."""
        return f"{self.name}, row {index + 1}"

    def known(self, columns: Sequence[Column], needed: Iterable[str]) -> tuple[dict[str, Column], Iterator[Note]]:
        """Tell which of our columns it has, and what to note of others.

        Raises
        ------
        InputError
            If one that is needed is missing, or one is there twice.
        """
        names = [_ALIASES.get(name, name) for name in map(str, self.frame.columns)]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise InputError(f"{self.name}: column {twice[0]} is there twice; rename one")
        self.frame.columns = names
        found = {column.name: column for column in columns if column.name in names}
        missing = [name for name in needed if name not in names]
        if missing:
            raise InputError(f"{self.name}: no column {', '.join(missing)}; there are: {', '.join(names[:40])}")
        return found, self._notes(columns, names)

    def _notes(self, columns: Sequence[Column], names: Sequence[str]) -> Iterator[Note]:
        own = [column.name for column in columns]
        if extra := [name for name in names if name not in own]:
            yield Note(f"{self.name}: columns not read: {', '.join(extra)}")
        if gone := [name for name in own if name not in names]:
            yield Note(f"{self.name}: columns missing, which stay as they were exported: {', '.join(gone)}")


def answers(folder: Path, passages: Table, spans: Table | None) -> Iterator[Answer | Reject | Note]:
    """Read the tables as answers, in the order of the passages table.

    Parameters
    ----------
    folder : Path
        For messages.
    passages : Table
    spans : Table or None
        Without it, spans stay as they were exported.

    Yields
    ------
    Answer, Reject or Note

    Raises
    ------
    InputError
        If a column is missing that has to be there.
    """
    columns, notes = passages.known(passage_columns(), ("passage_id", "label"))
    yield from notes
    evidence = _Evidence(folder, spans)
    yield from evidence.notes
    for chunk in _chunks(passages):
        rows = passages.rows(chunk, columns)
        evidence.load(map(_key, rows))
        for number, row in zip(chunk, rows, strict=True):
            place = passages.place(number)
            try:
                yield _answer(row, columns, place, evidence)
            except _SpanError as error:
                yield Reject(str(folder), None, "import", str(error))
            except RecordError as error:
                yield Reject(str(folder), None, "import", f"{place}: {error}")
    yield from evidence.left()


def beside(passages: Path, ending: str) -> Path:
    """Where the table of spans lies that goes with a table of passages.

    Examples
    --------
    >>> beside(Path("coded/passages-anna.csv"), ".csv").name, beside(Path("mine.csv"), ".csv").name
    ('spans-anna.csv', 'spans.csv')
    """
    if PASSAGES in passages.name:
        return passages.with_name(passages.name.replace(PASSAGES, SPANS))
    return passages.with_name(f"{SPANS}{ending}")


class _SpanError(RecordError):
    """Names the row of the spans table."""


class _Evidence:
    """Spans by passage and record, of which those of some passages at a time are held as rows."""

    def __init__(self, folder: Path, table: Table | None) -> None:
        self._folder, self._table = folder, table
        self._places: dict[tuple[str, str], list[int]] = {}
        self._met: set[tuple[str, str]] = set()
        self._rows: dict[int, dict[str, Any]] = {}
        self.notes: Iterable[Note] = (
            Note(
                f"{folder}: no table of spans beside it: they stay as the side file has them, and without one there are none"
            ),
        )
        if table is None:
            return
        self._columns, self.notes = table.known(span_columns(), ("passage_id", "record", "field"))
        for chunk in _chunks(table):
            for i, row in zip(chunk, table.rows(chunk, ("passage_id", "record")), strict=True):
                self._places.setdefault(_key(row), []).append(i)

    def load(self, keys: Iterable[tuple[str, str]]) -> None:
        """Read the spans of some records."""
        if self._table is not None:
            keys = dict.fromkeys(keys)
            self._met.update(keys)
            wanted = [i for key in keys for i in self._places.get(key, ())]
            self._rows = dict(zip(wanted, self._table.rows(wanted, self._columns), strict=True))

    def left(self) -> Iterator[Reject]:
        """Tell which spans belong to no row of the passages table."""
        for key in self._places.keys() - self._met:
            assert self._table is not None
            reason = f"{self._table.place(self._places[key][0])}: no passage {key[0]!r}, record {key[1]!r}"
            yield Reject(str(self._folder), None, "import", reason)

    def fields(self, key: tuple[str, str], text: str | None) -> dict[str, Rows]:
        """Fields of a record that hold its spans; none where there is no table.

        Raises
        ------
        RecordError
            Names the row that is wrong.
        """
        if self._table is None:
            return {}
        found: dict[str, Rows] = {name: [] for name in FIELDS.values()}
        for i in self._places.get(key, ()):
            try:
                name, span = self._span(self._rows[i], text)
            except RecordError as error:
                raise _SpanError(f"{self._table.place(i)}: {error}") from error
            found[name].append(span)
        return found

    def _span(self, row: Mapping[str, Any], text: str | None) -> tuple[str, dict[str, Any]]:
        field = decoded(self._columns["field"], row["field"])
        if field is None:
            raise RecordError(f"no field; it is one of: {', '.join(FIELDS)}")
        start, end = _bounds({name: decoded(self._columns[name], row[name]) for name in BOUNDS if name in row})
        told = row.get("text")
        if text is not None and told not in (None, "", "NA") and text[start:end] != told:
            there = f"{start}:{end} of the passage is {text[start:end]!r}, not {told!r}"
            raise RecordError(f"{there}; the passage or the span was changed")
        given = {key: decoded(self._columns[key], row[key]) for key in attributes(field) if row.get(key) is not None}
        return FIELDS[field], {"start": start, "end": end, **{k: v for k, v in given.items() if v is not None}}


def _chunks(table: Table) -> Iterator[range]:
    rows = len(table.frame)
    return (range(start, min(start + _CHUNK, rows)) for start in range(0, rows, _CHUNK))


def _key(row: Mapping[str, Any]) -> tuple[str, str]:
    record = row.get("record")
    text = "" if record is None else f"{record:g}" if isinstance(record, float) else str(record).strip()
    return str(row.get("passage_id") or "").rstrip(), "" if text in MISSING else text.removesuffix(".0")


def _answer(row: Mapping[str, Any], columns: Mapping[str, Column], place: str, evidence: _Evidence) -> Answer:
    key = passage_id, number = _key(row)
    if not passage_id:
        raise RecordError("no passage id; restore it")
    index = int(number) if number.isdecimal() and len(number) < 10 else None
    text = None
    if "text" in columns:  # R writes NA for an empty text as well
        text = "" if row["text"] is None else str(row["text"])
    values = {name: decoded(c, row[name]) for name, c in columns.items() if name not in (*_IDENTITY, "label")}
    kind = values.get("source_kind")
    annotator = str(values.get("annotator") or "").strip()
    try:
        values["label"] = typed_label(row["label"])
    except ValueError as error:
        raise RecordError(str(error)) from error
    fields = _nested(values, columns)
    if index is None:
        fields = {name: value for name, value in fields.items() if value not in (None, "", {}, [])}
        fields.setdefault("label", "")
    if annotator and kind == "model":
        fields = {name: value for name, value in fields.items() if name not in _MODELS}
    fields |= evidence.fields(key, text)
    return Answer(
        place, passage_id, index, text, fields, annotator or str(values.get("source_name") or ""),
        values.get("saw_prediction"), prediction=kind == "model" and not annotator,
        adjudicated=kind == "adjudicated" and not annotator,
    )  # fmt: skip


def _nested(values: Mapping[str, Any], columns: Mapping[str, Column]) -> Record:
    """Values of columns as fields of the record; an object only where the table has all its columns."""
    fields: Record = {}
    for name, value in values.items():
        first, *rest = columns[name].path
        if not rest:
            if first != "start" or value is not None:
                fields[first] = value
        elif parts_of(first) <= columns.keys():
            fields.setdefault(first, {})
            if value not in (None, ""):  # a string of Stata's that tells nothing is empty
                fields[first][rest[0]] = value
    return fields


def _bounds(values: Mapping[str, Any]) -> tuple[int, int]:
    """Bounds of a span, from 0; by those that count from 1 where the others are not given.

    Raises
    ------
    RecordError
        If they contradict each other, or are missing.
    """
    start, end, start_1, end_1 = (values.get(name) for name in BOUNDS)
    if (start is not None and start_1 is not None and start_1 != start + 1) or (
        end is not None and end_1 is not None and end_1 != end
    ):
        raise RecordError(f"start {start} and end {end} contradict start_1 {start_1} and end_1 {end_1}; blank one pair")
    start = start_1 - 1 if start is None and start_1 is not None else start
    end = end_1 if end is None else end
    if start is None or end is None:
        raise RecordError("no bounds; fill in start and end, or start_1 and end_1")
    return int(start), int(end)
