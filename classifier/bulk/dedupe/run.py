"""One pass of ``dedupe``: read, compare, write."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ...documents import ReadOptions, Reject
from ...errors import InputError, OutputError
from ..writers import Target, local, open_rejects, open_writer
from .linking import link
from .reading import Reading
from .rows import are_results
from .signatures import SignatureFile
from .spool import Spool
from .store import Cluster, Store, open_store
from .texts import Texts

ADDED = ("cluster_id", "duplicate_of")
_LARGEST = 10
_EVERY = 100  # documents between two notes of progress


@dataclass(frozen=True, slots=True)
class DedupeOptions:
    """What is asked for; see the command's options of the same names."""

    threshold: float = 0.5
    drop: bool = False
    texts: tuple[str, ...] = ()
    read: ReadOptions = field(default_factory=ReadOptions)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Attributes
    ----------
    rows, documents, clusters, rejected : int
        A cluster may be of one document. Where results are of passages and no texts are given, a passage counts as
        a document.
    exact : int
        Copies whose words are all the same as another's.
    textless : int
        Documents of which only the digest is known, so that only exact repeats of them can be found.
    repeated_ids : int
        Ids that several documents have, which ``duplicate_of`` can't tell apart.
    largest : list of Cluster
    """

    rows: int
    documents: int
    clusters: int
    exact: int
    textless: int
    repeated_ids: int
    rejected: int
    largest: list[Cluster]

    @property
    def copies(self) -> int:
        """Documents that are copies of another one."""
        return self.documents - self.clusters


def dedupe(
    inputs: Sequence[str],
    output: Target | None = None,
    options: DedupeOptions | None = None,
    *,
    reject: Callable[[Reject], None] = lambda _: None,
    tell: Callable[[str, int], None] = lambda _stage, _count: None,
) -> Found:
    r"""Group documents that are copies of one another.

    Rows are held in a folder on the disk while texts are compared; memory holds some ten bytes for each different
    text, and nothing else that grows.

    Parameters
    ----------
    inputs : sequence of str
        What ``classify`` wrote, or documents.
    output : Path or Table, optional
        Gets the rows with the columns `ADDED`; without it they are only counted. Checked by `check_output`.
    options : DedupeOptions, optional
    reject : callable
        Gets what can't be read; with an output, that is also listed beside it.
    tell : callable
        Gets what is being done, and to how many it has been.

    Returns
    -------
    Found

    Raises
    ------
    InputError
        If the library that compares texts is not installed, or texts don't belong to the results.
    OutputError
        If the output can't be written.

    Examples
    --------
    >>> import json
    >>> said = "The envoys of the two countries met by the lake on Monday and agreed to reopen the bridge, the road and "
    >>> said += "the market before the winter, a spokesman for the hosts told reporters in the evening."
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "news.jsonl"
    ...     texts = (said, "By Jane Doe, AP\n" + said.replace("evening", "afternoon"), "Nothing happened.")
    ...     _ = file.write_text("\n".join(json.dumps({"text": text}) for text in texts))
    ...     found = dedupe([str(file)])
    >>> found.documents, found.clusters, found.copies, found.exact
    (3, 2, 1, 0)
    """
    options = options or DedupeOptions()
    rejected = 0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(_folder(output)))
        listed = stack.enter_context(open_rejects(output)) if output else None

        def note(item: Reject) -> None:
            nonlocal rejected
            rejected += 1
            reject(item)
            if listed:
                listed(item)

        def read_so_far(count: int) -> None:
            if count % _EVERY == 0:
                tell("reading", count)

        store = stack.enter_context(open_store(folder / "store"))
        signatures = stack.enter_context(SignatureFile(folder / "signatures"))
        spool = Spool(folder / "rows" if output else None)
        with spool:
            reading = Reading(store, Texts(store, signatures), spool, note, read_so_far)
            textless = _read(reading, inputs, options)
        numbers = store.longest_first()
        store.set_cores(numbers, link(signatures, numbers, folder, options.threshold, lambda n: tell("comparing", n)))
        store.settle()
        rows = _write(spool, store, output, options.drop, tell) if output and spool.rows else spool.rows
        return Found(
            rows, store.documents, store.clusters(), store.exact_copies(), textless, store.repeated_ids(), rejected,
            store.largest(_LARGEST),
        )  # fmt: skip


@contextmanager
def _folder(output: Target | None) -> Iterator[str]:
    """Make a folder for what memory doesn't hold: beside the output, where there is room for as much again."""
    # Its name begins with a dot, so that it is no input when the output's folder is one.
    near = (f".{local(output).name}.", local(output).parent) if output else (None, None)
    with tempfile.TemporaryDirectory(prefix=near[0], dir=near[1]) as folder:
        try:
            yield folder
        except sqlite3.Error as error:
            raise OutputError(f"{folder}: {error}; there is no room for what is compared, or in TMPDIR") from error


def _read(reading: Reading, inputs: Sequence[str], options: DedupeOptions) -> int:
    if not are_results(inputs):
        if options.texts:
            raise InputError(f"{inputs[0]}: not what classify wrote, with which texts go; name either results or texts")
        return reading.documents(inputs, options.read)
    if options.texts:
        return reading.results_with_texts(inputs, options.texts, options.read)
    return reading.results(inputs)


def _write(spool: Spool, store: Store, output: Target, drop: bool, tell: Callable[[str, int], None]) -> int:
    columns = [name for name in spool.columns if name not in ADDED]  # an earlier pass may have left them
    verdicts = store.verdicts()
    current, written = -1, 0
    try:
        with open_writer(output, [*columns, *ADDED]) as write:
            for seen, (number, row) in enumerate(spool, 1):
                while current < number:
                    current, verdict = next(verdicts)
                if not (drop and verdict.duplicate_of):
                    found = {"cluster_id": verdict.cluster_id, "duplicate_of": verdict.duplicate_of}
                    write({**row, **found})
                    written += 1
                if seen % _EVERY == 0:
                    tell("writing", seen)
    except (ValueError, TypeError) as error:
        raise OutputError(
            f"{output}: a column has a name that results have, but other values ({error}); write .csv or .jsonl, "
            "or rename the column"
        ) from error
    return written
