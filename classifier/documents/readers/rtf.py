"""Rich Text Format: the text, and what its ``info`` group states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from ...errors import needed
from ..columns import ReadOptions
from ..document import Document, Reject, clean_text, whole_document
from ..limits import MAX_TEXT, read_all
from .plain import title_line

_INFO = re.compile(r"\{\\(title|author)\s((?:[^{}\\]|\\.)*)\}")
_CREATED = re.compile(r"\{\\creatim\\yr(\d{4})(?:\\mo(\d{1,2}))?(?:\\dy(\d{1,2}))?")
_INSTRUCTION = "{\\*\\fldinst"
_BRACE = re.compile(r"\\.|[{}]", re.S)
_LANGUAGE = re.compile(r"\\deflang(\d+)")
_LANGUAGES = {
    "1033": "en-US",
    "2057": "en-GB",
    "3081": "en-AU",
    "4105": "en-CA",
    "1031": "de",
    "1036": "fr",
    "3082": "es",
}


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the file as one document.

    Raises
    ------
    InputError
        If the file is too long, or the library is missing.
    """
    library = needed("striprtf.striprtf", "RTF")
    source = read_all(stream, MAX_TEXT, "the file", "if it holds many documents, split it").decode("latin-1")
    shown = "".join(_without_instructions(source))
    text = separate_paragraphs(clean_text(library.rtf_to_text(shown, errors="replace")))
    head = source[:100_000]
    stated = {match[1]: _plain(match[2], library) for match in _INFO.finditer(head)}
    created = _CREATED.search(head)
    language = _LANGUAGE.search(head)
    yield whole_document(
        source_file,
        text,
        title=stated.get("title") or title_line(text),
        author=stated.get("author", ""),
        date="-".join(part.zfill(2) for part in created.groups() if part) if created else "",
        language=_LANGUAGES.get(language[1], "") if language else "",
    )


def _without_instructions(source: str) -> Iterator[str]:
    """Leave out what fields are made by; else the library would write a link's address into the sentence."""
    at = 0
    while (start := source.find(_INSTRUCTION, at)) >= 0:
        yield source[at:start]
        depth = 0
        for brace in _BRACE.finditer(source, start):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if depth == 0:
                at = brace.end()
                break
        else:
            return
    yield source[at:]


def separate_paragraphs(text: str) -> str:
    r"""Put blank lines between paragraphs that stand a line each; where there are blank lines already, keep them.

    Examples
    --------
    >>> separate_paragraphs("They met.\nThey left."), separate_paragraphs("They\nmet.\n\nThey left.")
    ('They met.\n\nThey left.', 'They\nmet.\n\nThey left.')
    """
    return text if re.search(r"\S[^\S\n]*\n[^\S\n]*\n", text) else re.sub(r"\n+", "\n\n", text)


def _plain(value: str, library: Any) -> str:
    return str(library.rtf_to_text("{\\rtf1 " + value + "}", errors="replace"))
