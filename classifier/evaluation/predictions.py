"""Predictions made elsewhere, by any model or person, matched to the gold passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..labels import LABELS
from ..records.tables import Row, at, file_digest, find_name, labels_of, read_rows, text_of
from .gold import ID, TEXT, Floats, Gold, Strings, text_digests

_LABEL = ("label", "predicted", "prediction", "predicted_label", "track", "code", "class")
_SHOWN = 3


@dataclass(frozen=True)
class Predictions:
    """Labels for the gold passages, in their order.

    Attributes
    ----------
    name, sha256 : str
        Of the file.
    labels : array of str
    probabilities : array of shape (n, 4) or None
        Columns in the order of `classifier.labels.LABELS`.
    """

    name: str
    sha256: str
    labels: Strings
    probabilities: Floats | None = None

    def take(self, rows: Sequence[int]) -> Predictions:
        """Take some of the passages."""
        index = np.asarray(rows, dtype=np.int64)
        probabilities = None if self.probabilities is None else self.probabilities[index]
        return Predictions(self.name, self.sha256, self.labels[index], probabilities)


def read_predictions(path: Path, gold: Gold, id_column: str | None = None) -> Predictions:
    """Read predictions, and match them to gold passages by id, by the digest of the text, or by the text.

    Parameters
    ----------
    path : Path
        CSV, TSV, JSON lines or Parquet with a label, and perhaps ``p_none`` … ``p_track_2`` or ``probabilities``.
    gold : Gold
    id_column : str, optional
        Of the gold; looked for here too, before the usual names.

    Returns
    -------
    Predictions
        One for each gold passage; what the file holds beside these is left out.

    Raises
    ------
    InputError
        If gold passages have no prediction: says how many, and shows three.
    """
    rows = read_rows(path)
    label_name = find_name(None, _LABEL, rows, path, "label")
    if not label_name:
        raise InputError(f"{path}: no column for the label; name one of its columns 'label'")
    found, tried = _match(rows, path, gold, ID if id_column is None else (id_column, *ID))
    missing = [i for i, row in enumerate(found) if row is None]
    if missing:
        shown = "; ".join(f"{gold.ids[i]} ({gold.texts[i][:60]!r})" for i in missing[:_SHOWN])
        raise InputError(
            f"{path}: no prediction for {len(missing)} of {len(gold)} gold passages, matched by {tried}: {shown}. "
            "Add them, or give the gold file's ids in a column 'id', or its texts in a column 'text'"
        )
    matched = [row for row in found if row is not None]
    labels = labels_of(matched, label_name, path)
    return Predictions(path.name, file_digest(path), labels, _probabilities(matched, path))


def _match(
    rows: list[tuple[int, Row]], path: Path, gold: Gold, ids: Sequence[str]
) -> tuple[list[tuple[int, Row] | None], str]:
    """Match by the first key that finds any gold passage; the best of those that find some."""
    keys: list[tuple[str, str, Sequence[str]]] = [
        *((name, name, list(gold.ids)) for name in _present(rows, ids)),
        *((name, "the text's digest", text_digests(gold)) for name in _present(rows, ("text_sha256",))),
        *((name, "text", [" ".join(text.split()) for text in gold.texts]) for name in _present(rows, TEXT)),
    ]
    if not keys:
        raise InputError(f"{path}: nothing to match by; give a column 'id', 'text_sha256' or 'text'")
    best: tuple[int, list[tuple[int, Row] | None], str] = (-1, [], "")
    for name, shown, wanted in keys:
        own = [(" ".join(text_of(row.get(name)).split()), (n, row)) for n, row in rows]
        by_key = dict(own)
        matched = [by_key.get(key) for key in wanted]
        hits = sum(row is not None for row in matched)
        if hits > best[0]:
            repeated = {key for key, times in Counter(key for key, _ in own).items() if times > 1}
            if hits and repeated & set(wanted) and name not in TEXT:
                raise InputError(f"{path}: several records for {sorted(repeated & set(wanted))[0]!r}; keep one of them")
            best = (hits, matched, shown)
    return best[1], best[2]


def _present(rows: list[tuple[int, Row]], names: Sequence[str]) -> list[str]:
    columns = {str(key) for _, row in rows for key in row}
    return [name for name in names if name in columns]


def _probabilities(rows: list[tuple[int, Row]], path: Path) -> Floats | None:
    """Four probabilities of each row, where all have them; they must be such, and sum to 1."""
    read = []
    for number, row in rows:
        nested = row.get("probabilities")
        values = [nested.get(str(x)) if isinstance(nested, dict) else row.get(f"p_{x}") for x in LABELS]
        if any(value is None or not text_of(value).strip() for value in values):
            return None
        try:
            read.append([float(text_of(value)) for value in values])
        except (TypeError, ValueError) as error:
            raise InputError(f"{at(path, number)}: a probability is not a number: {error}") from error
        if not (min(read[-1]) >= 0 and abs(sum(read[-1]) - 1) <= 0.01):  # so that 'nan' is refused too
            raise InputError(f"{at(path, number)}: probabilities {read[-1]}; they must sum to 1, none below 0")
    p: Floats = np.array(read)
    normed: Floats = p / p.sum(axis=1, keepdims=True)
    return normed
