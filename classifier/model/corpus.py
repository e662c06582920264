"""Read the labelled passages that a model is trained on."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..documents.compression import DAMAGE
from ..errors import DiplotrackError, InputError
from ..labels import Label
from ..records import Actor, actor_from_dict, check_record

#: The split that is learnt from, and that of records which name none.
TRAIN = "train"


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
        Annotated mentions, with offsets into ``text``; none where none are annotated.
    complete : bool
        Whether ``actors`` are all mentions of the passage, or only those that matter to the label.
    weight : float
        How many passages it counts for in training: more than one for those that are most like what the model is for.
    group : str
        What an interval draws as a whole: the group, or the document.
    """

    passage_id: str
    text: str
    label: Label
    source: str
    split: str
    actors: tuple[Actor, ...] = ()
    complete: bool = False
    weight: float = 1.0
    group: str = ""


def read_corpus(*paths: Path, any_purpose: bool = False) -> tuple[list[Labelled], str]:
    """Read canonical records.

    Parameters
    ----------
    *paths : Path
        JSON lines, gzip-compressed or not: a corpus, or the gold that ``annotate adjudicate`` wrote. A record whose key
        ``complete`` is true, as in ``corpus/spans.jsonl``, gives its actors to the record of the same passage.
    any_purpose : bool
        Whether to take passages that were drawn or are held out for testing too: for a way of training to be
        cross-validated on them, by models that are thrown away.

    Returns
    -------
    (list of Labelled, str)
        The passages, and the SHA-256 of their ids, texts, labels, splits and actors.

    Raises
    ------
    InputError
        For a file that is missing or holds no record; and, by the number of its line, for a record that is none, that
        is a model's prediction, that was drawn for testing, that is a second one of its passage, or whose text is held
        out for testing elsewhere.
    """
    by_id: dict[str, Labelled] = {}
    places: dict[str, str] = {}
    for place, passage in (read for path in paths for read in _read(path, any_purpose=any_purpose)):
        known = by_id.get(passage.passage_id)
        if known is None:
            by_id[passage.passage_id], places[passage.passage_id] = passage, place
        else:
            by_id[passage.passage_id] = _joined(known, passage, places[passage.passage_id], place)
    if not any_purpose:
        _refuse_held_out(by_id.values(), places)
    digest = hashlib.sha256()
    for p in by_id.values():
        actors = "".join(f"{a.start}-{a.end}{a.status}{a.capacity}{a.role}{a.negated}" for a in p.actors)
        digest.update("\x1f".join((p.passage_id, p.text, p.label, p.split, actors, str(p.weight))).encode() + b"\n")
    return list(by_id.values()), digest.hexdigest()


def _joined(known: Labelled, other: Labelled, before: str, place: str) -> Labelled:
    """Join the record of a passage and the one that gives all its actors."""
    if known.complete == other.complete:
        raise InputError(
            f"{place}: {other.passage_id}: a second record of this passage, after {before}; leave one out, or where coders "
            "differ decide first: diplotrack annotate adjudicate"
        )
    if (known.text, known.label) != (other.text, other.label):
        raise InputError(
            f"{place}: {other.passage_id}: another text or label than at {before}; make them the same, or leave one out"
        )
    record, actors = (other, known) if known.complete else (known, other)
    return replace(record, actors=actors.actors, complete=True)


def _refuse_held_out(passages: Collection[Labelled], places: Mapping[str, str]) -> None:
    """Refuse to learn from a text that another record holds out, be it under another id."""
    held_out = {p.text: p for p in passages if p.split != TRAIN}
    for passage in passages:
        other = held_out.get(passage.text)
        if passage.split == TRAIN and other is not None:
            raise InputError(
                f"{places[passage.passage_id]}: {passage.passage_id}: the same text is held out as {other.split!r} at "
                f"{places[other.passage_id]}; nothing is trained on what a model is tested on: leave one out"
            )


def _read(path: Path, *, any_purpose: bool) -> list[tuple[str, Labelled]]:
    try:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            passages = [
                (f"{path}:{n}", _labelled(line, f"{path}:{n}", any_purpose=any_purpose))
                for n, line in enumerate(lines, 1)
                if line.strip()
            ]
    except DAMAGE as error:
        raise InputError(f"{path}: damaged gzip data: {error}; compress it again") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; name a file of labelled records") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 ({error.reason}); save it as UTF-8") from error
    if not passages:
        raise InputError(f"{path}: no records in it")
    return passages


def _labelled(line: str, place: str, *, any_purpose: bool) -> Labelled:
    try:
        record: Any = json.loads(line)
        if not isinstance(record, dict):
            raise InputError("not a JSON object")
        check_record(record)
        f"{record['passage_id']}{record['text']}".encode()  # half of a surrogate pair cannot be
        weight = float(record.get("weight", 1.0))
        if not 0 < weight < math.inf:
            raise InputError(f"weight {weight} is not over 0")
        if record.get("split", TRAIN) == TRAIN:
            _refuse_to_learn(record, any_purpose=any_purpose)
    except (ValueError, TypeError, RecursionError, DiplotrackError) as error:
        raise InputError(f"{place}: {error}") from error
    offset = record["start"]
    actors = ({**a, "start": a["start"] - offset, "end": a["end"] - offset} for a in record.get("actors", ()))
    return Labelled(
        record["passage_id"],
        record["text"],
        Label(record["label"]),
        record.get("batch") or record.get("group") or record["document_id"],
        record.get("split", TRAIN),
        tuple(map(actor_from_dict, actors)),
        bool(record.get("complete", False)),
        weight,
        record.get("group") or record["document_id"],
    )


def _refuse_to_learn(record: Mapping[str, Any], *, any_purpose: bool) -> None:
    """Refuse what a model must not learn from."""
    if not any_purpose and record.get("sample", {}).get("purpose") == "test":
        raise InputError(
            f"{record['passage_id']}: drawn as a test sample (sample.purpose); a model that has learnt from it can no "
            "longer be tested on it. Leave this file out and 'evaluate' on it, or draw passages to train on with: "
            "diplotrack annotate sample --for training"
        )
    predicted = record.get("source", {}).get("kind") == "model"
    if predicted and not record.get("votes") and not record.get("complete"):
        raise InputError(
            f"{record['passage_id']}: a model's prediction, which nobody has looked at; a model does not learn from "
            "itself. Have people code it, and train on what 'diplotrack annotate adjudicate' writes"
        )
