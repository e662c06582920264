"""Parquet: a document a row, read in batches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from ...errors import InputError
from ..columns import ReadOptions, find_columns, record_to_document
from ..document import Document, Reject

_BATCH = 256


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield a document a row; nested columns are objects, so that ``--text-column body.text`` reaches into them.

    Raises
    ------
    InputError
        If the file is damaged, or none of its columns can be the text.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with pq.ParquetFile(stream, pre_buffer=False) as file:
            if all("." not in str(getattr(options, f"{key}_column")) for key in ("text", "id", "date", "title")):
                find_columns(options, file.schema_arrow.names)
            for batch in file.iter_batches(batch_size=_BATCH):
                for row in batch.to_pylist():
                    number += 1
                    yield record_to_document(row, source_file, number, options)
    except (pa.ArrowException, OSError) as error:
        where = f" after row {number}" if number else ""
        raise InputError(f"Parquet data that is damaged or cut short{where}: {error}") from error
