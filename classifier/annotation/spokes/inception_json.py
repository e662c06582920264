"""INCEpTION, by files of UIMA CAS JSON (version 0.4.0 of the format, which INCEpTION calls *UIMA CAS JSON*)."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from ..spoke import Spoke
from .cas import CARRIED, cassis
from .inception import write_folder
from .inception_files import read


def _save(cas: Any, path: Path) -> None:
    cas.to_json(path, type_system_mode=cassis().typesystem.TypeSystemMode.MINIMAL)


write = partial(write_folder, ending=".json", save=_save)
SPOKE = Spoke("inception-json", "INCEpTION", "", CARRIED, write, read)
