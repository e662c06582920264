"""Which format a file has: by its first bytes; the ending only tells kinds of plain text apart."""

from __future__ import annotations

import re
import tarfile
import zipfile
from pathlib import PurePath
from typing import BinaryIO

from ..errors import InputError
from .compression import ENDINGS
from .encoding import BINARY, decode, looks_binary
from .limits import MAX_MEMBERS

HEAD = 1 << 14
TEXT_ENDINGS = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".csv": "csv", ".tsv": "tsv",
    ".tab": "tsv", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".eml": "eml", ".mbox": "mbox",
}  # fmt: skip
#: Endings of formats that are known by their content, listed for the user alone.
OTHER_ENDINGS = (
    ".pdf", ".docx", ".odt", ".rtf", ".xlsx", ".xls", ".parquet", ".sqlite", ".db", ".warc", ".zip", ".tar", *ENDINGS,
)  # fmt: skip

_MAGIC = (
    (b"{\\rtf", "rtf"), (b"SQLite format 3\0", "sqlite"), (b"PAR1", "parquet"), (b"WARC/", "warc"),
)  # fmt: skip
_UNREADABLE = (
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "pack it as ZIP or tar"),
    (b"Rar!\x1a\x07", "a RAR archive", "pack it as ZIP or tar"),
    (b"\x89PNG", "a picture", "if it shows text, recognise it first (OCR)"),
    (b"\xff\xd8\xff", "a picture", "if it shows text, recognise it first (OCR)"),
    (b"GIF8", "a picture", "if it shows text, recognise it first (OCR)"),
    (b"II*\0", "a picture", "if it shows text, recognise it first (OCR)"),
    (b"MM\0*", "a picture", "if it shows text, recognise it first (OCR)"),
    (b"ARROW1\0\0", "an Arrow file", "save it as Parquet"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]*):[ \t]?.*(?:\n[ \t].*)*\n")
_MAIL_ONLY = {"received", "message-id", "mime-version", "return-path", "delivered-to", "x-mozilla-status"}
_JSON = re.compile(r"\{\s*\"|\[\s*\{")
_BEFORE_HTML = r"\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?:(?!-->).)*+-->\s*+)*+"  # possessive, or it would take for ever
_HTML_PAGE = re.compile(_BEFORE_HTML + r"<(?:!doctype\s+html|html)\b", re.I | re.S)
_HTML = re.compile(_BEFORE_HTML + r"<(?:!doctype\s+html|html|head|body|article|div|p|meta)\b", re.I | re.S)
_XML = re.compile(r"\s*<(?:\?xml\b|!DOCTYPE\b|[A-Za-z][\w.:-]*(?:\s+[\w.:-]+\s*=|\s*/?>))")


def sniff(stream: BinaryIO, name: str) -> str:
    r"""Name the format of a file, and rewind it.

    Parameters
    ----------
    stream : BinaryIO
        Seekable, at its start, not compressed.
    name : str
        The file's name, for its ending.

    Returns
    -------
    str
        A key of ``READERS``, or ``zip`` or ``tar``, or ``xml`` for XML of any kind.

    Raises
    ------
    InputError
        If no reader can read it; says what to do instead.

    Examples
    --------
    >>> import io
    >>> sniff(io.BytesIO(b"{\\rtf1 They met.}"), "talks.doc"), sniff(io.BytesIO(b"id,text\n"), "talks.csv")
    ('rtf', 'csv')
    """
    head = _head(stream)
    if head[:2] == b"PK" and head[2:4] in (b"\3\4", b"\5\6", b"\7\x08"):
        return _zip_kind(stream)
    if head.startswith(_OLE):
        return _ole_kind(stream)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    for magic, kind, remedy in _UNREADABLE:
        if head.startswith(magic):
            raise InputError(f"{kind}; {remedy}")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head[257:262] == b"ustar" or (_ending(name) == ".tar" and _is_tar(stream)):
        return "tar"
    if looks_binary(head[:8192]):
        raise InputError(BINARY)
    return _text_kind(decode(_whole_characters(head)), name)


def _head(stream: BinaryIO) -> bytes:
    head = stream.read1(HEAD) if hasattr(stream, "read1") else stream.read(HEAD)
    stream.seek(0)
    return bytes(head)


def _whole_characters(head: bytes) -> bytes:
    """Leave a character that the cut halved out of a full head."""
    return head[:-1].rstrip(bytes(range(0x80, 0x100))) if len(head) == HEAD else head


