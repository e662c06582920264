"""E-mail: single messages (EML) and mailboxes (MBOX); the subject is the title, the message's id the id."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from typing import BinaryIO, cast

from ..columns import ReadOptions
from ..document import Document, Reject, whole_document
from ..encoding import decode
from ..limits import MAX_TEXT, MEGABYTE, read_all
from . import html


class _ShortHeaders(email.policy.EmailPolicy):
    """The standard library's way with messages, but for headers so long that it would take hours to parse them."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:8000]


_POLICY = _ShortHeaders()
_TOO_LONG = f"the message is longer than {MAX_TEXT // MEGABYTE} MB"


def read_eml(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the message as one document; attachments are named in the column ``attachments``, not read.

    Raises
    ------
    InputError
        If the message is too long.
    """
    yield _to_document(read_all(stream, MAX_TEXT, "the message", "save its attachments apart"), source_file, 1)


def read_mbox(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield a document a message, without holding more than one."""
    lines: list[bytes] = []
    size = number = 0
    after_blank = True
    while line := stream.readline(MEGABYTE):
        if after_blank and line.startswith(b"From "):
            if number:
                yield _from_lines(lines, size, source_file, number)
            lines, size, number = [], 0, number + 1
        else:
            size += len(line)
            if size > MAX_TEXT:
                lines.clear()
            else:
                lines.append(line[1:] if line.startswith(b">") and line.lstrip(b">").startswith(b"From ") else line)
        after_blank = not line.strip()
    if number:
        yield _from_lines(lines, size, source_file, number)
    elif size:
        yield Reject(source_file, None, "read", "not a mailbox: no line begins with 'From '")


def _from_lines(lines: list[bytes], size: int, source_file: str, number: int) -> Document | Reject:
    if size > MAX_TEXT:
        return Reject(source_file, number, "read", f"{_TOO_LONG}; save its attachments apart")
    return _to_document(b"".join(lines), source_file, number)


def _to_document(data: bytes, source_file: str, number: int) -> Document | Reject:
    # What a broken message raises is not documented, and differs from one version of Python to the next.
    try:
        message = cast(EmailMessage, email.message_from_bytes(data, policy=_POLICY))
        text = _body(message)
        stated = {key: str(message.get(key, "")) for key in ("subject", "date", "from", "to", "message-id")}
        language = str(message.get("content-language", ""))
        attached = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    except RecursionError:
        return Reject(source_file, number, "parse", "a message nested too deeply")
    except Exception as error:
        return Reject(source_file, number, "parse", f"a broken message: {type(error).__name__}: {error}")
    if not text.strip():
        return Reject(
            source_file, number, "read", "no text in the message" + (", only attachments" if attached else "")
        )
    return whole_document(
        source_file,
        text,
        record=number,
        id=stated["message-id"].strip(" <>\t\n"),
        title=stated["subject"],
        date=stated["date"],
        author=stated["from"],
        to=stated["to"],
        language=language,
        attachments="; ".join(attached),
    )


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    if part.get_content_type() == "text/html":
        payload = part.get_payload(decode=True)
        charset = part.get_content_charset()
        return html.page_text(html.decode_page(payload if isinstance(payload, bytes) else b"", charset))
    try:
        text = str(part.get_content())
    except (LookupError, ValueError):  # an encoding that there is not
        payload = part.get_payload(decode=True)
        text = decode(payload if isinstance(payload, bytes) else b"")
    if part.get_param("format") == "flowed":
        text = _unflow(text)
    return text


def _unflow(text: str) -> str:
    """Join lines that end in a space with the next (RFC 3676); a signature's mark does not."""
    out = []
    for line in text.splitlines():
        line = line[1:] if line.startswith(" ") else line
        out.append(line if line.endswith(" ") and line != "-- " else line + "\n")
    return "".join(out)
