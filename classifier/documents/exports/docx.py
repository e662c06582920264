"""Word files to paragraphs, with what Nexis marks its articles by: bookmarks and links."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from ...errors import InputError, needed
from .limits import SAFE, Limited

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(slots=True)
class Paragraph:
    """A paragraph of a Word file: its text, the bookmarks that end in it, the targets of its links."""

    text: str
    bookmarks: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


def read_paragraphs(stream: BinaryIO) -> Iterator[Paragraph]:
    """Yield the paragraphs of a Word file, tables included, without holding more than one.

    Raises
    ------
    InputError
        If the file is damaged, too large or declares entities, or lxml is missing.
    """
    etree = needed("lxml.etree", "reading Word files")
    try:
        with zipfile.ZipFile(stream) as archive:
            links = _links(archive, etree)
            with archive.open("word/document.xml") as part:
                for _, element in etree.iterparse(Limited(part), tag=(_W + "p",), **SAFE):
                    if element.getroottree().docinfo.internalDTD is not None:
                        raise InputError("declares a document type, which no Word file does")
                    yield _paragraph(element, links)
                    element.clear()
    except (zipfile.BadZipFile, KeyError, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise InputError(f"damaged Word file: {error}; download it again") from error
    except etree.XMLSyntaxError as error:
        raise InputError(f"damaged Word file: {error}; download it again") from error


def _links(archive: zipfile.ZipFile, etree: Any) -> dict[str, str]:
    name = "word/_rels/document.xml.rels"
    if name not in archive.namelist():
        return {}
    with archive.open(name) as part:
        return {e.get("Id", ""): e.get("Target", "") for _, e in etree.iterparse(Limited(part), **SAFE)}


def _paragraph(element: _Element, links: dict[str, str]) -> Paragraph:
    texts: list[str] = []
    names: dict[str, str] = {}
    ends: list[str] = []
    targets: list[str] = []
    for node in element.iter(_W + "t", _W + "tab", _W + "br", _W + "cr", _W + "noBreakHyphen", _W + "bookmarkStart",
                             _W + "bookmarkEnd", _W + "hyperlink"):  # fmt: skip
        kind = str(node.tag)[len(_W) :]
        if kind == "t":
            texts.append(node.text or "")
        elif kind in ("br", "cr"):
            texts.append("\n")
        elif kind == "tab":
            texts.append("\t")
        elif kind == "noBreakHyphen":
            texts.append("-")
        elif kind == "bookmarkStart":
            names[str(node.get(_W + "id"))] = str(node.get(_W + "name"))
        elif kind == "bookmarkEnd":
            ends.append(names.get(str(node.get(_W + "id")), ""))
        else:
            targets.append(links.get(str(node.get(_R + "id")), ""))
    text = "".join(texts).replace("\u00a0", " ")
    return Paragraph(text.strip(), tuple(ends), tuple(target for target in targets if target))
