"""A PostgreSQL server of the tests' own, where the machine has one."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest


def _tool(name):
    found = shutil.which(name) or next(iter(sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None)
    return found and str(found)


@contextmanager
def started():
    """Address of a server that lives as long as the block, on a socket in a folder of its own."""
    pytest.importorskip("psycopg")
    if not _tool("initdb") or not _tool("pg_ctl"):
        pytest.skip("no PostgreSQL on this machine")
    user = {}
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    if os.geteuid() == 0:  # which the server refuses to run as
        user = {"user": "nobody"}
        shutil.chown(folder, "nobody")
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/", **user}
    data = folder / "data"
    subprocess.run([_tool("initdb"), "-D", data, "-U", "reader", "-A", "trust", "--no-sync"], **quiet)
    options = f"-c listen_addresses='' -c fsync=off -k {folder}"
    subprocess.run([_tool("pg_ctl"), "-D", data, "-w", "-o", options, "-l", folder / "log", "start"], **quiet)
    try:
        yield f"postgresql://reader:secret@/postgres?host={folder}"
    finally:
        subprocess.run([_tool("pg_ctl"), "-D", data, "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(folder)
