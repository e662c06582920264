"""Vocabularies as one string each: skops keeps every entry of a dict as an object of its own, which loads slowly."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

_NAMES = "vocabulary_names_"


def pack(value: Any) -> Any:
    """Copy of a vectorizer, or of a mapping that holds some, with its names as a JSON string.

    Parameters
    ----------
    value : Any
        What is neither is returned as it is.
    """
    if isinstance(value, Mapping):
        return {key: pack(one) for key, one in value.items()}
    if not hasattr(value, "vocabulary_"):
        return value
    packed = copy.copy(value)
    names = sorted(packed.vocabulary_, key=packed.vocabulary_.__getitem__)
    vars(packed)[_NAMES] = json.dumps(names, ensure_ascii=False)
    for name in ("vocabulary_", "feature_names_"):
        vars(packed).pop(name, None)
    return packed


def unpack(value: Any) -> Any:
    """Give a vectorizer that `pack` has packed its vocabulary back.

    Raises
    ------
    ValueError
        If its names are no JSON.
    """
    if isinstance(value, Mapping):
        return {key: unpack(one) for key, one in value.items()}
    if not hasattr(value, _NAMES):
        return value
    names = json.loads(vars(value).pop(_NAMES))
    value.vocabulary_ = {name: i for i, name in enumerate(names)}
    if not hasattr(value, "get_stop_words"):  # a DictVectorizer, which holds them as a list too
        value.feature_names_ = names
    return value
