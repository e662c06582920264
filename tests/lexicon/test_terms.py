import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.lexicon.terms import TOKEN, normalise, plural_of, term_key


@pytest.mark.parametrize(
    "singular, plural",
    [
        ("minister", "ministers"),
        ("foreign secretary", "foreign secretaries"),
        ("envoy", "envoys"),
        ("attaché", "attachés"),
        ("coach", "coaches"),
        ("boss", "bosses"),
        ("spokesman", "spokesmen"),
        ("stateswoman", "stateswomen"),
        ("man", "men"),
        ("grandchild", "grandchildren"),
        ("salesperson", "salespeople"),
        ("think tank", "think tanks"),
    ],
)
def test_the_regular_plural(singular, plural):
    assert plural_of(singular) == plural


@pytest.mark.parametrize(
    "term, key",
    [
        ("Foreign Minister", ("foreign", "minister")),
        ("Lieutenant-General", ("lieutenant", "general")),
        ("vice–president", ("vice", "president")),
        ("chargé d’affaires", ("chargé", "d'affaires")),
        ("ret'd", ("ret'd",)),
        ("people's diplomacy", ("people", "'s", "diplomacy")),
        ("citizens' diplomacy", ("citizens", "'", "diplomacy")),
        ("U.N.", ("un",)),
        ("UN", ("un",)),
        ("the U.S. Congress", ("the", "us", "congress")),
        ("track 1.5", ("track", "1.5")),
        ("St. John's", ("st", ".", "john", "'s")),
        ("Track I", ("track", "i")),
        ("", ()),
        (" - ", ()),
    ],
)
def test_the_key_of_a_term(term, key):
    assert term_key(term) == key


@pytest.mark.parametrize("text", ["U.N.", "UN", "u.n."])
def test_a_dotted_acronym_is_the_plain_one(text):
    assert term_key(text) == term_key("un")


@given(st.text())
def test_tokens_cover_whatever_is_no_white_space(text):
    assert "".join(m.group() for m in TOKEN.finditer(text)) == "".join(text.split())


@given(st.text(st.characters(categories=["L"]) | st.sampled_from(".’'1_ -")))
def test_normalising_twice_changes_nothing(text):
    for match in TOKEN.finditer(text):
        once = normalise(match.group())
        assert normalise(once) == once
