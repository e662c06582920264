"""The screen lets through whatever names something between which a divide could lie, in any spelling; and little else."""

import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.lexicon import Organisation, Place, load_lexicon

ROOT = Path(__file__).parents[2]
LEXICON = load_lexicon()


@pytest.mark.parametrize(
    "text",
    [
        "The U.N. wrote back.", "the UN's man", "FRANCE SAID SO", "Elders of the two clans sat down.", "cross-border trade",
        "They fled to Guinea‑Bissau.", "People from Côte d’Ivoire came.", "a Track-Two workshop", "the rebels\nwithdrew",
        "_Kenya_ in italics: Kenya.", "Élysée Palace", "two rebel commanders", "the foreign\n  minister rang",
    ],
)  # fmt: skip
def test_what_names_a_divide_passes(text):
    assert LEXICON.screen.passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "The library closes at six.", "He polished the chinaware and the turkey was served.", "", "a siding, a bordereau",
        "us and them", "Let it be who it may.", "Submit the form by Friday, and the team will answer.",
    ],
)  # fmt: skip
def test_what_names_none_fails(text):
    assert not LEXICON.screen.passes(text)


@given(st.sampled_from([s.term for s in LEXICON.senses if isinstance(s, Place | Organisation)]), st.text(), st.text())
@settings(max_examples=200, deadline=None)
def test_every_name_of_a_state_or_body_passes_wherever_it_stands(term, before, after):
    assert LEXICON.screen.passes(f"{before} {term} {after}")


@given(
    st.lists(st.sampled_from(["The library closes.", "Kenya agreed.", "Both clans came.", "Prices rose."]), min_size=1)
)
@settings(deadline=None)
def test_a_document_of_which_a_passage_passes_passes(parts):
    whole = "\n\n".join(parts)
    assert LEXICON.screen.passes(whole) == any(map(LEXICON.screen.passes, parts))


def test_it_reads_hostile_text_in_linear_time():
    for text in ("(" * 1_000_000, "é" * 1_000_000, "United " * 200_000, "\ud800" * 1000):
        assert not LEXICON.screen.passes(text)


def test_overlays_add_terms_and_take_them_away(tmp_path):
    overlay = tmp_path / "mine.csv"
    overlay.write_text(
        "class,action,term,sort,kind,status\n"
        "divides,add,guild|guilds,people,,\n"
        "organisations,add,Bureau of Tides,,igo,official\n"
        "divides,remove,clan|clans,,,\n"
    )
    mine = load_lexicon([overlay]).screen
    assert mine.passes("The guilds met.") and not LEXICON.screen.passes("The guilds met.")
    assert mine.passes("the Bureau of Tides")
    assert not mine.passes("The clans met.") and LEXICON.screen.passes("The clans met.")


def test_it_pickles():
    copy = pickle.loads(pickle.dumps(LEXICON.screen))
    assert copy.passes("Kenya") and not copy.passes("The library")


def test_few_diplomatic_passages_of_the_corpus_fail():
    records = [json.loads(line) for line in (ROOT / "corpus" / "passages.jsonl").read_text("utf-8").splitlines()]
    diplomatic = [r["text"] for r in records if r["label"] != "none"]
    failing = [text for text in diplomatic if not LEXICON.screen.passes(text)]
    assert len(failing) < 0.006 * len(diplomatic)
