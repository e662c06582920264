"""``diplotrack annotate check``: whether files are proper records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer


def command(
    hub: Annotated[
        list[Path] | None, typer.Argument(metavar="HUB.jsonl...", help="Records in JSON lines.", show_default=False)
    ] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of a record, and stop.")] = False,
) -> None:
    """Check records against the schema, their texts against their digests, and their spans against their texts.

    Every bad one is told with file and line. Files that belong together are checked together: no passage may have two
    texts, nor one coder two records of it in a round.

    Exit codes: 0 all are good, 1 there is none, 2 wrong usage, 3 some are bad.
    """
    from ...annotation import Hub, coder_of, kind_of
    from ...records import record_schema
    from .problems import Problems, tell_rest

    if schema:
        print(json.dumps(record_schema(), indent=2))
        return
    if not hub:
        raise typer.BadParameter("name a file of records", param_hint="HUB.jsonl...")
    problems = Problems()
    with Hub(hub, problems.tell) as records:
        coders = sorted({f"{coder_of(r) or 'unnamed'} ({kind_of(r)})" for r in records})
        print(f"{len(records):,} records of {len(records.passage_ids):,} passages by {', '.join(coders) or 'nobody'}")
        tell_rest(problems)
        raise typer.Exit(3 if problems.count and len(records) else 1 if problems.count else 0)
