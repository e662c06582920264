"""Behavioural tests: what counts as passed, and files of the user's own."""

import pytest

from classifier.errors import InputError
from classifier.evaluation.behaviour import Behaviour, moved_as_expected, read_behaviour, run_behaviour
from classifier.labels import Label
from classifier.metrics.intervals import wilson

from .made import write_jsonl


def test_the_shipped_tests_cover_what_is_asked_for():
    tests = read_behaviour()
    assert {t.kind for t in tests} == {"minimum", "invariance", "directional"}
    assert len({t.name for t in tests}) == len(tests) > 30
    for test in tests:
        assert len(test.cases) >= 20, test.name
        assert len(set(test.cases)) == len(test.cases)
        for text, other in test.cases:
            assert "{" not in text + (other or "") and text != other
    minimum = {t.expected for t in tests if t.kind == "minimum"}
    assert minimum == {"none", "track_1", "track_1_5", "track_2"}
    assert tests == read_behaviour()  # the same sentences on every run


def test_the_users_own_file(tmp_path):
    path = write_jsonl(
        tmp_path / "own.jsonl",
        [
            {"kind": "fillers", "fill": {"who": ["Envoys", "Ministers"]}},
            {"name": "a", "kind": "minimum", "template": "{who} met.", "expected": "track_1"},
            {"name": "b", "kind": "directional", "template": "{who} met.", "other": "Former {who} met {where}.",
             "fill": {"where": ["here", "there"]}, "expected": "less_official"},
        ],
    )  # fmt: skip
    first, second = read_behaviour(path)
    assert first.cases == (("Envoys met.", None), ("Ministers met.", None))
    assert len(second.cases) == 4 and second.cases[0] == ("Envoys met.", "Former Envoys met here.")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"name": "a", "kind": "minimum", "template": "x"}, "lacks expected"),
        ({"name": "a", "kind": "odd", "template": "x", "expected": "none"}, "kind is 'odd'"),
        ({"name": "a", "kind": "minimum", "template": "x", "expected": "more"}, "expected is 'more'"),
        ({"name": "a", "kind": "invariance", "template": "x", "expected": "same"}, "goes under 'other'"),
        ({"name": "a", "kind": "minimum", "template": "{y}", "expected": "none"}, "no fillers for y"),
        ({"kind": "fillers", "fill": {"y": []}}, "a list of values"),
        ({"name": "a", "kind": "minimum", "template": "{y", "expected": "none"}, "expected '}'"),
        (["x"], "not a JSON object"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, words):
    path = write_jsonl(tmp_path / "own.jsonl", [line])
    with pytest.raises(InputError, match=rf"own\.jsonl, line 1.*: .*{words}.*; a test is a line such as"):
        read_behaviour(path)


def test_all_bad_lines_are_told_with_their_tests(tmp_path):
    good = {"name": "fine", "kind": "minimum", "template": "x", "expected": "none"}
    bad = [{**good, "name": f"t{i}", "expected": "trak_1"} for i in range(12)]
    path = write_jsonl(tmp_path / "own.jsonl", [good, *bad])
    with pytest.raises(InputError) as error:
        read_behaviour(path)
    lines = str(error.value).splitlines()
    assert lines[0].endswith(
        "own.jsonl, line 2 (test 't0'): expected is 'trak_1'; it must be one of none, track_1, track_1_5, track_2"
    )
    assert len(lines) == 11 and lines[-1].startswith("… and 2 more; a test is a line such as {")
    assert "read_behaviour" not in str(error.value)


def test_passes_and_failures_are_counted():
    found = {"a": "track_1", "b": "track_1_5", "c": "track_2"}
    tests = [
        Behaviour("minimum", "minimum", (("a", None), ("b", None)), "track_1"),
        Behaviour("less", "directional", (("a", "b"), ("b", "c"), ("c", "a")), "less_official"),
        Behaviour("same", "invariance", (("a", "a"),), "same"),
    ]
    minimum, less, same = run_behaviour(tests, lambda texts: [found[t] for t in texts])
    assert (minimum.n, minimum.passed) == (2, 1)
    assert (minimum.failures[0].got, minimum.failures[0].expected) == ("Track 1.5", "Track 1")
    assert (less.n, less.passed) == (3, 2) and less.failures[0].got == "Track 2, then Track 1"
    assert (less.rate.low, less.rate.high) == wilson(2 / 3, 3)
    assert same.passed == 1 and not same.failures


def test_none_is_neither_more_nor_less_official():
    assert not moved_as_expected(Label.TRACK_1, Label.NONE, "less_official")
    assert not moved_as_expected(Label.NONE, Label.TRACK_1, "more_official")
    assert moved_as_expected(Label.TRACK_2, Label.TRACK_1_5, "more_official")
