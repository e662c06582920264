"""Files of every format, made with other libraries than those that read them, where there is one. All text is made up."""

from __future__ import annotations

import gzip
import io
import sqlite3
import tarfile
import tempfile
import zipfile
from pathlib import Path

FILES = Path(__file__).parent / "files"
TITLE = "Retired envoys meet on an island"
FIRST = (
    "Four retired ambassadors and two historians from both shores met on the island of Orlund last week, at the "
    "invitation of a small institute, to talk about the fishing line."
)
SECOND = "None of them spoke for a government. “We came as private persons,” said one of the former envoys."
ROWS = [
    {"id": "a1", "headline": "First round", "date": "2011-04-02", "text": FIRST, "outlet": "The Harbour Gazette"},
    {"id": "a2", "headline": "Second round", "date": "in spring", "text": SECOND, "outlet": "The Harbour Gazette"},
]


def sample(name):
    return (FILES / name).read_bytes()


def docx():
    import datetime

    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document = docx.Document()
    document.core_properties.title = "A template's title"
    document.core_properties.author = "Mara Quill"
    document.core_properties.language = "en-GB"
    document.core_properties.created = datetime.datetime(2011, 4, 2, 7, 30)
    document.add_heading(TITLE, 0)
    document.add_paragraph(FIRST)
    paragraph = document.add_paragraph("None of them spoke for ")
    link = OxmlElement("w:hyperlink")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "a government"
    run.append(text)
    link.append(run)
    paragraph._p.append(link)
    deleted = OxmlElement("w:del")
    gone = OxmlElement("w:r")
    gone_text = OxmlElement("w:delText")
    gone_text.text = "DELETED"
    gone.append(gone_text)
    deleted.append(gone)
    paragraph._p.append(deleted)
    end = paragraph.add_run(".\tThey said so.")
    end.bold = True
    document.add_paragraph("They agreed to meet again.", style="List Number")
    item = document.add_paragraph("They agreed on three points.")
    numbering = OxmlElement("w:numPr")
    number = OxmlElement("w:numId")
    number.set(qn("w:val"), "1")
    numbering.append(number)
    item._p.get_or_add_pPr().append(numbering)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "Place"
    table.rows[0].cells[1].text = "Orlund"
    document.sections[0].header.paragraphs[0].text = "HEADER"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def odt():
    from odf import dc, meta, text
    from odf.opendocument import OpenDocumentText

    document = OpenDocumentText()
    document.meta.addElement(dc.Title(text=TITLE))
    document.meta.addElement(meta.InitialCreator(text="Mara Quill"))
    document.meta.addElement(dc.Language(text="en-GB"))
    document.meta.addElement(meta.CreationDate(text="2011-04-02T07:30:00"))
    document.text.addElement(text.H(outlinelevel=1, text="A heading"))
    paragraph = text.P(text="None of them")
    paragraph.addElement(text.S(c=2))
    span = text.Span(text="spoke")
    paragraph.addElement(span)
    paragraph.addText(" for a")
    paragraph.addElement(text.LineBreak())
    paragraph.addText("government.")
    note = text.Note(noteclass="footnote", id="n1")
    note.addElement(text.NoteCitation(text="1"))
    body = text.NoteBody()
    body.addElement(text.P(text="FOOTNOTE"))
    note.addElement(body)
    paragraph.addElement(note)
    document.text.addElement(paragraph)
    items = text.List()
    for line in ("They agreed on three points.", "They meet again."):
        item = text.ListItem()
        item.addElement(text.P(text=line))
        items.addElement(item)
    document.text.addElement(items)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def pdf(pages=1, *, encrypt=None, scan=False):
    """Text set in narrow lines by hand, with a running head, page numbers and halved words."""
    from reportlab.lib.pagesizes import A5
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A5, encrypt=encrypt, lang="en-GB")
    sheet.setTitle(TITLE)
    sheet.setAuthor("Mara Quill")
    for page in range(1, pages + 1):
        if scan:
            sheet.rect(50, 50, 200, 200, fill=1)
            sheet.showPage()
            continue
        sheet.setFont("Times-Roman", 11)
        sheet.drawString(50, 570, "The Harbour Gazette, yearbook")
        y = 540
        for line in PDF_LINES:
            if line:
                sheet.drawString(50, y, line)
            y -= 14
        sheet.drawString(200, 30, str(page))
        sheet.showPage()
    sheet.save()
    return out.getvalue()


