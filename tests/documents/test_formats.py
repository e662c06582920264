"""Every format, as it is and under a wrong ending, with what it states of its documents."""

import bz2
import gzip
import lzma
import sqlite3

import pytest

from classifier.documents import Document, ReadOptions, Reject, read_documents

from . import builders
from .builders import FIRST, SECOND, TITLE


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def read(name, content, **options):
        (tmp_path / name).write_bytes(content)
        return list(read_documents([name], ReadOptions(**options)))

    return read


def only(items):
    (item,) = items
    assert isinstance(item, Document), item
    return item


#: Format -> (builder, usual ending, words that its first document holds, how many documents).
FORMATS = {
    "html": (lambda: builders.sample("page.html"), "html", "Four retired ambassadors", 1),
    "pdf": (builders.pdf, "pdf", "Four retired ambassadors", 1),
    "docx": (builders.docx, "docx", "Four retired ambassadors", 1),
    "odt": (builders.odt, "odt", "None of them", 1),
    "rtf": (lambda: builders.sample("press.rtf"), "rtf", "Four retired ambassadors", 1),
    "eml": (lambda: builders.sample("message.eml"), "eml", "Four retired ambassadors", 1),
    "mbox": (lambda: builders.sample("box.mbox"), "mbox", "Four retired ambassadors", 2),
    "parquet": (builders.parquet, "parquet", "Four retired ambassadors", 2),
    "xlsx": (builders.xlsx, "xlsx", "Four retired ambassadors", 2),
    "xls": (builders.xls, "xls", "Four retired ambassadors", 2),
    "sqlite": (builders.sqlite, "db", "Four retired ambassadors", 2),
    "zip": (lambda: builders.zipped({"a.csv": builders.csv()}), "zip", "Four retired ambassadors", 2),
    "tar": (lambda: builders.tarred({"a.csv": builders.csv()}), "tar", "Four retired ambassadors", 2),
    "tar.gz": (lambda: builders.tarred({"a.csv": builders.csv()}, "w:gz"), "tgz", "Four retired ambassadors", 2),
}


@pytest.mark.parametrize("ending", ["own", "txt", "csv", "dat", "docx", "pdf", "JSON", "gz", ""])
@pytest.mark.parametrize("format", FORMATS)
def test_a_format_is_known_by_its_content_under_any_ending(read, format, ending):
    build, own, words, count = FORMATS[format]
    name = "a" if not ending else f"a.{own if ending == 'own' else ending}"
    items = read(name, build())
    assert [type(item) for item in items] == [Document] * count, items
    assert words in items[0].text
    assert "a.csv" in items[0].source_file or items[0].source_file == name


COMPRESSIONS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


def zst(data):
    import pyarrow as pa

    out = pa.BufferOutputStream()
    with pa.CompressedOutputStream(out, "zstd") as stream:
        stream.write(data)
    return out.getvalue().to_pybytes()


COMPRESSIONS["zst"] = zst


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize("format", [*FORMATS, "csv"])
def test_a_compressed_file_is_read_like_the_file(read, format, compression):
    build, own, words, count = FORMATS.get(format, (builders.csv, "csv", "Four retired ambassadors", 2))
    items = read(f"a.{own}.{compression}", COMPRESSIONS[compression](build()))
    assert [type(item) for item in items] == [Document] * count, items
    assert words in items[0].text


def test_every_format_is_read_inside_archives(read):
    members = {f"in/a.{own}": build() for build, own, _, _ in FORMATS.values()}
    expected = sum(count for *_, count in FORMATS.values())
    for data in (builders.zipped(members), builders.tarred(members), builders.tarred(members, "w:gz")):
        items = read("all.bin", data)
        assert all(isinstance(item, Document) for item in items), items
        assert len(items) == expected
        assert items[0].source_file == "all.bin!in/a.html"
        assert any(item.source_file == "all.bin!in/a.tgz!a.csv" for item in items)


def test_the_format_named_overrules_the_content(read):
    assert only(read("a.html", builders.sample("page.html"), input_format="text")).text.startswith("<!DOCTYPE html>")


