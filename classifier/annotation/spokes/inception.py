"""INCEpTION, by files of UIMA CAS XMI: a folder of documents, with the layers that the project must have."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from ..spoke import Losses, Spoke, Task
from .cas import CARRIED, ILLEGAL, to_cas, type_system
from .inception_files import read
from .inception_layers import layers


def held(text: str) -> str:
    r"""Replace what XML cannot hold.

    Examples
    --------
    >>> held("a\x00b\x85\r\n")
    'a�b\x85\r\n'
    """
    return re.sub(ILLEGAL, "\ufffd", text)


def write_folder(tasks: Iterable[Task], folder: Path, *, ending: str, save: Callable[[Any, Path], object]) -> Losses:
    """Write a document for each record, or for each passage that none is shown of, and what the project must know.

    Parameters
    ----------
    tasks : iterable of Task
    folder : Path
        Gets ``documents/000001.xmi`` and so on, ``layers.json`` and ``TypeSystem.xml``.
    ending : str
        Of the documents' names.
    save : callable
        From a CAS and a path to a file.
    """
    types = type_system()
    types.to_xml(folder / "TypeSystem.xml")
    text = json.dumps(layers(), indent=2)
    (folder / "layers.json").write_text(text, "utf-8")
    documents = folder / "documents"
    documents.mkdir()
    losses: Losses = Counter()
    count = 0
    for task in tasks:
        if not task.text.strip():
            losses["passages without words, which INCEpTION does not import"] += 1
        shown: list[tuple[int | None, dict[str, Any]]] = list(enumerate(task.records)) or [(None, {})]
        for number, record in shown:
            count += 1
            save(to_cas(types, task.text, task.passage_id, number, record), documents / f"{count:06}{ending}")
    return losses


def _save(cas: Any, path: Path) -> None:
    cas.to_xmi(path)


write = partial(write_folder, ending=".xmi", save=_save)
SPOKE = Spoke("inception", "INCEpTION", "", CARRIED, write, read, held)
