"""The shipped data: that every file loads, and says one thing of one term."""

import re
from collections import Counter, defaultdict
from importlib.resources import files

import pytest

from classifier.lexicon import CLASSES, Divide, load_lexicon
from classifier.lexicon.terms import term_key

DATA = files("classifier.lexicon") / "data"
TYPES = {
    "places": "Place", "offices": "Office", "organisations": "Organisation", "organisation_heads": "Head",
    "qualifiers": "Qualifier", "predicates": "Predicate", "cues": "CueSense", "designations": "Designation",
    "divides": "Divide",
}  # fmt: skip

#: What stands for a code where the place is no state.
REGION = "-"


def senses_by_term(*type_names):
    found = defaultdict(list)
    for sense in load_lexicon().senses:
        if type(sense).__name__ in type_names:
            found[type(sense).__name__, term_key(sense.term)].append(sense)
    return found


def test_every_file_of_the_folder_is_known():
    others = {"abbreviations.txt", "common_words.txt", "cameo.csv"}
    assert {f.name for f in DATA.iterdir()} == {*(f"{name}.csv" for name in CLASSES), *others}


@pytest.mark.parametrize("name", CLASSES)
def test_every_file_has_entries_of_its_type(name):
    types = {type(s).__name__ for s in load_lexicon().senses if s.origin.startswith(f"{name}:")}
    assert types == {TYPES[name]}


@pytest.mark.parametrize("type_name", ["Office", "Organisation", "Head"])
def test_no_term_has_two_statuses_within_its_class(type_name):
    conflicts = [
        (key[1], [s.origin for s in senses])
        for key, senses in senses_by_term(type_name).items()
        if len({s.status for s in senses}) > 1
    ]
    assert conflicts == []


def test_no_designation_names_two_tracks():
    conflicts = [k for k, senses in senses_by_term("Designation").items() if len({s.label for s in senses}) > 1]
    assert conflicts == []


def test_no_name_of_a_state_has_two_codes():
    names = defaultdict(set)
    for sense in load_lexicon().senses:
        if sense.origin.startswith("places:") and sense.form == "name" and sense.code not in ("", REGION):
            names[term_key(sense.term)].add(sense.code)
    assert [name for name, codes in names.items() if len(codes) > 1] == []


def test_country_codes_look_like_codes():
    codes = {s.code for s in load_lexicon().senses if type(s).__name__ in ("Place", "Organisation")} - {"", REGION}
    assert [code for code in codes if not re.fullmatch(r"[A-Z]{2,4}(?:-[A-Z]+)?", code)] == []


def test_every_term_is_reached_through_the_trie():
    lexicon = load_lexicon()
    count, nodes = 0, [lexicon.root]
    while nodes:
        node = nodes.pop()
        count += len(node.senses)
        nodes += node.next.values()
    assert count == sum(not isinstance(sense, Divide) for sense in lexicon.senses)


def test_no_word_of_a_divide_stands_twice():
    terms = [sense.term for sense in load_lexicon().senses if isinstance(sense, Divide)]
    assert [term for term, n in Counter(terms).items() if n > 1] == []


def test_common_words_are_lower_case_words_listed_once():
    words = (DATA / "common_words.txt").read_text("utf-8").split()
    assert words == sorted(set(words))
    assert [word for word in words if not word.islower()] == []


def test_abbreviations_are_words_without_their_stop():
    lines = (DATA / "abbreviations.txt").read_text("utf-8").splitlines()
    words = [line for line in lines if line and not line.startswith("#")]
    assert words
    assert [word for word in words if not re.fullmatch(r"\w+", word)] == []
    assert len(set(words)) == len(words)
