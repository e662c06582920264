import io

import pytest

from classifier.documents.exports import newsml, nitf, proquest_tdm
from classifier.errors import InputError

from .build import file, run, split

TEXT = (
    "Two retired ambassadors met scholars of both sides in free-trade zones on Monday.\n\n"
    "They agreed to meet again in May & June."
)


def test_nitf():
    (document,) = run(nitf.read, file("nitf.xml"))
    assert (document.text, document.title, document.date) == (TEXT, "Old hands meet in Oslo", "2005-01-12")
    assert document.id == "1640001"
    assert document.columns == {
        "source": "The Daily Letter",
        "language": "en",
        "section": "A",
        "byline": "By Anna Smith",
        "words_stated": 21,
        "words_found": 21,
        "dateline": "Oslo",
    }


def test_newsml():
    first, german, reject = run(newsml.read, file("newsml.xml"))
    assert (first.text, first.title, first.date) == (TEXT, "Old hands meet in Oslo", "2005-01-12")
    assert first.id == "urn:newsml:letter.example:20050112:1"
    assert (first.columns["source"], first.columns["byline"], first.columns["words_stated"]) == (
        "The Daily Letter", "Anna Smith", 21,
    )  # fmt: skip
    assert german.text == "Frühere Minister beider Länder\ntrafen sich im März heimlich."
    assert (german.date, german.columns["source"], german.columns["language"]) == ("2012-02-27", "BOTE", "de")
    assert "'A picture only' has no body" in reject.reason


def test_tdm_studio():
    (document,) = run(proquest_tdm.read, file("tdm.xml"))
    assert (document.text, document.title, document.date) == (TEXT, "Old hands meet in Oslo", "2005-01-12")
    assert document.id == "280000001"
    assert document.columns["source"] == "The Daily Letter"
    assert document.columns["byline"] == "Smith, Anna"
    assert document.columns["words_stated"] == document.columns["words_found"] == 21


def test_truncated_xml_keeps_the_items_before_the_damage():
    data = file("newsml.xml")
    reader = newsml.read(io.BytesIO(data[: data.index(b"sich im")]), "a.xml", None)
    assert next(reader).title == "Old hands meet in Oslo"
    with pytest.raises(InputError, match="damaged XML"):
        next(reader)


BOMB = b'<!DOCTYPE nitf [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
FILE = b'<!DOCTYPE nitf [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("head", [BOMB, FILE])
def test_entities_are_refused(head):
    with pytest.raises(InputError, match="declares entities"):
        run(nitf.read, head + b"<nitf><body><body.content><p>&a;</p></body.content></body></nitf>")


def test_deep_nesting_is_refused():
    with pytest.raises(InputError, match="depth"):
        run(nitf.read, b"<nitf>" + b"<block>" * 100_000 + b"</block>" * 100_000 + b"</nitf>")


@pytest.mark.parametrize("reader", [nitf.read, newsml.read, proquest_tdm.read])
def test_other_xml_has_no_article(reader):
    with pytest.raises(InputError, match="no article of"):
        run(reader, b"<feed><entry>text</entry></feed>")
    with pytest.raises(InputError, match="damaged XML"):
        run(reader, b"plain words")


def test_a_message_of_many_items():
    data = file("newsml.xml").decode()
    start, end = data.index("<newsItem"), data.index("</itemSet>")
    documents, rejects = split(run(newsml.read, (data[:start] + data[start:end] * 200 + data[end:]).encode()))
    assert (len(documents), len(rejects)) == (400, 200)
