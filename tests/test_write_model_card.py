"""The model card's figures come from an evaluation, and are held to it."""

import json
import runpy
from pathlib import Path

import pytest

from tests.reporting.sample import sample_report

main = runpy.run_path(str(Path(__file__).parents[1] / "scripts" / "write_model_card.py"))["main"]


@pytest.fixture
def model(tmp_path):
    folder = tmp_path / "model"
    folder.mkdir()
    digest = sample_report()["system"]["sha256"]
    (folder / "manifest.json").write_text(json.dumps({"content_sha256": digest}), "utf-8")
    (folder / "README.md").write_text("# Card\n\n<!-- figures -->\noutdated\n<!-- /figures -->\nmore\n", "utf-8")
    (tmp_path / "report.json").write_text(json.dumps(sample_report()), "utf-8")
    return folder


def run(model, *arguments):
    return main([*arguments, "--model", str(model)])


def test_written_is_current_until_something_changes(model, tmp_path, capsys):
    assert run(model, "--check") == 1
    assert "no evaluations are kept" in capsys.readouterr().err
    assert run(model, str(tmp_path / "report.json")) == 0
    card = (model / "README.md").read_text("utf-8")
    assert (
        card.startswith("# Card") and card.endswith("more\n") and "0.80 [0.76, 0.84]" in card and "outdated" not in card
    )
    assert run(model, "--check") == 0
    (model / "README.md").write_text(card.replace("0.80", "0.90"), "utf-8")
    assert run(model, "--check") == 1
    assert "not those of the evaluations" in capsys.readouterr().err


def test_another_model_needs_another_evaluation(model, tmp_path, capsys):
    (model / "manifest.json").write_text(json.dumps({"content_sha256": "another"}), "utf-8")
    assert run(model, str(tmp_path / "report.json")) == 1
    assert "evaluated with another model" in capsys.readouterr().err


def test_a_card_without_markers_is_told(model, tmp_path, capsys):
    (model / "README.md").write_text("# Card\n", "utf-8")
    assert run(model, str(tmp_path / "report.json")) == 1
    assert "lacks the comments" in capsys.readouterr().err
