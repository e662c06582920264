"""Spark itself: is it there, does it start, and what does it say when it gives up."""

from __future__ import annotations

import gc
import os
import re
import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import EngineError
from ..model import Tracker, load

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_JAVA = "Spark needs Java 17 or later; install it, or name its folder in JAVA_HOME"
_PYTHONS = re.compile(r"(?!org\.|java\.|pyspark\.)[A-Za-z_][\w.]*(?:Error|Exception): .+")
_JAVAS = re.compile(r"(?:: |Caused by: )?(?:org|java|py4j)\.\S+(?:Error|Exception): (.+)")


@contextmanager
def open_session(master: str | None = None, *, progress: bool = False) -> Iterator[SparkSession]:
    """Start Spark, and stop it at the end.

    Parameters
    ----------
    master : str, optional
        Such as ``local[4]`` or ``spark://host:7077``; by default what ``spark-submit`` was told, else ``local[*]``.
    progress : bool
        Whether Spark shows its progress bar on standard error.

    Yields
    ------
    pyspark.sql.SparkSession

    Raises
    ------
    EngineError
        If Spark or Java is missing, or Spark doesn't start; says what to do.
    """
    require_spark()
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    # Else the workers would be whatever 'python3' is, most often without this package.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("diplotrack").config("spark.ui.showConsoleProgress", str(progress).lower())
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
            session = (builder.master(master) if master else builder).getOrCreate()
    except (PySparkException, Py4JError) as error:
        where = f"on {master}" if master else "on its default master"
        remedy = "see that --master is right, and that Java is 17 or later (java -version)"
        raise EngineError(f"Spark did not start {where}: {told(error)}; {remedy}") from error
    try:
        yield session
    finally:
        session.stop()


def require_spark() -> None:
    """See that Spark can be started at all.

    Raises
    ------
    EngineError
        If pyspark or Java is not there.
    """
    try:
        import pyspark  # noqa: F401
    except ImportError as error:
        raise EngineError('Spark is not installed: pip install "diplotrack[spark]"') from error
    home = os.environ.get("JAVA_HOME")
    if not (Path(home, "bin", "java").exists() if home else shutil.which("java")):
        raise EngineError(_JAVA)


def told(error: BaseException) -> str:
    r"""Pick out of Spark's many lines the one that says what went wrong.

    Examples
    --------
    >>> told(Exception("Job aborted\n  File 'a.py'\nOSError: [Errno 28] No space left on device\n\tat org.apache"))
    'OSError: [Errno 28] No space left on device'
    >>> told(Exception("While calling z:org.\n: org.a.BException: Job lost: org.a.CException: Worker crashed.\n\tat org.a"))
    'Worker crashed.'
    """
    lines = str(error).splitlines() or [repr(error)]
    pythons = next((line for line in reversed(lines) if _PYTHONS.match(line)), None)
    if pythons is not None:
        return pythons
    javas = next((found[1] for line in lines if (found := _JAVAS.match(line))), lines[0])
    return re.split(r"\S+Exception: ", javas)[-1].partition(". Consider ")[0]


@lru_cache(maxsize=1)
def tracker_of(model: Path | None, lexicon: tuple[Path, ...]) -> Tracker:
    """Load a tracker, once in every Python worker."""
    tracker = load(model, lexicon)
    # After each task Spark has the worker's garbage collected, which would look through the whole lexicon every time.
    gc.freeze()
    return tracker
