"""What a document has told: offices by surname, acronyms, and who held which office on its date."""

import pytest

from classifier.extraction import Memory, extract
from classifier.labels import Kind, Status
from classifier.lexicon import load_lexicon

ACTORS = "JANE_DOE_ [IGOUNO 970101-061231] [ELI]\nJOHN_ROE_ [USAGOV >900101]\n"


def read(*passages, memory=None, lexicon=None):
    """Actors of the last passage, by text, with what the passages before it have introduced."""
    memory = memory or Memory()
    for text in passages:
        evidence = extract(text, lexicon or load_lexicon(), memory)
        memory = memory.after(evidence)
    return {actor.text: actor for actor in evidence.actors}


INTRODUCTION = "Foreign minister Tendai Moyo met Retired General Otto Brandt at the Zogu Peace Forum (ZPF) in Oslo."


def test_a_surname_keeps_its_office_in_the_passages_that_follow():
    found = read(INTRODUCTION, "Nothing here.", "Moyo and Brandt met again.")
    assert found["Moyo"].status is Status.OFFICIAL
    assert found["Brandt"].status is Status.NON_OFFICIAL


def test_a_lone_passage_knows_nothing():
    assert read("Moyo and Brandt met again.")["Moyo"].status is Status.UNKNOWN


def test_another_first_name_is_another_person():
    assert read(INTRODUCTION, "She met Ruth Moyo in Bern.")["Ruth Moyo"].status is Status.UNKNOWN


def test_the_passages_own_introduction_comes_first():
    text = "The novelist Kemi Moyo read. Moyo met the ambassador."
    assert read(INTRODUCTION, text)["Moyo"].status is Status.NON_OFFICIAL


def test_an_acronym_stands_for_its_body():
    found = read(INTRODUCTION, "The ZPF convened both sides.")
    actor = next(a for text, a in found.items() if "ZPF" in text)
    assert (actor.status, actor.rules[0]) == (Status.NON_OFFICIAL, "mention:acronym")
    assert not any("ZPF" in text for text in read("The ZPF convened both sides."))


def test_an_acronym_holds_within_its_passage():
    text = "The Ministry of Rivers (MoR) wrote to Chad. MoR officials and MoR met."
    assert any(a.kind is Kind.EXECUTIVE for t, a in read(text).items() if t == "MoR")


@pytest.mark.parametrize(
    ("date", "status"),
    [("2001-05-01", Status.OFFICIAL), ("2001", Status.OFFICIAL), ("2012", Status.NON_OFFICIAL), ("", Status.UNKNOWN)],
)
def test_a_dictionary_tells_by_the_date(tmp_path, date, status):
    (tmp_path / "T.actors.txt").write_text(ACTORS)
    lexicon = load_lexicon([tmp_path / "T.actors.txt"])
    assert read("Jane Doe met Doe.", memory=Memory.of(date), lexicon=lexicon)["Jane Doe"].status is status


def test_without_a_date_what_always_holds_does(tmp_path):
    (tmp_path / "T.actors.txt").write_text(ACTORS)
    lexicon = load_lexicon([tmp_path / "T.actors.txt"])
    assert read("John Roe met Doe.", lexicon=lexicon)["John Roe"].status is Status.OFFICIAL


def test_memory_is_bounded():
    memory = Memory()
    for k in range(3000):
        memory = memory.after(
            extract(f"President {chr(65 + k % 26)}elo{k:04}x Zog{'abcdefghij'[k % 10]}{k:04} met X.", load_lexicon())
        )
    assert len(memory.people) <= 2001
