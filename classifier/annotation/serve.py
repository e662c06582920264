"""Live pre-annotation: the protocol by which Label Studio asks a machine-learning backend for predictions.

Label Studio sends ``GET /health``, ``POST /setup`` and ``POST /predict`` with HTTP Basic authentication, where a
password was given, and ``POST /webhook`` without (label_studio/ml/api_connector.py, as installed with 1.23). The last
tells of every event in the project; nothing is done with it, so it needs no password.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET6, socket
from typing import Any

from ..documents import Document
from ..documents.limits import MEGABYTE
from ..errors import EngineError, InputError
from ..model import Tracker
from ..records import to_record
from .spokes.label_studio import SPOKE, model_version, prediction_of
from .spokes.label_studio.config import PASSAGE_CHOSEN, REGIONS

#: Largest request; Label Studio sends all chosen tasks at once, with their annotations and predictions.
MAX_BODY = 64 * MEGABYTE
#: Seconds that a client may stay silent in the middle of a request.
PATIENCE = 30
#: Connections that are served at once; others are closed.
MOST = 32


class Predictor:
    """Predictions for Label Studio's tasks: what an export would hold of the same texts.

    Examples
    --------
    >>> from classifier import load
    >>> predictor = Predictor(load())
    >>> tasks = [{"data": {"text": "The foreign ministers of India and Nepal signed a treaty."}}, {"data": {}}]
    >>> first, second = predictor.predict(tasks)
    >>> first["result"][0]["value"], second
    ({'choices': ['Track 1']}, {'error': 'no text in data.text, or a blank one'})
    """

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker
        manifest = tracker.model.manifest
        self._model = {"name": str(manifest.get("name")), "version": str(manifest.get("version"))}
        self._lock = threading.Lock()  # the model's parts are not made for threads
        self.version = model_version({"source": {"kind": "model", **self._model}})

    def predict(self, tasks: Iterable[Any]) -> list[dict[str, Any]]:
        """Label the texts of tasks, each as one passage.

        Parameters
        ----------
        tasks : iterable
            As Label Studio sends them; the text is in ``data.text``.

        Returns
        -------
        list of dict
            For each task a prediction, or ``{"error": reason}``, which Label Studio notes and does not store.
        """
        texts = [_text_of(task) for task in tasks]
        with self._lock:  # all at once: Label Studio waits a hundred seconds for all that it asks for together
            results = self._tracker.classify_many(_as_long(text) for text in texts if text is not None)
            return [
                {"error": "no text in data.text, or a blank one"} if text is None
                else prediction_of(to_record(next(results), Document("task", text), self._model), SPOKE.held(text))
                for text in texts
            ]  # fmt: skip


def _text_of(task: Any) -> str | None:
    """Return the text of a task; None where there is none."""
    data = task.get("data") if isinstance(task, dict) else None
    text = data.get("text") if isinstance(data, dict) else None
    return text if isinstance(text, str) and _as_long(text).strip() else None


def _as_long(text: str) -> str:
    r"""Change what a tracker would leave out, and so move offsets, into what is just as long.

    Examples
    --------
    >>> _as_long("a\r\nb\rc")
    'a \nb\nc'
    """
    return text.replace("\r\n", " \n").replace("\r", "\n").replace("\ufeff", " ")


def check_config(schema: Any) -> None:
    """Check that a project has our labeling config, or one that keeps its controls.

    Raises
    ------
    InputError
        If its coders could not see the predictions.
    """
    needed = ("text", PASSAGE_CHOSEN[0], *(tag for tag, _ in REGIONS.values()))
    if missing := [name for name in needed if f'name="{name}"' not in str(schema)]:
        raise InputError(
            f"the labeling config has no control named {', '.join(missing)}; "
            "take the one that 'annotate export --to label-studio' writes"
        )


class _Refused(Exception):
    """A request that is answered with an error."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class _Handler(BaseHTTPRequestHandler):
    server: Server
    timeout = PATIENCE
    server_version, sys_version = "diplotrack", ""
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve({"/health": lambda: {"status": "UP", "model_class": "diplotrack"}})

    def do_POST(self) -> None:
        self._serve({"/setup": self._setup, "/predict": self._predict, "/webhook": self._webhook})

    def _serve(self, routes: Mapping[str, Callable[[], dict[str, Any]]]) -> None:
        path = self.path.partition("?")[0]
        try:
            if path not in routes:
                raise _Refused(404, "no such page")
            if path != "/webhook" and not self._knows_token():
                raise _Refused(401, "the password must be the token that diplotrack printed when it started")
            self._answer(200, routes[path]())
        except _Refused as refused:
            # What was not read of the request would be taken for the next one.
            self.close_connection = True
            self.server.tell(f"{self.command} {path[:80]!a}: {refused.code}, {refused.reason}")
            self._answer(refused.code, {"error": refused.reason}, refused.reason)

    def _setup(self) -> dict[str, Any]:
        try:
            check_config(self._body().get("schema"))
        except InputError as error:
            raise _Refused(400, str(error)) from error
        return {"model_version": self.server.predictor.version}

    def _predict(self) -> dict[str, Any]:
        tasks = self._body().get("tasks")
        if not isinstance(tasks, list):
            raise _Refused(400, "no list of tasks")
        began = time.monotonic()
        results = self.server.predictor.predict(tasks)
        took = time.monotonic() - began
        failed = [result["error"] for result in results if "error" in result]
        self.server.tell(f"{len(results) - len(failed):,} predictions in {took:.1f} s")
        if failed:
            self.server.tell(f"{len(failed):,} tasks without a prediction; the first: {failed[0]}")
        return {"results": results}

    def _webhook(self) -> dict[str, Any]:
        left = self._length()
        while left and (piece := self.rfile.read(min(left, MEGABYTE))):
            left -= len(piece)
        return {}

    def _knows_token(self) -> bool:
        kind, _, given = self.headers.get("Authorization", "").partition(" ")
        try:
            password = base64.b64decode(given.strip(), validate=True).partition(b":")[2]
        except (binascii.Error, ValueError):
            return False
        return kind.lower() == "basic" and hmac.compare_digest(password, self.server.token.encode())

    def _length(self) -> int:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()) or "Transfer-Encoding" in self.headers:
            raise _Refused(411, "a request must state its length")
        if len(length) > 12 or int(length) > MAX_BODY:
            raise _Refused(413, f"longer than {MAX_BODY // MEGABYTE} MB; choose fewer tasks at once")
        return int(length)

    def _body(self) -> dict[str, Any]:
        try:
            body = json.loads(self.rfile.read(self._length()))
        except RecursionError as error:
            raise _Refused(400, "nested too deeply") from error
        except ValueError as error:
            raise _Refused(400, f"not JSON: {error}") from error
        if not isinstance(body, dict):
            raise _Refused(400, "not a JSON object")
        return body

    def _answer(self, code: int, content: dict[str, Any], reason: str | None = None) -> None:
        body = json.dumps(content).encode()
        # Label Studio shows its users the reason in the status line, not the body.
        self.send_response(code, reason and " ".join(reason.encode("ascii", "replace").decode().split()))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if code == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="diplotrack"')
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of single requests."""


class Server(ThreadingHTTPServer):
    """Answers Label Studio until it is shut down.

    Parameters
    ----------
    predictor : Predictor
    host : str
    port : int
        0 for any that is free.
    token : str
        The password that Label Studio has to send, with any user name.
    tell : callable
        Takes lines that say what was done.

    Raises
    ------
    EngineError
        If the address cannot be used.
    """

    daemon_threads = True

    def __init__(
        self, predictor: Predictor, host: str, port: int, token: str, tell: Callable[[str], None] = lambda line: None
    ) -> None:
        if not token:
            raise EngineError("a server needs a token; without one anybody could ask it")
        self.predictor, self.token, self.tell = predictor, token, tell
        self._free = threading.BoundedSemaphore(MOST)
        if ":" in host:
            self.address_family = AF_INET6
        try:
            super().__init__((host, port), _Handler)
        except (OSError, OverflowError) as error:
            what = error.strerror if isinstance(error, OSError) else "no such port"
            raise EngineError(f"{host}:{port}: {what}; choose another with --port or --host") from error

    def process_request(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        """Serve a connection in a thread of its own, as long as there are not too many."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        """Give the place of a connection back when it ends."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say that a connection broke off, as clients' do, without a traceback."""
        import sys

        self.tell(f"a connection broke off: {sys.exc_info()[1]}")
