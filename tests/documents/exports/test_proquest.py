import io
import zipfile
from email.message import EmailMessage

import openpyxl
import pytest

from classifier.documents.exports import proquest_mail, proquest_table, proquest_text
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


# E-mail


def test_the_email_form():
    documents, (reject,) = split(run(proquest_mail.read, file("proquest_mail.html")))
    first, german = documents
    assert first.text == (
        "Two retired ambassadors met scholars of both sides in free-trade zones on Monday.\n\n"
        "Body: They agreed to meet again in May & June."
    )
    assert (first.id, first.title, first.date) == ("280000001", "Old hands meet in Oslo", "2005-01-12")
    assert (first.columns["source"], first.columns["byline"]) == ("The Daily Letter", "Smith, Anna")
    assert german.text == "Frühere Minister beider Länder trafen sich im März heimlich."
    assert (german.id, german.date, german.columns["source"]) == ("280000003", "2012-02-27", "Der Bote")
    assert "'An abstract only' has no body" in reject.reason


def test_a_message_saved_whole_and_forwarded_without_the_text_element():
    message = EmailMessage()
    message["Subject"] = "ProQuest"
    message.set_content("See the HTML.")
    html = file("proquest_mail.html").decode().replace("<Text>", "").replace("</Text>", "")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    documents, rejects = split(run(proquest_mail.read, message.as_bytes()))
    assert ([d.id for d in documents], len(rejects)) == (["280000001", "280000003"], 1)
    assert documents[0].text.endswith("May & June.")


def test_a_truncated_email_rejects_the_article_that_breaks_off():
    data = file("proquest_mail.html")
    whole, last = run(proquest_mail.read, data[: data.index(b"sich im")])
    assert whole.id == "280000001"
    assert "'Geheime Gespräche' breaks off" in last.reason


# Spreadsheets

HEADER = ["Title", "Abstract", "StoreId", "Authors", "language", "pubdate", "pubtitle", "year", "DocumentURL"]
ROWS = [
    ["Old hands meet in Oslo", "Envoys met.", 280000001, "Smith, Anna", "English", "Jan 12, 2005", "The Daily Letter",
     2005, "https://search.proquest.com/1", "Two retired ambassadors met.\n\nThey agreed."],
    ["Geheime Gespräche", "", 280000003, "", "German", "Feb 27, 2012", "Der Bote", 2012, "", "Frühere Minister trafen sich."],
    ["An abstract only", "Elsewhere.", 280000005, "", "English", "", "Journal of Talks", 2012, "", ""],
]  # fmt: skip


def xlsx(header, rows):
    book = openpyxl.Workbook()
    for row in [header, *rows]:
        book.active.append(row[: len(header)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(header, rows):
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    sheet = book.add_sheet("Documents")
    for y, row in enumerate([header, *rows]):
        for x, cell in enumerate(row[: len(header)]):
            sheet.write(y, x, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("build", [xlsx, xls])
def test_the_spreadsheet_form(build):
    documents, (reject,) = split(run(proquest_table.read, build([*HEADER, "FullText"], ROWS)))
    first, german = documents
    assert first.text == "Two retired ambassadors met.\n\nThey agreed."
    assert (first.id, first.title, first.date) == ("280000001", "Old hands meet in Oslo", "2005-01-12")
    assert (first.columns["source"], first.columns["byline"]) == ("The Daily Letter", "Smith, Anna")
    assert german.text == "Frühere Minister trafen sich."
    assert "'An abstract only' has no body" in reject.reason
    assert reject.record == 3


@pytest.mark.parametrize("build", [xlsx, xls])
def test_a_spreadsheet_without_texts_is_an_error_that_says_what_to_do(build):
    data = build(HEADER, ROWS)
    with pytest.raises(InputError, match=r"no texts of articles; save them .*TXT.*--text-column Abstract"):
        run(proquest_table.read, data)
    documents, rejects = split(run(proquest_table.read, data, text_column="Abstract"))
    assert [d.text for d in documents] == ["Envoys met.", "Elsewhere."]
    assert len(rejects) == 1
    with pytest.raises(InputError, match="no column 'nope'; there are: Title, Abstract"):
        run(proquest_table.read, data, text_column="nope")


@pytest.mark.parametrize("build", [xlsx, xls])
def test_a_truncated_spreadsheet_is_an_error(build):
    with pytest.raises(InputError, match="damaged XLS"):
        run(proquest_table.read, build(HEADER, ROWS)[:-900])


def test_a_spreadsheet_with_a_document_type_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/sharedStrings.xml", '<!DOCTYPE s [<!ENTITY a "b">]><sst/>')
    with pytest.raises(InputError, match="document type"):
        run(proquest_table.read, out.getvalue())


@pytest.mark.parametrize("data", [b"", b"plain words", b"_" * 60 + b"\nA poem\n" + b"_" * 60 + b"\nTitle: none\n"])
def test_what_is_none_is_an_error(data):
    with pytest.raises(InputError, match="no article of ProQuest"):
        run(proquest_text.read, data)