def test_the_format_named_holds_for_the_members_of_an_archive(read):
    items = read("a.zip", builders.zipped({"one.dat": b"text\nThey met.\n"}), input_format="csv")
    assert only(items).text == "They met."


# What the formats state


def test_html_gives_main_text_and_metadata(read):
    page = only(read("a.html", builders.sample("page.html")))
    assert (page.title, page.date) == (TITLE, "2011-04-02")
    assert page.columns == {
        "source": "The Harbour Gazette", "language": "en-GB", "author": "Mara Quill",
        "url": "https://gazette.example/world/2011/04/02/envoys",
    }  # fmt: skip
    for boilerplate in ("cookies", "Most read", "Ferry", "Home", "All rights", "dataLayer", "Track 9"):
        assert boilerplate not in page.text
    assert len([p for p in page.text.split("\n\n") if len(p.split()) > 20]) == 4
    assert "\n\nNone of them spoke for a government. “We came" in page.text


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "iso-8859-2", "windows-1251", "shift_jis"])
def test_html_in_the_encoding_that_it_states(read, charset):
    words = {"windows-1251": "Переговоры", "shift_jis": "会談", "iso-8859-2": "Škoda ž"}.get(charset, "Élysée")
    page = f'<html><head><meta charset="{charset}"><title>{words}</title></head><body><p>{words} met.</p></body></html>'
    assert words in only(read("a.html", page.encode(charset))).text


@pytest.mark.parametrize("content", ["<p>They met.</p>", "<div>They met.</div>", "<html><body>They met."])
def test_a_piece_of_a_page_is_read_whole(read, content):
    assert only(read("a.html", content.encode())).text == "They met."


def test_docx(read):
    document = only(read("a.docx", builders.docx()))
    assert (document.title, document.date) == (TITLE, "2011-04-02T07:30:00Z")
    assert document.columns == {"language": "en-GB", "author": "Mara Quill"}
    assert document.text.split("\n\n") == [
        TITLE, FIRST, "None of them spoke for a government.\tThey said so.", "They agreed to meet again.",
        "- They agreed on three points.", "Place", "Orlund",
    ]  # fmt: skip


def test_odt(read):
    document = only(read("a.odt", builders.odt()))
    assert (document.title, document.date) == (TITLE, "2011-04-02T07:30:00")
    assert document.columns == {"language": "en-GB", "author": "Mara Quill"}
    assert document.text.split("\n\n") == [
        "A heading", "None of them  spoke for a\ngovernment.", "- They agreed on three points.", "- They meet again.",
    ]  # fmt: skip


def test_rtf(read):
    document = only(read("a.rtf", builders.sample("press.rtf")))
    assert (document.title, document.date) == ("Retired envoys meet", "2011-04-02")
    assert document.columns == {"language": "en-GB", "author": "Mara Quill"}
    first, second, third = document.text.strip().split("\n\n")
    assert first == TITLE
    assert second.endswith("at the café “Zum Hafen” that a small institute had rented.")
    assert third == "None of them spoke for a government — so they said. The Gazette asked."


def test_pdf_lines_become_paragraphs_and_halved_words_whole(read):
    document = only(read("a.pdf", builders.pdf(4)))
    assert document.title == TITLE
    assert document.date[:2] == "20"
    assert document.columns == {"language": "en-GB", "author": "Mara Quill"}
    paragraphs = document.text.split("\n\n")
    assert len(paragraphs) == 5  # the last sentence of a page does not end, but the next page begins anew
    assert "at the invitation of a small institute and of a non-governmental office" in paragraphs[0]
    assert "None of the ambassadors spoke" in paragraphs[0]
    assert paragraphs[0].endswith("or the semi-official envoy.")
    assert "Gazette" not in document.text
    assert not any(character.isdigit() for character in document.text)


def test_eml(read):
    message = only(read("a.eml", builders.sample("message.eml")))
    assert message.id == "20110402070102.1234@gazette.example"
    assert (message.title, message.date) == ("Retired envoys meet – on an island", "Sat, 02 Apr 2011 08:01:02 +0100")
    assert message.columns == {
        "language": "en-GB", "author": '"Mara Quill (Gäzette)" <newsdesk@gazette.example>',
        "to": "Ann Reader <ann@reader.example>", "attachments": "agenda.pdf",
    }  # fmt: skip
    assert message.text.startswith("Four retired ambassadors and two historians from both shores met on the island of")
    assert "government—so they said.\n\n-- \nThe Harbour Gazette" in message.text


