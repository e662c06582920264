"""A Label Studio of one's own for trying things: installed once, started on this machine alone, asked through its API."""

from __future__ import annotations

import http.cookiejar
import itertools
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

RELEASE = "label-studio==1.23.*"
QUIET = {
    "COLLECT_ANALYTICS": "False", "LATEST_VERSION_CHECK": "False", "SENTRY_DSN": "", "FRONTEND_SENTRY_DSN": "",
    "USE_DEFAULT_BANNED_SUBNETS": "False", "LOG_LEVEL": "ERROR",
}  # fmt: skip
_clock = time.monotonic()


def say(line: str) -> None:
    print(f"[{time.monotonic() - _clock:6.1f} s] {line}", flush=True)


def check(what: str, good: bool, detail: object = "") -> None:
    if not good:
        raise SystemExit(f"NOT as it should be: {what}\n{detail}")
    say(f"checked: {what}")


def install(folder: Path) -> Path:
    """Make the virtual environment unless it is there; return Label Studio's command."""
    command = folder / "venv" / "bin" / "label-studio"
    if not command.exists():
        say(f"installing {RELEASE} in {folder}")
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        pip = [folder / "venv" / "bin" / "python", "-m", "pip", "install", "-q", RELEASE]
        subprocess.run(pip, check=True, stderr=subprocess.DEVNULL)
    return command


class Studio:
    """A running Label Studio."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self.token = address, token

    def call(self, method: str, path: str, body: object = None, token: str = "") -> Any:
        """Ask the API."""
        request = urllib.request.Request(
            self.address + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Token {token or self.token}", "Content-Type": "application/json"},
        )  # fmt: skip
        try:
            with urllib.request.urlopen(request, timeout=300) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{method} {path}: {error.code} {error.read()[:2000]!r}") from error

    def refusal(self, path: str, body: object) -> str:
        """Post what must be refused, and return why it was."""
        try:
            self.call("POST", path, body)
        except SystemExit as refused:
            return str(refused)
        raise SystemExit(f"POST {path} was not refused")

    def sign_up(self, email: str) -> str:
        """Make a user by the link that invites people, and return the user's token."""
        link = self.address + self.call("GET", "/api/invite")["invite_url"]
        jar = http.cookiejar.CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        browser.open(link, timeout=60).read()
        secret = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
        form = {"email": email, "password": secrets.token_urlsafe(16), "csrfmiddlewaretoken": secret, "how_find_us": ""}
        data = urllib.parse.urlencode(form).encode()
        browser.open(urllib.request.Request(link, data, {"Referer": link}), timeout=60).read()
        with browser.open(self.address + "/api/current-user/token", timeout=60) as answer:
            return str(json.loads(answer.read())["token"])

    def project(self, title: str, config: Path, tasks: list[dict[str, Any]]) -> int:
        """Make a project of tasks."""
        made = self.call("POST", "/api/projects/", {"title": title, "label_config": config.read_text("utf-8")})
        done = self.call("POST", f"/api/projects/{made['id']}/import", tasks)
        check(f"Label Studio took {len(tasks)} tasks", done["task_count"] == len(tasks), done)
        return int(made["id"])

    def tasks(self, project: int) -> list[dict[str, Any]]:
        """List a project's tasks with all that belongs to them."""
        found: list[dict[str, Any]] = []
        for page in itertools.count(1):
            part = self.call("GET", f"/api/tasks/?project={project}&fields=all&page_size=100&page={page}")
            found += part["tasks"]
            if len(found) >= part["total"]:
                return found
        raise AssertionError

    def export(self, project: int, query: str) -> Any:
        """Export as the web page does."""
        return self.call("GET", f"/api/projects/{project}/export?{query}")

    def snapshot(self, project: int) -> Any:
        """Export with coders by e-mail and predictions in full, as the export of the web page does not."""
        whole = {"only_id": False}
        options = {"predictions": whole, "drafts": whole, "annotations__completed_by": whole}
        made = self.call("POST", f"/api/projects/{project}/exports/", {"serialization_options": options})
        for _ in range(60):
            if self.call("GET", f"/api/projects/{project}/exports/{made['id']}")["status"] == "completed":
                return self.call("GET", f"/api/projects/{project}/exports/{made['id']}/download")
            time.sleep(1)
        raise SystemExit("Label Studio does not finish its export")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def label_studio(command: Path, data: Path) -> Iterator[Studio]:
    """Start a server with no data on this machine alone."""
    port, token = free_port(), secrets.token_hex(20)
    words = [
        command, "start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(port), "--data-dir", data,
        "--username", "lead@example.org", "--password", secrets.token_urlsafe(16), "--user-token", token,
        "--enable-legacy-api-token",
    ]  # fmt: skip
    with (data / "server.log").open("wb") as log:
        server = subprocess.Popen(words, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=os.environ | QUIET)
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(1200):  # a minute on an idle machine
                if server.poll() is not None:
                    raise SystemExit(f"Label Studio ended\n{(data / 'server.log').read_text('utf-8')[-3000:]}")
                try:
                    urllib.request.urlopen(address + "/health", timeout=5).close()
                    break
                except OSError:
                    time.sleep(1)
            else:
                raise SystemExit("Label Studio does not start")
            studio = Studio(address, token)
            say(f"Label Studio {studio.call('GET', '/api/version')['release']} at {address}")
            yield studio
        finally:
            server.terminate()
            server.wait(30)
