"""Read the labelled passages that a model is trained on."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from ..errors import DiplotrackError, InputError
from ..labels import Label
from ..records import check_record


@dataclass(frozen=True, slots=True)
class Labelled:
    """A passage with its gold label; ``source`` is what cross-validation keeps together."""

    passage_id: str
    text: str
    label: Label
    source: str
    split: str


def read_corpus(*paths: Path) -> tuple[list[Labelled], str]:
    """Read canonical records.

    Parameters
    ----------
    *paths : Path
        JSON lines, gzip-compressed or not.

    Returns
    -------
    (list of Labelled, str)
        The passages and the SHA-256 of their ids, texts, labels and splits.

    Raises
    ------
    InputError
        For a file that is missing or holds no record, and for a bad line, by its number.
    """
    passages = [passage for path in paths for passage in _read(path)]
    digest = hashlib.sha256()
    for p in passages:
        digest.update("\x1f".join((p.passage_id, p.text, p.label, p.split)).encode() + b"\n")
    return passages, digest.hexdigest()


def _read(path: Path) -> list[Labelled]:
    try:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            passages = [_labelled(line, path, n) for n, line in enumerate(lines, 1) if line.strip()]
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; name a file of labelled records") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 ({error.reason}); save it as UTF-8") from error
    if not passages:
        raise InputError(f"{path}: no records in it")
    return passages


def _labelled(line: str, path: Path, number: int) -> Labelled:
    try:
        record = json.loads(line)
        if not isinstance(record, dict):
            raise InputError("not a JSON object")
        check_record(record)
    except (ValueError, DiplotrackError) as error:
        raise InputError(f"{path}:{number}: {error}") from error
    source = record.get("batch") or record.get("group") or record["document_id"]
    return Labelled(record["passage_id"], record["text"], Label(record["label"]), source, record.get("split", "train"))