def test_mbox(read):
    first, second = read("a.mbox", builders.sample("box.mbox"))
    assert (first.id, first.record, second.record) == ("1@gazette.example", 1, 2)
    assert first.text == "Four retired ambassadors met on the island.\n\nFrom there they went home.\n\n"
    assert (second.title, second.date) == ("Second round", "some day in autumn")
    assert "in the café by the harbour" in second.text


def test_markdown(read):
    notes = only(read("a.md", builders.sample("notes.md")))
    assert (notes.title, notes.date) == ("Notes on the island round", "2011-04-02")
    assert notes.columns == {"language": "en", "author": "Mara Quill"}
    assert notes.text.split("\n\n") == [
        "Retired envoys meet",
        "Four retired ambassadors and two historians met on Orlund, at the\ninvitation of a small institute.",
        "1. They talked about the fishing line.", "2. They agreed to meet again.",
        "None of us speaks for a government.", "The harbour",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "build, name",
    [(builders.parquet, "a.parquet"), (builders.xlsx, "a.xlsx"), (builders.xls, "a.xls"), (builders.sqlite, "a.db")],
)
def test_tables_hold_a_document_a_row(read, build, name):
    first, second = read(name, build())
    assert (first.id, first.title, first.date, first.text, first.record) == (
        "a1",
        "First round",
        "2011-04-02",
        FIRST,
        1,
    )
    assert (second.date, second.text, second.record) == ("in spring", SECOND, 2)
    assert second.columns == {
        "id": "a2",
        "headline": "Second round",
        "date": "in spring",
        "outlet": "The Harbour Gazette",
    }


@pytest.mark.parametrize(
    "build, name", [(builders.xlsx, "a.xlsx"), (builders.xls, "a.xls"), (builders.parquet, "a.parquet")]
)
def test_a_day_in_a_table_is_a_day(read, build, name):
    import datetime

    rows = [{"text": FIRST, "date": datetime.date(2011, 4, 2), "words": 5}]
    if name == "a.xls":
        import xlwt

        original = xlwt.Worksheet.write
        style = xlwt.easyxf(num_format_str="YYYY-MM-DD")

        def write(sheet, r, c, value):
            original(sheet, r, c, value, *([style] if isinstance(value, datetime.date) else []))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(xlwt.Worksheet, "write", write)
            data = build(rows)
    else:
        data = build(rows)
    document = only(read(name, data))
    assert document.date == "2011-04-02"
    assert document.columns["words"] == 5


def test_a_caption_row_of_nothing_above_the_header(read):
    assert len(read("a.xlsx", builders.xlsx(caption=True, empty_sheet_first=False))) == 2


def test_a_query_chooses_what_is_read_from_sqlite(read):
    items = read(
        "a.db", builders.sqlite(), query="SELECT text, 'x' AS id, outlet AS source FROM articles WHERE id = 'a2'"
    )
    document = only(items)
    assert (document.id, document.text, document.columns["source"]) == ("x", SECOND, "The Harbour Gazette")


@pytest.mark.parametrize(
    "query", ["DELETE FROM articles", "DROP TABLE articles", "CREATE TABLE x (y)", "SELECT", "SELECT 1; SELECT 2"]
)
def test_a_query_cannot_write(read, query, tmp_path):
    data = builders.sqlite()
    (reject,) = read("a.db", data, query=query)
    assert isinstance(reject, Reject)
    assert (tmp_path / "a.db").read_bytes() == data
    assert [p.name for p in tmp_path.iterdir()] == ["a.db"]


def test_sqlite_with_a_log_that_is_not_yet_written_back(read, tmp_path):
    path = tmp_path / "b.db"
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("CREATE TABLE a (text)")
    writer.execute("INSERT INTO a VALUES ('They met.')")
    writer.commit()
    assert only(list(read_documents([str(path)]))).text == "They met."
    writer.close()