def _ending(name: str) -> str:
    """Name's last ending, in small letters, that of a compression aside."""
    suffixes = [s.lower() for s in PurePath(name).suffixes]
    if suffixes and suffixes[-1] in ENDINGS:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _text_kind(text: str, name: str) -> str:
    ending = _ending(name)
    by_ending = TEXT_ENDINGS.get(ending)
    start = text.lstrip("\ufeff \t\r\n")
    is_table = by_ending in ("csv", "tsv")
    if _JSON.match(start) and by_ending not in ("jsonl", "markdown"):
        return "json"  # whose reader knows JSON lines too
    if (_HTML_PAGE if is_table else _HTML).match(start) and by_ending != "markdown":
        return "html"
    if _XML.match(start) and by_ending in (None, "html"):
        return "xml"
    mail = _mail_kind(start.replace("\r\n", "\n"), ending)
    if mail is not None:
        return mail
    if by_ending is not None:
        return by_ending
    if not ending:
        return "text"
    known = " ".join((*TEXT_ENDINGS, *OTHER_ENDINGS))
    raise InputError(
        f"no reader for {ending!r} with plain text in it; known endings: {known}. "
        "If it is one of these under another name, use --input-format"
    )


def _mail_kind(text: str, ending: str) -> str | None:
    envelope = re.match(r"From \S.*\d{4}.*\n", text)
    names = set()
    at = envelope.end() if envelope else 0
    while match := _HEADER.match(text, at):
        names.add(match[1].lower())
        at = match.end()
    if envelope and names:
        return "mbox"
    # A press release may begin with 'From:' and 'Subject:' too.
    if len(names) >= 2 and (names & _MAIL_ONLY or (ending == ".eml" and names & {"from", "subject", "date"})):
        return "eml"
    return None


def _zip_kind(stream: BinaryIO) -> str:
    """Tell Office files from archives by their members' names."""
    try:
        _check_count(stream)
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            kind = ""
            if "mimetype" in names:
                with archive.open("mimetype") as member:
                    kind = member.read(100).decode("ascii", "replace")
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError) as error:
        raise InputError(f"a ZIP file (or Office document) that is damaged or cut short: {error}") from error
    finally:
        stream.seek(0)
    for part, found in (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx")):
        if part in names:
            return found
    if kind.startswith("application/vnd.oasis.opendocument.text"):
        return "odt"
    if kind.startswith("application/vnd.oasis.opendocument") or names & {"ppt/presentation.xml", "xl/workbook.bin"}:
        raise InputError("an Office file of a kind that no reader knows; save it as .docx, .xlsx, .pdf or plain text")
    return "zip"


def _check_count(stream: BinaryIO) -> None:
    """Read the number of members off the end of a ZIP file before its list is loaded."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - (1 << 16) - 22 - 76))
    tail = stream.read()
    at = tail.rfind(b"PK\x06\x06")
    count = int.from_bytes(tail[at + 32 : at + 40], "little") if at >= 0 else 0
    stream.seek(0)
    if count > MAX_MEMBERS:
        raise InputError(f"a ZIP file with {count:,} members, more than {MAX_MEMBERS:,}; split it or use tar")


def _ole_kind(stream: BinaryIO) -> str:
    """Tell the older Office formats apart by the names of the streams within."""
    found = None
    previous = b""
    while found is None and (chunk := stream.read(1 << 20)):
        data = previous + chunk
        for name in ("EncryptedPackage", "Workbook", "Book", "WordDocument", "PowerPoint Document", "__substg1.0_"):
            if name.encode("utf-16-le") in data:
                found = name
                break
        previous = chunk[-64:]
    stream.seek(0)
    if found in ("Workbook", "Book"):
        return "xls"
    if found == "EncryptedPackage":
        raise InputError("an Office file with a password; save it without")
    if found == "WordDocument":
        raise InputError("a Word file of the older format .doc; save it as .docx, or: soffice --convert-to docx FILE")
    if found == "__substg1.0_":
        raise InputError("an Outlook message (.msg); save it as .eml")
    raise InputError("an older Office file of a kind that no reader knows; save it as .docx, .xlsx or .pdf")


def _is_tar(stream: BinaryIO) -> bool:
    try:
        with tarfile.open(fileobj=stream, mode="r:"):
            return True
    except (tarfile.TarError, OSError, EOFError):
        return False
    finally:
        stream.seek(0)
