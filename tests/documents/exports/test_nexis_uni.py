import zipfile
from io import BytesIO

import pytest

from classifier.documents.exports import nexis_uni
from classifier.errors import InputError

from . import build
from .build import MARK, docx, rtf, run, split
from .nexis_uni import ARTICLES, LINKS, lines, paragraphs


@pytest.fixture(params=["docx", "docx without a cover", "rtf"])
def items(request):
    if request.param == "rtf":
        return run(nexis_uni.read_rtf, rtf(lines()))
    return run(nexis_uni.read_docx, docx(paragraphs(cover=request.param == "docx"), LINKS))


def test_every_article_is_a_document_or_a_reject(items):
    documents, rejects = split(items)
    assert [d.title for d in documents] == [
        "Old hands meet in Oslo", "Body", "Body", "Geheime Gespräche", "Rencontre à Genève",
    ]  # fmt: skip
    assert [(r.record, r.stage) for r in rejects] == [(4, "parse"), (7, "parse")]
    assert "'A lost page' holds the database's error message" in rejects[0].reason
    assert "'No text at all' has no body" in rejects[1].reason
    assert [d.record for d in documents] == [1, 2, 3, 5, 6]


def test_the_parts_of_an_article(items):
    first = items[0]
    assert first.text == (
        "Two retired ambassadors met scholars of both sides in free-trade zones on Monday.\n\n"
        "Body\n\nThey agreed to meet again in May."
    )
    assert first.date == "2005-01-12"
    assert first.columns == {
        "source": "The Daily Letter",
        "language": "ENGLISH",
        "section": "A; Foreign Desk; Pg. 3",
        "byline": "By Anna Smith",
        "words_stated": 20,
        "words_found": 21,
        "edition": "Late Edition - Final",
        "highlight": "Retired envoys try again.",
        "dateline": "OSLO",
        "graphic": "PHOTO: The house of the talks",
        "publication_type": "Newspaper",
    }


def test_a_headline_may_be_the_word_that_begins_the_text(items):
    assert items[1].text == "The foreign ministers signed. Note: nothing more is known."
    assert (items[1].date, items[1].columns["source"]) == ("2002-05-02", "The Evening Post")
    assert (items[1].columns["words_stated"], items[1].columns["byline"]) == (None, "")


def test_a_date_that_has_no_day_stays_as_written(items):
    assert (items[2].date, items[2].columns["source"]) == ("Spring 2002", "The Evening Post")


def test_the_languages_of_the_interface(items):
    german, french = items[4], items[5]
    assert german.text == "Frühere Minister beider Länder trafen sich im März heimlich."
    assert (german.date, german.columns["byline"], german.columns["section"]) == (
        "2012-02-27", "Karl Möller", "POLITIK; S. 2",
    )  # fmt: skip
    assert (german.columns["words_stated"], german.columns["words_found"]) == (9, 9)
    assert german.columns["language"] == "GERMAN; DEUTSCH"
    assert french.text == "D'anciens ministres se sont réunis à Genève."
    assert (french.date, french.columns["words_stated"], french.columns["byline"]) == ("2012-03-01", 1008, "Zoé Petit")


def test_ids_are_those_of_nexis_where_the_headline_is_a_link():
    documents, _ = split(run(nexis_uni.read_docx, docx(paragraphs(), LINKS)))
    assert [d.id for d in documents] == [f"4F2Y-YKH0-TX4X-W3C{n}-00000-00" for n in (0, 1, 2, 4, 5)]
    documents, _ = split(run(nexis_uni.read_docx, docx(paragraphs())))
    assert len({d.id for d in documents}) == 5


def test_an_article_without_its_last_line_ends_where_the_next_begins():
    ends = ("End of Document", "Ende des Dokuments", "Fin du document", MARK + "stray")
    named = {f"{MARK}Bookmark_{n}": f"{MARK}other{n}" for n in range(9)}
    kept = [named.get(p, p) for p in paragraphs() if p not in ends]
    documents, rejects = split(run(nexis_uni.read_docx, docx(kept, LINKS)))
    assert len(documents) == 5
    assert len(rejects) == 2
    assert documents[0].text.endswith("in May.")


def test_an_article_alone_in_its_file():
    (document,) = run(nexis_uni.read_docx, docx(ARTICLES[0][1:]))
    assert document.title == "Old hands meet in Oslo"
    (document,) = run(nexis_uni.read_docx, docx(["User Name: A", "Documents (1)", "1. Talks", MARK, *ARTICLES[2][1:]]))
    assert document.title == "Body"


@pytest.mark.parametrize(
    "line", ["Classification", "Update: the envoys left.", "Language: they spoke French.", "Graphic"]
)
def test_a_line_of_the_text_that_looks_like_what_follows_it_is_kept(line):
    text = ["First.", line, *["More."] * 12]
    article = [*ARTICLES[1][:5], "Body", *text, "Load-Date:\u00a0May 3, 2002", "End of Document"]
    (document,) = run(nexis_uni.read_docx, docx(article))
    assert document.text.split("\n\n") == text


def test_a_head_without_a_date():
    article = [
        MARK + "Bookmark_1",
        "Talks",
        "The Daily Letter",
        "Length:\u00a05 words",
        "Body",
        "Text.",
        "End of Document",
    ]
    (document,) = run(nexis_uni.read_docx, docx(article))
    assert (document.title, document.date, document.columns["source"]) == ("Talks", "", "The Daily Letter")
    assert document.columns["words_stated"] == 5


def test_a_truncated_word_file_is_an_error():
    with pytest.raises(InputError, match="damaged Word file"):
        run(nexis_uni.read_docx, docx(paragraphs())[:-200])


def test_damage_within_keeps_the_articles_before_it():
    data = docx(paragraphs(), LINKS)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        xml = archive.read("word/document.xml")
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", xml[: len(xml) * 2 // 3])
    reader = nexis_uni.read_docx(BytesIO(out.getvalue()), "a.docx", build.ReadOptions())
    assert next(reader).title == "Old hands meet in Oslo"
    with pytest.raises(InputError, match="damaged Word file"):
        list(reader)


def test_a_truncated_rtf_rejects_the_article_that_breaks_off():
    text = rtf(lines())
    *_, last = run(nexis_uni.read_rtf, text[: text.index(b"sich im")])
    assert (last.record, last.stage) == (5, "read")
    assert "'Geheime Gespräche' breaks off" in last.reason


def test_a_word_file_with_entities_is_refused():
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
    with pytest.raises(InputError, match="document type"):
        run(nexis_uni.read_docx, docx(paragraphs(), xml_head=bomb))


def test_deep_nesting_is_refused():
    with pytest.raises(InputError, match="damaged Word file.*depth"):
        run(nexis_uni.read_docx, docx(["A"], extra_body="<w:sdt>" * 5000 + "</w:sdt>" * 5000))


def test_another_word_file_has_no_article():
    with pytest.raises(InputError, match="no article of Nexis Uni found"):
        run(nexis_uni.read_docx, docx(["A report", "On the body of evidence.", "Body: none"]))
