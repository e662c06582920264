"""What comes back from INCEpTION: a document, a folder of them, or a project's export, packed or not.

An export holds ``annotation/<document>/<user>.<ending>`` for every coder and ``curation/<document>/…`` for what a curator
decided, which is read as adjudicated; each may be a ZIP with the document and its ``TypeSystem.xml``. ``INITIAL_CAS`` is
what was imported, and nobody's. Where ``exportedproject….json`` tells that a coder has not finished a document, it counts
as not coded: what is in it may be no more than the prediction.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.parsers import expat

from ...documents import Reject
from ...documents.limits import MAX_TEXT
from ...errors import InputError
from ..spoke import Answer
from .cas import cassis, from_cas, strictly, type_system
from .unpacking import Found, files_of

_TOO_LONG = "no passage is; is it a document of this export?"
_INITIAL, _CURATOR = "INITIAL_CAS", "CURATION_USER"
_SOFA = "uima.cas.Sofa"
#: What this export and INCEpTION's hold beside documents.
_BESIDE = frozenset({"TypeSystem.xml", "layers.json"})
_PROJECT = "exportedproject"


@dataclass(frozen=True, slots=True)
class _Origin:
    """Whose work a file is: its coder, if its path tells, and whether it is a curator's."""

    document: str = ""
    coder: str = ""
    curated: bool = False


@dataclass(slots=True)
class _Project:
    """What a project's export tells of its documents.

    Attributes
    ----------
    root : str or None
        Where it begins; None if this is no project's export.
    states : dict
        State of each document and coder, such as ``FINISHED``.
    """

    root: str | None = None
    states: dict[tuple[str, str], str] = field(default_factory=dict)

    def within(self, name: str) -> bool:
        """Whether a file is one that coders or curators made, as far as is known."""
        return self.root is None or name.startswith((f"{self.root}annotation/", f"{self.root}curation/"))

    def unfinished(self, origin: _Origin) -> bool:
        """Whether the export tells that the coder has not finished the document."""
        if origin.curated:
            return False
        return self.states.get((origin.document, origin.coder), "FINISHED") != "FINISHED"


def read(path: Path) -> Iterator[Answer | Reject]:
    """Read the documents of all coders, in XMI or JSON."""
    cassis()
    with files_of(path, _is_wanted) as files:
        found = {item.name: item for item in files if isinstance(item, Found)}
        yield from (item for item in files if isinstance(item, Reject))
        project = _project(found)
        empty = len(found) == len(files)
        for name, file in found.items():
            kind = name.rpartition(".")[2].lower()
            if not project.within(name) or _is_beside(name):
                continue
            empty = False
            if kind not in ("xmi", "json"):
                yield _reject(path, name, "neither XMI nor JSON; export as 'UIMA CAS XMI (XML 1.0)' or 'UIMA CAS JSON'")
                continue
            origin = _origin(name)
            if origin.coder != _INITIAL:
                yield from _document(path, file, kind, origin, project, _types_beside(name, found))
        if empty:
            raise InputError("no document of INCEpTION's in it; name what it exported")


def _document(
    path: Path, file: Found, kind: str, origin: _Origin, project: _Project, types: Found | None
) -> Iterator[Answer | Reject]:
    try:
        data = file.read(MAX_TEXT, _TOO_LONG)
        described = types.read(MAX_TEXT, "it describes too many types") if types else None
        text, passage_id, number, fields = from_cas(_load(data, kind, described))
    except (InputError, ValueError) as error:
        yield _reject(path, file.name, str(error))
        return
    if project.unfinished(origin):
        fields["label"] = ""
    coder = "curation" if origin.curated else origin.coder
    yield Answer(file.name, passage_id, number, text, fields, coder, adjudicated=origin.curated)


def _reject(path: Path, name: str, reason: str) -> Reject:
    return Reject(f"{path}/{name}" if name != path.name else str(path), None, "import", reason)


def _is_wanted(name: str) -> bool:
    """Whether a file may hold anything for us; Java's serialised copies and the sources do not."""
    return not name.endswith(".ser")


