"""Gold labels to judge by: a corpus in the hub's records, or any table with a column of texts and one of labels."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import InputError, RecordError
from ..labels import LABELS, parse_label
from ..records import Actor, actor_from_dict, check_record, sha256_of
from ..records.tables import Row, at, file_digest, find_name, labels_of, read_rows, refuse, text_of

Strings = npt.NDArray[np.str_]
Floats = npt.NDArray[np.float64]
TEXT = ("text", "passage", "body", "content", "full_text", "article", "sentence")
LABEL = ("label", "gold", "gold_label", "track", "code", "class")
GROUP = ("group", "process", "document_id", "doc_id", "document", "cluster")
ID = ("passage_id", "id", "doc_id", "document_id", "uid")
#: Columns by which figures may be cut, where the records carry them.
SLICE_COLUMNS = ("genre", "region", "period", "year", "split", "batch", "register", "designation")


@dataclass(frozen=True)
class Gold:
    """Passages with gold labels, as aligned sequences.

    Attributes
    ----------
    name : str
        Of the file.
    sha256 : str
        Of the file's bytes.
    ids : array of str
    texts : tuple of str
    labels : array of str
        Slugs.
    groups : array of str
        The cluster that is drawn as a whole in the bootstrap: process, document, or the passage itself.
    weights : array of float
        1 / inclusion probability, or ones.
    columns : Mapping of str to array of str
        Those of `SLICE_COLUMNS` and ``own_slices`` that are there, empty where a record has none.
    tags : tuple of tuple of str
    votes : tuple of Mapping of str to str
        Label by annotator.
    actors : tuple of (tuple of Actor or None)
        Annotated mentions, None where none are annotated.
    complete : tuple of bool
        Whether all mentions of a passage are annotated, or only those that matter to the label.
    weighted : bool
        Whether the file gives inclusion probabilities.
    own_slices : tuple of str
        Columns that the user wants figures cut by.
    """

    name: str
    sha256: str
    ids: Strings
    texts: tuple[str, ...]
    labels: Strings
    groups: Strings
    weights: Floats
    columns: Mapping[str, Strings] = field(default_factory=dict)
    tags: tuple[tuple[str, ...], ...] = ()
    votes: tuple[Mapping[str, str], ...] = ()
    actors: tuple[tuple[Actor, ...] | None, ...] = ()
    complete: tuple[bool, ...] = ()
    weighted: bool = False
    own_slices: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Count the passages."""
        return len(self.texts)

    def take(self, rows: Sequence[int] | npt.NDArray[np.int64]) -> Gold:
        """Take some of the passages, in the order of ``rows``."""
        index = np.asarray(rows, dtype=np.int64)

        def some(values: Sequence[Any]) -> tuple[Any, ...]:
            return tuple(values[i] for i in index)

        return Gold(
            self.name, self.sha256, self.ids[index], some(self.texts), self.labels[index], self.groups[index],
            self.weights[index], {name: values[index] for name, values in self.columns.items()},
            some(self.tags), some(self.votes), some(self.actors), some(self.complete), self.weighted,
            self.own_slices,
        )  # fmt: skip


