"""The hub: canonical records in JSON lines, one for each passage and coder, checked whenever they are read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from ..documents import Reject
from ..documents.encoding import capped_lines
from ..documents.limits import MAX_TEXT, MEGABYTE
from ..errors import InputError, RecordError
from ..records import check_record
from ..records.files import new_file

Record = dict[str, Any]
#: Key of the first line of a side file, which tells of the export; the lines after it are records.
SIDE = "diplotrack_side"
_MAKE_SOME = "'diplotrack classify ARTICLES --level passage -o {}.jsonl' writes some"
_HEAD = 4096
#: How JSON spells halves of surrogate pairs; UTF-8 itself has none.
_SURROGATE = b"\\ud"


def coder_of(record: Mapping[str, Any]) -> str:
    """Name of the person or model that a record's label comes from; empty where it does not say.

    Examples
    --------
    >>> coder_of({"annotator": "anna"}), coder_of({"source": {"kind": "model", "name": "default"}})
    ('anna', 'default')
    """
    return str(record.get("annotator") or record.get("source", {}).get("name", ""))


def kind_of(record: Mapping[str, Any]) -> str:
    """``model``, ``human`` or ``adjudicated``; a record that does not say is a human's."""
    return str(record.get("source", {}).get("kind", "human"))


def identity_of(record: Mapping[str, Any]) -> bytes:
    """Digest of a record's passage, coder and round, which no other record shares.

    Examples
    --------
    >>> record = {"passage_id": "a#0", "annotator": "anna"}
    >>> identity_of(record) == identity_of({**record, "label": "none"}), len(identity_of(record))
    (True, 16)
    """
    key = record["passage_id"], kind_of(record), coder_of(record), record.get("round", "")
    return hashlib.blake2b(json.dumps(key).encode(), digest_size=16).digest()


def check_hub_record(record: Any, *, plain: bool = False) -> None:
    """Check what `check_record` checks, and that the text can be written in UTF-8.

    Parameters
    ----------
    record : Any
    plain : bool
        Whether it was read from a line that spells no half of a surrogate pair.

    Raises
    ------
    RecordError
        Names the field that is wrong.
    """
    if not isinstance(record, dict):
        raise RecordError(f"a JSON {type(record).__name__}, not an object")
    check_record(record)
    if plain:
        return
    try:
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise RecordError("holds half of a surrogate pair, which is no character; replace it by U+FFFD") from error
    except RecursionError as error:
        raise RecordError("nested too deeply") from error


def record_line(record: Mapping[str, Any]) -> bytes:
    r"""A record as a line of the hub.

    Examples
    --------
    >>> record_line({"label": "none"})
    b'{"label": "none"}\n'
    """
    return json.dumps(record, ensure_ascii=False, allow_nan=False).encode() + b"\n"


