"""spaCy's DocBin as data: written without making documents, and read without trust in what the file says.

`spacy.tokens.DocBin.from_bytes` unpacks whatever the file holds, and spans that point beyond their document end in a
crash. So the file is read here: how much it may unpack to is bounded, and every number is checked. `DocBin.add` takes
ten milliseconds a document, so that its parts are made here too.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from ...documents.limits import MAX_IN_MEMORY, MEGABYTE, Budget, read_all
from ...errors import InputError

#: Most values that a whole file, and what is packed of one document, may hold.
MOST, _MOST_OF_ONE = 5_000_000, 100_000
#: How spaCy packs a span: id, knowledge base id, label, first token, token after the last, and their characters.
SPAN = struct.Struct(">QQQllll")
_INSIDE, _OUTSIDE, _BEGIN = 1, 2, 3


@dataclass(frozen=True, slots=True)
class PlainSpan:
    """A span of a document, in characters."""

    start: int
    end: int
    label: str
    id: str


@dataclass(frozen=True, slots=True)
class PlainDoc:
    """What is read of a document.

    Attributes
    ----------
    text : str
    categories : Mapping of str to float
        ``doc.cats``.
    groups : Mapping of str to sequence of PlainSpan
        ``doc.spans``.
    entities : sequence of PlainSpan
        ``doc.ents``.
    user_data : Mapping
        ``doc.user_data``.
    """

    text: str
    categories: Mapping[str, float]
    groups: Mapping[str, Sequence[PlainSpan]]
    entities: Sequence[PlainSpan]
    user_data: Mapping[Any, Any]


def read_docs(path: Path) -> Iterator[PlainDoc | ValueError]:
    """Read the documents of a DocBin.

    Parameters
    ----------
    path : Path

    Yields
    ------
    PlainDoc or ValueError
        A document, or what is wrong with it.

    Raises
    ------
    InputError
        If the file is missing, no DocBin, damaged, or unpacks to more than it may.
    """
    try:
        with path.open("rb") as stream:
            packed = read_all(stream, MAX_IN_MEMORY, "a DocBin", "split it")
        budget = Budget(len(packed))
        columns = _columns(_inflated(packed, budget))
        del packed
        yield from _docs(columns, budget)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; name a .spacy file") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def write_parts(path: Path, parts: Mapping[str, Any]) -> None:
    """Write the parts of a DocBin, one value at a time; `DocBin.to_bytes` holds all of them three times over."""
    from srsly import msgpack

    packer, squeezer = msgpack.Packer(use_bin_type=True), zlib.compressobj()
    with path.open("wb") as file:

        def put(packed: bytes) -> None:
            file.write(squeezer.compress(packed))

        put(packer.pack_map_header(len(parts)))
        for name, part in parts.items():
            put(packer.pack(name))
            if isinstance(part, list):
                put(packer.pack_array_header(len(part)))
                for value in part:
                    put(packer.pack(value))
            else:
                put(packer.pack(part))
        file.write(squeezer.flush())


def _inflated(packed: bytes, budget: Budget) -> bytes:
    data, whole = bytearray(), zlib.decompressobj()
    try:
        while not whole.eof:
            piece = whole.decompress(packed, MEGABYTE)
            packed = whole.unconsumed_tail
            budget.spend(len(piece))
            data += piece
            if len(data) > MAX_IN_MEMORY:
                raise InputError(f"unpacks to more than {MAX_IN_MEMORY // MEGABYTE} MB; split it")
            if not piece and not packed and not whole.eof:
                raise InputError("cut short; save it again")
    except zlib.error as error:
        raise InputError("no DocBin of spaCy's; save the documents by DocBin.to_disk") from error
    return bytes(data)


def _unpacked(data: bytes, most: int, *, lists: bool = True) -> Any:
    """Unpack MessagePack that holds no more than so many values; its arrays are lists, or else tuples, which can be keys.

    Raises
    ------
    ValueError
        If it holds more, or is none.
    """
    from srsly import msgpack

    left = most

    def counted(items: Any) -> Any:
        nonlocal left
        left -= len(items) + 1
        if left < 0:
            raise ValueError(f"more than {most:,} values; split it")
        return items

    try:
        # A hook for pairs keeps srsly from making NumPy arrays of what looks like some.
        return msgpack.unpackb(
            data, raw=False, strict_map_key=False, use_list=lists, list_hook=counted,
            object_pairs_hook=lambda pairs: dict(counted(pairs)), max_array_len=most, max_map_len=most,
        )  # fmt: skip
    except (TypeError, OverflowError, msgpack.UnpackException) as error:
        raise ValueError(f"{error or type(error).__name__}") from error


def _columns(data: bytes) -> dict[str, Any]:
    """Unpack a file's parts, each of its type, and of as many documents as the others.

    Raises
    ------
    InputError
        If one is missing or does not fit the others.
    """
    try:
        found = _unpacked(data, MOST)
        lengths = np.frombuffer(found["lengths"], dtype=np.int32)
        attributes = [int(attribute) for attribute in found["attrs"]]
        tokens = np.frombuffer(found["tokens"], dtype=np.uint64).reshape(-1, len(attributes))
        spaces = np.frombuffer(found["spaces"], dtype=np.uint8) != 0
        count = len(lengths)
        parts = {
            "cats": found["cats"], "flags": found.get("flags") or [{}] * count,
            "span_groups": found.get("span_groups") or [b""] * count, "user_data": found.get("user_data") or [None] * count,
        }  # fmt: skip
        if any(not isinstance(part, list) or len(part) != count for part in parts.values()):
            raise ValueError("its parts are of different lengths")
        if (lengths < 0).any() or not lengths.sum(dtype=np.int64) == len(tokens) == len(spaces):
            raise ValueError("its tokens are not as many as it says")
        strings = [text for text in found["strings"] if isinstance(text, str)]
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise InputError(f"no DocBin of spaCy's, or damaged: {error}") from error
    return {
        **parts,
        "lengths": lengths,
        "attributes": attributes,
        "tokens": tokens,
        "spaces": spaces,
        "strings": strings,
    }


def _docs(columns: dict[str, Any], budget: Budget) -> Iterator[PlainDoc | ValueError]:
    from spacy.strings import get_string_id

    names = {get_string_id(text): text for text in columns["strings"]} | {0: ""}
    bounds = [0, *accumulate(columns["lengths"].tolist())]
    for i, (first, last) in enumerate(pairwise(bounds)):
        try:
            yield _doc(columns, i, slice(first, last), names, budget)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, struct.error) as error:
            yield error if isinstance(error, ValueError) else ValueError(f"damaged: {type(error).__name__} {error}")


def _doc(columns: dict[str, Any], i: int, at: slice, names: Mapping[int, str], budget: Budget) -> PlainDoc:
    from spacy.attrs import ENT_IOB, ENT_TYPE, ORTH

    attributes, tokens = columns["attributes"], columns["tokens"][at]
    words = [names[orth] for orth in tokens[:, attributes.index(ORTH)].tolist()]
    spaces = columns["spaces"][at].tolist()
    if columns["flags"][i].get("has_unknown_spaces"):
        spaces = [True] * len(words)
    starts = [0, *accumulate(len(word) + space for word, space in zip(words, spaces, strict=True))]
    budget.spend(starts[-1])  # for a word may be long, and stand at every place
    text = "".join(word + " " * space for word, space in zip(words, spaces, strict=True))

    def span(first: int, last: int, label: str, span_id: str = "") -> PlainSpan:
        if not 0 <= first < last <= len(words):
            raise ValueError(f"a span of tokens {first}:{last}, of which there are {len(words)}")
        return PlainSpan(starts[first], starts[last - 1] + len(words[last - 1]), label, span_id)

    entities = []
    if ENT_IOB in attributes and ENT_TYPE in attributes:
        kinds = tokens[:, attributes.index(ENT_TYPE)].tolist()
        marks = tokens[:, attributes.index(ENT_IOB)].tolist()
        entities = [span(first, last, names[kinds[first]]) for first, last in _entities(marks)]
    groups = {
        key: [span(first, last, names[label], names.get(span_id, "")) for span_id, _, label, first, last, _, _ in spans]
        for key, spans in _groups(columns["span_groups"][i])
    }
    packed = columns["user_data"][i]
    return PlainDoc(
        text,
        _categories(columns["cats"][i]),
        groups,
        entities,
        dict(_unpacked(packed, _MOST_OF_ONE, lists=False)) if packed else {},
    )


def _entities(marks: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First token and the token after the last of each entity."""
    first = None
    for i, mark in enumerate([*marks, _OUTSIDE]):
        if mark != _INSIDE and first is not None:
            yield first, i
            first = None
        if mark == _BEGIN or (mark == _INSIDE and first is None):
            first = i


def _groups(packed: bytes) -> Iterator[tuple[str, list[tuple[int, ...]]]]:
    """Names of the groups of spans, and their spans; old files list groups, newer ones have names for each."""
    found = _unpacked(packed, _MOST_OF_ONE) if packed else []
    for group, keys in found.items() if isinstance(found, dict) else ((group, ()) for group in found):
        unpacked = _unpacked(group, _MOST_OF_ONE)
        spans = [SPAN.unpack(span) for span in unpacked["spans"]]
        for key in keys or (unpacked["name"],):
            yield str(key), spans


def _categories(given: Mapping[Any, Any]) -> dict[str, float]:
    scores = {str(name): float(score) for name, score in given.items()}
    if not all(map(math.isfinite, scores.values())):
        raise ValueError("a category's score is no number")
    return scores
