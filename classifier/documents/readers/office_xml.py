"""What DOCX and ODT share: XML in a ZIP file, read with limits and without entities."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from ...errors import InputError, needed
from ..limits import MEGABYTE, Budget, metered


def open_parts(stream: BinaryIO) -> zipfile.ZipFile:
    """Open an Office file as the ZIP file that it is.

    Raises
    ------
    InputError
        If it is none.
    """
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError) as error:
        raise InputError(f"damaged or cut short, or not of this format: {error}") from error


def elements(parts: zipfile.ZipFile, name: str, tags: tuple[str, ...], what: str) -> Iterator[Any]:
    """Yield the elements of a part with one of the tags, each when it is complete.

    Raises
    ------
    InputError
        If the part is missing, encrypted, not well-formed, or unpacks to too much.
    """
    etree = needed("lxml.etree", what)
    if name not in parts.namelist():
        raise InputError(f"not {what}: it holds no {name}")
    info = parts.getinfo(name)
    if info.flag_bits & 1:
        raise InputError("encrypted; save it without a password")
    try:
        with (
            parts.open(info) as packed,
            metered(cast(BinaryIO, packed), Budget(info.compress_size, ratio=100, free=16 * MEGABYTE)) as part,
        ):
            for _, element in etree.iterparse(
                part,
                tag=tags,
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            ):
                yield element
    except etree.XMLSyntaxError as error:
        raise InputError(f"{name} in it is damaged, or nested too deeply: {error}") from error
    except zipfile.BadZipFile as error:
        raise InputError(f"{name} in it is damaged: {error}") from error


def texts_of(parts: zipfile.ZipFile, name: str, tags: dict[str, str], what: str) -> dict[str, str]:
    """Read single values off a part, by the tags that hold them; a part that is missing or broken holds none."""
    found: dict[str, str] = {}
    try:
        for element in elements(parts, name, tuple(tags), what):
            found.setdefault(tags[element.tag], element.text or "")
    except InputError:
        pass
    return found
