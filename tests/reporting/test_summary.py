"""The first screen tells the truth, in words."""

import pytest

from classifier.reporting.summary import citation, sentences
from tests.reporting.sample import estimate, sample_report


@pytest.fixture
def report():
    return sample_report()


def test_it_says_how_good_the_labels_are_with_interval_and_n(report):
    first = sentences(report)[0]
    assert "393 passages in 118 clusters" in first
    assert "82%" in first and "78% to 86%" in first
    assert "0.80 (0.76 to 0.84)" in first


def test_it_names_the_weakest_label_and_the_commonest_confusion(report):
    third = sentences(report)[2]
    assert "weakest label is Track 2" in third
    assert "Track 1.5 taken for Track 1: 17 passages, 19%" in third


def test_design_weighted_figures_follow_those_of_the_sample(report):
    second = sentences(report)[1]
    assert "as the sample was designed, accuracy is 0.80 [0.76, 0.84] and macro-F1 0.78 [0.74, 0.82]" in second
    assert "inclusion probabilities they are 0.80 [0.76, 0.84] and 0.78 [0.74, 0.82]" in citation(report)


def test_the_labels_that_are_there_have_a_macro_f1_of_their_own(report):
    report["figures"]["macro_f1_present"] = estimate(0.85)
    assert "over the" not in sentences(report)[0].partition("four labels")[2]
    report["data"]["labels"]["track_2"] = 0
    assert ", and over the 3 that the gold standard has 0.85 (0.81 to 0.89)." in sentences(report)[0]


def test_a_second_coder_is_told_with_kappa_and_alpha(report):
    assert "As two coders" not in " ".join(sentences(report))
    report["baselines"].append({**report["baselines"][0], "name": "predictions: coder.csv"})
    told = " ".join(sentences(report))
    assert "As two coders, coder.csv and the gold standard agree at Cohen's kappa" in told and "alpha (nominal)" in told


def test_a_difference_within_chance_is_not_told_as_one(report):
    told = " ".join(sentences(report))
    assert "tf-idf + SVM" in told and "may be chance" in told and "better than that" not in told


@pytest.mark.parametrize(("value", "word"), [(0.1, "better"), (-0.1, "worse")])
def test_a_sure_difference_is_told_with_its_side(report, value, word):
    best = report["baselines"][-1]
    best["difference"] = {"value": value, "low": value - 0.05, "high": value + 0.05}
    best["holm_p"] = 0.003
    assert f"are {word} than that, by 0.10" in " ".join(sentences(report))


def test_interval_and_test_that_disagree_are_told_as_such(report):
    report["baselines"][-1] |= {"difference": {"value": 0.05, "low": 0.01, "high": 0.09}, "holm_p": 0.2}
    assert "McNemar's test does not reject chance" in " ".join(sentences(report))


def test_probabilities_are_off_only_where_the_evaluation_warned(report):
    assert "Its probabilities are off" in sentences(report)[-1]
    report["warnings"] = []
    assert "off" not in sentences(report)[-1]


def test_a_label_that_the_gold_lacks_is_not_the_weakest(report):
    report["data"]["labels"]["track_2"] = 0
    report["figures"]["f1:track_2"] = estimate(0.0)
    assert "weakest label is Track 1.5" in sentences(report)[2]


def test_a_bare_report_has_its_first_sentence(report):
    for part in ("baselines", "annotators", "probabilities", "weighted_figures"):
        report[part] = None
    assert len(sentences(report)) == 2
    assert citation(report).endswith("bootstrap over clusters.")


def test_the_citation_has_all_that_a_paper_must_say(report):
    told = citation(report)
    for part in (
        "393 hand-labelled passages",
        "118 clusters",
        "0.82 [0.78, 0.86]",
        "0.80 [0.76, 0.84]",
        "tf-idf + SVM",
    ):
        assert part in told
