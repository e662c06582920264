"""``diplotrack merge``: join the shards of a run that several machines have shared."""

from __future__ import annotations

import sys
from typing import Annotated

import typer


def command(
    output: Annotated[
        str, typer.Argument(metavar="OUT", help="The output that every shard was run for: file, folder or table.")
    ],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace OUT if it exists.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")] = False,
) -> None:
    """Join the shards of 'classify --shard I/N -o OUT', once all are done, into OUT.

    Checks that no shard is missing, that all had the same input, model and options, and that no part is damaged.

    Exit codes: 0 done, 1 something is missing or damaged, 3 done but with rejects.
    """
    import json

    from ..bulk.job import parts_folder
    from ..bulk.merge import find_shards, join
    from ..bulk.writers import check_output, target_of
    from ..records import row_columns

    target = target_of(output)
    check_output(target, overwrite=overwrite)
    jobs = find_shards(target)
    options = json.loads((parts_folder(target) / "job.json").read_text("utf-8"))["options"]
    counts = join(jobs, target, row_columns(options["level"]), tuple(options["keep"]))
    jobs[0].remove()
    if not quiet:
        print(f"{target}: {counts.documents:,} documents from {len(jobs)} shards, {counts.rejected:,} rejected",
              file=sys.stderr)  # fmt: skip
    raise typer.Exit(3 if counts.rejected else 0 if counts.documents else 1)
