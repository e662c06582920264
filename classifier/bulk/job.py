"""The folder beside the output in which a run keeps its finished parts, so that it can be continued.

``OUT.parts`` holds ``job.json`` (what the run was asked for), for every shard a journal (one line for each finished
part, written to the disk before the next), and the parts. It goes when the output is whole.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import OutputError
from ..records.files import new_file
from .options import counts_from_dict
from .work import Part, part_path
from .writers import Target, local


@dataclass(frozen=True, slots=True)
class Shard:
    """The share of a run's batches that one machine does: those whose number leaves ``index`` - 1 over ``of``."""

    index: int = 1
    of: int = 1

    def takes(self, number: int) -> bool:
        """Whether a batch is this shard's."""
        return number % self.of == self.index - 1

    @property
    def journal(self) -> str:
        """Name of the shard's journal."""
        return f"shard-{self.index}-of-{self.of}.journal"


@dataclass(slots=True)
class Job:
    """A run's folder, and what is done.

    Attributes
    ----------
    done : dict of int to (str, Part)
        By the number of the batch: digest of the batch, and its part.
    finished : str
        Digest of all batches once the shard is whole, else empty.
    batches : int
        How many the input has, once the shard is whole.
    """

    folder: Path
    shard: Shard
    done: dict[int, tuple[str, Part]] = field(default_factory=dict)
    finished: str = ""
    batches: int = 0

    def note(self, part: Part, batch_sha256: str) -> None:
        """Put a finished part into the journal, on the disk."""
        self._write({"part": part.number, "batch_sha256": batch_sha256, "sha256": part.sha256,
                     "counts": part.counts.to_dict()})  # fmt: skip
        self.done[part.number] = (batch_sha256, part)

    def finish(self, batches: int, input_sha256: str) -> None:
        """Note that all batches of the shard are done."""
        if not self.finished:
            self._write({"finished": input_sha256, "batches": batches})
        self.finished, self.batches = input_sha256, batches

    def _write(self, entry: Mapping[str, Any]) -> None:
        with (self.folder / self.shard.journal).open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def remove(self) -> None:
        """Delete the folder, the output being whole."""
        shutil.rmtree(self.folder, ignore_errors=True)


def parts_folder(output: Target) -> Path:
    """Folder of a run's parts: ``results.csv`` has ``results.csv.parts``."""
    near = local(output)
    return near.with_name(near.name + ".parts")


@contextmanager
def open_job(output: Target, identity: Mapping[str, Any], shard: Shard, *, restart: bool = False) -> Iterator[Job]:
    """Open the job of an output, new or to be continued; no one else can open the same shard meanwhile.

    Parameters
    ----------
    output : Path or Table
    identity : Mapping
        What the results depend on besides the input's content: version, model, lexicon, options, inputs.
    shard : Shard
    restart : bool
        Throw away what an earlier run left.

    Yields
    ------
    Job

    Raises
    ------
    OutputError
        If another run is at it, the work was shared out otherwise, or what an earlier run left was made from something else.
    """
    from filelock import FileLock, Timeout

    folder = parts_folder(output)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror or error}") from error
    lock = FileLock(folder / f"{shard.journal}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise OutputError(f"{output}: another run is writing it; wait for that, or choose another output") from error
    try:
        if restart:
            _clear(folder, shard)
        _check_identity(folder, identity, output)
        others = [p.name for p in folder.glob("shard-*.journal") if not p.name.endswith(f"-of-{shard.of}.journal")]
        if others:
            raise OutputError(
                f"{folder}: holds parts of a run that was shared out otherwise ({sorted(others)[0]}); finish and merge that "
                "one, choose another output, or delete the folder"
            )
        job = read_job(folder, shard)
        for left in (*folder.glob(".part-*"), *folder.glob("batch-*.jsonl")) if shard.of == 1 else ():
            left.unlink(missing_ok=True)  # of workers that were killed
        yield job
    finally:
        lock.release()


def _clear(folder: Path, shard: Shard) -> None:
    """Throw away what is left of earlier runs: of this shard, or of all where the run is whole."""
    for number in read_job(folder, shard).done:
        part_path(folder, number).unlink(missing_ok=True)
    (folder / shard.journal).unlink(missing_ok=True)
    if shard.of == 1:
        for path in folder.iterdir():
            if path.suffix != ".lock":
                path.unlink()
    elif not any(folder.glob("*.journal")):
        (folder / "job.json").unlink(missing_ok=True)


def _check_identity(folder: Path, identity: Mapping[str, Any], output: Target) -> None:
    path = folder / "job.json"
    wanted = json.loads(json.dumps(identity, default=str))
    if not path.exists():
        with new_file(path) as file:
            file.write_text(json.dumps(wanted, indent=1, ensure_ascii=False), "utf-8")
        return
    found = json.loads(path.read_text("utf-8"))
    other = [name for name in wanted if found.get(name) != wanted[name]]
    if other:
        what = "; ".join(f"{name} was {found.get(name)!r} and is {wanted[name]!r}" for name in other)
        raise OutputError(
            f"{output}: an earlier run left finished parts in {folder}, but with other settings: {what}. "
            "Run it as before to continue, or add --restart to begin anew"
        )


def read_job(folder: Path, shard: Shard) -> Job:
    """Read a shard's journal; a last line that was cut off by a crash doesn't count, nor a part that isn't there."""
    job = Job(folder, shard)
    path = folder / shard.journal
    if not path.exists():
        return job
    for line in path.read_text("utf-8", errors="replace").split("\n"):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if "finished" in entry:
            job.finished, job.batches = entry["finished"], entry["batches"]
        elif part_path(folder, entry["part"]).exists():
            part = Part(entry["part"], entry["sha256"], counts_from_dict(entry["counts"]))
            job.done[part.number] = (entry["batch_sha256"], part)
    if job.finished and len(job.done) < sum(shard.takes(n) for n in range(job.batches)):
        job.finished = ""
    return job
