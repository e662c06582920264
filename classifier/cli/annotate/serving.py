"""``diplotrack annotate serve``: live pre-annotation for Label Studio."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from .. import options as shared


def command(
    host: Annotated[
        str, typer.Option("--host", help="Address to listen at; others than this machine's own are risky.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen at.")] = 9090,
    token: Annotated[
        str,
        typer.Option(
            "--token",
            metavar="TOKEN",
            envvar="DIPLOTRACK_TOKEN",
            show_default="a new one, which is printed",
            help="Password that Label Studio must send.",
        ),
    ] = "",
    model: shared.Model = None,
    lexicon: shared.Overlay = None,
) -> None:
    """Predict for Label Studio while people code, until Ctrl-C.

    In Label Studio, under Settings > Model, connect the address that is printed, with Basic Authentication: any user
    name, and the token as password. Label Studio must have been started with USE_DEFAULT_BANNED_SUBNETS=False, or it refuses
    addresses of its own machine. Predictions are what 'annotate export' writes of the same texts.

    Exit codes: 0 stopped, 1 cannot start, 2 wrong usage.
    """
    import secrets

    from ...annotation.serve import Predictor, Server
    from ...model import load

    given, token = bool(token), token or secrets.token_urlsafe(24)
    predictor = Predictor(load(model, lexicon or []))
    with Server(predictor, host, port, token, lambda line: print(line, file=sys.stderr)) as server:
        if not _is_own(host):
            print(
                f"warning: {host} can be reached from other machines, and nothing is encrypted: neither the token nor "
                "the texts. Put a proxy with TLS before it.",
                file=sys.stderr,
            )
        shown = f"[{host}]" if ":" in host else host
        print(f"{predictor.version} at http://{shown}:{server.server_address[1]}", file=sys.stderr)
        print("token: as given" if given else f"token: {token}", file=sys.stderr, flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("stopped", file=sys.stderr)


def _is_own(host: str) -> bool:
    from ipaddress import ip_address

    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
