"""Small files of the true structure, with made-up text: those that are binary are built here."""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from classifier.documents import Document, ReadOptions, Reject

FILES = Path(__file__).parent / "files"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MARK = "\x00"  # an empty paragraph that holds a bookmark


def run(reader, data, name="export", **options):
    return list(reader(io.BytesIO(data), name, ReadOptions(**options)))


def file(name):
    return (FILES / name).read_bytes()


def split(items):
    return [i for i in items if isinstance(i, Document)], [i for i in items if isinstance(i, Reject)]


def docx(paragraphs, links=(), xml_head="", extra_body=""):
    """Build a Word file; a paragraph is text (``*hit*`` a run of its own), MARK + name, or (text, link number)."""
    body = "".join(_paragraph(p, number) for number, p in enumerate(paragraphs))
    document = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{xml_head}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}{extra_body}<w:sectPr/></w:body></w:document>'
    rels = "".join(
        f'<Relationship Id="rId{n}" Type="{R}/hyperlink" Target="{escape(t)}" TargetMode="External"/>'
        for n, t in enumerate(links)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rels}</Relationships>',
        )
    return out.getvalue()


def _paragraph(paragraph, number):
    if isinstance(paragraph, tuple):
        text, link = paragraph
        # a hit in a headline cuts its link into several
        runs = "".join(f'<w:hyperlink r:id="rId{link}" w:history="1">{_run(t)}</w:hyperlink>' for t in text.split("*"))
        return f"<w:p>{runs}</w:p>"
    if paragraph.startswith(MARK):
        name = paragraph[len(MARK) :]
        return f'<w:p><w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/></w:p>'
    mark = ""
    if paragraph in ("Body", "Textkörper"):
        mark = f'<w:bookmarkStart w:id="{number}" w:name="Body"/><w:bookmarkEnd w:id="{number}"/>'
    label, colon, value = paragraph.partition(":\u00a0")
    texts = [label + ":", "\u00a0" + value] if colon else paragraph.split("*")
    return f"<w:p><w:pPr><w:spacing/></w:pPr>{mark}{''.join(map(_run, texts))}</w:p>"


def _run(text):
    return f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def rtf(lines):
    """Build an RTF file of lines."""
    out = []
    for line in lines:
        line = line.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}").replace("\t", "\\tab ")
        out.append("".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in line) + "\\par")
    body = "\n".join(out)
    return (
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fnil Arial;}}{\\info{\\title x}}\n" + body + "\n}"
    ).encode("ascii")
