"""Data sets about news that hold no text of articles, so that nothing in them can be classified."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from ...errors import InputError
from ..columns import ReadOptions
from ..document import Document, Reject

_EVENT = re.compile(r"\d{6,12}\t(?:19|20)\d{6}\t(?:19|20)\d{4}\t(?:19|20)\d{2}\t")
_GKG_HEADER = re.compile(r"(?:GKGRECORDID\t|GLOBALEVENTID\t|DATE\tNUMARTS\t)", re.IGNORECASE)
_GKG = re.compile(r"\d{14}-T?\d+\t\d{14}\t\d\t")
_GDELT_CSV = re.compile(r"\"?URL\"?,\"?MobileURL\"?,\"?Date\"?,\"?Title\"?", re.IGNORECASE)
_GDELT_JSON = re.compile(r'"url_mobile"\s*:.{0,2000}"seendate"\s*:', re.DOTALL)
_CLOUD = re.compile(r"(?:stories_id|id),(?:[a-z_]+,)*(?:media_name|media_id|media_url)\b", re.IGNORECASE)
_TEXTS = re.compile(r"\b(?:text|body|content|full_?text|article_text|story_text)\b", re.IGNORECASE)


def is_gdelt(head: str) -> bool:
    r"""Whether a file begins as GDELT's events, knowledge graph or lists of articles do.

    Examples
    --------
    >>> is_gdelt("410412347\t20150218\t201502\t2015\t2015.1315\tGOV"), is_gdelt("id\ttext")
    (True, False)
    """
    head = head.lstrip("\ufeff")
    return any(form.match(head) for form in (_EVENT, _GKG_HEADER, _GKG, _GDELT_CSV)) or bool(
        head.startswith("{") and _GDELT_JSON.search(head)
    )


def is_media_cloud(head: str) -> bool:
    """Whether a file begins as Media Cloud's lists of stories do, and has no column of texts.

    Examples
    --------
    >>> is_media_cloud("id,indexed_date,language,media_name,media_url,publish_date,title,url")
    True
    >>> is_media_cloud("id,media_name,text")
    False
    """
    header = head.lstrip("\ufeff").partition("\n")[0].replace('"', "").strip()
    return _CLOUD.match(header) is not None and "url" in header and _TEXTS.search(header) is None


def refuse_gdelt(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Say why GDELT cannot be classified."""
    raise InputError(
        "this is GDELT data, which holds codes and addresses but no text of articles; fetch the articles at the "
        "addresses it lists and classify those"
    )


def refuse_media_cloud(stream: BinaryIO, source_file: str, options: ReadOptions) -> Iterator[Document | Reject]:
    """Say why Media Cloud cannot be classified."""
    raise InputError(
        "this is a list of stories from Media Cloud, which holds headlines and addresses but no text of articles; "
        "fetch the articles at the addresses it lists, or classify headlines alone: --input-format csv --text-column title"
    )
