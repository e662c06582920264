"""Reading is linear in time, whatever the text: what a hostile or broken page may hold costs no more than prose."""

import gc
from time import process_time

import pytest

from classifier.documents import Cut, clean_text, sentence_spans, split_passages
from classifier.lexicon.terms import term_key

UNITS = [
    "x. ",
    "(",
    "a.b ",
    ".",
    "?!",
    ".)",
    '."',
    "\n",
    "\n ",
    "- a\n",
    "word " * 80 + "\n",
    " ",
    "\f",
    "1.1",
    "U.S. ",
]
SIZE = 20_000


@pytest.fixture(autouse=True)
def without_garbage_collection():
    """Its cost depends on all that the test process holds, not on the text."""
    gc.disable()
    yield
    gc.enable()


def seconds(work, text):
    start = process_time()
    work(text)
    return process_time() - start


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    "work",
    [clean_text, sentence_spans, split_passages, lambda text: split_passages(text, Cut.SENTENCES), term_key],
    ids=["clean", "sentences", "paragraphs", "passages of sentences", "terms"],
)
def test_twice_the_text_takes_less_than_three_times_as_long(work, unit):
    text = unit * (SIZE // len(unit))
    # A busy machine can spoil one measurement; work that is quadratic fails all of them.
    assert any(seconds(work, text * 2) < 3 * seconds(work, text) + 0.005 for _ in range(6))
