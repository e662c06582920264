"""HTML and XML to text: lxml without document types, network or entities."""

from __future__ import annotations

from html.entities import name2codepoint
from typing import TYPE_CHECKING

from ...errors import needed

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)


class TooDeep(ValueError):
    """A piece of HTML is nested so deeply that a part of it would be lost."""


#: What an article is said to be then.
TOO_DEEP = "is nested too deeply to be an article of this export"


def html_element(fragment: str) -> _Element:
    """Parse a piece of HTML, however broken, to its ``body``.

    Raises
    ------
    TooDeep
        If a part would be lost.
    InputError
        If lxml is missing.
    """
    etree = needed("lxml.etree", "reading HTML exports")
    parser = etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    # libxml2 stops at a NUL, and would read a declared encoding that the text no longer has
    data = fragment.replace("\0", " ").encode("utf-8", "replace")
    root = etree.fromstring(b"<html><body>" + data + b"</body></html>", parser)
    if any("depth" in entry.message for entry in parser.error_log):
        raise TooDeep
    body: _Element | None = root.find("body") if root is not None else None
    return body if body is not None else etree.Element("body")


def element_text(element: _Element) -> str:
    r"""Text of an element: white space is single, ``<br>`` and block elements make lines, nothing else adds any.

    Examples
    --------
    >>> element_text(html_element("<p>Free-<b>trade</b>\n  talks<br>resume &amp; end</p><p>Soon.</p>"))
    'Free-trade talks\nresume & end\nSoon.'
    """
    parts: list[str] = []
    _collect(element, parts)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\x01"))
    return "\n".join(line for line in lines if line)


def _collect(element: _Element, parts: list[str]) -> None:
    from lxml import etree

    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event == "start":
            if _is_break(node):
                parts.append("\x01")
            text = _entity(node) if node.tag is etree.Entity else node.text
            parts.append((text or "").replace("\x01", " "))
        elif event == "end" and _is_break(node):
            parts.append("\x01")
        if event in ("end", "comment", "pi") and node is not element:
            parts.append((node.tail or "").replace("\x01", " "))


def _is_break(node: _Element) -> bool:
    return isinstance(node.tag, str) and node.tag.rpartition("}")[2].lower() in _BLOCKS


def _entity(node: _Element) -> str:
    """Give the character of an entity of HTML, which is known without its document type; others stay as written."""
    written = node.text or ""
    code = name2codepoint.get(written.strip("&;"))
    return chr(code) if code is not None else written
