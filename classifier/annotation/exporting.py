"""Records out to a tool, beside a side file that holds what the tool can't."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..documents import Reject
from ..errors import OutputError
from ..records.files import new_file, new_folder
from .hub import SIDE, Hub, Record, kind_of, record_line
from .spans import DEFAULTS, shifted, told
from .spoke import Losses, Spoke, Task

#: Fields that the passage's id and text tell, or every export has.
_IMPLIED = frozenset({"schema", "document_id", "passage_index", "passage_id", "text", "text_sha256", "end"})


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did.

    Attributes
    ----------
    passages, records : int
    losses : Counter
        What the format could not hold, and in how many records; all of it is in the side file.
    side : Path
    companions : tuple of Path
        Files that the tool needs besides.
    """

    passages: int
    records: int
    losses: Losses
    side: Path
    companions: tuple[Path, ...] = ()


def side_path(path: Path) -> Path:
    """Where the side file of an export lies.

    Examples
    --------
    >>> side_path(Path("tasks.json")).name, side_path(Path("coding")).name
    ('tasks.side.jsonl', 'coding.side.jsonl')
    """
    return _beside(path, ".side.jsonl")


def companion_paths(path: Path, spoke: Spoke) -> dict[Path, Callable[[], str]]:
    """Where the files lie that a tool needs besides an export, and what makes their texts."""
    return {_beside(path, ending): text for ending, text in spoke.companions.items()}


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.stem if path.suffix else path.name}{ending}")


def check_target(output: Path, *, folder: bool) -> None:
    """Refuse to replace what no export has made, and to take a side file from an export that needs it.

    Parameters
    ----------
    output : Path
    folder : bool
        Whether the spoke makes a folder.

    Raises
    ------
    OutputError
        Says what is in the way.
    """
    side = side_path(output)
    if output.exists() and output.is_dir() is not folder:
        raise OutputError(
            f"{output}: is a {'file' if folder else 'folder'}, and this format makes a {'folder' if folder else 'file'}; choose another name"
        )
    if output.is_dir() and not side.exists() and any(output.iterdir()):
        raise OutputError(f"{output}: is a folder that no export has made, and is not replaced; choose another name")
    if side.exists() and not output.exists():
        raise OutputError(
            f"{side}: belongs to another export, which needs it to come back; choose another name for {output.name}"
        )


def export(
    paths: Sequence[Path],
    spoke: Spoke,
    output: Path,
    on_problem: Callable[[Reject], None],
    *,
    blind: bool = False,
    on_passage: Callable[[int], None] = lambda _: None,
) -> Exported:
    """Write records for a tool.

    Parameters
    ----------
    paths : sequence of Path
        Hub files.
    spoke : Spoke
    output : Path
        A file, or a folder where the spoke makes one; replaced if it exists.
    on_problem : callable
        Takes a `Reject` for every line that is no proper record.
    blind : bool
        Whether to leave out all that is said of the passages, so that coders are not led by it.
    on_passage : callable
        Gets the number of each when it is written.

    Returns
    -------
    Exported

    Raises
    ------
    InputError
        If a file cannot be read.
    OutputError
        If writing fails.
    """
    losses: Losses = Counter()
    side, companions = side_path(output), companion_paths(output, spoke)
    whole = new_file(output, spoke.ending) if spoke.ending else new_folder(output)
    with Hub(paths, on_problem) as hub, new_file(side) as beside, whole as target:
        with beside.open("wb") as kept:
            shown = not blind and any(kind_of(record) == "model" for record in hub)
            head = {SIDE: {"tool": spoke.name, "blind": blind, "shown": shown}}
            kept.write(json.dumps(head).encode() + b"\n")

            def tasks() -> Iterator[Task]:
                for number, passage_id in enumerate(hub.passage_ids, 1):
                    records = hub.records(passage_id)
                    for record in records:
                        kept.write(record_line(record))
                    yield _task(records, spoke, losses, blind=blind)
                    on_passage(number)

            losses += spoke.write(tasks(), target)
        for path, text in companions.items():
            with new_file(path) as temporary:
                temporary.write_text(text(), encoding="utf-8", newline="\n")
        return Exported(len(hub.passage_ids), len(hub), losses, side, tuple(companions))


def _task(records: tuple[Record, ...], spoke: Spoke, losses: Losses, *, blind: bool) -> Task:
    first = records[0]
    text = spoke.held(first["text"])
    if text != first["text"]:
        losses[_lost_of_text(text, first["text"])] += 1
    if blind:
        return Task(first["passage_id"], text)
    for record in records:
        losses.update(_uncarried(record, spoke.carries))
    return Task(first["passage_id"], text, tuple(shifted(record, -record["start"]) for record in records))


def _lost_of_text(held: str, text: str) -> str:
    if len(held) == len(text):
        return "characters of the text"
    return "white space of the text" if held.split() == text.split() else "part of the text"


def _uncarried(record: Record, carries: frozenset[str]) -> set[str]:
    """Name the fields of a record that a format does not hold."""
    lost = {name for name, value in record.items() if name not in carries | _IMPLIED and told(value)}
    if record["start"] == 0:
        lost.discard("start")
    for name in carries & DEFAULTS.keys():
        held = _held(carries, name)
        lost |= {
            f"{name}.{key}" for span in record.get(name, ()) for key, v in span.items() if key not in held and told(v)
        }
    return lost


@cache
def _held(carries: frozenset[str], name: str) -> frozenset[str]:
    """Keys of a span that a format holds."""
    return frozenset(
        {"start", "end", "text", *(key.partition(".")[2] for key in carries if key.startswith(f"{name}."))}
    )
