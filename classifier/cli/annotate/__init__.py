"""``diplotrack annotate``: code passages by hand in the tool that you have, and get everything back."""

from __future__ import annotations

import typer

from ..examples import epilog
from . import adjudication, agreement, checking, exporting, importing, sampling, serving

app = typer.Typer(
    no_args_is_help=True,
    help="Sample passages, code them by hand in the tool that you have, measure agreement, decide, train.",
    epilog=epilog("annotate"),
)
app.command("sample", epilog=epilog("annotate sample"))(sampling.command)
app.command("recall", epilog=epilog("annotate recall"))(sampling.recall)
app.command("export", epilog=epilog("annotate export"))(exporting.command)
app.command("import", epilog=epilog("annotate import"))(importing.command)
app.command("check", epilog=epilog("annotate check"))(checking.command)
app.command("agreement", epilog=epilog("annotate agreement"))(agreement.command)
app.command("adjudicate", epilog=epilog("annotate adjudicate"))(adjudication.command)
app.command("serve", epilog=epilog("annotate serve"))(serving.command)
