"""The command line: one file a command, each thin over a plain function."""

from __future__ import annotations

import sys

import typer

from . import annotate, classify, dedupe, doctor, evaluate, explain, lexicon, merge, train
from .examples import epilog

INTERRUPTED = 130
INTERRUPT = "diplotrack: interrupted; nothing half-written was kept"
app = typer.Typer(
    name="diplotrack",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: drawing it with rich doubles the time to the first line
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Which track of diplomacy does a text describe? Track 1 (official), 1.5, 2 (unofficial) or none, "
    "with the words that prove it.",
    epilog="Start with: diplotrack classify corpus/samples",
)


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        print(f"diplotrack {version('diplotrack')}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", help="Show the version.", callback=_version, is_eager=True),
) -> None:
    pass


app.command("classify", epilog=epilog("classify"))(classify.command)
app.command("merge", epilog=epilog("merge"))(merge.command)
app.command("dedupe", epilog=epilog("dedupe"))(dedupe.command)
app.command("explain", epilog=epilog("explain"))(explain.command)
app.command("train", epilog=epilog("train"))(train.command)
app.command("evaluate", epilog=epilog("evaluate"))(evaluate.command)
app.command("doctor", epilog=epilog("doctor"))(doctor.command)
app.add_typer(annotate.app, name="annotate")
app.add_typer(lexicon.app, name="lexicon")


def main() -> None:
    """Run the command line: errors of ours in a line with exit code 1, wrong usage with 2, an interrupt with 130."""
    from ..errors import DiplotrackError, UsageError

    try:
        app()
    except DiplotrackError as error:
        print(f"diplotrack: {error}", file=sys.stderr)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except SystemExit as stop:
        if stop.code == INTERRUPTED:  # typer makes this of an interrupt, and says nothing
            print(INTERRUPT, file=sys.stderr)
        raise
    except KeyboardInterrupt:
        print(INTERRUPT, file=sys.stderr)
        sys.exit(INTERRUPTED)
    except OSError as error:  # a full disk, a folder that went away: the machine's trouble, not a bug
        where = f"{error.filename}: " if error.filename else ""
        print(f"diplotrack: {where}{error.strerror or error}", file=sys.stderr)
        sys.exit(1)
