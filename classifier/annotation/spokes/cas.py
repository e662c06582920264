"""Records as UIMA CAS, which INCEpTION keeps its annotations in: two layers of spans, one of the document.

Offsets in files count UTF-16 units, as Java does; cassis converts them to code points and back.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ...errors import needed
from ...labels import Aspect, Capacity, Kind, Label, Role, Status
from ..spans import DEFAULTS, told
from .escapes import escape, unescape

PASSAGE = "webanno.custom.DiplotrackPassage"
STRING, BOOLEAN, INTEGER = "uima.cas.String", "uima.cas.Boolean", "uima.cas.Integer"


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature of a layer: a field of the record, or of a span.

    Attributes
    ----------
    name, title : str
        In files, and on the screen.
    values : type of StrEnum or None
        What it may be, if that is laid down.
    type : str
        UIMA's name of its type.
    """

    name: str
    title: str
    values: type[StrEnum] | None = None
    type: str = STRING


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer; ``name`` is that of its type."""

    name: str
    title: str
    features: tuple[Feature, ...]


#: Field of the record -> layer of its spans.
SPANS = {
    "actors": Layer(
        "webanno.custom.DiplotrackActor",
        "Actor",
        (
            Feature("status", "Status", Status), Feature("capacity", "Capacity", Capacity), Feature("role", "Role", Role),
            Feature("kind", "Kind", Kind), Feature("party", "Party"), Feature("name", "Name"), Feature("office", "Office"),
            Feature("negated", "Negated", type=BOOLEAN),
        ),
    ),
    "cues": Layer("webanno.custom.DiplotrackCue", "Cue", (Feature("aspect", "Aspect", Aspect), Feature("value", "Value"))),
}  # fmt: skip
#: What is said of the passage as a whole.
CODED = (Feature("label", "Label", Label), Feature("rationale", "Rationale"), Feature("codebook", "Codebook section"))
DOCUMENT = Layer(
    PASSAGE, "Passage", (*CODED, Feature("passage_id", "Passage"), Feature("record", "Record", type=INTEGER))
)
CARRIED = frozenset({
    *(feature.name for feature in CODED), *SPANS,
    *(f"{name}.{feature.name}" for name, layer in SPANS.items() for feature in layer.features),
})  # fmt: skip
#: What XML cannot hold; in CAS JSON it would be lost when INCEpTION exports it as XMI.
ILLEGAL = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
#: INCEpTION adds it to layers of the document, to sort their annotations by.
_ORDER = Feature("i7n_uiOrder", "", type=INTEGER)


def cassis() -> Any:
    """Import the library that reads and writes UIMA CAS.

    Raises
    ------
    InputError
        If it is not installed.
    """
    return needed("cassis", "INCEpTION's format", "annotation")


def type_system() -> Any:
    """Make the type system of the layers."""
    types = cassis().TypeSystem()
    for layer, supertype in (
        *((layer, "uima.tcas.Annotation") for layer in SPANS.values()),
        (DOCUMENT, "uima.cas.AnnotationBase"),
    ):
        made = types.create_type(layer.name, supertype, description=layer.title)
        for feature in (*layer.features, *((_ORDER,) if layer is DOCUMENT else ())):
            types.create_feature(made, feature.name, feature.type)
    return types


def to_cas(types: Any, text: str, passage_id: str, number: int | None, record: Mapping[str, Any]) -> Any:
    """Make the CAS of a passage.

    Parameters
    ----------
    types
        As `type_system` made them.
    text, passage_id : str
    number : int or None
        Which of the passage's records it is; None with an empty record.
    record : Mapping
        Its spans' offsets are into the text.
    """
    cas = cassis().Cas(types)
    cas.sofa_string, cas.sofa_mime = text, "text/plain"
    coded = _features(DOCUMENT, {**record, "passage_id": passage_id, "record": number})
    cas.add(types.get_type(PASSAGE)(**coded))
    for name, layer in SPANS.items():
        annotation = types.get_type(layer.name)
        for span in record.get(name, ()):
            cas.add(annotation(begin=span["start"], end=span["end"], **_features(layer, span)))
    return cas


def _features(layer: Layer, values: Mapping[str, Any]) -> dict[str, Any]:
    """Features of an annotation, without those that say nothing."""
    given = {feature.name: values.get(feature.name) for feature in layer.features}
    return {k: escape(v, ILLEGAL) if isinstance(v, str) else v for k, v in given.items() if told(v)}


def from_cas(cas: Any) -> tuple[str, str, int | None, dict[str, Any]]:
    """Read a CAS.

    Returns
    -------
    (str, str, int or None, dict)
        Text, passage id, number of the record, and the record's fields. All that the layers can hold is there, for an
        empty feature is one that the coder emptied.

    Raises
    ------
    ValueError
        If it does not tell what passage it is, or a feature has a value of another type.
    """
    text = cas.sofa_string
    if text is None:
        raise ValueError("it holds no text")
    passages = list(cas.select(PASSAGE))
    if len(passages) != 1:
        raise ValueError(
            f"{len(passages)} annotations on the layer Passage, which tells what passage it is; it should have the one "
            "that was exported (is layers.json imported, and document metadata enabled?)"
        )
    said = _values(DOCUMENT, passages[0], {})
    fields: dict[str, Any] = {feature.name: said[feature.name] for feature in CODED}
    for name, layer in SPANS.items():
        fields[name] = [
            {"start": span.begin, "end": span.end, **_values(layer, span, DEFAULTS[name])}
            for span in cas.select(layer.name)
        ]
    if not said["passage_id"]:
        raise ValueError("its feature 'Passage' is empty; it should hold the passage's id, as it was exported")
    return text, said["passage_id"], said["record"], fields


def _values(layer: Layer, annotation: Any, defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Read the features of an annotation, the empty ones by default."""
    values = {}
    for feature in layer.features:
        value = getattr(annotation, feature.name)
        if value is None or value == "":
            values[feature.name] = {BOOLEAN: False, INTEGER: None}.get(feature.type, defaults.get(feature.name, ""))
        elif type(value) is not {BOOLEAN: bool, INTEGER: int, STRING: str}[feature.type]:
            raise ValueError(f"feature '{feature.name}' is {value!r}, no {feature.type.rpartition('.')[2]}")
        else:
            values[feature.name] = unescape(value) if isinstance(value, str) else value
    return values


@contextmanager
def strictly() -> Iterator[None]:
    """Make errors of cassis's warnings that it leaves an offset as it is, and quiet its others.

    Yields
    ------
    None
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.filterwarnings("error", "Not mapping")
        yield
