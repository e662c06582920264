"""A real Label Studio, from the export to a model trained on what two coders made of it.

python -m pytest -m slow tests/annotation/test_label_studio_server.py

It takes some ten minutes and a gigabyte, in ~/.cache/diplotrack/label-studio or the folder LABEL_STUDIO_FOLDER.
"""

import os
import runpy
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "try_label_studio.py"


@pytest.mark.slow
def test_label_studio(monkeypatch):
    monkeypatch.syspath_prepend(SCRIPT.parent)
    script = runpy.run_path(str(SCRIPT))
    folder = Path(os.environ.get("LABEL_STUDIO_FOLDER", script["FOLDER"])).expanduser()
    try:
        script["install"](folder)
    except (subprocess.CalledProcessError, OSError) as error:
        pytest.skip(f"Label Studio cannot be installed: {error}")
    script["run"](folder)
