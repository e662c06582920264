"""Files of UIMA CAS, in XMI and JSON, read by cassis, but for what is not ours.

A file of INCEpTION's holds tokens, sentences and layers of others, and types for all of them. cassis makes Python classes
of types, and code out of the names in them, so that it must not see the types of a file that anybody may have written:
annotations of other layers, and features that ours do not have, are left out before, and it knows our types alone.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from functools import cache
from typing import Any
from xml.parsers import expat

from ...errors import InputError, needed
from .cas import DOCUMENT, SPANS, cassis, strictly, type_system

_SOFA = "uima.cas.Sofa"
_XMI_ID = "{http://www.omg.org/XMI}id"
_IN_CAS = "{http:///uima/cas.ecore}"
#: Type -> the features that are read; all of it besides is left out.
_FEATURES = {
    layer.name: frozenset({"sofa", "begin", "end", *(feature.name for feature in layer.features)})
    for layer in (DOCUMENT, *SPANS.values())
} | {_SOFA: frozenset({"sofaNum", "sofaID", "mimeType", "sofaString"})}


def load(data: bytes, kind: str) -> Any:
    """Read a CAS.

    Parameters
    ----------
    data : bytes
    kind : str
        ``xmi`` or ``json``.

    Raises
    ------
    InputError, ValueError
        If it is none, or XML with a document type.
    """
    try:
        with strictly():
            if kind == "json":
                return cassis().load_cas_from_json(_our_json(data), typesystem=_types(), merge_typesystem=False)
            return cassis().load_cas_from_xmi(io.BytesIO(_our_xmi(data)), typesystem=_types(), trusted=True)
    except InputError:
        raise
    except Exception as error:  # cassis meets broken files with errors of every kind
        raise ValueError(f"not UIMA CAS as INCEpTION writes it: {type(error).__name__}: {error}") from error


def parsed(data: bytes) -> Any:
    """Parse JSON.

    Raises
    ------
    InputError, ValueError
        If it is none.
    """
    try:
        return json.loads(data)
    except RecursionError as error:
        raise InputError("nested too deeply") from error


@cache
def _types() -> Any:
    return type_system()


def _our_json(data: bytes) -> str:
    value = parsed(data)
    given = value["%FEATURE_STRUCTURES"]
    if isinstance(given, dict):  # ids as keys, which the format allows
        given = [{**structure, "%ID": int(id)} for id, structure in given.items()]
    ours = [_our_structure(structure) for structure in given if structure.get("%TYPE") in _FEATURES]
    if sum(structure["%TYPE"] == _SOFA for structure in ours) != 1:
        raise InputError("it should hold one text")
    ids = {structure["%ID"] for structure in ours}
    views = {
        name: {"%SOFA": view["%SOFA"], "%MEMBERS": [id for id in view["%MEMBERS"] if id in ids]}
        for name, view in value["%VIEWS"].items()
    }
    return json.dumps({"%FEATURE_STRUCTURES": ours, "%VIEWS": views})


def _our_structure(structure: Mapping[str, Any]) -> dict[str, Any]:
    names = _FEATURES[structure["%TYPE"]]
    return {k: v for k, v in structure.items() if k in ("%ID", "%TYPE") or k.removeprefix("@") in names}


def _our_xmi(data: bytes) -> bytes:
    _refuse_document_type(data)
    etree = needed("lxml.etree", "INCEpTION's format", "annotation")
    # Without a document type, there is nothing that could blow up; a long text is welcome.
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(data, parser)
    if root.tag != "{http://www.omg.org/XMI}XMI":
        raise InputError("XML of another kind")
    ids, views = set(), []
    for element in list(root):
        namespace, _, name = element.tag.rpartition("}")
        names = _FEATURES.get(f"{namespace[9:-6].replace('/', '.')}.{name}")
        if element.tag == f"{_IN_CAS}View":
            views.append(element)
        elif names is None:
            root.remove(element)
        else:
            ids.add(element.get(_XMI_ID))
            for child in list(element):
                element.remove(child)
            for key in set(element.attrib) - names - {_XMI_ID}:
                del element.attrib[key]
    for view in views:
        view.set("members", " ".join(id for id in view.get("members", "").split() if id in ids))
    return bytes(etree.tostring(root, encoding="UTF-8"))


class _Enough(Exception):
    """The first element of a file was reached."""


def _refuse_document_type(data: bytes) -> None:
    """Refuse XML with a document type, for it may declare entities; INCEpTION writes none.

    Raises
    ------
    InputError
        If there is one, or this is no XML.
    """

    def refuse(*_: object) -> None:
        raise InputError("it has a document type, which may declare entities; INCEpTION writes none")

    def stop(*_: object) -> None:
        raise _Enough

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        parser.Parse(data, True)
    except _Enough:
        return
    except (expat.ExpatError, ValueError) as error:
        raise InputError(f"not XML: {error}") from error
