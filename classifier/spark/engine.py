"""The command's run on Spark: workers read and label their shares, and write parts; the driver joins the parts."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..bulk import Counts, Run, Shard
from ..bulk.batches import cut, decode, encode
from ..bulk.job import Job
from ..bulk.merge import join
from ..bulk.pool import Setup
from ..bulk.work import Part, write_part
from ..bulk.writers import local
from ..documents import Document
from ..errors import EngineError, OutputError
from .ids import Numbering, key_of, repeated
from .pieces import Lines, count_lines, read_piece
from .plan import SHARE, Share, find_pieces, make_shares, number_lines
from .session import told, tracker_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pyspark import SparkContext
    from pyspark.sql import SparkSession

T = TypeVar("T")
U = TypeVar("U")
#: Parts that a share may become; a share that is one compressed file may hold millions of documents.
_PARTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Labelled:
    """What a worker made of a share: its parts, and the keys of its documents' ids, in order."""

    parts: tuple[Part, ...]
    ids: bytes


def classify_to(run: Run, session: SparkSession, *, share: int = SHARE) -> Counts:
    """Classify all documents of the inputs, and write the output: the same, to the byte, as the local engine's.

    Inputs, output, model and overlays have to lie where all workers find them under the same names. If the driver
    dies, its work is lost; what workers lose, Spark does again.

    Parameters
    ----------
    run : Run
        Its workers and shard don't matter.
    session : pyspark.sql.SparkSession
    share : int
        Bytes of input that a task reads.

    Returns
    -------
    Counts

    Raises
    ------
    InputError
        For standard input.
    EngineError
        If Spark gives up.
    OutputError
        If the output cannot be written.
    """
    context = session.sparkContext
    pieces = list(find_pieces(run.inputs, run.options.read, share))
    lines = [piece for piece in pieces if isinstance(piece, Lines)]
    counts = _on_workers(context, count_lines, lines, tasks=8 * context.defaultParallelism)
    shares = list(enumerate(make_shares(number_lines(pieces, counts), share)))
    near = local(run.output)
    try:
        parts = tempfile.TemporaryDirectory(
            dir=near.parent.absolute(), prefix=f".{near.name}.parts-", ignore_cleanup_errors=True
        )
    except OSError as error:
        raise OutputError(f"{near.parent}: {error.strerror or error}") from error
    with parts as name:
        model = run.model.absolute() if run.model else None
        setup = Setup(Path(name), run.options, model, tuple(path.absolute() for path in run.lexicon))
        labelled = _on_workers(context, partial(label_share, setup=setup), shares, tasks=len(shares))
        job = Job(setup.folder, Shard(), {part.number: ("", part) for one in labelled for part in one.parts})
        numbering = Numbering(repeated(one.ids for one in labelled))
        counts_of_all = join([job], run.output, run.options.columns, run.options.keep, numbering.mend)
        counts_of_all.repeated_ids = numbering.numbered
        return counts_of_all


def label_share(numbered: tuple[int, Share], setup: Setup) -> Labelled:
    """Label the share of a task, in batches that become parts in the setup's folder."""
    tracker = tracker_of(setup.model, setup.lexicon)
    number, share = numbered
    parts, ids = [], []
    for batch in cut(chain.from_iterable(read_piece(piece, setup.options.read) for piece in share)):
        ids += [key_of(item.id) for item in batch.items if isinstance(item, Document)]
        # As in a local run, where documents reach their worker in this form.
        items = decode(encode(batch))
        parts.append(write_part(tracker, setup.folder, number * _PARTS + batch.number, [items], setup.options))
    return Labelled(tuple(parts), b"".join(ids))


def _on_workers(context: SparkContext, do: Callable[[T], U], items: Sequence[T], tasks: int) -> list[U]:
    """Do something with each item, in so many tasks at most, and collect what comes of it in order."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    if not items:
        return []
    try:
        done: list[U] = context.parallelize(items, min(len(items), tasks)).map(do).collect()
    except (PySparkException, Py4JError) as error:
        raise EngineError(f"Spark has given up: {told(error)}") from error
    return done
