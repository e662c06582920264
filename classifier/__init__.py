"""Tell which track of diplomacy a text describes.

>>> import classifier
>>> classifier.load().classify("The two presidents signed the treaty at the summit.").label
<Label.TRACK_1: 'track_1'>
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import DiplotrackError, EngineError, InputError, LexiconError, ModelError, OutputError, RecordError

if TYPE_CHECKING:
    from .model.tracker import Tracker, load

__all__ = [
    "DiplotrackError", "EngineError", "InputError", "LexiconError", "ModelError", "OutputError", "RecordError",
    "Tracker", "__version__", "load",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import what is heavy when it is first asked for, so that ``diplotrack --help`` is quick."""
    if name in ("Tracker", "load"):
        from .model import tracker

        return getattr(tracker, name)
    if name == "__version__":
        from importlib.metadata import version

        return version("diplotrack")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
