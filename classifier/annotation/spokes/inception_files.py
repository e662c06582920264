"""What comes back from INCEpTION: a document, a folder of them, or a project's export, packed or not.

An export holds ``annotation/<document>/<user>.<ending>`` for every coder and ``curation/<document>/…`` for what a curator
decided, which is read as adjudicated; each may be a ZIP with the document and its ``TypeSystem.xml``. ``INITIAL_CAS`` is
what was imported, and nobody's. Where ``exportedproject….json`` tells that a coder has not finished a document, it counts
as not coded: what is in it may be no more than the prediction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ...documents import Reject
from ...documents.limits import MAX_TEXT
from ...errors import InputError
from ..spoke import Answer
from .cas import cassis, from_cas
from .cas_files import load, parsed
from .unpacking import Found, files_of

_TOO_LONG = "no passage is; is it a document of this export?"
_INITIAL, _CURATOR = "INITIAL_CAS", "CURATION_USER"
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
                yield from _document(path, file, kind, origin, project)
        if empty:
            raise InputError("no document of INCEpTION's in it; name what it exported")


def _document(path: Path, file: Found, kind: str, origin: _Origin, project: _Project) -> Iterator[Answer | Reject]:
    try:
        text, passage_id, number, fields = from_cas(load(file.read(MAX_TEXT, _TOO_LONG), kind))
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
                data = parsed(file.read(8 * MAX_TEXT, "it describes too many documents"))
                entries = data.get("annotation_documents", [])
                states = {(entry["name"], entry["user"]): entry["state"] for entry in entries}
            except (ValueError, KeyError, TypeError, AttributeError, InputError) as error:
                raise InputError(f"{name}: not what INCEpTION writes of a project: {error}") from error
            return _Project(root + slash, states)
    return _Project()
