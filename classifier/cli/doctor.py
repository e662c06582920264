"""``diplotrack doctor``: check the installation, and say what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import typer

Check = Callable[[], str]


def command() -> None:
    """Check Python, libraries, package, lexicon, model and encodings; exit code 1 if anything is wrong."""
    failed = 0
    for name, check in _checks():
        try:
            print(f"ok    {name}: {check()}")
        except Exception as error:  # the whole point is to report whatever is wrong
            failed += 1
            print(f"WRONG {name}: {error}")
    if failed:
        raise typer.Exit(1)


def _checks() -> Iterator[tuple[str, Check]]:
    yield "Python", _python
    yield "libraries", _libraries
    yield "package", _package
    yield "lexicon", _lexicon
    yield "model", _model
    yield "first sentence", _sentence
    yield "encodings", _encodings


def _python() -> str:
    return ".".join(map(str, sys.version_info[:3]))


def _libraries() -> str:
    from importlib.metadata import version

    names = ("spacy", "scikit-learn", "numpy", "pandas", "pyarrow", "skops", "typer")
    return ", ".join(f"{name} {version(name)}" for name in names)


def _package() -> str:
    """See that 'classifier' is ours: another distribution installs an import package of the same name."""
    from importlib.metadata import packages_distributions, version
    from pathlib import Path

    import classifier

    owners = [d for d in packages_distributions().get("classifier", []) if d != "diplotrack"]
    if owners:
        raise RuntimeError(
            f"{', '.join(sorted(set(owners)))} installs a package named 'classifier' too; uninstall it "
            "(pip uninstall) and reinstall diplotrack, or use a virtual environment of its own"
        )
    return f"diplotrack {version('diplotrack')} in {Path(str(classifier.__file__)).parent}"


def _lexicon() -> str:
    from ..lexicon import load_lexicon, problems

    lexicon = load_lexicon()
    found = problems(lexicon)
    if found:
        raise RuntimeError(f"{len(found)} contradictions; run: diplotrack lexicon check")
    return f"{len(lexicon.senses)} terms, digest {lexicon.digest[:12]}"


def _model() -> str:
    from ..model import load
    from ..model.store import default_model_path

    manifest = load().model.manifest
    import sklearn

    trained = manifest["versions"]["scikit-learn"]
    other = f"; trained with scikit-learn {trained}" if trained != sklearn.__version__ else ""
    return f"{default_model_path()}, corpus of {manifest['corpus']['date']}, fits the lexicon{other}"


def _sentence() -> str:
    from ..model import load

    text = "The foreign ministers of Chile and Peru signed a border treaty in Lima."
    result = load().classify(text)
    if result.label != "track_1":
        raise RuntimeError(f"{text!r} is labelled {result.label}, not track_1; reinstall diplotrack")
    return f"labelled {result.label}, p {result.confidence:.2f}"


def _encodings() -> str:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding not in ("utf8", "utf16"):
        raise RuntimeError(f"the terminal's encoding is {sys.stdout.encoding}; set PYTHONUTF8=1")
    return f"{sys.stdout.encoding}; files: UTF-8, UTF-16, Windows-1252"
