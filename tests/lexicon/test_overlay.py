import hashlib
import re

import pytest

from classifier.errors import LexiconError
from classifier.labels import Kind, Status
from classifier.lexicon import Lexicon, Office, Organisation, Place, load_lexicon, loader
from classifier.lexicon.terms import term_key

TERMS = re.compile("president|envoy|red cross|vienna|austria", re.IGNORECASE)


@pytest.fixture(scope="module", autouse=True)
def small_base():
    """Lay overlays over a part of the shipped lexicon: the whole takes a third of a second to index each time."""
    whole = load_lexicon()
    senses = [s for s in whole.senses if TERMS.search(s.term)]
    small = Lexicon(senses, loader.index(senses), whole.digest)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "_base", lambda: small)
        yield


@pytest.fixture
def write(tmp_path):
    def write(content, name="mine.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def look_up(lexicon, term, kind):
    return [s for s in lexicon.senses if isinstance(s, kind) and term_key(s.term) == term_key(term)]


def in_trie(lexicon, term):
    node = lexicon.root
    for token in term_key(term):
        if token not in node.next:
            return []
        node = node.next[token]
    return node.senses


def test_an_entry_is_added_with_its_plural(write):
    lexicon = load_lexicon([write("class,term,status,kind\noffices,Zogu keeper,official,executive\n")])
    (keeper,) = look_up(lexicon, "zogu keeper", Office)
    (keepers,) = look_up(lexicon, "zogu keepers", Office)
    assert (keeper.status, keeper.plural, keepers.plural) == (Status.OFFICIAL, False, True)
    assert in_trie(lexicon, "Zogu keepers") == [keepers]
    assert (keeper.rule, keeper.origin) == ("mine.csv:Zogu keeper", "mine.csv:2")


def test_the_base_is_not_changed(write):
    before = len(load_lexicon().senses)
    load_lexicon([write("class,term,status,kind\noffices,Zogu keeper,official,executive\n")])
    assert len(load_lexicon().senses) == before
    assert in_trie(load_lexicon(), "Zogu keeper") == []


def test_an_entry_replaces_the_base_in_its_class_only(write):
    row = "organisations,Red Cross,official,igo\n"
    lexicon = load_lexicon([write(f"class,term,status,kind\n{row}offices,Red Cross,unknown,ngo\n")])
    (body,) = look_up(lexicon, "Red Cross", Organisation)
    (office,) = look_up(lexicon, "Red Cross", Office)
    assert (body.status, body.kind) == (Status.OFFICIAL, Kind.IGO)
    assert (office.status, office.kind) == (Status.UNKNOWN, Kind.NGO)


def test_an_entry_is_removed_by_class_and_term_alone(write):
    assert in_trie(load_lexicon(), "President")
    lexicon = load_lexicon([write("action,class,term\nremove,offices,President\n")])
    assert look_up(lexicon, "president", Office) == look_up(lexicon, "presidents", Office) == []
    assert look_up(lexicon, "vice president", Office)


@pytest.mark.parametrize("action", ["remove", "add"])
def test_an_irregular_plural_goes_with_its_office(write, action):
    assert look_up(load_lexicon(), "presidents of the republic", Office)
    row = f"{action},offices,president of the republic,official,executive"
    lexicon = load_lexicon([write(f"action,class,term,status,kind\n{row}\n")])
    assert look_up(lexicon, "presidents of the republic", Office) == []


def test_one_name_of_a_place_is_removed_and_the_others_stay(write):
    lexicon = load_lexicon([write("class,action,name\nplaces,remove,Vienna\n")])
    assert look_up(lexicon, "Vienna", Place) == []
    assert look_up(lexicon, "Austria", Place)


def test_classes_share_a_file_and_the_column_term(write):
    content = "class,term,status,kind,effect,scope,aspect,value,subject,object,code\n"
    content += "offices,zogu,official,executive,,,,,,,\nqualifiers,zogu,,,former,next,,,,,\n"
    content += "cues,zogu,,,,,activity,talks,,,\npredicates,zogu,,,,,,,host,,\nplaces,zogu,,,,,,,,,ZZ\n"
    content += "designations,zogu,,,,,,track_2,,,\norganisation_heads,zogu,official,ngo,,,,,,,\n"
    senses = in_trie(load_lexicon([write(content)]), "zogu")
    assert [type(s).__name__ for s in senses] == [
        "Office", "Qualifier", "CueSense", "Predicate", "Place", "Designation", "Head",
    ]  # fmt: skip


def test_later_overlays_win(write):
    paths = [
        write(f"class,term,status,kind\noffices,envoy,{status},executive\n", f"{status}.csv")
        for status in ("unknown", "non_official")
    ]
    for order in (paths, paths[::-1]):
        (envoy,) = look_up(load_lexicon(order), "envoy", Office)
        assert envoy.status == order[-1].stem


def test_overlays_are_recorded_and_leave_the_digest(write):
    path = write("class,term,status,kind\noffices,envoy,unknown,executive\n")
    lexicon = load_lexicon([str(path)])
    assert lexicon.overlays == ((str(path), hashlib.sha256(path.read_bytes()).hexdigest()),)
    assert lexicon.digest == load_lexicon().digest
    assert load_lexicon().overlays == ()


def test_excel_s_mark_and_line_ends_do_no_harm(write):
    path = write(b"\xef\xbb\xbfclass,term,status,kind\r\noffices,zogu,official,executive\r\n")
    assert look_up(load_lexicon([path]), "zogus", Office)


@pytest.mark.parametrize(
    "content, message",
    [
        ("class,term\noffice,envoy\n", ":2: class is 'office'; it must be one of places, offices"),
        ("class,term\n\n# so\noffices,envoy\n", ":4: status is ''; it must be one of official"),
        ("class,term,action\noffices,envoy,delete\n", ":2: action is 'delete'; it must be 'add' or 'remove'"),
        ("class,term,action\noffices,,remove\n", ":2: the term is empty"),
        ("class,term\ncues\n", ":2: 1 cells, but the header has 2"),
        ("term,status\nenvoy,official\n", ":1: the header lacks class"),
        ("", ":1: the header lacks class"),
        # The open quote would make one value of the two entries.
        ('class,term,aspect,value\ncues,zogu,activity,"talks\ncues,b,activity,talks\n', ":2: unexpected end"),
        ("class,term\noffices,émissaire\n".encode("cp1252"), ": not UTF-8 (invalid continuation byte); save it"),
    ],
)
def test_a_bad_overlay_is_named_with_its_line_and_remedy(write, content, message):
    path = write(content)
    with pytest.raises(LexiconError) as error:
        load_lexicon([path])
    assert str(error.value).startswith(f"{path}{message}")


def test_a_missing_overlay_is_named(tmp_path):
    with pytest.raises(LexiconError, match=r"nope.csv: No such file or directory; name a CSV file"):
        load_lexicon([tmp_path / "nope.csv"])
    with pytest.raises(LexiconError, match="; name a CSV file"):
        load_lexicon([tmp_path])


def test_all_bad_entries_are_told(write):
    path = write(
        "class,term,status,kind\noffice,envoy,official,igo\noffices,a\noffices,envoy,often,igo\noffices,b,official,igo\n"
    )
    with pytest.raises(LexiconError) as error:
        load_lexicon([path])
    lines = str(error.value).splitlines()
    assert [line.removeprefix(str(path)).split(";")[0] for line in lines] == [
        ":2: class is 'office'", ":3: 2 cells, but the header has 4", ":4: status is 'often'",
    ]  # fmt: skip
