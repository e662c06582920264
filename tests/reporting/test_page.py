"""The page is whole, stands alone, and says what is missing."""

import re

import pytest

from classifier.reporting import render_html
from classifier.reporting.figures import CHARTS
from classifier.reporting.page import OPTIONAL, SECTIONS
from tests.evaluation.sample_report import sample_report as report_of_evaluation
from tests.reporting.sample import HOSTILE, sample_report


@pytest.fixture(scope="module")
def html():
    return render_html(sample_report())


def test_every_section_is_there_and_in_the_contents(html):
    for name, heading in SECTIONS:
        assert f'<section id="{name}">' in html
        assert f'<a href="#{name}">{heading}</a>' in html


def test_nothing_is_fetched(html):
    assert not re.search(r'(?:src|href)="(?!#|data:,)', html.replace("xlink:", ""))
    assert "@import" not in html and "url(" not in re.sub(r"url\(#", "", html)
    # Addresses stand only where XML wants them, as names.
    assert set(re.findall(r"https?://[^\"'< ]+", html)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_texts_cannot_run_as_code(html):
    assert HOSTILE not in html
    assert "&lt;script&gt;alert" in html
    assert html.count("<script") == 1


def test_figures_are_vectors_with_words_for_those_who_cannot_see_them(html):
    figures = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert len(figures) == len(CHARTS) - 2  # slices and behaviour are tables with strips here
    for figure in figures:
        assert 'role="img"' in figure and "<title" in figure and "<desc" in figure
        assert "<image" not in figure and "<text" in figure


def test_ids_are_unique(html):
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_references_within_drawings_lead_somewhere(html):
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    for target in re.findall(r'(?:href="|url\()#([^")]+)', html):
        assert target in ids


def test_leakage_comes_before_any_figure(html):
    assert html.index("<b>Leakage.</b>") < html.index("82% get the label") < html.index("<svg")


def test_evidence_is_marked_and_told(html):
    assert (
        '<mark class="official" title="official incumbent participant">serving diplomats of both sides</mark>' in html
    )
    assert '<mark class="non_official away" title="non-official none commentator">an analyst</mark>' in html


def test_without_leaks_it_says_so_and_unchecked_is_not_the_same():
    report = sample_report()
    report["warnings"], report["leakage"] = [], {"pairs": 0, "threshold": 0.2, "examples": []}
    assert "No leakage found." in render_html(report)
    report["leakage"] = None
    page = render_html(report)
    assert "Leakage was not checked." in page and "No leakage found" not in page


@pytest.mark.parametrize("part", OPTIONAL)
def test_each_part_may_be_missing(monkeypatch, part):
    monkeypatch.setattr("classifier.reporting.page.inline_figures", lambda report: {})  # the slow part, tested below
    report = sample_report()
    del report[part]
    assert "<main>" in render_html(report)


def test_all_parts_may_be_null_at_once():
    page = render_html(sample_report() | dict.fromkeys(OPTIONAL))
    assert page.count('class="absent"') >= 8


def test_a_report_as_evaluation_writes_it_is_shown():
    assert "How good are the labels of default on sample.jsonl?" in render_html(report_of_evaluation())


def test_figures_that_could_not_be_computed_are_dashes():
    report = sample_report()
    nothing = {"value": None, "low": None, "high": None}
    report["data"]["labels"]["track_2"] = 0
    for kind in ("precision", "recall", "f1"):
        report["figures"][f"{kind}:track_2"] = nothing
    report["confusion"]["rows"][3] = [None] * 4
    assert "<td>–</td>" in render_html(report)


def test_the_same_report_gives_the_same_page(html):
    assert render_html(sample_report()) == html
