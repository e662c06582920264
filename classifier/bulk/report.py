"""The run report beside an output: what a paper needs to cite the run."""

from __future__ import annotations

import hashlib
import json
import platform
import shlex
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ..documents.readers.postgresql import without_password
from ..errors import OutputError
from ..model import Tracker
from .options import Counts
from .run import Run, identity
from .writers import Table, Target, beside
from .writers.parquet import parts_of

_PACKAGES = ("numpy", "pandas", "scikit-learn", "scipy", "spacy")


def report_path(output: Target) -> Path:
    """Where the report of an output goes: ``results.csv`` has ``results.run.json``."""
    return beside(output, ".run.json")


def write_report(run: Run, tracker: Tracker, counts: Counts, *, began: float, seconds: float) -> None:
    """Write the command, versions, digests, counts and timings of a run.

    Parameters
    ----------
    run : Run
    tracker : Tracker
    counts : Counts
    began : float
        Seconds since 1970.
    seconds : float
        That this run took; what it continued is not in them.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    whole = counts.to_dict()
    whole.pop("columns")
    report: dict[str, Any] = {
        "command": shlex.join(["diplotrack", *map(without_password, sys.argv[1:])]),
        "began": datetime.fromtimestamp(began, UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds, 3),
        "workers": run.workers,
        **identity(run, tracker),
        "model_name": tracker.model.manifest.get("name"),
        "base_lexicon": tracker.model.manifest.get("lexicon_sha256"),
        "output": _described(run.output),
        "counts": whole,
        "versions": {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}},
    }
    path = report_path(run.output)
    try:
        path.write_text(json.dumps(report, indent=2, ensure_ascii=False, default=str) + "\n", "utf-8")
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}") from error


def _described(output: Target) -> dict[str, str]:
    """Name and digest of an output; that of a folder is of what ``sha256sum part-*`` prints in it."""
    if isinstance(output, Table):
        return {"table": str(output)}  # whoever may write it may change it; no digest would hold
    if not output.is_dir():
        return {"file": str(output), "sha256": _digest(output)}
    lines = "".join(f"{_digest(part)}  {part.name}\n" for part in parts_of(output))
    return {"folder": str(output), "sha256": hashlib.sha256(lines.encode()).hexdigest()}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
