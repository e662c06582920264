"""Parts to one output: the last step of a run, or of several machines' shards."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

from ..documents import Reject
from ..errors import OutputError
from ..records import kept_name
from .job import Job, Shard, parts_folder, read_job
from .options import Counts
from .work import REJECT, part_path
from .writers import Target, open_rejects, open_writer


def find_shards(output: Target) -> list[Job]:
    """Find all shards of an output, and see that none is missing or at odds with the others.

    Parameters
    ----------
    output : Path or Table

    Returns
    -------
    list of Job
        In the order of their numbers.

    Raises
    ------
    OutputError
        Names what is missing, and what to do.
    """
    folder = parts_folder(output)
    names = [re.fullmatch(r"shard-(\d+)-of-(\d+)\.journal", path.name) for path in sorted(folder.glob("*.journal"))]
    shards = [Shard(int(m[1]), int(m[2])) for m in names if m]
    if not shards:
        raise OutputError(f"{folder}: holds no shards; run classify with --shard I/N and -o {output} first")
    of = shards[0].of
    if any(s.of != of for s in shards):
        raise OutputError(f"{folder}: holds shards of {' and of '.join(sorted({str(s.of) for s in shards}))}")
    jobs = {s.index: read_job(folder, s) for s in shards}
    missing = [i for i in range(1, of + 1) if i not in jobs or not jobs[i].finished]
    if missing:
        listed = ", ".join(f"{i}/{of}" for i in missing[:20])
        raise OutputError(f"{output}: shards not finished: {listed}; run classify again with --shard {missing[0]}/{of}")
    if len({(job.finished, job.batches) for job in jobs.values()}) > 1:
        raise OutputError(
            f"{output}: the shards were made from different inputs, for the digests differ; "
            "run those again with --restart whose input has changed"
        )
    return [jobs[i] for i in range(1, of + 1)]


def join(
    jobs: Sequence[Job],
    output: Target,
    columns: Sequence[str],
    keep: Sequence[str],
    mend: Callable[[dict[str, Any]], dict[str, Any]] = lambda row: row,
) -> Counts:
    """Write the output and its list of rejects from the parts of all shards, in the order of the input.

    Parameters
    ----------
    jobs : sequence of Job
    output : Path or Table
    columns : sequence of str
        The row's own.
    keep : sequence of str
        Further columns; ``("all",)`` for every column of the input.
    mend : callable
        Applied to each row, in order.

    Returns
    -------
    Counts
        Of everything.

    Raises
    ------
    OutputError
        If a part is damaged, or the output cannot be written; the parts stay.
    """
    parts = {number: part for job in jobs for number, (_, part) in job.done.items()}
    total = Counts()
    for number in sorted(parts):
        total.add(parts[number].counts)
    if tuple(keep) == ("all",):
        keep = [kept for name in total.columns if (kept := kept_name(name)) is not None]
    with ExitStack() as stack:
        reject = stack.enter_context(open_rejects(output))
        write = stack.enter_context(open_writer(output, [*columns, *keep])) if total.documents else _nothing
        for number in sorted(parts):
            for line in _lines(part_path(jobs[0].folder, number), parts[number].sha256):
                if line.startswith(REJECT):
                    reject(Reject(**json.loads(line)["reject"]))
                else:
                    write(mend(json.loads(line)))
    return total


def _lines(path: Path, sha256: str) -> Iterator[bytes]:
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise OutputError(f"{path}: damaged, its digest is another; delete it and run the same command again")
    with gzip.GzipFile(fileobj=BytesIO(data)) as lines:
        yield from lines


def _nothing(_: Any) -> None:
    pass
