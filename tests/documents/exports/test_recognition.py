import io
import json
import sys
import zipfile

import openpyxl
import pytest

from classifier.documents import ReadOptions, Reject
from classifier.documents.exports import (
    EXPORTS,
    event_registry,
    factiva_html,
    factiva_rtf,
    newsml,
    nexis_html,
    nexis_text,
    nexis_uni,
    nitf,
    proquest_mail,
    proquest_table,
    proquest_tdm,
    proquest_text,
    recognise,
    refusals,
)  # fmt: skip
from classifier.errors import InputError

from . import nexis_uni as uni
from .build import docx, file, rtf, run, split
from .test_factiva import CODED, PLAIN
from .test_nexis_old import as_rtf
from .test_proquest import HEADER, ROWS, xls, xlsx

FORMS = {
    "nexis uni docx": (lambda: docx(uni.paragraphs()), nexis_uni.read_docx, "nexis"),
    "nexis uni docx without a cover": (lambda: docx(uni.ARTICLES[0][1:]), nexis_uni.read_docx, "nexis"),
    "nexis uni docx in German": (lambda: docx(uni.ARTICLES[4]), nexis_uni.read_docx, "nexis"),
    "nexis uni rtf": (lambda: rtf(uni.lines()), nexis_uni.read_rtf, "nexis"),
    "nexis txt": (lambda: file("nexis.txt"), nexis_text.read_txt, "nexis"),
    "nexis txt in utf-16": (lambda: file("nexis.txt").decode().encode("utf-16"), nexis_text.read_txt, "nexis"),
    "nexis rtf": (as_rtf, nexis_text.read_rtf, "nexis"),
    "nexis html": (lambda: file("nexis.html"), nexis_html.read, "nexis"),
    "factiva a": (lambda: file("factiva_a.html"), factiva_html.read, "factiva"),
    "factiva b": (lambda: file("factiva_b.html"), factiva_html.read, "factiva"),
    "factiva after 200 KB of styles": (
        lambda: file("factiva_a.html").replace(b"body{margin:0;}", b"a{margin:0;}" * 20_000), factiva_html.read, "factiva",
    ),
    "factiva rtf": (lambda: rtf(CODED), factiva_rtf.read, "factiva"),
    "factiva rtf without codes": (lambda: rtf(PLAIN), factiva_rtf.read, "factiva"),
    "proquest txt": (lambda: file("proquest.txt"), proquest_text.read, "proquest"),
    "proquest mail": (lambda: file("proquest_mail.html"), proquest_mail.read, "proquest"),
    "proquest tdm": (lambda: file("tdm.xml"), proquest_tdm.read, "proquest"),
    "proquest xlsx": (lambda: xlsx([*HEADER, "FullText"], ROWS), proquest_table.read, "proquest"),
    "proquest xls": (lambda: xls([*HEADER, "FullText"], ROWS), proquest_table.read, "proquest"),
    "nitf": (lambda: file("nitf.xml"), nitf.read, None),
    "newsml": (lambda: file("newsml.xml"), newsml.read, None),
    "event registry": (lambda: file("event_registry.json"), event_registry.read, None),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_known_by_its_content(form):
    make, reader, _ = FORMS[form]
    stream = io.BytesIO(make())
    assert recognise(stream) is reader
    assert stream.tell() == 0


@pytest.mark.parametrize("form", [form for form, (_, _, name) in FORMS.items() if name])
def test_each_export_finds_its_form(form):
    make, reader, name = FORMS[form]
    data = make()
    assert run(EXPORTS[name], data) == run(reader, data)
    assert split(run(EXPORTS[name], data))[0]


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize(
    "data", [b"", b"plain words", b"<html></html>", b"{\\rtf1 plain words}", b"PK\x03\x04\x00", b"\0\1"]
)
def test_each_export_says_what_it_misses(name, data):
    with pytest.raises(InputError):
        run(EXPORTS[name], data)


def book():
    workbook = openpyxl.Workbook()
    workbook.active.append(["id", "Title", "text"])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def plain_zip():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "3 of 5 DOCUMENTS")
    return out.getvalue()


