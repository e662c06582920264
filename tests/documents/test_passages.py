import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.documents import Cut, split_passages
from classifier.documents.passages import MAX_RUN, MAX_WORDS

SENTENCE = "The two retired ministers met their hosts from the institute in Geneva on Monday. "  # 14 words
PARAGRAPH = (SENTENCE * 3).strip()

#: Random text of the marks, lines and lengths that the rules look at.
BLOCKS = st.lists(
    st.sampled_from(
        ["\n", "\n\n", "\f", " \n \n", " ", "- item", "1. item\n", "(a) item", "Heading", "They came:", "a", "."]
    )
    | st.builds(str.__mul__, st.just(SENTENCE), st.integers(1, 40))
    | st.builds(lambda n: "word " * n, st.integers(1, 600))
    | st.builds(lambda n: "x" * n, st.integers(1, 2 * MAX_RUN + 9))
    | st.text(max_size=20),
    max_size=12,
).map("".join)


def texts(text, cut=Cut.PARAGRAPHS):
    return [passage.text for passage in split_passages(text, cut)]


@pytest.mark.parametrize("cut", Cut)
@given(text=BLOCKS)
def test_every_character_is_in_exactly_one_passage(cut, text):
    at = 0
    for index, passage in enumerate(split_passages(text, cut)):
        assert passage.index == index
        assert passage.text == text[passage.start : passage.end] == passage.text.strip() != ""
        assert at <= passage.start
        assert not text[at : passage.start].strip()
        at = passage.end
        if cut is not Cut.WHOLE:
            assert len(passage.text.split()) <= MAX_WORDS
    assert not text[at:].strip()


def test_blank_lines_separate_paragraphs():
    assert texts(f"{PARAGRAPH}\n\n{PARAGRAPH}\n \t\n{PARAGRAPH}\f{PARAGRAPH}") == [PARAGRAPH] * 4


def test_cut_whole_and_cut_sentences():
    text = f"\n {PARAGRAPH}\n\n{PARAGRAPH} "
    assert texts(text, Cut.WHOLE) == [text.strip()]
    assert texts(text, Cut.SENTENCES) == [SENTENCE.strip()] * 6


@pytest.mark.parametrize("scrap", ["TALKS RESUME", "GENEVA, 3 May (Agency) -", "Short line.", "1. Background"])
def test_a_scrap_joins_the_paragraph_that_follows(scrap):
    text = f"{scrap}\n\n{PARAGRAPH}\n\n{scrap}\n\n{PARAGRAPH}"
    assert texts(text) == [f"{scrap}\n\n{PARAGRAPH}"] * 2


def test_a_heading_joins_even_a_paragraph_that_has_to_be_cut():
    first, *rest = texts(f"TALKS RESUME\n\n{SENTENCE * 25}")
    assert first.startswith("TALKS RESUME\n\nThe two retired")
    assert rest


def test_a_scrap_at_the_end_joins_what_precedes():
    assert texts(f"{PARAGRAPH}\n\nReporting by A. B.") == [f"{PARAGRAPH}\n\nReporting by A. B."]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("mark", ["- ", "• ", "* ", "1. ", "(a) "])
def test_a_list_joins_the_line_that_introduces_it(gap, mark):
    text = gap.join([f"{PARAGRAPH} The following took part:", *[f"{mark}{SENTENCE.strip()}"] * 4])
    assert texts(f"{text}\n\n{PARAGRAPH}") == [text, PARAGRAPH]


def test_hard_wrapped_text_is_one_passage():
    lines = [
        "The two retired foreign secretaries met their hosts from the institute",
        "in Geneva on Monday, and agreed on very little, as both of them told",
        "reporters after a long night. They will meet again in the spring, when",
        "the scholars who had drafted the paper will have gathered the views of",
        "both capitals, and a third round is to follow before the end of the",
        "year.",
    ]
    wrapped = "\n".join(lines)
    assert texts(f"{wrapped}\n\n{wrapped}\n") == [wrapped, wrapped]


def test_one_sentence_a_line_is_grouped():
    text = "\n".join([SENTENCE.strip()] * 14)
    grouped = texts(text)
    assert len(grouped) == 2  # 196 words
    assert all(20 <= len(passage.split()) <= 110 for passage in grouped)


def test_one_paragraph_a_line_is_not_grouped():
    long = (SENTENCE * 7).strip()
    assert texts(f"{long}\n{long}") == [long, long]


def test_a_paragraph_too_long_is_cut_between_sentences_into_like_pieces():
    pieces = texts(SENTENCE * 40)
    assert len(pieces) == 3  # 560 words
    assert all(piece.startswith("The two") and piece.endswith("Monday.") for piece in pieces)
    counts = [len(piece.split()) for piece in pieces]
    assert max(counts) - min(counts) <= 2 * len(SENTENCE.split())


def test_a_sentence_too_long_is_cut_between_words():
    pieces = texts("word " * 600)
    assert [set(piece.split()) for piece in pieces] == [{"word"}] * len(pieces)
    assert sum(len(piece.split()) for piece in pieces) == 600


def test_a_run_without_spaces_is_cut_anywhere():
    assert [len(piece) for piece in texts("x" * (2 * MAX_RUN + 1))] == [MAX_RUN, MAX_RUN, 1]
