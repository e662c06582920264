"""Workers and parents that the system kills: nothing lost, nothing twice, and who kills twice is named."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import classifier
from classifier.bulk import Watcher, classify_to
from classifier.bulk.pool import Setup

from .made import run_of, write_input

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    source, output = write_input(folder / "input.jsonl"), folder / "results.jsonl"
    classify_to(run_of(source, output, workers=2), classifier.load(), Watcher())
    return source, output


def children(pid):
    """Worker processes of a command."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            command = (process / "cmdline").read_text()
        except OSError:
            continue
        if parent == pid and "popen_loky" in command:
            found.append(int(process.name))
    return found


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="finds workers in /proc")
@pytest.mark.parametrize("who", ["parent", "worker"])
def test_killed_at_random_moments_the_output_is_the_same(undisturbed, tmp_path, who):
    source, expected = undisturbed
    output = tmp_path / "results.jsonl"
    command = [sys.executable, "-m", "classifier", "classify", str(source), "--keep", "all", "--workers", "2", "-q",
               "-o", str(output)]  # fmt: skip
    chance = random.Random(who)
    running = subprocess.Popen(command, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while len(children(running.pid)) < 2 and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(chance.uniform(0, 3))
    os.kill(running.pid if who == "parent" else chance.choice(children(running.pid)), signal.SIGKILL)
    if who == "parent":
        running.communicate()
        assert not output.exists()
        running = subprocess.Popen(command, stderr=subprocess.PIPE)
    _, told = running.communicate()
    assert output.read_bytes() == expected.read_bytes(), told.decode()
    assert output.with_suffix(".rejected.jsonl").read_bytes() == expected.with_suffix(".rejected.jsonl").read_bytes()


def test_a_document_that_kills_its_worker_twice_is_rejected_by_name(tmp_path, monkeypatch):
    source = write_input(tmp_path / "input.jsonl", 300)
    output = tmp_path / "results.jsonl"
    monkeypatch.setattr("classifier.bulk.pool._start", start_with_a_killer)
    counts = classify_to(run_of(source, output, workers=1), classifier.load(), Watcher())
    rejects = [json.loads(line) for line in output.with_suffix(".rejected.jsonl").read_text().splitlines()]
    (named,) = [r for r in rejects if r["stage"] == "classify"]
    assert named["record"] == 11 and "killed twice" in named["reason"]
    assert counts.documents == 300 - 6 - 1


def start_with_a_killer(setup: Setup) -> None:
    """Start a worker that dies of one document as of too little memory."""
    from classifier.bulk import pool
    from classifier.model import Tracker

    pool._start(setup)
    label = Tracker.classify_documents

    def deadly(self, documents, **options):
        def checked():
            for document in documents:
                if document.id == "d10":
                    os.kill(os.getpid(), signal.SIGKILL)
                yield document

        return label(self, checked(), **options)

    Tracker.classify_documents = deadly
