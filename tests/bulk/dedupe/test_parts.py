"""Sorting on the disk, what of a text is compared, and dates."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifier.bulk.dedupe.moments import sortable
from classifier.bulk.dedupe.sorting import SortedFile
from classifier.bulk.dedupe.wording import digest_of, shingles_of, words_of


@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 5)), st.integers(1, 7), st.integers(1, 5), st.integers(1, 5))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_come_back_in_order_with_equal_ones_together(tmp_path, numbers, run, chunk, step):
    file = SortedFile(tmp_path / "numbers", run=run, chunk=chunk, step=step)
    for start in range(0, len(numbers), 3):
        file.add(np.array(numbers[start : start + 3], np.uint64))
    chunks = [part.tolist() for part in file.chunks()]
    assert [n for part in chunks for n in part] == sorted(numbers)
    assert all(a[-1] < b[0] for a, b in zip(chunks, chunks[1:]))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doe",
        "By JANE DOE and JOHN ROE, Associated Press Writers",
        "(Reuters)",
        "Published 3 March 2024 at 10:00",
        "© 2024 The Daily Post",
        "Copyright 2024 The Associated Press. All rights reserved.",
        "(Reporting by Jane Doe; Editing by John Roe)",
        "This material may not be published, broadcast, rewritten or redistributed.",
    ],
)
def test_what_is_put_round_a_text_is_not_compared(line):
    assert words_of(f"{line}\n\nThe envoys met.\n{line}") == ["the", "envoys", "met"]


@pytest.mark.parametrize(
    "dateline",
    [
        "GENEVA (AP) -- ",
        "GENEVA, March 3 (Reuters) - ",
        "NEW DELHI — ",
        "Beijing, Mar 3 (Xinhua) -- ",
        "LONDON (AFP) – ",
    ],
)
def test_datelines_are_not_compared(dateline):
    assert words_of(f"{dateline}The envoys met.") == ["the", "envoys", "met"]


@pytest.mark.parametrize(
    "sentence",
    ["By Friday the envoys had left Geneva.", "Two envoys – one retired – met.", "The well-known envoy spoke."],
)
def test_sentences_are_kept(sentence):
    assert len(words_of(sentence)) == len(sentence.replace("-", " ").replace("–", " ").split())


def test_a_text_of_capitals_or_dashes_takes_no_time():
    for text in ("A" * 300_000, "A - " * 100_000, "By " * 100_000, "(c) " * 100_000):
        words_of(text)


def test_invisible_characters_and_ligatures_make_no_difference():
    assert words_of("o\u00adf\ufb01ce\u00a0hours") == words_of("office hours")
    assert digest_of("x", ["a", "b"]) != digest_of("x", ["ab"])
    assert shingles_of(["a", "b"]) == []


@pytest.mark.parametrize(
    "date", ["", "Spring 2010", "03/04/2010", "99999999999", "2024-13-45T10:00:00", "0001-01-01T00:00:00+14:00"]
)
def test_dates_that_say_nothing_do_no_harm(date):
    assert sortable(date) in ("", "0001-01-01")
