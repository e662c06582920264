"""What coding in a spreadsheet looks like, as CSV or in Excel: a row a passage and coder.

The coder fills in `TO_FILL`; what models predicted stands in columns beside it. Column ``ref`` tells which records a
row was made of; without it the import goes by the coder's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from ...documents import Reject
from ...errors import InputError
from ...labels import AT_THE_TABLE
from ..cells import CUT, letters, within_cell
from ..hub import Record, coder_of, kind_of
from ..spoke import Answer, Losses, Note, Task
from .typed import typed_label

TO_FILL = ("label", "rationale", "codebook", "annotator")
COLUMNS = (
    "passage_id", "text", *TO_FILL, "model", "predicted", "probability", "officials", "non_officials", "cues", "ref",
)  # fmt: skip
CARRIED = frozenset(TO_FILL)
_NEEDED = ("passage_id", "label")
_HEADER_WITHIN = 20  # rows; people put titles above it
#: Most that a cell of Excel holds, in UTF-16 code units, which it counts.
_UNHELD = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)|x(?=005F_)")
_BETWEEN = "; "


def held(text: str) -> str:
    r"""Text as it survives spreadsheets: line ends plain, ends trimmed, no control characters, no longer than a cell.

    Examples
    --------
    >>> held(" The minister\r\nmet\0 ")
    'The minister\nmet\ufffd'
    """
    return within_cell(_UNHELD.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")).strip())


def rows_of(task: Task, losses: Losses) -> Iterator[dict[str, Any]]:
    """Make the rows of a passage: one for each person who coded it, or one to be filled.

    Parameters
    ----------
    task : Task
    losses : Counter
        Grows by what is cut.

    Yields
    ------
    dict
        Values of `COLUMNS`: texts, and numbers as such.
    """
    models = [(i, record) for i, record in enumerate(task.records) if kind_of(record) == "model"]
    people: list[tuple[int | None, Record]] = [
        (i, record) for i, record in enumerate(task.records) if kind_of(record) != "model"
    ]
    shown = _predictions([record for _, record in models])
    for number, record in people or [(None, {})]:
        own = ["" if number is None else f"r{number}", *(f"m{i}" for i, _ in models)]
        filled = {name: record.get(name, "") for name in TO_FILL} | {"annotator": coder_of(record)}
        row = {"passage_id": task.passage_id, "text": task.text, **filled, **shown, "ref": " ".join(filter(None, own))}
        for name, value in row.items():
            if isinstance(value, str) and (cut := within_cell(value)) != value:
                losses[f"the end of a long {name}"] += 1
                row[name] = cut
        yield row


def _predictions(records: Sequence[Record]) -> dict[str, Any]:
    """Show what models predicted, and the evidence of the first that has some."""
    evidence: Record = next((r for r in records if r.get("actors") or r.get("cues")), {})
    sure = [record.get("probabilities", {}).get(record["label"], "") for record in records]

    def mentions(status: str) -> str:
        found = (a for a in evidence.get("actors", ()) if a["status"] == status)
        return _BETWEEN.join(
            dict.fromkeys(a["text"] if a["role"] in AT_THE_TABLE else f"{a['text']} ({a['role']})" for a in found)
        )

    return {
        "model": _BETWEEN.join(coder_of(record) for record in records),
        "predicted": _BETWEEN.join(record["label"] for record in records),
        "probability": sure[0] if len(sure) == 1 else _BETWEEN.join(map(str, sure)),
        "officials": mentions("official"),
        "non_officials": mentions("non_official"),
        "cues": _BETWEEN.join(dict.fromkeys(f"{c['text']} ({c['aspect']})" for c in evidence.get("cues", ()))),
    }


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the header.

    Attributes
    ----------
    place : str
    cells : Mapping
        Where each column's cell is: ``C7``, or ``Sheet1!C7``.
    values : Mapping
    """

    place: str
    cells: Mapping[str, str]
    values: Mapping[str, Any]

    def text(self, name: str) -> str:
        """Text of a cell, without the ``NA`` that R writes where there is none."""
        value = self.values.get(name)
        return "" if value is None or value == "NA" else str(value)


class NoHeaderError(InputError):
    """A sheet has no header of ours."""