@pytest.mark.parametrize("form", [form for form in FORMS if "docx" not in form and "xls" not in form])
def test_a_file_cut_anywhere_gives_no_half_article(form):
    """Only an article that is the first and only one may be taken as it is, where nothing marks its end."""
    make, reader, _ = FORMS[form]
    data = make()
    whole = [d.text for d in split(run(reader, data))[0]]
    for end in range(0, len(data), max(len(data) // 60, 1)):
        while data[end] & 0xC0 == 0x80:  # within a character of UTF-8, the whole file would not look like it
            end += 1
        texts, rejects = [], []
        try:
            for item in reader(io.BytesIO(data[:end]), "cut", ReadOptions()):
                (rejects if isinstance(item, Reject) else texts).append(item)
        except InputError:
            pass
        found = [d.text for d in texts]
        assert found == whole[: len(found)] or len(found) + len(rejects) == 1, (end, found[-1])


@pytest.mark.parametrize(
    "library, form",
    [
        ("lxml", "nexis uni docx"), ("lxml", "nexis html"), ("lxml", "factiva a"), ("lxml", "proquest tdm"),
        ("striprtf", "nexis rtf"), ("striprtf", "factiva rtf"), ("openpyxl", "proquest xlsx"), ("xlrd", "proquest xls"),
    ],
)  # fmt: skip
def test_a_missing_library_is_named_with_the_command_that_installs_it(monkeypatch, library, form):
    make, _, name = FORMS[form]
    data = make()
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(InputError, match=rf'needs {library}; .*pip install "diplotrack\[documents\]"'):
        run(EXPORTS[name], data)


ORDINARY = {
    "nothing": b"",
    "a text with the word": b"A report\n\nBody\n\nThe body of 3 of 5 documents.\n\nEnd of Document\n",
    "a counter alone": b"Found: \n3 of 5 DOCUMENTS\n\nNothing else is known.\n",
    "a counter and a date": b"3 of 5 DOCUMENTS\nMay 2, 2002\nWere read by us.\n",
    "rules": b"Title: x\n" + b"_" * 60 + b"\nSubject: y\n" + b"_" * 60 + b"\nAuthor: z\n",
    "a letter": b"Subject: talks\nDate: May 2, 2002\n\nDear all,\n",
    "a page": b"<!doctype html><html><head><title>Factiva explained</title></head><body><div class='article'><p>Text</p></div></body></html>",
    "a page with DOC": b"<html><body><p>DOC NUMBER=1 LENGTH: 5 words</p></body></html>",
    "a feed": b'<?xml version="1.0"?><rss><channel><item><title>x</title></item></channel></rss>',
    "records": b"<RECORD><ID>1</ID></RECORD>",
    "json": b'[{"uri": "1", "body": "text"}]',
    "json lines": b'{"text": "isDuplicate: true"}\n{"text": "body"}\n',
    "csv": b"id,title,text,url\n1,a,b,c\n",
    "csv of stories with texts": b"stories_id,media_id,title,url,text\n1,2,a,b,c\n",
    "tsv": b"1\t20150218\ttext\n2\t20150219\ttext\n",
    "docx": docx(["A report", "May 2, 2002", "Body", "The text is long.", "End"]),
    "docx about exports": docx(["On Nexis", "Body", "The line End of Document ends an article.", "Length: 5 words"]),
    "rtf": rtf(["A report", "12 words", "Body", "Document B"]),
    "xlsx": book(),
    "zip": plain_zip(),
    "broken zip": b"PK\x03\x04" + bytes(100),
    "ole": b"\xd0\xcf\x11\xe0" + bytes(1000),
    "pdf": b"%PDF-1.7\n\0\0",
}


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_files_are_no_exports(name):
    assert recognise(io.BytesIO(ORDINARY[name])) is None


EVENT = "410412347\t20150218\t201502\t2015\t2015.1315\t\t\tGOV\t" + "\t" * 49 + "http://letter.example/1\n"
ARTICLES = {
    "articles": [{"url": "u", "url_mobile": "", "title": "Talks", "seendate": "20150218T000000Z", "domain": "d"}]
}


@pytest.mark.parametrize(
    "data",
    [
        EVENT,
        "GLOBALEVENTID\tSQLDATE\n1\t20150218\n",
        "20150218230000-12\t20150218230000\t1\tletter.example\thttp://letter.example/1\t\n",
        "GKGRECORDID\tDATE\n",
        "DATE\tNUMARTS\tCOUNTS\tTHEMES\n",
        "\ufeffURL,MobileURL,Date,Title\nu,,20150218,Talks\n",
        json.dumps(ARTICLES),
    ],
)
def test_gdelt_is_refused(data):
    reader = recognise(io.BytesIO(data.encode()))
    assert reader is refusals.refuse_gdelt
    with pytest.raises(InputError, match="no text of articles"):
        list(reader(io.BytesIO(data.encode()), "a.csv", ReadOptions()))


@pytest.mark.parametrize(
    "header",
    [
        "id,indexed_date,language,media_name,media_url,publish_date,title,url",
        "stories_id,publish_date,title,url,language,ap_syndicated,themes,media_id,media_name,media_url",
    ],
)
def test_media_cloud_is_refused(header):
    reader = recognise(io.BytesIO(header.encode() + b"\n1,2\n"))
    assert reader is refusals.refuse_media_cloud
    with pytest.raises(InputError, match="no text of articles"):
        list(reader(io.BytesIO(), "a.csv", ReadOptions()))
