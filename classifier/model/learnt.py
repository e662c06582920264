"""Which passages a model has learnt from, for whoever wants to test it on passages that it has not."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..records import sha256_of
from ..records.files import new_file

#: Beside the model's other files.
NAME = "learnt.txt"
_DIGITS = 16


def passage_key(text: str) -> str:
    """What a model's folder keeps of a passage: half of a digest, which does not give the text away.

    Examples
    --------
    >>> passage_key("They met.")
    'ab226026642c9001'
    """
    return sha256_of(text)[:_DIGITS]


def write_learnt(folder: Path, texts: Iterable[str]) -> None:
    """Write down what a model has learnt from.

    Raises
    ------
    OutputError
        If the folder cannot be written.
    """
    keys = sorted({passage_key(text) for text in texts})
    with new_file(folder / NAME) as file:
        file.write_text("".join(f"{key}\n" for key in keys), "ascii")


def read_learnt(folder: Path) -> frozenset[str] | None:
    """Read the keys of the passages that a model has learnt from; None where its folder does not tell.

    Examples
    --------
    >>> from classifier.model.store import default_model_path
    >>> passage_key("They met.") in read_learnt(default_model_path())
    False
    """
    try:
        return frozenset((folder / NAME).read_text("ascii", "replace").split())
    except OSError:
        return None
