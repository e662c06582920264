"""The row as an Arrow schema, with evidence and lists nested."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from ...records import DOCUMENT_COLUMNS, ROW_COLUMNS


@cache
def _types() -> dict[str, Any]:
    import pyarrow as pa

    span = [("start", pa.int64()), ("end", pa.int64()), ("text", pa.string())]
    rules = ("rules", pa.list_(pa.string()))
    actor_fields = ("status", "capacity", "role", "kind", "party", "name", "office")
    actor = pa.struct([*span, *((f, pa.string()) for f in actor_fields), ("negated", pa.bool_()), rules])
    cue = pa.struct([*span, ("aspect", pa.string()), ("value", pa.string()), rules])
    strings = pa.list_(pa.string())
    evidence = pa.struct([("actors", pa.list_(actor)), ("cues", pa.list_(cue)), ("reasons", strings)])
    special = {
        "prediction_set": strings, "officials": strings, "non_officials": strings, "evidence": evidence,
        "uncertain": pa.bool_(), "claim_mismatch": pa.bool_(),
    }  # fmt: skip
    whole = ("passage_index", "start", "end", "record", "n_officials", "n_non_officials", "n_former", "n_personal",
             *DOCUMENT_COLUMNS)  # fmt: skip
    real = ("confidence", "p_none", "p_track_1", "p_track_1_5", "p_track_2")
    return {
        **dict.fromkeys(ROW_COLUMNS, pa.string()), **dict.fromkeys(whole, pa.int64()),
        **dict.fromkeys(real, pa.float64()), **special,
    }  # fmt: skip


def arrow_schema(columns: Iterable[str]) -> Any:
    """Make the Arrow schema of rows with these columns; kept columns are strings."""
    import pyarrow as pa

    return pa.schema([(name, _types().get(name, pa.string())) for name in columns])


def as_declared(value: Any, kind: object) -> Any:
    """Value for a column of an Arrow type: kept columns are strings whatever the source held; null stays null."""
    if value is None or str(kind) != "string" or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else str(value)