def _is_beside(name: str) -> bool:
    last = name.rpartition("/")[2]
    return last in _BESIDE or last.startswith(_PROJECT)


def _origin(name: str) -> _Origin:
    """Tell whose work a file is by its path.

    Examples
    --------
    >>> _origin("annotation/000001.xmi/j.doe.zip/j.doe.xmi")
    _Origin(document='000001.xmi', coder='j.doe', curated=False)
    >>> _origin("curation/000001.xmi/CURATION_USER.xmi").curated, _origin("000001.xmi").coder
    (True, '')
    """
    parts = name.split("/")
    for i, part in enumerate(parts[:-2]):
        if part in ("annotation", "curation"):
            user = parts[i + 2].rpartition(".")[0]
            return _Origin(parts[i + 1], user, part == "curation" or user == _CURATOR)
    return _Origin(curated=parts[-1].startswith(f"{_CURATOR}."), coder=_INITIAL * parts[-1].startswith(f"{_INITIAL}."))


def _project(found: Mapping[str, Found]) -> _Project:
    """Read what is told of the project, if anything is."""
    for name, file in found.items():
        root, slash, last = name.rpartition("/")
        if last.startswith(_PROJECT) and last.endswith(".json"):
            try:
                data = _parsed(file.read(8 * MAX_TEXT, "it describes too many documents"))
                entries = data.get("annotation_documents", [])
                states = {(entry["name"], entry["user"]): entry["state"] for entry in entries}
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise InputError(f"{name}: not what INCEpTION writes of a project: {error}") from error
            return _Project(root + slash, states)
    return _Project()


def _types_beside(name: str, found: Mapping[str, Found]) -> Found | None:
    """Find the type system of a document: beside it, or in a folder above."""
    folder = name
    while folder:
        folder = folder.rpartition("/")[0]
        if types := found.get(f"{folder}/TypeSystem.xml".lstrip("/")):
            return types
    return None


def _load(data: bytes, kind: str, described: bytes | None) -> Any:
    """Read a CAS.

    Raises
    ------
    ValueError
        If it is none.
    """
    try:
        with strictly():
            if kind == "json":
                return _load_json(data)
            _refuse_document_type(data)
            types = _types(described) if described is not None else type_system()
            # Without a document type, there is nothing that could blow up; lengthy texts are wanted.
            return cassis().load_cas_from_xmi(io.BytesIO(data), typesystem=types, lenient=True, trusted=True)
    except InputError:
        raise
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    except Exception as error:  # cassis meets broken files with errors of every kind
        raise ValueError(f"not UIMA CAS as INCEpTION writes it: {type(error).__name__}: {error}") from error


@lru_cache(maxsize=4)
def _types(described: bytes) -> Any:
    """Load a type system; an export holds the same one many times."""
    _refuse_document_type(described)
    return cassis().load_typesystem(io.BytesIO(described))


def _load_json(data: bytes) -> Any:
    value = _parsed(data)
    structures: Sequence[Any] = value["%FEATURE_STRUCTURES"]
    if isinstance(structures, dict):
        structures = list(structures.values())
    if sum(structure.get("%TYPE") == _SOFA for structure in structures) != 1:
        raise ValueError("it should hold one text")
    types = _json_types(json.dumps(value["%TYPES"])) if value.get("%TYPES") else type_system()
    return cassis().load_cas_from_json(data.decode(), typesystem=types, merge_typesystem=False)


@lru_cache(maxsize=4)
def _json_types(described: str) -> Any:
    """Load the types that a document describes; merging them takes longer than all the rest of it."""
    empty = f'{{"%TYPES": {described}, "%FEATURE_STRUCTURES": [], "%VIEWS": {{}}}}'
    return cassis().load_cas_from_json(empty).typesystem


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


class _Enough(Exception):
    """The first element of a file was reached."""


def _refuse_document_type(data: bytes) -> None:
    """Refuse XML with a document type, for it may declare entities; INCEpTION writes none.

    Raises
    ------
    InputError
        If there is one.
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
        raise ValueError(f"not XML: {error}") from error