class Hub:
    """Records by passage. Memory holds where they stand; they are read again from their files when asked for.

    Parameters
    ----------
    paths : sequence of Path
        JSON lines in UTF-8.
    on_problem : callable
        Takes a `Reject` for every line that is no proper record, tells another text than a record before it of the
        same passage, or is a coder's second record of a passage in the same round; these lines are left out. A line
        that repeats another word for word is left out too.

    Attributes
    ----------
    side : dict
        What the first line of a side file tells of the export.

    Raises
    ------
    InputError
        For a file that is missing, packed, or holds no record at all.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "hub.jsonl"
    ...     _ = path.write_text("{}")
    ...     with Hub([path], lambda reject: None) as hub:  # doctest: +ELLIPSIS
    ...         len(hub)
    Traceback (most recent call last):
        ...
    classifier.errors.InputError: ...: none of its 1 lines is a record; 'diplotrack classify ARTICLES --level passage -o hub.jsonl' writes some
    """

    def __init__(self, paths: Sequence[Path], on_problem: Callable[[Reject], None]) -> None:
        self.side: dict[str, Any] = {}
        self._stack = ExitStack()
        self._files: list[BinaryIO] = []
        self._places: dict[str, list[tuple[int, int]]] = {}
        self._texts: dict[str, str] = {}
        self._seen: dict[bytes, bytes] = {}  # identity -> digest of the line
        with ExitStack() as undo:
            undo.push(self._stack)
            for path in paths:
                self._index(path, on_problem)
            undo.pop_all()

    def __enter__(self) -> Self:
        """Keep the files open."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the files."""
        self._stack.close()

    def __len__(self) -> int:
        """Count the records."""
        return sum(map(len, self._places.values()))

    def __contains__(self, passage_id: str) -> bool:
        """Tell whether there is a record of a passage."""
        return passage_id in self._places

    @property
    def passage_ids(self) -> tuple[str, ...]:
        """Ids of the passages, in the order of their first records."""
        return tuple(self._places)

    def records(self, passage_id: str) -> tuple[Record, ...]:
        """Read the records of a passage, in the order of the files; none where the passage is unknown."""
        return tuple(self._read(*place) for place in self._places.get(passage_id, ()))

    def __iter__(self) -> Iterator[Record]:
        """Read all records, passage by passage."""
        for passage_id in self._places:
            yield from self.records(passage_id)

    def _read(self, file: int, offset: int) -> Record:
        stream = self._files[file]
        stream.seek(offset)
        record: Record = json.loads(stream.readline())
        return record

    def _index(self, path: Path, on_problem: Callable[[Reject], None]) -> None:
        try:
            stream = self._stack.enter_context(path.open("rb", buffering=MEGABYTE))
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or error}; name a file of records in JSON lines") from error
        _check_head(path, stream.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip())
        stream.seek(0)
        file = len(self._files)
        self._files.append(stream)
        offset = found = good = 0
        for number, line in enumerate(capped_lines(stream), 1):
            try:
                record = _parsed(line, first=number == 1)
                if record is not None and SIDE in record:
                    self.side = record
                elif record is not None:
                    found += 1
                    self._add(record, (file, offset), hashlib.blake2b(line or b"", digest_size=16).digest())
                    good += 1
            except RecordError as error:
                found += 1
                on_problem(Reject(str(path), number, "record", str(error)))
            offset = offset + len(line) if line is not None else stream.tell()
        if not good:
            told = f"none of its {found:,} lines is a record" if found else "no records in it"
            raise InputError(f"{path}: {told}; {_MAKE_SOME.format(path.stem)}")

    def _add(self, record: Record, place: tuple[int, int], digest: bytes) -> None:
        passage_id, text = record["passage_id"], record["text_sha256"]
        if self._texts.setdefault(passage_id, text) != text:
            raise RecordError(
                f"{passage_id}: another text than in a record before it; whoever changed it broke offsets"
            )
        key = identity_of(record)
        if key in self._seen and self._seen[key] != digest:
            who = coder_of(record) or "somebody without a name"
            raise RecordError(
                f"{passage_id}: a second record by {who}; name a later round with --round, and another person by their own name"
            )
        if key not in self._seen:
            self._seen[key] = digest
            self._places.setdefault(passage_id, []).append(place)


def _check_head(path: Path, head: bytes) -> None:
    """Say of a file that cannot be a hub what it is, rather than that each of its lines is wrong.

    Raises
    ------
    InputError
        With the remedy.
    """
    if head[:2] == b"PK":
        raise InputError(f"{path}: a workbook or an archive, no hub; 'annotate import' reads what coders filled in")
    if head[:2] in (b"\x1f\x8b", b"\x28\xb5"):
        raise InputError(f"{path}: packed; unpack it first, for records are read from where they stand")
    lines = [line for line in head.split(b"\n") if line.strip()][:2]
    if lines and not any(line.lstrip().startswith(b"{") for line in lines):
        raise InputError(f"{path}: no records in JSON lines; {_MAKE_SOME.format(path.stem)}")


def _parsed(line: bytes | None, *, first: bool) -> Record | None:
    """Parse a line of a file; a blank one is None.

    Raises
    ------
    RecordError
        If it is no record.
    """
    if line is None:
        raise RecordError(f"longer than {MAX_TEXT // MEGABYTE} MB; no passage is")
    if not line.strip():
        return None
    try:
        record: Any = json.loads(line.removeprefix(b"\xef\xbb\xbf") if first else line)
    except RecursionError as error:
        raise RecordError("nested too deeply") from error
    except ValueError as error:  # also what is no UTF-8
        raise RecordError(f"not JSON: {error}") from error
    if not (first and isinstance(record, dict) and SIDE in record):
        check_hub_record(record, plain=_SURROGATE not in line.lower())
    return dict(record)


def write_records(path: Path, records: Iterable[Mapping[str, Any]]) -> int:
    """Write records to a file that appears under its name when it is whole; without any there is none.

    Returns
    -------
    int
        How many.
    """
    count = 0
    records = iter(records)
    first = list(islice(records, 1))
    if not first:
        return 0
    with new_file(path) as temporary, temporary.open("wb", buffering=MEGABYTE) as stream:
        for record in chain(first, records):
            stream.write(record_line(record))
            count += 1
    return count