def read_table(rows: Iterable[Sequence[Any]], sheet: str = "") -> Iterator[Row | Note]:
    """Find the header of a sheet, and read the rows below it; blank ones are passed over.

    Parameters
    ----------
    rows : iterable of sequence
        All rows of the sheet, from the first.
    sheet : str
        Its name, if it has one.

    Yields
    ------
    Row or Note

    Raises
    ------
    NoHeaderError
        If none of the first rows names the columns that are needed.
    InputError
        If a column is there twice.
    """
    mark, prefix = (f"{sheet}!", f"{sheet}, ") if sheet else ("", "")
    columns: dict[str, int] = {}
    for number, cells in enumerate(rows, 1):
        if not columns:
            names = [_plain(value) for value in cells]
            if all(name in names for name in _NEEDED):
                columns = _columns(names, mark, number)
                unread = [
                    f"{cells[i]} ({letters(i + 1)}{number})"
                    for i, name in enumerate(names)
                    if name and name not in columns
                ]
                if unread:
                    yield Note(f"{prefix}columns not read: {', '.join(unread)}; remarks belong in the column rationale")
            elif number == _HEADER_WITHIN:
                break
        elif any(value is not None and str(value).strip() for value in cells):
            places = {name: f"{mark}{letters(i + 1)}{number}" for name, i in columns.items()}
            values = {name: cells[i] for name, i in columns.items() if i < len(cells)}
            yield Row(f"{prefix}row {number}", places, values)
    if not columns:
        raise NoHeaderError(f"{prefix}no header with the columns {' and '.join(_NEEDED)} in the first rows")


def _plain(name: Any) -> str:
    return "" if name is None else "_".join(str(name).lower().split())


def _columns(names: Sequence[str], mark: str, number: int) -> dict[str, int]:
    columns: dict[str, int] = {}
    for i, name in enumerate(names):
        if name in columns:
            cells = f"{mark}{letters(columns[name] + 1)}{number} and {mark}{letters(i + 1)}{number}"
            raise InputError(f"column {name} is there twice, {cells}; rename one")
        if name in COLUMNS:
            columns[name] = i
    return columns


def answers(file: str, rows: Iterable[Row | Reject | Note]) -> Iterator[Answer | Reject | Note]:
    """Read rows as answers: what models predicted, once for each passage, and what the coder made of it.

    Parameters
    ----------
    file : str
        For messages.
    rows : iterable of Row, Reject or Note
        Rejects and notes are passed on.

    Yields
    ------
    Answer, Reject or Note
    """
    predicted: set[tuple[str, str]] = set()
    for key, group in groupby(rows, lambda row: row.text("passage_id").rstrip() if isinstance(row, Row) else None):
        found: list[tuple[float, Answer]] = []
        for row in group:
            if not isinstance(row, Row):
                yield row
            elif not key:
                yield Reject(file, None, "import", f"{row.cells['passage_id']}: no passage id; restore it")
            else:
                text = held(str(row.values["text"] or "")) if "text" in row.values else None
                base = Answer(row.place, key, None, text, {}, places=row.cells)
                refs = row.text("ref").split()
                own = next((int(ref[1:]) for ref in refs if re.fullmatch(r"r\d{1,9}", ref)), None)
                for answer in _predicted(row, base, [int(r[1:]) for r in refs if re.fullmatch(r"m\d{1,9}", r)]):
                    mark = (key, answer.coder if answer.record is None else str(answer.record))
                    if mark not in predicted:
                        predicted.add(mark)
                        found.append((_order(answer.record), answer))
                try:
                    fields: dict[str, Any] = {"label": typed_label(row.values.get("label"))}
                except ValueError as error:
                    yield Reject(file, None, "import", f"{row.cells['label']}: {error}")
                    continue
                for name in ("rationale", "codebook"):
                    if name in row.values and not row.text(name).endswith(CUT):
                        fields[name] = row.text(name)
                saw = True if own is None and row.text("predicted") else None
                coder = row.text("annotator").strip()
                found.append((_order(own), replace(base, record=own, fields=fields, coder=coder, saw_prediction=saw)))
        yield from (answer for _, answer in sorted(found, key=lambda item: item[0]))


def _order(record: int | None) -> float:
    return float("inf") if record is None else record


def _predicted(row: Row, base: Answer, refs: Sequence[int]) -> Iterator[Answer]:
    labels = [label for label in row.text("predicted").split(_BETWEEN) if label.strip()]
    names = row.text("model").split(_BETWEEN)
    for i, label in enumerate(labels):
        # A name that holds what separates names is left to the side file to tell.
        name = names[i] if len(names) == len(labels) else ""
        number = refs[i] if len(refs) == len(labels) else None
        if number is not None or name:
            yield replace(base, record=number, fields={"label": label}, coder=name.strip(), prediction=True)
