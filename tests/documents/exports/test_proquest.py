import pytest

from classifier.documents.exports import proquest_text
from classifier.errors import InputError

from .build import file, run, split


def test_every_article_is_a_document_or_a_reject():
    documents, (reject,) = split(run(proquest_text.read, file("proquest.txt")))
    assert [d.id for d in documents] == ["280000001", "280000002", "280000003", "280000004"]
    assert [d.title for d in documents] == [
        "Old hands meet in Oslo", "Old hands meet in Oslo", "Geheime Gespräche", "Rencontre à Genève",
    ]  # fmt: skip
    assert "'An abstract only' has no body" in reject.reason
    assert reject.record == 5


def test_the_parts_of_an_article():
    first, second, *_ = run(proquest_text.read, file("proquest.txt"))
    assert first.text == (
        "Two retired ambassadors met scholars of both sides in free-trade zones on Monday.\n\n"
        "Subject: a word that an envoy likes.\n\nThey agreed to meet again in May."
    )
    assert first.date == "2005-01-12"
    assert first.columns == {
        "source": "The Daily Letter",
        "language": "English",
        "section": "Foreign Desk",
        "byline": "Smith, Anna",
        "words_stated": None,
        "words_found": 27,
        "url": "https://search.proquest.com/docview/280000001?accountid=1",
        "publication_type": "Newspapers",
        "document_type": "NEWSPAPER",
        "place": "Oslo",
        "pages": "A.3",
    }
    assert second.text == "The same meeting in another paper.\nA second line of it."


def test_the_languages_of_the_interface():
    _, _, german, french, _ = run(proquest_text.read, file("proquest.txt"))
    assert german.text == "Frühere Minister beider Länder trafen sich im März heimlich."
    assert (german.date, german.columns["source"], german.columns["language"]) == ("2012-02-27", "Der Bote", "Deutsch")
    assert french.text == "D'anciens ministres se sont réunis à Genève."
    assert (french.date, french.columns["byline"]) == ("2012-03-01", "Petit, Zoé")


def test_a_truncated_text_rejects_the_article_that_breaks_off():
    data = file("proquest.txt")
    *whole, last = run(proquest_text.read, data[: data.index(b"sich im")])
    assert len(whole) == 2
    assert "'Geheime Gespräche' breaks off" in last.reason


@pytest.mark.parametrize("data", [b"", b"plain words", b"_" * 60 + b"\nA poem\n" + b"_" * 60 + b"\nTitle: none\n"])
def test_what_is_none_is_an_error(data):
    with pytest.raises(InputError, match="no article of ProQuest"):
        run(proquest_text.read, data)
