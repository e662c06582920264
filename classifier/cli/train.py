"""``diplotrack train``: fit a model to labelled passages."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer


def command(
    corpus: Annotated[
        list[Path], typer.Argument(metavar="CORPUS.jsonl...", help="Labelled passages, as canonical records.")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="MODEL", help="Folder to write the model to.")],
    corpus_date: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="Date of the corpus.", show_default="its file's date"),
    ] = None,
) -> None:
    """Train a model, calibrate it on sources held out in turn, and write it with its manifest.

    The same corpus, lexicon and versions of the libraries give the same model.
    """
    from ..errors import InputError
    from ..lexicon import load_lexicon
    from ..model import save_model
    from ..model.corpus import read_corpus
    from ..model.training import train_model

    passages, digest = read_corpus(*corpus)
    try:
        day = date.fromisoformat(corpus_date) if corpus_date else max(map(_date_of, corpus))
    except ValueError as error:
        raise InputError(f"--corpus-date {corpus_date}: {error}; write it like 2026-01-31") from error
    print(f"training on {sum(p.split == 'train' for p in passages)} passages …", file=sys.stderr)
    model = train_model(passages, digest, load_lexicon(), day)
    save_model(model, output)
    for name, scores in model.manifest["metrics"].items():
        low, high = scores["interval_95"]
        print(f"{name}: macro-F1 {scores['macro_f1']} [{low}, {high}], n {scores['n']}")
    print(f"content digest {model.manifest['content_sha256']}")
    print(f"model: {output}", file=sys.stderr)


def _date_of(corpus: Path) -> date:
    return datetime.fromtimestamp(corpus.stat().st_mtime, tz=UTC).date()
