"""Spark's DataFrames: texts in a column to rows of results, on whatever storage Spark can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..bulk import Counts, RunOptions, label
from ..bulk.run import check_keep
from ..bulk.writers.schema import arrow_schema
from ..documents import Document, ReadOptions, Reject
from ..documents.columns import find_columns, record_to_document
from ..errors import InputError
from ..records import row_columns
from .session import tracker_of

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

_RECORD = "__record"
_SOURCE = "frame"
_ROWS = 256


def classify(
    df: DataFrame,
    text: str = "text",
    *,
    id: str | None = None,
    title: str | None = None,
    date: str | None = None,
    level: str = "document",
    keep: Sequence[str] | str = (),
    model: str | Path | None = None,
    lexicon: Sequence[str | Path] = (),
) -> DataFrame:
    """Label the texts of a Spark DataFrame, lazily.

    Parameters
    ----------
    df : pyspark.sql.DataFrame
    text : str
        Column that holds the texts.
    id, title, date : str, optional
        Columns of the ids, titles and dates; by default the usual names are looked for.
    level : str
        ``document`` (one row a document) or ``passage``.
    keep : sequence of str or 'all'
        Columns to pass through, with their types, behind the row's own.
    model : path, optional
        A model's folder, which all workers can read; the shipped model by default.
    lexicon : sequence of path
        Overlays, which all workers can read.

    Returns
    -------
    pyspark.sql.DataFrame
        The row's columns (contract), then those kept. ``source_file`` is ``frame``; ``record`` is a number that
        grows in the order of the frame, with gaps between partitions. Rows without text are left out; `rejects`
        lists them. Ids that repeat are left as they are, for no worker sees all.

    Raises
    ------
    InputError
        If a column is missing, or one that is kept has the name of one of the row's own.

    Examples
    --------
    >>> from pyspark.sql import SparkSession  # doctest: +SKIP
    >>> articles = SparkSession.builder.getOrCreate().read.parquet("crawl/")  # doctest: +SKIP
    >>> classify(articles, "body", keep=["outlet"]).write.parquet("results/")  # doctest: +SKIP
    """
    from pyspark.sql.pandas.types import from_arrow_schema
    from pyspark.sql.types import StructType

    read = _columns_of(df, text, id, title, date)
    if level not in ("document", "passage"):
        raise InputError(f"no level {level!r}; there are: document, passage")
    own = row_columns(level)
    kept = [name for name in df.columns if name != text and name not in own] if keep == "all" else list(keep)
    check_keep(tuple(kept), own)
    missing = [name for name in kept if name not in df.columns]
    if missing:
        raise InputError(f"no column {missing[0]!r} to keep; there are: {', '.join(df.columns)}")
    paths = tuple(Path(path).absolute() for path in lexicon)
    work = _Work(read, RunOptions(level=level), own, tuple(kept), Path(model).absolute() if model else None, paths)
    schema = StructType([*from_arrow_schema(arrow_schema(own)).fields, *(df.schema[name] for name in kept)])
    return _numbered(df, read, kept).mapInArrow(partial(_label, work=work), schema)


def rejects(
    df: DataFrame, text: str = "text", *, id: str | None = None, title: str | None = None, date: str | None = None
) -> DataFrame:
    """List the rows that `classify` leaves out, for they hold no text.

    Parameters
    ----------
    df, text, id, title, date
        As for `classify`.

    Returns
    -------
    pyspark.sql.DataFrame
        ``source_file, record, stage, reason``, and the row's ``document_id`` where it has one.
    """
    read = _columns_of(df, text, id, title, date)
    schema = "source_file string, record long, stage string, reason string, document_id string"
    return _numbered(df, read, ()).mapInArrow(partial(_reject, read=read), schema)


@dataclass(frozen=True, slots=True)
class _Work:
    read: ReadOptions
    options: RunOptions
    columns: tuple[str, ...]
    keep: tuple[str, ...]
    model: Path | None
    lexicon: tuple[Path, ...]


def _columns_of(df: DataFrame, text: str, id: str | None, title: str | None, date: str | None) -> ReadOptions:
    names = find_columns(ReadOptions(text, id, date, title), df.columns)
    return ReadOptions(names["text"], names["id"], names["date"], names["title"])


def _used(read: ReadOptions) -> list[str]:
    names = (read.text_column, read.id_column, read.title_column, read.date_column)
    return list(dict.fromkeys(name for name in names if name is not None))


def _numbered(df: DataFrame, read: ReadOptions, keep: Iterable[str]) -> DataFrame:
    """Take the columns that matter, with a number for each row."""
    from pyspark.sql import functions

    quoted = ("`" + name.replace("`", "``") + "`" for name in dict.fromkeys([*_used(read), *keep]))
    number = (functions.monotonically_increasing_id() + 1).alias(_RECORD)
    return df.select(*map(functions.col, quoted), number)


def _read(batch: pa.RecordBatch, read: ReadOptions) -> list[Document | Reject]:
    rows = batch.select([*_used(read), _RECORD]).to_pylist()
    return [record_to_document(row, _SOURCE, row.pop(_RECORD), read) for row in rows]


def _label(batches: Iterable[pa.RecordBatch], work: _Work) -> Iterator[pa.RecordBatch]:
    """Label Arrow's batches, in smaller ones: results are many times as wide as what they are made of."""
    import pyarrow as pa

    tracker = tracker_of(work.model, work.lexicon)
    schema = arrow_schema(work.columns)
    for whole in batches:
        for start in range(0, whole.num_rows, _ROWS):
            batch = whole.slice(start, _ROWS)
            rows = list(label(tracker, _read(batch, work.read), work.options, Counts(), lambda _: None))
            places = {number: place for place, number in enumerate(batch.column(_RECORD).to_pylist())}
            origins = pa.array([places[row["record"]] for row in rows], pa.int64())
            kept = [batch.column(name).take(origins) for name in work.keep]
            own = pa.RecordBatch.from_pylist(rows, schema)
            yield pa.RecordBatch.from_arrays([*own.columns, *kept], [*work.columns, *work.keep])


def _reject(batches: Iterable[pa.RecordBatch], read: ReadOptions) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    schema = pa.schema([
        ("source_file", pa.string()), ("record", pa.int64()), ("stage", pa.string()), ("reason", pa.string()),
        ("document_id", pa.string()),
    ])  # fmt: skip
    for batch in batches:
        ids = batch.column(read.id_column).to_pylist() if read.id_column else [None] * batch.num_rows
        found = [
            {**asdict(item), "document_id": None if id is None else str(id)}
            for id, item in zip(ids, _read(batch, read), strict=True)
            if isinstance(item, Reject)
        ]
        yield pa.RecordBatch.from_pylist(found, schema)