PDF_LINES = [
    "Four retired ambassadors and two historians from both",
    "shores met on the island of Orlund last week, at the in-",
    "vitation of a small institute and of a non-governmen-",
    "tal office for peace. None of the ambas-",
    "sadors spoke for a government, and neither did the",
    "former ministers or the semi-",
    "official envoy.",
    "",
    "The group agreed on three points, and on a second round",
    "in the autumn. A spokesman said that the ministry had",
    "been told of the meeting and that the invitation was no",
    "business of the ministry or",
]


def xlsx(rows=ROWS, *, empty_sheet_first=True, caption=False):
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    if empty_sheet_first:
        sheet.append(["a cover", "without text"])
        sheet = book.create_sheet("Articles")
    if caption:
        sheet.append([])
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(rows=ROWS):
    import xlwt

    book = xlwt.Workbook()
    book.add_sheet("Cover")
    sheet = book.add_sheet("Articles")
    for number, row in enumerate([list(rows[0]), *(row.values() for row in rows)]):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet(rows=ROWS):
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out, row_group_size=1)
    return out.getvalue()


def sqlite(rows=ROWS):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        database = sqlite3.connect(path)
        database.execute("CREATE TABLE settings (key, value)")
        database.execute("INSERT INTO settings VALUES ('a', 'b')")
        database.execute(f"CREATE TABLE articles ({', '.join(rows[0])})")
        database.executemany(
            f"INSERT INTO articles VALUES ({', '.join('?' * len(rows[0]))})", [tuple(r.values()) for r in rows]
        )
        database.commit()
        database.close()
        return path.read_bytes()


def warc_record(kind, url, content, content_type="application/http; msgtype=response"):
    head = [
        "WARC/1.0", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{len(content):012d}>",
        "WARC-Date: 2011-04-03T00:00:00Z", *([f"WARC-Target-URI: {url}"] if url else []),
        f"Content-Type: {content_type}", f"Content-Length: {len(content)}",
    ]  # fmt: skip
    return "\r\n".join(head).encode() + b"\r\n\r\n" + content + b"\r\n\r\n"


def http(kind, body, status="200 OK", *headers):
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers, "", ""]).encode() + body


def warc(*, compressed=False, page=None):
    """As crawlers write it: a record after the other, each compressed for itself where the file is."""
    page = page or sample("page.html")
    site = "https://gazette.example"
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (page[:700], page[700:], b""))
    records = [
        warc_record("warcinfo", "", b"software: by hand\r\n", "application/warc-fields"),
        warc_record(
            "request",
            f"{site}/world/envoys",
            b"GET /world/envoys HTTP/1.1\r\n\r\n",
            "application/http; msgtype=request",
        ),
        warc_record("response", f"{site}/world/envoys", http("text/html; charset=utf-8", page)),
        warc_record("response", f"{site}/a.png", http("image/png", b"\x89PNG")),
        warc_record("response", f"{site}/old", http("text/html", b"moved", "301 Moved", f"Location: {site}")),
        warc_record(
            "response", f"{site}/b", http("text/html", gzip.compress(page), "200 OK", "Content-Encoding: gzip")
        ),
        warc_record("response", f"{site}/c", http("text/html", chunked, "200 OK", "Transfer-Encoding: chunked")),
        warc_record("response", f"{site}/d.pdf", http("application/pdf", b"%PDF-1.4")),
    ]
    return b"".join(map(gzip.compress, records) if compressed else records)


def csv(rows=ROWS):
    import csv

    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members, mode="w"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()
