"""A spoke for each annotation tool, found by name."""

from __future__ import annotations

from importlib import import_module

from ..spoke import Spoke

#: Name -> module, which is imported when it is asked for, and holds the spoke as ``SPOKE``.
_MODULES = {
    "label-studio": "label_studio",
    "doccano": "doccano",
    "inception": "inception",
    "inception-json": "inception_json",
    "prodigy": "prodigy",
    "brat": "brat",
    "spacy": "docbin",
    "csv": "sheet_csv",
    "excel": "sheet_excel",
    "tidy": "tidy_csv",
    "stata": "tidy_stata",
}
NAMES = tuple(_MODULES)


def spoke_named(name: str) -> Spoke:
    """Find a spoke.

    Parameters
    ----------
    name : str
        One of `NAMES`.

    Examples
    --------
    >>> spoke_named("doccano").title
    'doccano'
    """
    spoke: Spoke = import_module(f"{__name__}.{_MODULES[name]}").SPOKE
    return spoke
