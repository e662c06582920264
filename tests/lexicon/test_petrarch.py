"""Dictionaries in PETRARCH's format, with the turns that the published ones take."""

import csv
from importlib.resources import files

import pytest

from classifier.errors import LexiconError
from classifier.labels import Kind, Status
from classifier.lexicon import Head, Office, Organisation, Place, dictionary_problems, load_lexicon, look_up

ACTORS = """\
# CAMEO actors; a comment line
JANE_DOE_\t
+J._DOE_
\t[IGOUNO 970101-20061231]\t[XYZ]
\t[ELI]# later
LEAGUE_OF_LAKES_ [IGO] ; a comment of the newer sort
ZOGU_BRIGADE [AFGREB <980101] [AFGMIL >980101]
WARDAKISTAN_
+AFGHANISTAN_
 [AFG]
NOBODY_IN_PARTICULAR_ [---]
"""
AGENTS = """\
!PERSON! = MAN, WOMEN
ZOGU!PERSON! [~AGR]
CHAMBER_OF_ZOGU {CHAMBERS_OF_ZOGU} [~BUS]
ZOGU_CLERGY {} [~CHRCTH]
UNIVERSITY [~EDU]
ZOGU_OFFICER [~GOVMIL]
"""


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dictionaries")
    (folder / "T.actors.txt").write_text(ACTORS)
    (folder / "T.agents.txt").write_text(AGENTS)
    return load_lexicon([folder / "T.actors.txt", folder / "T.agents.txt"])


def told(lexicon, term, kind):
    return [s for s in look_up(lexicon, term) if isinstance(s, kind)]


def test_a_persons_offices_have_their_days(lexicon):
    found = [(s.status, s.since, s.until) for s in told(lexicon, "Jane Doe", Organisation)]
    assert found == [(Status.OFFICIAL, "1997-01-01", "2006-12-31"), (Status.NON_OFFICIAL, "", "")]
    assert [(s.status, s.since) for s in told(lexicon, "J. Doe", Organisation)] == [(s, d) for s, d, _ in found]


def test_open_ranges_and_country_codes(lexicon):
    before, after = told(lexicon, "Zogu Brigade", Organisation)
    assert (before.kind, before.until, after.kind, after.since) == (
        Kind.MOVEMENT,
        "1998-01-01",
        Kind.MILITARY,
        "1998-01-01",
    )
    assert before.code == "AF"


def test_a_comment_ends_an_entry(lexicon):
    (league,) = told(lexicon, "League of Lakes", Organisation)
    assert (league.status, league.kind, league.dated) == (Status.OFFICIAL, Kind.IGO, False)


def test_countries_are_added_unless_known(lexicon):
    (new,) = told(lexicon, "Wardakistan", Place)
    assert new.code == "AF"
    assert [s.origin for s in told(lexicon, "Afghanistan", Place)] == ["places:2"]


def test_what_has_no_meaning_here_is_left_out(lexicon):
    assert look_up(lexicon, "nobody in particular") == []


def test_agents_with_sets_and_plurals(lexicon):
    assert told(lexicon, "zoguman", Office)[0].status is Status.NON_OFFICIAL
    assert told(lexicon, "zoguwomen", Office)
    assert told(lexicon, "chambers of zogu", Office)[0].plural
    assert told(lexicon, "zogu clergys", Office) == []
    (officer,) = told(lexicon, "zogu officer", Office)
    assert (officer.status, officer.kind) == (Status.OFFICIAL, Kind.EXECUTIVE)


def test_a_noun_that_heads_the_names_of_bodies_goes_on_doing_so(lexicon):
    assert told(lexicon, "university", Office) == []
    assert told(lexicon, "university", Head)[0].origin == "T.agents.txt:5"


@pytest.mark.parametrize("dates", ["97010-061231", "1997-2006", ">061331", "> 1999", "soon"])
def test_a_code_whose_dates_cannot_be_read_is_left_out(tmp_path, dates):
    path = tmp_path / "T.actors.txt"
    path.write_text(f"JIM_DOE_ [IGOUNO {dates}] [ELI]\n")
    found = told(load_lexicon([path]), "Jim Doe", Organisation)
    assert [(s.status, s.dated) for s in found] == [(Status.NON_OFFICIAL, False)]


def test_what_cannot_be_read_is_found_by_line():
    assert dictionary_problems(ACTORS, "T.actors.txt") == [
        "T.actors.txt:4: nothing is known of the code 'XYZ', which is left out; begin it with a country or role of cameo.csv"
    ]
    assert dictionary_problems(AGENTS, "T.agents.txt") == []
    actors = "A_ [IGO\nB_ IGO]\nC_ [IGOUNO soon]\nD_ [---]\n"
    assert [p.split(";")[0] for p in dictionary_problems(actors, "a.txt")] == [
        "a.txt:1: the bracket of a code is not closed",
        "a.txt:2: a bracket is closed that was not opened",
        "a.txt:3: the dates of 'IGOUNO soon' cannot be read, and the code is left out",
    ]
    agents = "ZOGU!PERSON! [~AGR]\nZOGU {ZOGUS [~GOV]\nNOBODY\n"
    assert [p.split(",")[0] for p in dictionary_problems(agents, "b.agents.txt")] == [
        "b.agents.txt:1: the set !PERSON! is not defined above",
        "b.agents.txt:2: the braces of a plural do not match; write {PLURAL}",
        "b.agents.txt:3: no code in brackets",
    ]


def test_another_text_file_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("Buy milk.")
    with pytest.raises(LexiconError, match="no CAMEO code"):
        load_lexicon([path])


def test_every_code_of_cameo_is_listed_once_with_a_known_meaning():
    rows = list(csv.DictReader((files("classifier.lexicon") / "data" / "cameo.csv").read_text("utf-8").splitlines()))
    assert len({row["code"] for row in rows}) == len(rows)
    places = {s.code for s in load_lexicon().senses if isinstance(s, Place)}
    assert [r for r in rows if r["kind"] == "country" and r["is"] not in places] == []
    assert [r for r in rows if r["kind"] != "country" and not (r["is"] in set(Status) and r["kind"] in set(Kind))] == []
