"""Read the labelled passages that a model is trained on."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import DiplotrackError, InputError
from ..labels import Label
from ..records import Actor, actor_from_dict, check_record


@dataclass(frozen=True, slots=True)
class Labelled:
    """A passage with its gold label.

    Attributes
    ----------
    passage_id, text, split : str
    label : Label
    source : str
        What cross-validation keeps together: the writer's batch, or the group.
    actors : tuple of Actor
        Annotated mentions.
    complete : bool
        Whether ``actors`` are all mentions of the passage, or only those that matter to the label.
    weight : float
        How many passages it counts for in training: more than one for those that are most like what the model is for.
    """

    passage_id: str
    text: str
    label: Label
    source: str
    split: str
    actors: tuple[Actor, ...] = ()
    complete: bool = False
    weight: float = 1.0


def read_corpus(*paths: Path) -> tuple[list[Labelled], str]:
    """Read canonical records.

    Parameters
    ----------
    *paths : Path
        JSON lines, gzip-compressed or not. A record whose key ``complete`` is true, as in ``corpus/spans.jsonl``,
        gives its actors to the passage of the same id in another file.

    Returns
    -------
    (list of Labelled, str)
        The passages, and the SHA-256 of their ids, texts, labels, splits and actors.

    Raises
    ------
    InputError
        For a file that is missing or holds no record, and for a bad line, by its number.
    """
    by_id: dict[str, Labelled] = {}
    for passage in (passage for path in paths for passage in _read(path)):
        known = by_id.get(passage.passage_id)
        if known is None:
            by_id[passage.passage_id] = passage
        elif passage.complete:
            by_id[passage.passage_id] = replace(known, actors=passage.actors, complete=True)
    digest = hashlib.sha256()
    for p in by_id.values():
        actors = "".join(f"{a.start}-{a.end}{a.status}{a.capacity}{a.role}{a.negated}" for a in p.actors)
        digest.update("\x1f".join((p.passage_id, p.text, p.label, p.split, actors, str(p.weight))).encode() + b"\n")
    return list(by_id.values()), digest.hexdigest()


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
        record: Any = json.loads(line)
        if not isinstance(record, dict):
            raise InputError("not a JSON object")
        check_record(record)
    except (ValueError, DiplotrackError) as error:
        raise InputError(f"{path}:{number}: {error}") from error
    return Labelled(
        record["passage_id"],
        record["text"],
        Label(record["label"]),
        record.get("batch") or record.get("group") or record["document_id"],
        record.get("split", "train"),
        tuple(map(actor_from_dict, record["actors"])),
        bool(record.get("complete", False)),
        float(record.get("weight", 1.0)),
    )
