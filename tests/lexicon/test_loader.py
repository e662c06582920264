import pytest

from classifier.errors import LexiconError
from classifier.labels import Kind, Role, Status
from classifier.lexicon import CLASSES, Office, Place, load_lexicon, loader
from classifier.lexicon.terms import term_key


def look_up(term, lexicon=None):
    node = (lexicon or load_lexicon()).root
    for token in term_key(term):
        node = node.next[token]
    return node.senses


@pytest.fixture
def load_base(tmp_path, monkeypatch):
    """Load a base lexicon of few lines: a class not given has only its header."""

    def load(**content):
        folder = tmp_path / "data"
        folder.mkdir(exist_ok=True)
        for name, (columns, _) in CLASSES.items():
            rows = content.get(name, "")
            header = "" if rows.startswith("header:") else ",".join(columns) + "\n"
            (folder / f"{name}.csv").write_text(header + rows.removeprefix("header:"), "utf-8")
        (folder / "common_words.txt").write_text(content.get("common_words", ""), "utf-8")
        monkeypatch.setattr(loader, "files", lambda package: tmp_path)
        return loader._base.__wrapped__()

    return load


def test_the_look_up_finds_every_form_of_an_entry(load_base):
    lexicon = load_base(
        offices="envoy,,official,executive\nchargé d'affaires,chargés d'affaires,official,executive\n",
        places="France,FR,French Republic,French|Frenchmen,Paris,Quai d'Orsay\n",
    )
    (envoys,) = look_up("Envoys", lexicon)
    assert (envoys.status, envoys.kind, envoys.plural) == (Status.OFFICIAL, Kind.EXECUTIVE, True)
    assert look_up("chargés d’affaires", lexicon)[0].plural
    forms = {term: look_up(term, lexicon)[0].form for term in ("France", "French Republic", "french", "Paris")}
    assert list(forms.values()) == ["name", "name", "demonym", "capital"]
    (palace,) = look_up("Quai d'Orsay", lexicon)
    assert (palace.name, palace.code, palace.form) == ("France", "FR", "building")


def test_an_entry_knows_its_rule_and_its_line(load_base):
    lexicon = load_base(offices="# a comment, not an entry\n\nenvoy,,official,executive\n")
    (envoy,) = look_up("envoy", lexicon)
    assert (envoy.rule, envoy.origin) == ("offices:envoy", "offices:4")


def test_predicates_give_roles_or_pass_them_on(load_base):
    lexicon = load_base(predicates="met|meets,participant,participant\ntogether with,,same\nhosted,host,\n")
    (meets,), (with_,), (hosted,) = (look_up(t, lexicon) for t in ("meets", "together with", "hosted"))
    assert (meets.subject, meets.object) == (Role.PARTICIPANT, Role.PARTICIPANT)
    assert (with_.subject, with_.object, with_.passes_on) == (None, None, True)
    assert (hosted.subject, hosted.object, hosted.passes_on) == (Role.HOST, None, False)


def test_a_semi_official_body_is_non_official_and_says_so(load_base):
    lexicon = load_base(organisations="Straits Exchange Foundation,SEF,ngo,semi_official,TW\n")
    (sense,) = look_up("SEF", lexicon)
    assert (sense.status, sense.semi_official) == (Status.NON_OFFICIAL, True)


@pytest.mark.parametrize(
    "name, row, message",
    [
        ("offices", "envoy,,offical,executive", "status is 'offical'; it must be one of official"),
        ("offices", "envoy,,official,exec", "kind is 'exec'; it must be one of executive"),
        ("offices", "envoy,official,executive", "3 cells, but the header has 4"),
        ("offices", ",,official,executive", "the term is empty"),
        ("offices", '"envoy,,official,executive', "check the quotation marks"),
        ("places", "France,FR,|,-,,", "the term is empty"),
        ("organisations", "UN,,igo,semi,", "status is 'semi'"),
        ("organisation_heads", "ministry,official,executive,no", "lower is 'no'; it must be 'yes', 'perhaps' or empty"),
        ("qualifiers", "former,past,next", "effect is 'past'; it must be one of appointed"),
        ("qualifiers", "former,former,after", "scope is 'after'; it must be one of apposition"),
        ("qualifiers", "|,former,next", "the term is empty"),
        ("predicates", "met,guest,", "subject is 'guest'"),
        ("predicates", "met,,guest", "object is 'guest'"),
        ("cues", "talks,activity,", "value is empty"),
        ("cues", "talks,deed,talks", "aspect is 'deed'"),
        ("designations", "track two,track_3", "value is 'track_3'"),
    ],
)
def test_a_bad_entry_is_named_by_file_and_line(load_base, name, row, message):
    with pytest.raises(LexiconError) as error:
        load_base(**{name: f"# first\n{row}\n"})
    assert str(error.value).startswith(f"{name}.csv:3: ")
    assert message in str(error.value)


def test_a_wrong_header_is_named_with_what_it_lacks(load_base):
    with pytest.raises(LexiconError, match=r"^offices.csv:1: the header lacks plural, kind; it must have term"):
        load_base(offices="header:term,status\nenvoy,official\n")


def test_the_digest_follows_the_entries_and_not_the_comments(load_base):
    one = load_base(offices="envoy,,official,executive\n")
    same = load_base(offices="# a comment\nenvoy, ,official,executive\n\n")
    other = load_base(offices="envoy,,unknown,executive\n")
    assert one.digest == same.digest != other.digest


def test_the_base_is_loaded_once():
    assert load_lexicon() is load_lexicon([])


def test_the_shipped_lexicon_is_found_by_its_terms():
    assert {type(s) for s in look_up("president")} >= {Office}
    assert [s.code for s in look_up("France") if isinstance(s, Place)] == ["FR"]