def read_gold(
    path: Path,
    text_column: str | None = None,
    label_column: str | None = None,
    group_column: str | None = None,
    id_column: str | None = None,
    slice_columns: Sequence[str] = (),
    *,
    mentions: bool = True,
) -> Gold:
    """Read gold labels.

    Parameters
    ----------
    path : Path
        Hub records in JSON lines, or a table (CSV, TSV, Parquet, JSON lines) with columns for text and label.
    text_column, label_column, group_column, id_column : str, optional
        By default the usual names are looked for. Without a group, each passage is its own.
    slice_columns : sequence of str
        Columns by whose values figures are cut, besides those of `SLICE_COLUMNS`.
    mentions : bool
        Whether to read annotated actors, for which whole records are checked.

    Returns
    -------
    Gold

    Raises
    ------
    InputError
        For a file that cannot be read, a missing column, an empty text or an unknown label; names file and record.
    """
    rows = read_rows(path)
    text_name = find_name(text_column, TEXT, rows, path, "text")
    label_name = find_name(label_column, LABEL, rows, path, "label")
    for name, what in ((text_name, "text"), (label_name, "label")):
        if not name:
            listed = ", ".join(sorted({str(key) for _, row in rows for key in row})[:40])
            raise InputError(
                f"{path}: no column looks like the {what}; name it with --{what}-column. There are: {listed}"
            )
    group_name = find_name(group_column, GROUP, rows, path, "group")
    texts = tuple(text_of(row.get(text_name)) for _, row in rows)
    empty = [n for (n, _), text in zip(rows, texts, strict=True) if not text.strip()]
    refuse([f"{at(path, n)}: column {text_name!r} is empty" for n in empty], "fill it in or drop the record")
    own_slices = tuple(dict.fromkeys(find_name(name, (), rows, path, "slices") for name in slice_columns))
    probabilities = [_inclusion(row, path, n) for n, row in rows]
    weighted = any(p is not None for p in probabilities)
    if weighted and not all(p is not None for p in probabilities):
        n = next(n for (n, _), p in zip(rows, probabilities, strict=True) if p is None)
        raise InputError(f"{at(path, n)}: no inclusion probability, though others have one; fill it in or drop it")
    ids = _ids(rows, find_name(id_column, ID, rows, path, "id"))
    named = [text_of(row.get(group_name)).strip() if group_name else "" for _, row in rows]
    # A text that repeats is no second piece of evidence: without a group it is drawn with its first copy.
    first: dict[str, str] = {}
    own = [first.setdefault(text, name) for text, name in zip(texts, ids, strict=True)]
    return Gold(
        name=path.name,
        sha256=file_digest(path),
        ids=ids,
        texts=texts,
        labels=labels_of(rows, label_name, path),
        groups=np.array([group or alone for group, alone in zip(named, own, strict=True)]),
        weights=np.array([1.0 if p is None else 1.0 / p for p in probabilities]),
        columns=_columns(rows, own_slices),
        tags=tuple(_tags(row.get("tags")) for _, row in rows),
        votes=tuple(_votes(row.get("votes"), path, n) for n, row in rows),
        actors=tuple(_actors(row, path, n) if mentions else None for n, row in rows),
        complete=tuple(row.get("complete") is True for _, row in rows),
        weighted=weighted,
        own_slices=own_slices,
    )


def _ids(rows: list[tuple[int, Row]], name: str) -> Strings:
    """Ids as the file gives them, else the numbers of the records; repeated ones are told apart as in results."""
    given = [text_of(row.get(name)).strip() if name else "" for _, row in rows]
    seen: Counter[str] = Counter()
    out = []
    for (number, _), own in zip(rows, given, strict=True):
        key = own or f"record-{number}"
        seen[key] += 1
        out.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return np.array(out)


def _inclusion(row: Row, path: Path, number: int) -> float | None:
    """Inclusion probability of a sampled record: ``sample.probability``, or a column of a usual name."""
    sample = row.get("sample")
    value: Any = sample.get("probability") if isinstance(sample, dict) else None
    for name in ("inclusion_probability", "sampling_probability", "sample_probability"):
        value = row.get(name) if value is None else value
    if value is None or not text_of(value).strip():
        return None
    try:
        probability = float(value)
    except (TypeError, ValueError):
        probability = math.nan
    if not 0 < probability <= 1:
        raise InputError(f"{at(path, number)}: inclusion probability {value!r}; it must be over 0 and at most 1")
    return probability


def _columns(rows: list[tuple[int, Row]], own: Sequence[str]) -> dict[str, Strings]:
    out = {}
    for name in dict.fromkeys([*SLICE_COLUMNS, *own]):
        values = [text_of(row.get(name)).strip() for _, row in rows]
        if any(values):
            out[name] = np.array(values)
    return out


def _tags(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(map(str, value))
    return tuple(tag.strip() for tag in text_of(value).replace("|", ";").split(";") if tag.strip())


def _votes(value: Any, path: Path, number: int) -> dict[str, str]:
    if not isinstance(value, list):
        return {}
    try:
        return {str(vote["annotator"]): str(parse_label(vote["label"])) for vote in value if vote.get("label")}
    except (ValueError, KeyError, AttributeError) as error:
        raise InputError(f"{at(path, number)}: votes: {error}; each needs annotator and label") from error


def _actors(row: Row, path: Path, number: int) -> tuple[Actor, ...] | None:
    """Annotated mentions, with offsets into the passage; None in a table or a record that has none."""
    found = row.get("actors")
    if not isinstance(found, list) or "schema" not in row:
        return None
    try:
        check_record(row)
    except RecordError as error:
        raise InputError(f"{at(path, number)}: {error}") from error
    if not found and row["label"] != LABELS[0]:
        return None  # a passage on diplomacy has participants: nobody annotated these
    shift = row["start"]
    moved = [{**a, "start": a["start"] - shift, "end": a["end"] - shift} for a in found]
    return tuple(sorted(map(actor_from_dict, moved), key=lambda a: (a.start, a.end)))


def text_digests(gold: Gold) -> list[str]:
    """SHA-256 of each text, by which results can be matched."""
    return [sha256_of(text) for text in gold.texts]
