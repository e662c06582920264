"""What must not be drawn again: a test sample shares no document with what is trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from ...documents import Reject
from ...errors import InputError
from ..hub import Hub, Record


@dataclass(frozen=True, slots=True)
class Excluded:
    """What is left out of a draw.

    Attributes
    ----------
    documents : set of str
        Ids of documents of which a passage was drawn for another purpose, or for none that is told: all their
        passages are left out.
    passages : set of str
        Ids of passages that were drawn for the same purpose.
    texts : set of bytes
        Digests of the texts of all of these, which may stand in the pool under another id.
    """

    documents: set[str] = field(default_factory=set)
    passages: set[str] = field(default_factory=set)
    texts: set[bytes] = field(default_factory=set)

    @property
    def fingerprint(self) -> str:
        """Hex digest of what is left out, whatever the order of the files; empty where nothing is."""
        if not self.texts:
            return ""
        parts = (sorted(self.documents), sorted(self.passages), sorted(text.hex() for text in self.texts))
        return sha256(repr(parts).encode()).hexdigest()

    def __contains__(self, record: Record) -> bool:
        """Tell whether a passage is left out."""
        return (
            record["document_id"] in self.documents
            or record["passage_id"] in self.passages
            or bytes.fromhex(record["text_sha256"]) in self.texts
        )


def read_excluded(paths: Sequence[Path], purpose: str) -> Excluded:
    """Read what was drawn before.

    Parameters
    ----------
    paths : sequence of Path
        Hub files: samples, or what was made of them by hand.
    purpose : str
        What is to be drawn for.

    Returns
    -------
    Excluded

    Raises
    ------
    InputError
        For a line that is no proper record: what it names could not be left out.
    """
    found = Excluded()
    if not paths:
        return found
    with Hub(paths, _refuse) as hub:
        for record in hub:
            if record.get("sample", {}).get("purpose") == purpose:
                found.passages.add(record["passage_id"])
            else:
                found.documents.add(record["document_id"])
            found.texts.add(bytes.fromhex(record["text_sha256"]))
    return found


def _refuse(problem: Reject) -> None:
    raise InputError(
        f"{problem.source_file}:{problem.record}: {problem.reason}; repair it, for what it names could not be left out"
    )
