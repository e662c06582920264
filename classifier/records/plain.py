"""From frozen dataclasses to what JSON holds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np


def plain(value: Any) -> Any:
    """Turn dataclasses, named tuples and arrays into dictionaries, lists, strings and numbers; NaN becomes None.

    Examples
    --------
    >>> plain({"macro_f1": [0.123456789, np.float64(0.1), float("nan")]})
    {'macro_f1': [0.123457, 0.1, None]}
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, bool) or value is None or isinstance(value, int):
        return value
    if isinstance(value, float):
        # Six digits that tell, not six places: a p value of 1e-9 is not 0.
        return float(f"{value:.6g}") if math.isfinite(value) else None
    return str(value)
