"""What a spoke is: how records go out to a tool, and how the tool's file comes back as answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..documents import Reject
from .hub import Record

#: What a spoke may find that it cannot write besides whole fields, and how often.
Losses = Counter[str]


@dataclass(frozen=True, slots=True)
class Task:
    """A passage as a tool gets it.

    Attributes
    ----------
    passage_id : str
    text : str
        As the format can hold it: `Spoke.held` of the record's text, which is just as long where spans are carried.
    records : tuple of dict
        What is said of it, by models and by people, in the order by which answers refer to them. Offsets of actors
        and cues are into ``text``. Empty in a blind export.
    """

    passage_id: str
    text: str
    records: tuple[Record, ...] = ()

    @property
    def shown(self) -> list[tuple[int | None, Record]]:
        """The records with their numbers, for formats that have a line for each; an empty one where there is none."""
        return [*enumerate(self.records)] or [(None, {})]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tool's file holds of one passage from one coder.

    Attributes
    ----------
    place : str
        Where it stands in the file, for messages: ``line 7``, ``task 3``, ``row 12``.
    passage_id : str
    record : int or None
        Which of the task's records it is, changed or not; None where the coder began from nothing, or the format
        does not tell.
    text : str or None
        The passage as the file holds it now; None where it holds none.
    fields : Mapping
        What the file holds of the record, under the record's names: ``label`` (as the tool writes it; empty where the
        passage is not coded; missing where the file has no place for labels), ``actors`` and ``cues`` (with offsets into the passage, and as much of the rest as the
        format carries), ``rationale``, ``seconds`` …
    coder : str
        Who coded it, where the file tells.
    saw_prediction : bool or None
        Whether the coder began from a prediction; None where the file does not tell.
    prediction : bool
        Whether this is what the tool shows beside the coders' work, a model's prediction, and nobody's own coding;
        ``coder`` then names the model.
    answered : bool
        Whether the file tells that somebody has coded this, even if it does not tell who.
    adjudicated : bool
        Whether this was decided after several had coded the passage; ``coder`` then names who, or what, decided.
    places : Mapping
        Where single fields stand, for messages, as far as the format tells: ``{"label": "C7"}``. A prediction is
        ``predicted``.
    """

    place: str
    passage_id: str
    record: int | None
    text: str | None
    fields: Mapping[str, Any]
    coder: str = ""
    saw_prediction: bool | None = None
    prediction: bool = False
    answered: bool = False
    adjudicated: bool = False
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """What a spoke leaves aside in a file, no record's content: columns that are not its own, other sheets.

    Attributes
    ----------
    text : str
    """

    text: str


def same_text(text: str) -> str:
    """Return the text as it is: the format holds any."""
    return text


@dataclass(frozen=True, slots=True)
class Spoke:
    """A format of an annotation tool.

    Attributes
    ----------
    name : str
        As ``--to`` and ``--from`` take it.
    title : str
        The tool, as people call it.
    ending : str
        Of the exported file; empty for a folder.
    carries : frozenset of str
        Fields that come back from the tool: names of the record's, and ``actors.status`` and so on for those of spans
        (their bounds and text go with ``actors`` and ``cues``).
    write : callable
        From tasks and the path of a new file or an empty folder to what could not be written, and how often.
    read : callable
        From the path of a tool's file to its answers, a `Reject` for whatever is none, and notes. Paths may be files,
        folders or archives as the tool makes them.
    held : callable
        The text as the format holds it, each character that it cannot hold replaced by U+FFFD, so that offsets stay. A
        format that carries no spans may shorten it. What is held of a held text is that text.
    companions : Mapping of str to callable
        Files that the tool needs besides, such as its settings: the ending of each, and what makes its text. An export
        writes them beside its own.
    """

    name: str
    title: str
    ending: str
    carries: frozenset[str]
    write: Callable[[Iterable[Task], Path], Losses]
    read: Callable[[Path], Iterator[Answer | Reject | Note]]
    held: Callable[[str], str] = field(default=same_text)
    companions: Mapping[str, Callable[[], str]] = field(default_factory=dict)
