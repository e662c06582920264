"""Broken and hostile inputs: each is named with its reason, and its neighbours in the folder get through."""

import bz2
import gzip
import json
import lzma
import os
import socket
import sqlite3
import struct
import sys
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from classifier.documents import Document, ReadOptions, Reject, read_documents
from classifier.documents.limits import MAX_DEPTH, MAX_TEXT

from . import builders
from .test_formats import zst

ROWS = [{"text": f"They met for the {i}th time in {i * 7919 % 1000} places."} for i in range(400)]
CSV = builders.csv(ROWS)
LINES = b"".join(json.dumps(row).encode() + b"\n" for row in ROWS)
ENTITIES = b"".join(b'<!ENTITY x%d "%s">' % (i, b"&x%d;" % (i - 1) * 10 if i else b"lol") for i in range(12))
LONG = MAX_TEXT + 10


def cut(data, share=0.6):
    return data[: int(len(data) * share)]


def bomb(size=70 << 20):
    return builders.zipped({"zeros.txt": b"0" * size, "good.txt": b"They met."})


def nested(depth, data=b"They met.", name="a.txt"):
    for _ in range(depth):
        data, name = builders.zipped({name: data}), "inner.zip"
    return data


def encrypted_zip():
    data = bytearray(builders.zipped({"a.txt": b"They met."}, zipfile.ZIP_STORED))
    data[6] |= 1  # the flag in the member's own header, and in the list at the end
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


def zip_with_bad_member():
    data = builders.zipped({"bad.txt": b"They met once. " * 50, "good.txt": b"They met."}, zipfile.ZIP_STORED)
    return data.replace(b"once", b"0nce", 1)


def without_part(data, name):
    import io

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return builders.zipped({n: archive.read(n) for n in archive.namelist() if n != name})


def with_part(data, name, content):
    import io

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return builders.zipped({**{n: archive.read(n) for n in archive.namelist()}, name: content})


def word_xml(body):
    return (
        b'<?xml version="1.0"?>%s<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        % body
    )


def ole(stream):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 512


def line_17(lines):
    parts = lines.splitlines()[:40]
    parts[16] = b'{"text": "never closed'
    return b"\n".join(parts)