@pytest.mark.parametrize("compressed", [False, True])
def test_warc(read, compressed):
    first, packed, chunked, pdf = read("a.warc", builders.warc(compressed=compressed))
    assert (first.title, first.date, first.record) == (TITLE, "2011-04-02", 3)
    assert first.columns["url"] == "https://gazette.example/world/envoys"
    assert first.columns["source"] == "The Harbour Gazette"
    assert first.columns["crawled"] == "2011-04-03T00:00:00Z"
    assert packed.text == chunked.text == first.text
    assert "application/pdf" in pdf.reason


# Nested fields


def test_a_path_reaches_into_json_objects(read):
    options = {"text_column": "body.text", "id_column": "meta.id", "date_column": "meta.day"}
    first, second = read("a.jsonl", builders.sample("lines.jsonl"), **options)
    assert (first.id, first.date, first.text) == ("a1", "2011-04-02", "Four retired ambassadors met on the island.")
    assert second.date == "in spring"
    assert first.columns["body"] == {"lang": "en"}
    assert first.columns["body.note"] == "literal"


def test_a_column_of_the_very_name_comes_before_a_path(read):
    assert only(read("a.json", b'[{"a.b": "literal", "a": {"b": "path"}}]', text_column="a.b")).text == "literal"


def test_a_path_into_a_list_and_into_parquet(read):
    assert only(read("a.json", b'[{"a": [{"b": "They met."}]}]', text_column="a.0.b")).text == "They met."
    data = builders.parquet([{"body": {"text": "They met.", "lang": "en"}}])
    assert only(read("a.parquet", data, text_column="body.text")).columns == {"body": {"lang": "en"}}


def test_a_path_that_leads_nowhere_is_a_reject(read):
    (reject,) = read("a.jsonl", b'{"body": {"lang": "en"}}', text_column="body.text")
    assert reject.reason == "no column 'body.text'; there are: body"


# JSON arrays as a stream


def test_a_long_array_is_read_item_by_item(read):
    import json

    rows = [{"text": f"They met {i} times. " * 2000, "n": i} for i in range(100)]
    for indent in (None, 2):
        items = read("a.json", json.dumps(rows, indent=indent).encode())
        assert [d.columns["n"] for d in items] == list(range(100))


def test_an_array_that_breaks_off_gives_what_came_before(read):
    first, second, reject = read("a.json", b'[{"text": "a"}, {"text": "b"}, {"text": ')
    assert (first.text, second.text) == ("a", "b")
    assert "not JSON after record 2" in reject.reason


# Missing libraries


@pytest.mark.parametrize(
    "format, module",
    [
        ("pdf", "pypdfium2"),
        ("docx", "lxml.etree"),
        ("html", "trafilatura"),
        ("rtf", "striprtf.striprtf"),
        ("xlsx", "openpyxl"),
        ("xls", "xlrd"),
        ("odt", "lxml.etree"),
    ],
)
def test_a_missing_library_is_named_with_the_command_that_installs_it(read, monkeypatch, format, module):
    import sys

    build, own, *_ = FORMATS[format]
    data = build()
    monkeypatch.setitem(sys.modules, module, None)
    (reject,) = read(f"a.{own}", data)
    assert isinstance(reject, Reject)
    assert 'pip install "diplotrack[documents]"' in reject.reason


def test_the_command_offers_every_format():
    from classifier.cli.classify import Format
    from classifier.documents.readers import READERS

    assert [f.value for f in Format] == list(READERS)


def test_sqlite_with_a_log_inside_an_archive(read, tmp_path):
    path = tmp_path / "b.db"
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("CREATE TABLE a (text)")
    writer.execute("INSERT INTO a VALUES ('They met.')")
    writer.commit()
    writer.close()
    assert only(read("a.zip", builders.zipped({"b.db": path.read_bytes()}))).text == "They met."


def test_sniffing_a_page_of_comments_takes_no_time():
    import io
    import time

    from classifier.documents.sniff import sniff

    began = time.perf_counter()
    sniff(io.BytesIO(b"<!----> " * 2000 + b"They met."), "a.txt")
    assert time.perf_counter() - began < 1
