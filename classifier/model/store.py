"""Write and read models without pickle: skops for the learnt objects, JSON for the manifest."""

from __future__ import annotations

import json
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile

from ..errors import ModelError, OutputError
from ..labels import LABELS, Label
from ..lexicon import Lexicon
from ..records.files import new_file
from .classifier import Model
from .digest import PROTOCOL, content_digest
from .reader import Reader
from .vocabularies import pack, unpack

ARRAYS, MANIFEST = "model.skops", "manifest.json"
_RETRAIN = "retrain with: diplotrack train corpus/passages.jsonl corpus/spans.jsonl -o MODEL"
_LEARNT = ("words_vectorizer", "words_classifier", "facts_vectorizer", "facts_classifier")
#: Types a model file may hold beyond skops' own list of safe ones. Fixed here, never taken from the file.
_TRUSTED: list[str] = []


def default_model_path() -> Path:
    """Folder of the shipped model: inside the installed package, else at the root of the checkout."""
    package = Path(str(files("classifier")))
    shipped = package / "_shipped" / "model"
    return shipped if shipped.is_dir() else package.parent / "models" / "default"


def save_model(model: Model, folder: Path) -> None:
    """Write a model's two files into a folder, each whole or not at all.

    Raises
    ------
    OutputError
        If the folder cannot be written.
    """
    from skops.io import dumps

    learnt = {name: getattr(model, name) for name in _LEARNT}
    learnt["reader"] = {field.name: getattr(model.reader, field.name) for field in fields(model.reader)}
    manifest = json.dumps(dict(model.manifest), indent=2, ensure_ascii=False) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with new_file(folder / ARRAYS) as file:
            file.write_bytes(dumps(pack(learnt), compression=ZIP_DEFLATED, compresslevel=9))
        with new_file(folder / MANIFEST) as file:
            file.write_bytes(manifest.encode())
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror}; choose another folder with -o") from error


def load_model(path: str | Path | None, lexicon: Lexicon) -> Model:
    """Load a model and check that it fits the lexicon.

    Parameters
    ----------
    path : path or None
        A model's folder; None is the shipped one.
    lexicon : Lexicon

    Returns
    -------
    Model

    Raises
    ------
    ModelError
        If a file is missing, damaged or holds what a model must not hold, if the arrays are not those that the
        manifest speaks of, or if the model was trained with another lexicon.
    """
    folder = Path(path) if path is not None else default_model_path()
    manifest = _read_manifest(folder)
    if manifest["lexicon_sha256"] != lexicon.digest:
        raise ModelError(
            f"{folder}: trained with another lexicon ({manifest['lexicon_sha256'][:12]}, here "
            f"{lexicon.digest[:12]}); {_RETRAIN}"
        )
    learnt = _read_learnt(folder / ARRAYS)
    try:
        model = Model(
            **{name: learnt[name] for name in _LEARNT},
            reader=Reader(**learnt["reader"]),
            temperature=float(manifest["temperature"]),
            thresholds={Label(k): float(v) for k, v in manifest["conformal"]["thresholds"].items()},
            screened={Label(k): float(v) for k, v in manifest["screened"].items()},
            manifest=manifest,
        )
        matches = content_digest(model) == manifest["content_sha256"]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{folder}: not a diplotrack model ({error}); {_RETRAIN}") from error
    if not matches:
        raise ModelError(f"{folder}: {ARRAYS} is not the file that {MANIFEST} describes; {_RETRAIN}")
    return model


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except OSError as error:
        raise ModelError(f"{folder / MANIFEST}: {error.strerror}; name a model's folder, or {_RETRAIN}") from error
    except ValueError as error:
        raise ModelError(f"{folder / MANIFEST}: not JSON ({error}); {_RETRAIN}") from error
    if not isinstance(manifest, dict) or manifest.get("protocol") != PROTOCOL:
        raise ModelError(f"{folder / MANIFEST}: written by another version of diplotrack; {_RETRAIN}")
    if manifest.get("labels") != [str(label) for label in LABELS] or "lexicon_sha256" not in manifest:
        raise ModelError(f"{folder / MANIFEST}: its labels are not ours; {_RETRAIN}")
    return manifest


def _read_learnt(path: Path) -> dict[str, Any]:
    from skops.io import get_untrusted_types, loads
    from skops.io.exceptions import UntrustedTypesFoundException

    try:
        data = path.read_bytes()
        unknown = sorted(set(get_untrusted_types(data=data)) - set(_TRUSTED))
        if unknown:
            raise ModelError(
                f"{path}: holds objects that a model must not hold ({', '.join(unknown[:5])}); don't use it"
            )
        learnt = unpack(loads(data, trusted=_TRUSTED))
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror}; {_RETRAIN}") from error
    except UntrustedTypesFoundException as error:
        raise ModelError(f"{path}: {error}; don't use it") from error
    except ModelError:
        raise
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, ImportError) as error:
        raise ModelError(f"{path}: damaged ({error}); {_RETRAIN}") from error
    if not isinstance(learnt, dict):
        raise ModelError(f"{path}: not a diplotrack model; {_RETRAIN}")
    return learnt
