"""``diplotrack lexicon``: look at the lexicon, and check overlays."""

from __future__ import annotations

from typing import Annotated

import typer

from . import options as shared
from .examples import epilog

app = typer.Typer(no_args_is_help=True, help="Look at the words that the rules know, and check your own.")


@app.command("show", epilog=epilog("lexicon show"))
def show(
    term: Annotated[str | None, typer.Argument(help="A term; without it, how many entries each class has.")] = None,
    lexicon: shared.Overlay = None,
) -> None:
    """Show what the lexicon says of a term, with file and line."""
    from collections import Counter

    from ..errors import LexiconError
    from ..lexicon import class_of, describe, load_lexicon, look_up

    loaded = load_lexicon(lexicon or [])
    if term is None:
        for name, count in sorted(Counter(map(class_of, loaded.senses)).items()):
            print(f"{name:18} {count:6} terms")
        return
    senses = look_up(loaded, term)
    if not senses:
        raise LexiconError(
            f"the lexicon has no term {term!r}; add it with an overlay, see: diplotrack lexicon check --help"
        )
    for sense in senses:
        print(describe(sense))


@app.command("check", epilog=epilog("lexicon check"))
def check(lexicon: shared.Overlay = None) -> None:
    """Check the lexicon, and overlays given with --lexicon: bad entries are told with file and line.

    An overlay is a CSV file with the columns class, term, action (add or remove) and those of its class, for
    example:
    class,term,plural,status,kind / offices,water envoy,,official,executive
    A .txt file is read as a PETRARCH/CAMEO dictionary of actors or, where its name says so, agents.
    """
    from ..lexicon import dictionary_problems, is_dictionary, load_lexicon, problems

    loaded = load_lexicon(lexicon or [])
    found = problems(loaded)
    for path in filter(lambda path: is_dictionary(path.name), lexicon or []):
        found += dictionary_problems(path.read_text("utf-8-sig"), str(path))
    for problem in found:
        print(problem)
    print(f"{len(loaded.senses)} terms, {len(found)} problems; digest {loaded.digest[:12]}")
    if found:
        raise typer.Exit(1)
