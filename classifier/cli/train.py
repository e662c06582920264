"""``diplotrack train``: fit a model to labelled passages."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ..lexicon import Lexicon
    from .train_summary import Old


def command(
    corpus: Annotated[
        list[Path],
        typer.Argument(metavar="CORPUS.jsonl...", help="Labelled passages: a corpus, gold of 'annotate adjudicate'."),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="MODEL", help="Folder to write the model to.")],
    corpus_date: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="Date of the corpus.", show_default="its file's date"),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(metavar="MODEL", help="Model to compare the new one with.", show_default="the shipped one"),
    ] = None,
) -> None:
    """Train a model, calibrate it on sources held out in turn, write it with its manifest, and say what it changes.

    The same corpus, lexicon and versions of the libraries give the same model. Passages whose 'split' is dev are only
    scored, those of test left alone. A test sample, a model's predictions and coders who have not been reconciled are
    refused.
    """
    from ..errors import InputError
    from ..lexicon import load_lexicon
    from ..model import save_model
    from ..model.corpus import TRAIN, read_corpus
    from ..model.learnt import write_learnt
    from ..model.training import train_and_hold_out

    passages, digest = read_corpus(*corpus)
    try:
        day = date.fromisoformat(corpus_date) if corpus_date else max(map(_date_of, corpus))
    except ValueError as error:
        raise InputError(f"--corpus-date {corpus_date}: {error}; write it like 2026-01-31") from error
    lexicon = load_lexicon()
    old = _old(against, lexicon)  # before the training, which may write to the same folder
    print(f"training on {sum(p.split == TRAIN for p in passages)} passages …", file=sys.stderr)
    trained = train_and_hold_out(passages, digest, lexicon, day)
    save_model(trained.model, output)
    write_learnt(output, (p.text for p in trained.train))
    for name, scores in trained.model.manifest["metrics"].items():
        low, high = scores["interval_95"]
        print(f"{name}: macro-F1 {scores['macro_f1']} [{low}, {high}], n {scores['n']}")
    print(f"content digest {trained.model.manifest['content_sha256']}")
    print(f"model: {output}", file=sys.stderr)
    if old is not None:
        from .train_summary import show_changes

        show_changes(trained, old)


def _date_of(corpus: Path) -> date:
    return datetime.fromtimestamp(corpus.stat().st_mtime, tz=UTC).date()


def _old(against: Path | None, lexicon: Lexicon) -> Old | None:
    """Load the model to compare with; None, which is told, where the shipped one is not for this lexicon."""
    from ..errors import ModelError
    from ..model.learnt import read_learnt
    from ..model.store import default_model_path, load_model
    from .train_summary import Old

    folder = default_model_path() if against is None else against
    name = "the shipped model" if against is None else str(against)
    try:
        return Old(name, load_model(folder, lexicon), read_learnt(folder))
    except ModelError as error:
        if against is not None:
            raise
        print(f"nothing to compare the new model with: {error}", file=sys.stderr)
        return None
