"""Figures, tables and the model card hold the report's own numbers."""

import json

import pandas as pd
import pytest

from classifier.errors import DiplotrackError
from classifier.reporting import card_tables, check_extra, write_figures, write_tables
from classifier.reporting.figures import CHARTS
from classifier.reporting.model_card import figures_only
from tests.reporting.sample import TEXT, estimate, sample_report


def test_every_figure_is_written_twice(tmp_path):
    paths = write_figures(sample_report(), tmp_path / "figures")
    assert {path.name for path in paths} == {f"{name}.{ending}" for name in CHARTS for ending in ("png", "pdf")}
    for path in paths:
        assert path.read_bytes().startswith(b"\x89PNG" if path.suffix == ".png" else b"%PDF")


def test_figures_are_the_same_each_time(tmp_path, monkeypatch):
    for name in list(CHARTS)[2:]:
        monkeypatch.delitem(CHARTS, name)
    first = write_figures(sample_report(), tmp_path / "a")
    second = write_figures(sample_report(), tmp_path / "b")
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(first, second, strict=True))


def test_tables_hold_full_numbers(tmp_path):
    report = sample_report()
    write_tables(report, tmp_path)
    figures = pd.read_csv(tmp_path / "figures.csv").set_index("measure")
    assert figures.loc["macro_f1", ["value", "low", "high"]].to_dict() == pytest.approx(report["figures"]["macro_f1"])
    weighted = figures.loc["macro_f1", ["weighted", "weighted_low", "weighted_high"]].tolist()
    assert weighted == pytest.approx(list(report["weighted_figures"]["macro_f1"].values()))
    assert "& design-weighted" in (tmp_path / "figures.tex").read_text("utf-8")
    confusion = pd.read_csv(tmp_path / "confusion.csv", keep_default_na=False)
    assert confusion["n"].tolist() == [n for row in report["confusion"]["counts"] for n in row]
    dsl = pd.read_csv(tmp_path / "dsl.csv", keep_default_na=False)
    assert list(dsl.columns) == report["prevalence"]["dsl"]["columns"]


def test_latex_is_escaped_and_has_intervals(tmp_path):
    report = sample_report()
    report["slices"][0]["value"] = "wire & radio_100%"
    report["baselines"][0]["difference"] = estimate(-0.0) | {"low": -0.03}
    write_tables(report, tmp_path)
    slices = (tmp_path / "slices.tex").read_text("utf-8")
    assert r"wire \& radio\_100\%" in slices
    baselines = (tmp_path / "baselines.tex").read_text("utf-8")
    assert r"\toprule" in baselines and "$-$0.03" in baselines and "−" not in baselines and "$<$ 0.001" in baselines


def test_a_missing_library_says_what_to_install(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(DiplotrackError, match=r"pip install 'diplotrack\[report\]'"):
        check_extra()


def test_the_model_card_has_the_figures_and_no_passage():
    kept = figures_only(sample_report())
    assert TEXT[:30] not in json.dumps(kept, ensure_ascii=False)
    card = card_tables([kept])
    assert "| macro-F1 | 0.80 [0.76, 0.84] |" in card
    assert "| tf-idf + SVM | 0.78 [0.74, 0.82] | 0.02 [−0.02, 0.06] | 0.80 |" in card
    assert "| behavioural tests without a failure | 1 of 3 |" in card and "ministers sign" not in card
    assert "- 2 of 393 passages are near-duplicates" in card
