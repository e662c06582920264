"""Event Registry (NewsAPI.ai): JSON with the whole text of articles, and which repeat another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from ...errors import InputError
from ..columns import ReadOptions
from ..document import Document, Reject
from ..encoding import decode
from .article import Article, nothing_found, write_up
from .limits import read_whole


def read(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Yield the articles of an answer, of a list of articles, or of JSON lines."""
    wanted = "its articles have 'uri', 'title', 'body' and 'isDuplicate'"
    articles = (_article(record) for record in _records(decode(read_whole(stream))))
    yield from write_up(articles, source_file, nothing_found("Event Registry", wanted))


def _records(text: str) -> Iterator[dict[str, Any]]:
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise InputError("nested too deeply to be an answer of Event Registry") from error
    except ValueError as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2:
            raise InputError(f"not JSON: {error}") from error
        yield from _from_lines(lines)
        return
    yield from _found(data)


def _from_lines(lines: list[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        try:
            yield from _found(json.loads(line))
        except (ValueError, RecursionError) as error:
            raise InputError(f"line {number} is not JSON, and nothing after it was read: {error}") from error


def _found(data: Any) -> Iterator[dict[str, Any]]:
    """Find articles where the answers of Event Registry have them."""
    if isinstance(data, list):
        for item in data:
            yield from _found(item)
    elif isinstance(data, dict) and "body" in data:
        yield data
    elif isinstance(data, dict):
        for key in ("articles", "results", "recentActivityArticles", "activity"):
            if isinstance(data.get(key), list | dict):
                yield from _found(data[key])


def _article(record: dict[str, Any]) -> Article:
    source = record.get("source")
    authors = record.get("authors")
    names = [a.get("name") for a in authors if isinstance(a, dict)] if isinstance(authors, list) else []
    more = {"is_duplicate": record.get("isDuplicate"), "url": record.get("url"), "event": record.get("eventUri")}
    return Article(
        title=_text(record.get("title")),
        source=_text(source.get("title") or source.get("uri")) if isinstance(source, dict) else _text(source),
        date=_text(record.get("date") or record.get("dateTime")),
        paragraphs=[_text(record.get("body"))],
        id=_text(record.get("uri")),
        language=_text(record.get("lang")),
        byline="; ".join(_text(name) for name in names if name),
        more={key: value for key, value in more.items() if isinstance(value, str | bool)},
    )


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