#: What is broken -> (file name, builder, where the reject stands, words of its reason).
#: The record is None where the whole file is meant; the name is what follows the file's own.
BROKEN = {
    # compressed files and archives
    "gzip cut short": ("a.jsonl.gz", lambda: cut(gzip.compress(LINES)), (None, "read"), "damaged gzip data"),
    "bzip2 cut short": ("a.jsonl.bz2", lambda: cut(bz2.compress(LINES)), (None, "read"), "damaged bzip2 data"),
    "xz cut short": ("a.jsonl.xz", lambda: cut(lzma.compress(LINES)), (None, "read"), "damaged xz data"),
    "zstd cut short": ("a.jsonl.zst", lambda: cut(zst(LINES)), (None, "read"), "Truncated compressed stream"),
    "zstd of noise": ("a.jsonl.zst", lambda: b"\x28\xb5\x2f\xfd" + b"noise" * 9, (None, "read"), "ZSTD"),
    "gzip of nothing": ("a.txt.gz", lambda: gzip.compress(b""), (1, "read"), "empty"),
    "gzip with a wrong checksum": ("a.txt.gz", lambda: gzip.compress(CSV)[:-8] + b"\0" * 8, (None, "read"), "CRC"),
    "zip cut short": ("a.zip", lambda: cut(builders.zipped({"a.csv": CSV})), (None, "read"), "cut short"),
    "zip without members": ("a.zip", lambda: builders.zipped({}), (None, "read"), "empty"),
    "zip with a password": ("a.zip", encrypted_zip, (None, "read"), "encrypted"),
    "zip with a damaged member": ("a.zip", zip_with_bad_member, (None, "read"), "Bad CRC-32"),
    "zip bomb": ("a.zip", bomb, (None, "read"), "unpacks to more than 500 times its size"),
    "gzip bomb": ("a.txt.gz", lambda: gzip.compress(b"0" * (70 << 20)), (None, "read"), "longer than 32 MB"),
    "zstd bomb of short lines": ("a.jsonl.zst", lambda: zst((b" " * 999 + b"\n") * (70 << 10)), (None, "read"), "unpacks to more"),
    "archives in archives": ("a.zip", lambda: nested(MAX_DEPTH + 2), (None, "read"), "compressions deep"),
    "tar cut in a member": ("a.tar", lambda: cut(builders.tarred({"a.csv": CSV})), (None, "read"), "cut short"),
    "tar cut in a header": ("a.tar", lambda: builders.tarred({"a.txt": b"They met.", "b.txt": b"b"})[:1300], (None, "read"), "cut short"),
    "tar cut between members": ("a.tar", lambda: builders.tarred({"a.txt": b"They met.", "b.txt": b"b"})[:1024], (None, "read"), "cut short"),
    "tar with a damaged header": ("a.tar", lambda: builders.tarred({"a.txt": b"They met.", "b.txt": b"b"}).replace(b"b.txt", b"c.txt"), (None, "read"), "damaged"),
    "tar.gz cut short": ("a.tar.gz", lambda: cut(builders.tarred({f"{i}.csv": CSV for i in range(9)}, "w:gz")), (None, "read"), "damaged gzip data"),
    "7z": ("a.7z", lambda: b"7z\xbc\xaf\x27\x1c\0\4" + b"\0" * 99, (None, "read"), "pack it as ZIP"),
    "RAR": ("a.rar", lambda: b"Rar!\x1a\x07\1\0" + b"\0" * 99, (None, "read"), "pack it as ZIP"),
    # PDF
    "PDF cut short": ("a.pdf", lambda: cut(builders.pdf(), 0.3), (None, "read"), "damaged or cut short"),
    "PDF with a password": ("a.pdf", lambda: builders.pdf(encrypt="secret"), (None, "read"), "without a password"),
    "PDF of scans": ("a.pdf", lambda: builders.pdf(2, scan=True), (None, "read"), "ocrmypdf"),
    "PDF of a head alone": ("a.pdf", lambda: b"%PDF-1.7\n", (None, "read"), "damaged or cut short"),
    # Office
    "DOCX cut short": ("a.docx", lambda: cut(builders.docx()), (None, "read"), "cut short"),
    "DOCX with broken XML": ("a.docx", lambda: with_part(builders.docx(), "word/document.xml", word_xml(b"") + b"<w:p>"), (None, "read"), "damaged"),
    "DOCX without text": ("a.docx", lambda: with_part(builders.docx(), "word/document.xml", word_xml(b"") + b"</w:body></w:document>"), (1, "read"), "no text"),
    "DOCX of entities in entities": ("a.docx", lambda: with_part(builders.docx(), "word/document.xml", word_xml(b"<!DOCTYPE x [%s]>" % ENTITIES) + b"<w:p><w:r><w:t>&x11;</w:t></w:r></w:p></w:body></w:document>"), (None, "read"), ""),
    "DOCX that reads another file": ("a.docx", lambda: with_part(builders.docx(), "word/document.xml", word_xml(b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>') + b"<w:p><w:r><w:t>&f;</w:t></w:r></w:p></w:body></w:document>"), (1, "read"), "no text"),
    "DOCX nested too deeply": ("a.docx", lambda: with_part(builders.docx(), "word/document.xml", word_xml(b"") + b"<w:sdt>" * 100_000), (None, "read"), "nested too deeply"),
    "DOCX bomb": ("a.docx", lambda: with_part(builders.docx(), "word/document.xml", word_xml(b"") + (b'<w:p w:x="%s"/>' % (b"x" * 9000)) * 2000), (None, "read"), "unpacks to more"),
    "ODT without its text": ("a.odt", lambda: without_part(builders.odt(), "content.xml"), (None, "read"), "content.xml"),
    "ODT with a password": ("a.odt", lambda: with_part(builders.odt(), "META-INF/manifest.xml", b"<manifest:encryption-data/>"), (None, "read"), "without a password"),
    "Word before 2007": ("a.doc", lambda: ole("WordDocument"), (None, "read"), ".docx"),
    "Office with a password": ("a.docx", lambda: ole("EncryptedPackage"), (None, "read"), "password"),
    "slides": ("a.pptx", lambda: builders.zipped({"ppt/presentation.xml": b"<p/>"}), (None, "read"), "save it as"),
    "xlsx cut short": ("a.xlsx", lambda: cut(builders.xlsx()), (None, "read"), "cut short"),
    "xlsx without text": ("a.xlsx", lambda: builders.xlsx([{"alpha": 1, "beta": 2}]), (None, "read"), "--text-column"),
    "xlsx with a broken sheet": ("a.xlsx", lambda: with_part(builders.xlsx(empty_sheet_first=False), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"), (None, "read"), ""),
    "xls cut short": ("a.xls", lambda: cut(builders.xls()), (None, "read"), ""),
    "RTF of a head alone": ("a.rtf", lambda: b"{\\rtf1", (1, "read"), "no text"),
    # tables and databases
    "Parquet cut short": ("a.parquet", lambda: cut(builders.parquet()), (None, "read"), "Parquet data that is damaged"),
    "Parquet without text": ("a.parquet", lambda: builders.parquet([{"alpha": 1}]), (None, "read"), "--text-column"),
    "SQLite cut short": ("a.db", lambda: cut(builders.sqlite(ROWS), 0.5), (None, "read"), "damaged or cut short"),
    "SQLite without text": ("a.db", lambda: builders.sqlite([{"alpha": 1}]), (None, "read"), "--text-column"),
    "CSV with an open quotation mark": ("a.csv", lambda: b'id,text\n1,good\n2,"open\n3,lost\n', (2, "parse"), "near line 4"),
    "CSV with too many fields": ("a.csv", lambda: b"text,id\nThey met.,1,2,3\n", (1, "parse"), "4 fields"),
    "CSV joined to another": ("a.csv", lambda: b"\xef\xbb\xbfid,text\n1,a\n\xef\xbb\xbfid,text\n2,b\n", (2, "parse"), "header once more"),
    "CSV with a line without end": ("a.csv", lambda: b"text\ngood\n" + b"x" * LONG + b"\ngood\n", (2, "parse"), "longer than 32 MB"),
    "CSV without text": ("a.csv", lambda: b"alpha,beta\n1,2\n", (None, "read"), "--text-column"),
    # JSON
    "JSON lines, 17 of 40 broken": ("a.jsonl", lambda: line_17(LINES), (17, "parse"), "line 17 is not JSON"),
    "JSON lines with a line without end": ("a.jsonl", lambda: b'{"text": "a"}\n{"text": "' + b"x" * LONG + b'"}\n{"text": "b"}', (2, "parse"), "longer than 32 MB"),
    "JSON lines nested too deeply": ("a.jsonl", lambda: b'{"text": ' + b"[" * 100_000 + b"\n", (1, "parse"), ""),
    "JSON cut short": ("a.json", lambda: b'[{"text": "a"}, {"te', (None, "read"), "not JSON after record 1"),
    "JSON nested too deeply": ("a.json", lambda: b"[" * 100_000, (None, "read"), "nested too deeply"),
    "JSON of numbers": ("a.json", lambda: b"[1]", (1, "parse"), "not an object"),
    # text, pages, mail
    "text with NUL bytes": ("a.txt", lambda: b"They\0met.", (None, "read"), "binary data"),
    "text without end": ("a.txt", lambda: b"x" * LONG, (None, "read"), "longer than 32 MB"),
    "a picture": ("a.png", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, (None, "read"), "OCR"),
    "an unknown ending": ("a.xyz", lambda: b"They met.", (None, "read"), "--input-format"),
    "nothing": ("a.txt", lambda: b"", (1, "read"), "empty"),
    "blanks": ("a.html", lambda: b" \n ", (1, "read"), "empty"),
    "a page without text": ("a.html", lambda: b"<html><script>write()</script></html>", (1, "read"), "no text in the page"),
    "a page nested too deeply": ("a.html", lambda: b"<html><body>" + b"<div>" * 100_000, (1, "read"), "no text in the page"),
    "XML of an unknown kind": ("a.xml", lambda: b"<?xml version='1.0'?><a/>", (None, "read"), "XML"),
    "a message of attachments": ("a.eml", lambda: b"MIME-Version: 1.0\nSubject: a\nContent-Type: application/pdf\n\nx", (1, "read"), "no text"),
    "a mailbox with an empty message": ("a.mbox", lambda: b"From a@b Sat Apr  2 08:01:02 2011\nSubject: a\n\n", (1, "read"), "no text"),
    "WARC cut short": ("a.warc", lambda: cut(builders.warc(), 0.9), (7, "read"), "cut short"),
    "WARC with noise within": ("a.warc", lambda: builders.warc() + b"noise\r\n" * 99, (None, "read"), "damaged after record 8"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder with a good neighbour on either side of what is broken."""
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/0-first.txt").write_text("They met first.")
    Path("in/z-last.txt").write_text("They met last.")
    return tmp_path / "in"


def read_folder():
    items = list(read_documents(["in"], ReadOptions()))
    texts = [item.text for item in items if isinstance(item, Document)]
    assert texts[0] == "They met first."
    assert texts[-1] == "They met last."
    return [item for item in items if isinstance(item, Reject)], texts[1:-1]


@pytest.mark.parametrize("broken", BROKEN)
def test_broken_input_is_named_and_its_neighbours_get_through(folder, broken):
    name, build, (record, stage), words = BROKEN[broken]
    (folder / name).write_bytes(build())
    before = {path: path.stat().st_size for path in folder.iterdir()}
    rejects, _ = read_folder()
    assert rejects
    assert any((r.record, r.stage) == (record, stage) and words in r.reason for r in rejects), rejects
    assert all(r.source_file.startswith(str(Path("in") / name)) and r.reason.strip() for r in rejects), rejects
    assert {path: path.stat().st_size for path in folder.iterdir()} == before  # nothing was written or unpacked


def test_there_are_many_kinds():
    assert len(BROKEN) >= 40


@pytest.mark.parametrize(
    "broken, texts",
    [
        ("JSON lines, 17 of 40 broken", 39),
        ("zip bomb", 1),
        ("zip with a damaged member", 1),
        ("tar cut in a header", 1),
        ("tar with a damaged header", 1),
        ("CSV with a line without end", 2),
        ("JSON lines with a line without end", 2),
        ("CSV joined to another", 2),
        ("JSON cut short", 1),
        ("WARC with noise within", 3),
    ],
)
def test_what_is_whole_in_a_broken_file_gets_through(folder, broken, texts):
    name, build, _, _ = BROKEN[broken]
    (folder / name).write_bytes(build())
    assert len(read_folder()[1]) == texts


@pytest.mark.parametrize(
    "broken",
    [
        "CSV with a line without end",
        "JSON lines with a line without end",
        "text without end",
        "gzip bomb",
        "zip bomb",
        "DOCX bomb",
        "zstd bomb of short lines",
    ],
)
def test_memory_stays_bounded(folder, broken, monkeypatch):
    name, build, _, _ = BROKEN[broken]
    (folder / name).write_bytes(build())
    tracemalloc.start()
    try:
        read_folder()
        assert tracemalloc.get_traced_memory()[1] < 6 * MAX_TEXT
    finally:
        tracemalloc.stop()


# Names


@pytest.mark.parametrize("make", [builders.zipped, builders.tarred])
@pytest.mark.parametrize("name", ["../../escape.txt", "/absolute.txt", "a/../../b.txt", "C:\\x.txt"])
def test_a_member_is_a_name_and_no_path(folder, make, name):
    (folder / "a.bin").write_bytes(make({name: b"They met."}))
    rejects, texts = read_folder()
    assert (rejects, texts) == ([], ["They met."])
    assert not any(path.name in ("escape.txt", "b.txt", "x.txt") for path in folder.parent.parent.rglob("*"))


def test_what_the_system_leaves_in_archives_and_folders_is_passed_over(folder):
    hidden = {
        "__MACOSX/a.txt": b"x",
        ".DS_Store": b"x",
        "d/.git/a.txt": b"x",
        "~$a.docx": b"x",
        "good.txt": b"They met.",
    }
    (folder / "a.zip").write_bytes(builders.zipped(hidden))
    (folder / "~$report.docx").write_bytes(b"\x05Mara")
    assert read_folder() == ([], ["They met."])


def test_links_and_pipes_in_a_tar_file(folder):
    import io
    import tarfile

    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("link", tarfile.SYMTYPE), ("pipe", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/hostname"
            archive.addfile(info)
    (folder / "a.tar").write_bytes(out.getvalue())
    rejects, texts = read_folder()
    assert [r.reason for r in rejects] == ["not a regular file but a link", "not a regular file but a pipe or device"]
    assert texts == []


# Folders

linux = pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")


@linux
def test_a_loop_of_links_ends(folder):
    (folder / "d").mkdir()
    (folder / "d" / "up").symlink_to("..", target_is_directory=True)
    (folder / "d" / "self").symlink_to("self")
    rejects, texts = read_folder()
    assert texts == []
    assert [Path(r.source_file).name for r in rejects] == ["self", "up"]
    assert "leads back" in rejects[1].reason


@linux
def test_a_folder_behind_two_links_is_read_once(folder, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.txt").write_text("They met.")
    (folder / "one").symlink_to(tmp_path / "out")
    (folder / "two").symlink_to(tmp_path / "out")
    assert read_folder() == ([], ["They met."])


@linux
def test_what_is_no_file_is_named(folder):
    os.mkfifo(folder / "pipe.txt")
    (folder / "lost.txt").symlink_to("nowhere")
    (folder / "device.txt").symlink_to("/dev/null")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("in/sock")
        rejects, texts = read_folder()
    assert texts == []
    found = {Path(r.source_file).name: r.reason for r in rejects}
    assert found == {
        "pipe.txt": "not a regular file but a named pipe",
        "lost.txt": "a link to a file that is not there",
        "device.txt": "not a regular file but a device",
        "sock": "not a regular file but a socket",
    }


@linux
def test_a_folder_or_file_without_permission(folder, monkeypatch):
    (folder / "closed").mkdir()
    (folder / "closed" / "a.txt").write_text("They met.")
    (folder / "shut.txt").write_text("They met.")
    if os.geteuid() == 0:  # whom no permission stops
        scan, open_path = os.scandir, Path.open

        def refuse(path, *args, how):
            if str(path).endswith(("closed", "shut.txt")):
                raise PermissionError(13, "Permission denied")
            return how(path, *args)

        monkeypatch.setattr(os, "scandir", lambda path: refuse(path, how=scan))
        monkeypatch.setattr(Path, "open", lambda path, *args: refuse(path, *args, how=open_path))
    else:
        (folder / "closed").chmod(0)
        (folder / "shut.txt").chmod(0)
    try:
        rejects, texts = read_folder()
    finally:
        (folder / "closed").chmod(0o700)
    assert texts == []
    assert [(Path(r.source_file).name, r.stage, r.reason) for r in rejects] == [
        ("closed", "find", "Permission denied"), ("shut.txt", "read", "Permission denied"),
    ]  # fmt: skip


def test_folders_in_folders_without_end(folder):
    deep = folder
    for _ in range(1200):
        deep = deep / "d"
        try:
            deep.mkdir()
        except OSError:  # a path is as long as it may be
            break
    assert read_folder()[1] == []
    while deep != folder:  # what clears up after tests would go too deep
        if deep.exists():
            deep.rmdir()
        deep = deep.parent


# What is odd but no reason to reject


@pytest.mark.parametrize("date", ["31 February 2011", "yesterday", "0000-00-00", "99999999999"])
def test_a_wrong_date_stays_as_it_is_written(folder, date):
    (folder / "a.csv").write_text(f"text,date\nThey met.,{date}\n")
    (document,) = list(read_documents([str(folder / "a.csv")]))
    assert document.date == date


def test_mixed_encodings_in_one_file(folder):
    (folder / "a.txt").write_bytes("Élysée, Škoda, “talks”. ".encode() + "Élysée.".encode("cp1252"))
    assert read_folder()[1] == ["Élysée, Škoda, “talks”. Élysée."]


def test_a_byte_order_mark_in_the_middle_is_dropped(folder):
    (folder / "a.txt").write_bytes(b"\xef\xbb\xbfThey met.\n\xef\xbb\xbfThey left.")
    (folder / "b.jsonl").write_bytes(b'\xef\xbb\xbf{"text": "a"}\n\xef\xbb\xbf{"text": "b\\ufeffc"}')
    assert read_folder()[1] == ["They met.\nThey left.", "a", "bc"]


def test_a_nul_byte_far_into_a_text_is_replaced(folder):
    (folder / "a.csv").write_bytes(b"text\n" + b"They met.\n" * 2000 + b"They\0met.\n")
    assert read_folder()[1][-1] == "They\ufffdmet."


def test_a_view_that_never_ends_is_no_table_with_text(folder):
    path = folder / "a.db"
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE VIEW v AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
        )
    database.close()
    assert "--text-column" in read_folder()[0][0].reason


def test_a_zip_file_that_claims_millions_of_members(folder):
    data = builders.zipped({"a.txt": b"They met."})
    at = data.rindex(b"PK\5\6")
    record = b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 10**9, 10**9, 46, at)
    (folder / "a.zip").write_bytes(data[:at] + record + data[at:])
    assert "1,000,000,000 members" in read_folder()[0][0].reason
