"""What readers of news in XML share: elements one at a time, and the paragraphs of a text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from ...errors import InputError, needed
from .article import one_line
from .limits import SAFE, Limited
from .markup import element_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_TEXTS = frozenset(["p", "h2", "h3", "h4", "hl2", "li", "pre"])
_NO_TEXTS = frozenset(["media", "figure", "table", "script", "style", "aside"])


def read_elements(stream: BinaryIO, name: str) -> Iterator[_Element]:
    """Yield the elements of a name, in whatever namespace, holding one at a time.

    Raises
    ------
    InputError
        If the XML is damaged, nested too deeply, too large, or declares entities.
    """
    etree = needed("lxml.etree", "reading XML")
    try:
        for _, element in etree.iterparse(Limited(stream), tag=("{*}" + name,), **SAFE):
            types = element.getroottree().docinfo.internalDTD
            if types is not None and any(True for _ in types.iterentities()):
                raise InputError("declares entities, which are not expanded; save it without them")
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise InputError(f"damaged XML, of which only what precedes the damage can be read: {error}") from error


def value(element: _Element, path: str, attribute: str | None = None) -> str:
    """Give the text, or an attribute, of the first element at a path of local names; empty if there is none.

    Examples
    --------
    >>> from lxml import etree
    >>> value(etree.XML("<a xmlns='urn:x'><b c='1'>two</b></a>"), "b"), value(etree.XML("<a/>"), "b", "c")
    ('two', '')
    """
    found = element.find("/".join(f"{{*}}{step}" if step[0] not in ".*" else step for step in path.split("/")))
    if found is None:
        return ""
    return one_line(found.get(attribute) or "") if attribute else one_line(element_text(found))


def paragraphs(element: _Element) -> list[str]:
    """Give the paragraphs, subheadings and list items of a text; captions and tables are cut."""
    found: list[str] = []
    stack = [element]
    while stack:
        node = stack.pop()
        name = _name(node)
        if name in _TEXTS and not any(_name(child) in _TEXTS for child in node):
            found.append(element_text(node))
        elif name not in _NO_TEXTS:
            stack.extend(reversed(node))
    return found


def _name(node: _Element) -> str:
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else ""
