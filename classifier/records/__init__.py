"""What corpus, annotation and output share: evidence, results, the canonical record, its schema, the row."""

from .evidence import DOUBTFUL, Actor, Body, Cue, Evidence
from .record import SCHEMA, actor_from_dict, check_record, cue_from_dict, record_schema, sha256_of, to_record
from .result import DocumentResult, PassageResult, Result
from .rows import DOCUMENT_COLUMNS, ROW_COLUMNS, flatten, kept_name, row_columns, to_row

__all__ = [
    "DOCUMENT_COLUMNS", "DOUBTFUL", "ROW_COLUMNS", "SCHEMA", "Actor", "Body", "Cue", "DocumentResult", "Evidence", "PassageResult",
    "Result", "actor_from_dict", "check_record", "cue_from_dict", "flatten", "kept_name", "record_schema", "row_columns", "sha256_of",
    "to_record", "to_row",
]  # fmt: skip
