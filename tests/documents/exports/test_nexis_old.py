import pytest

from classifier.documents.exports import nexis_html, nexis_text
from classifier.errors import InputError

from .build import file, rtf, run, split


def as_rtf():
    """The same in RTF: lines are paragraphs, centring and hard wraps are gone."""
    return rtf([line.strip() for line in file("nexis.txt").decode().split("\n")])


@pytest.fixture(params=["txt", "rtf"])
def items(request):
    if request.param == "txt":
        return run(nexis_text.read_txt, file("nexis.txt"))
    return run(nexis_text.read_rtf, as_rtf())


def test_every_article_is_a_document_or_a_reject(items):
    documents, (reject,) = split(items)
    assert [d.title for d in documents] == [
        "Old hands meet in Oslo, where a long headline of more than one line shows that they may wrap",
        "Ministers sign in Rome",
        "Geheime Gespräche",
        "Rencontre à Genève",
    ]
    assert "'A lost page' holds the database's error message" in reject.reason
    assert reject.record == 5


def test_the_text_is_unwrapped_and_what_follows_it_is_cut(items):
    assert items[0].text == (
        "Two retired ambassadors met scholars of both sides in a house near Oslo on the Monday of last week to speak "
        "of a draft that neither of the governments had asked for. The ministers were told of the meeting beforehand, "
        "through a well-known channel.\n\n"
        "BODY of evidence: one envoy carried a paper that said nothing new. They agreed to meet again in May."
    )


def test_the_parts_of_an_article(items):
    first = items[0]
    assert first.date == "2005-01-12"
    assert first.columns == {
        "source": "The Daily Letter",
        "language": "ENGLISH",
        "section": "FOREIGN; Pg. 3",
        "byline": "Anna Smith",
        "words_stated": 63,
        "words_found": 63,
        "edition": "Edition 1; National",
        "highlight": "Retired envoys try again.",
        "graphic": "PHOTO, The house of the talks",
        "publication_type": "Newspaper",
    }


def test_the_oldest_files_label_headline_and_text_and_lead_with_the_copyright(items):
    second = items[1]
    assert second.text == "The foreign ministers signed. Nothing more is known of the text."
    assert (second.date, second.columns["source"]) == ("1995-01-05", "The Evening Post")
    assert (second.columns["byline"], second.columns["dateline"]) == ("By Ben Jones", "ROME")
    assert second.columns["words_stated"] == second.columns["words_found"] == 11


def test_the_languages_of_the_interface(items):
    german, french = items[2:4]
    assert german.text == "Frühere Minister beider Länder trafen sich im März heimlich."
    assert (german.date, german.columns["source"], german.columns["words_stated"]) == ("2012-02-27", "Der Bote", 9)
    assert (german.columns["byline"], german.columns["section"]) == ("Karl Möller", "POLITIK; S. 2")
    assert french.text == "D'anciens ministres se sont réunis à Genève."
    assert (french.date, french.columns["source"]) == ("2012-03-01", "La Lettre")
    assert (french.columns["words_stated"], french.columns["language"]) == (None, "FRENCH; FRANÇAIS")


def test_ids_are_made_and_differ(items):
    documents, _ = split(items)
    assert len({d.id for d in documents}) == 4


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding):
    documents, _ = split(run(nexis_text.read_txt, file("nexis.txt").decode().encode(encoding)))
    assert documents[2].title == "Geheime Gespräche"


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends(newline):
    text = file("nexis.txt").decode().replace("\n", newline)
    assert run(nexis_text.read_txt, text.encode()) == run(nexis_text.read_txt, file("nexis.txt"))


def test_a_truncated_text_rejects_the_article_that_breaks_off():
    data = file("nexis.txt")
    *whole, last = run(nexis_text.read_txt, data[: data.index(b"sich im")])
    assert len(whole) == 2
    assert "'Geheime Gespräche' breaks off" in last.reason


@pytest.mark.parametrize("line", ["NOTE: this is known.", "PERSON: I know.", "Copyright is what they spoke of."])
@pytest.mark.parametrize("place", [0, 3, 6])
def test_a_paragraph_that_looks_like_a_label_is_kept(line, place):
    text = ["More is known."] * 6
    text.insert(place, line)
    head = ["1 of 1 DOCUMENTS", "The Daily Letter", "January 12, 2005", "Talks", "LENGTH: 9 words"]
    tail = ["LANGUAGE: ENGLISH", "Copyright 2005 The Daily Letter"]
    (document,) = run(nexis_text.read_txt, "\n\n".join([*head, *text, *tail]).encode())
    if place == 6 and ":" in line:  # next to the labels it is taken for one
        text.pop()
    assert document.text.split("\n\n") == text
    assert document.columns["language"] == "ENGLISH"


def test_the_html_form():
    documents, (reject,) = split(run(nexis_html.read, file("nexis.html")))
    first, german, french = documents
    assert first.title == "Old hands meet in Oslo"
    assert first.text == (
        "Two retired ambassadors met scholars of both sides in free-trade zones on Monday.\n\n"
        "Body of proof\n\nThey agreed to meet again in May & June."
    )
    assert (first.date, first.columns["source"], first.columns["byline"]) == (
        "2005-01-12", "The Daily Letter", "Anna Smith",
    )  # fmt: skip
    assert (first.columns["words_stated"], first.columns["words_found"]) == (23, 24)
    assert (german.date, german.columns["byline"], german.columns["words_stated"]) == ("2012-02-27", "Karl Möller", 9)
    assert german.text == "Frühere Minister beider Länder trafen sich im März heimlich."
    assert (french.date, french.title) == ("2012-03-01", "Rencontre à Genève")
    assert "'A lost page' holds the database's error message" in reject.reason


def test_truncated_html_rejects_the_article_that_breaks_off():
    data = file("nexis.html")
    whole, last = run(nexis_html.read, data[: data.index(b"sich im")])
    assert whole.title == "Old hands meet in Oslo"
    assert "'Geheime Gespräche' breaks off" in last.reason


@pytest.mark.parametrize("reader", [nexis_text.read_txt, nexis_text.read_rtf, nexis_html.read])
@pytest.mark.parametrize("data", [b"", b"LENGTH: 5 words\n\nBody\n\nplain words", b"<html><p>LENGTH: 5 words</p>"])
def test_what_is_none_is_an_error(reader, data):
    with pytest.raises(InputError, match="no article of Nexis's"):
        run(reader, data)
