import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.documents import sentence_spans

#: What the rules look at, so that random text meets them.
PIECES = st.lists(
    st.sampled_from([*" \n\t.!?…:;\"'”’()[]•-–aAzZ5é\u00a0\u2028", "U.S.", "Lt. ", "No. ", "The ", "\n\n", "..."])
    | st.characters(),
    max_size=60,
).map("".join)


def sentences(text):
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        # '|' stands where a sentence ends.
        "They met.| They left.",
        "Did they meet?| They did!| Good.",
        "The U.S. Secretary of State met Mr. Lavrov.| He left.",
        "He flew to the U.S.| The talks went on.",
        "Lt. Gen. Talat Masood spoke.| Maj. Gen. Durrani did not.",
        "No. 5 was absent.| He sat in room No. 10 alone.",
        "Would he come?| No.| He stayed away.",
        "J. Singh Mann and H. W. Bush met.",
        "Scholars, e.g. Prof. Cohen, came.| Dr. Ali did too.",
        "It grew by 3.5 percent to 1.2 million.| Nobody knew why.",
        "“They met.”| “They left,” he said.",
        '"Will they meet?"| He did not know.',
        '"Will they meet?" he asked.',
        "They met (in secret.)| They left.",
        "He waited…| Then he left.",
        "He waited… and left.",
        "He waited...| Then he left.",
        "He waited ... and left.",
        "They met.| 'Nobody knew,' he said.",
        "They met.| 12 generals came.",
        "Track 1.5 talks were held.| They failed.",
        "HEADLINE WITHOUT A STOP\n|The two ministers met.",
        "Heading\n\n|The two ministers met.",
        "The two ministers met in Geneva on Monday and agreed on very\nlittle, as both of them said.",
        "The two retired foreign secretaries sat down with their hosts from\nGeneva on Monday.",
        "Present were:\n|- the minister\n|- two scholars",
        "Élysée officials met.| Écrivains came too.",
    ],
)
def test_where_sentences_end(text):
    expected = [part.strip() for part in text.split("|")]
    assert sentences(text.replace("|", "")) == expected


@pytest.mark.parametrize("text", ["", " ", "\n\n\t", "\u00a0\u2028"])
def test_blank_text_has_no_sentence(text):
    assert sentence_spans(text) == []


def test_a_long_line_is_judged_by_its_own_end():
    line = "word " * 100 + "word"
    assert sentences(f"{line}\n{line}\nend") == [f"{line}\n{line}\nend"]


@given(PIECES)
def test_sentences_are_in_order_stripped_and_cover_the_text(text):
    at = 0
    for start, end in sentence_spans(text):
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()
