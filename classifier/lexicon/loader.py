"""Read the lexicon's files; a bad entry is reported with its file and line."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from ..errors import LexiconError
from ..labels import Aspect, Kind, Label, Role, Status
from .entries import (
    CueSense,
    Designation,
    Divide,
    Head,
    Office,
    Organisation,
    Place,
    Predicate,
    Qualifier,
    Sense,
)
from .petrarch import is_dictionary, read_dictionary
from .screen import Screen
from .terms import plural_of, term_key

Row = dict[str, str]
EnumT = TypeVar("EnumT", Aspect, Kind, Label, Role, Status)

EFFECTS = frozenset({"former", "incumbent", "then", "now", "designate", "appointed", "personal", "negated"})
SCOPES = frozenset({"next", "previous", "apposition", "clause"})
SORTS = frozenset({"people", "border", "office", "conflict"})


def _one_of(enum: type[EnumT], row: Row, column: str) -> EnumT:
    try:
        return enum(row[column])
    except ValueError:
        raise ValueError(f"{column} is {row[column]!r}; it must be one of {', '.join(enum)}") from None


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _places(row: Row, origin: str) -> Iterator[Sense]:
    forms = {"aliases": "name", "demonyms": "demonym", "capitals": "capital", "metonyms": "building"}
    for term in [row["name"], *_split(row["aliases"])]:
        yield Place(term, origin, row["name"], row["code"], "name")
    for column in ("demonyms", "capitals", "metonyms"):
        for term in _split(row[column]):
            yield Place(term, origin, row["name"], row["code"], forms[column])


def _offices(row: Row, origin: str) -> Iterator[Sense]:
    status, kind = _one_of(Status, row, "status"), _one_of(Kind, row, "kind")
    plural = row["plural"] or plural_of(row["term"])
    yield Office(row["term"], origin, status, kind, plural == row["term"])
    if plural != row["term"]:
        yield Office(plural, origin, status, kind, True)


def _organisations(row: Row, origin: str) -> Iterator[Sense]:
    semi = row["status"] == "semi_official"
    status = Status.NON_OFFICIAL if semi else _one_of(Status, row, "status")
    kind = _one_of(Kind, row, "kind")
    for term in [row["name"], *_split(row["aliases"])]:
        yield Organisation(term, origin, row["name"], status, kind, row["code"], semi)


def _heads(row: Row, origin: str) -> Iterator[Sense]:
    if row["lower"] not in ("", "perhaps", "yes"):
        raise ValueError(f"lower is {row['lower']!r}; it must be 'yes', 'perhaps' or empty")
    yield Head(row["term"], origin, _one_of(Status, row, "status"), _one_of(Kind, row, "kind"), row["lower"])


def _qualifiers(row: Row, origin: str) -> Iterator[Sense]:
    for column, allowed in (("effect", EFFECTS), ("scope", SCOPES)):
        if row[column] not in allowed:
            raise ValueError(f"{column} is {row[column]!r}; it must be one of {', '.join(sorted(allowed))}")
    for term in _split(row["term"]):
        yield Qualifier(term, origin, row["effect"], row["scope"])


def _predicates(row: Row, origin: str) -> Iterator[Sense]:
    passes_on = row["object"] == "same"
    subject = _one_of(Role, row, "subject") if row["subject"] else None
    obj = _one_of(Role, row, "object") if row["object"] and not passes_on else None
    for term in _split(row["term"]):
        yield Predicate(term, origin, subject, obj, passes_on)


def _cues(row: Row, origin: str) -> Iterator[Sense]:
    if not row["value"]:
        raise ValueError("value is empty")
    for term in _split(row["term"]):
        yield CueSense(term, origin, _one_of(Aspect, row, "aspect"), row["value"])


def _designations(row: Row, origin: str) -> Iterator[Sense]:
    for term in _split(row["term"]):
        yield Designation(term, origin, _one_of(Label, row, "value"))


def _divides(row: Row, origin: str) -> Iterator[Sense]:
    if row["sort"] not in SORTS:
        raise ValueError(f"sort is {row['sort']!r}; it must be one of {', '.join(sorted(SORTS))}")
    for term in _split(row["term"]):
        yield Divide(term, origin, row["sort"])


Parse = Callable[[Row, str], Iterator[Sense]]
#: Class -> (columns, parser). A class is a file of the lexicon, and the ``class`` column of an overlay.
CLASSES: dict[str, tuple[tuple[str, ...], Parse]] = {
    "places": (("name", "code", "aliases", "demonyms", "capitals", "metonyms"), _places),
    "offices": (("term", "plural", "status", "kind"), _offices),
    "organisations": (("name", "aliases", "kind", "status", "code"), _organisations),
    "organisation_heads": (("term", "status", "kind", "lower"), _heads),
    "qualifiers": (("term", "effect", "scope"), _qualifiers),
    "predicates": (("term", "subject", "object"), _predicates),
    "cues": (("term", "aspect", "value"), _cues),
    "designations": (("term", "value"), _designations),
    "divides": (("term", "sort"), _divides),
}


@dataclass(slots=True)
class Node:
    """A step of the look-up trie: what may follow, and the senses of the term that ends here."""

    next: dict[str, Node] = field(default_factory=dict)
    senses: list[Sense] = field(default_factory=list)


@dataclass(slots=True)
class Lexicon:
    """The loaded lexicon.

    Attributes
    ----------
    senses : list of Sense
        Every sense of every term, in the order of the files.
    root : Node
        Trie over the terms' tokens.
    common_words : frozenset of str
        Words that are no names although they may be capitalised.
    screen : Screen
        What tells whether a text can describe a diplomatic activity at all.
    digest : str
        SHA-256 of the base files' entries; overlays don't change it.
    overlays : tuple of (str, str)
        Path and SHA-256 of every overlay, for the results' record.
    """

    senses: list[Sense]
    root: Node
    digest: str
    overlays: tuple[tuple[str, str], ...] = ()
    common_words: frozenset[str] = frozenset()
    screen: Screen = field(default_factory=lambda: Screen(()))

    @property
    def dated(self) -> bool:
        """Whether some entries hold for a time only, so that texts need dates."""
        return any(isinstance(sense, Organisation) and sense.dated for sense in self.senses)


#: How many bad entries of an overlay are told.
_MOST = 100
#: A word in this many names of bodies ('institute', 'national') is a common word, not a name.
_COMMON_FROM = 15


def _common_words(senses: Iterable[Sense]) -> frozenset[str]:
    """Words that stay when names are taken out: those of lower-case terms, and what bodies are often called."""
    words: set[str] = set()
    bodies: Counter[str] = Counter()
    for sense in senses:
        key = term_key(sense.term)
        if isinstance(sense, Divide):
            continue
        if sense.term.islower():
            words.update(key)
        elif isinstance(sense, Organisation):
            bodies.update({word for word in key if word.isalpha()})
    return frozenset(words | {word for word, count in bodies.items() if count >= _COMMON_FROM})


def load_lexicon(overlays: Iterable[str | Path] = ()) -> Lexicon:
    """Load the shipped lexicon and the user's overlays.

    Parameters
    ----------
    overlays : iterable of path
        CSV files with the columns ``class`` (a file of the base lexicon, such as ``offices``), those of that
        class, and perhaps ``action``: ``add`` (the default; it replaces what the base says of the same term
        in that class) or ``remove``. An office goes with its plural. Later overlays win. A ``.txt`` file is read
        as a dictionary of PETRARCH/CAMEO (see `classifier.lexicon.petrarch`).

    Returns
    -------
    Lexicon

    Raises
    ------
    LexiconError
        For a missing file or bad entries of an overlay, all of them, with file and line.

    Examples
    --------
    >>> lexicon = load_lexicon()
    >>> lexicon.root.next["foreign"].next["minister"].senses[0].status
    <Status.OFFICIAL: 'official'>
    """
    paths = tuple(Path(p) for p in overlays)
    if not paths:
        return _base()
    base = _base()
    senses = list(base.senses)
    digests = []
    for path in paths:
        data, rows = _read_overlay(path)
        if is_dictionary(path.name):
            rows = [("add", "", sense) for sense in _fitted((s for _, _, s in rows), senses)]
        digests.append((str(path), hashlib.sha256(data).hexdigest()))
        senses = _without(senses, [s for _, _, s in rows])
        senses += [s for action, _, s in rows if action == "add"]
    return Lexicon(senses, index(senses), base.digest, tuple(digests), base.common_words, Screen(senses))


def _without(senses: list[Sense], named: Iterable[Sense]) -> list[Sense]:
    """Drop what has the class and term of a named sense, and with an office the plural its entry gives."""
    keys = {(type(s), term_key(s.term)) for s in named}
    gone = {id(s): s for s in senses if (type(s), term_key(s.term)) in keys}
    # The plural need not be the regular one, which is all that a named office without a plural implies.
    offices = {s.origin for s in gone.values() if isinstance(s, Office) and not s.plural}
    return [s for s in senses if id(s) not in gone and not (isinstance(s, Office) and s.origin in offices)]


def _fitted(found: Iterable[Sense], known: Iterable[Sense]) -> Iterator[Sense]:
    """Fit a dictionary's senses to the lexicon, which has more classes than it.

    A country that the lexicon knows stays as it is; a noun that heads the names of bodies ('university') goes on
    doing so.
    """
    places: set[tuple[str, ...]] = set()
    heads: dict[tuple[str, ...], Head] = {}
    for sense in known:
        if isinstance(sense, Place):
            places.add(term_key(sense.term))
        elif isinstance(sense, Head):
            heads[term_key(sense.term)] = sense
    for sense in found:
        key = term_key(sense.term)
        if isinstance(sense, Office) and key in heads:
            yield Head(sense.term, sense.origin, sense.status, sense.kind, heads[key].lower)
        elif not isinstance(sense, Place) or key not in places:
            yield sense


@cache
def _base() -> Lexicon:
    folder = files("classifier.lexicon") / "data"
    digest = hashlib.sha256()
    senses: list[Sense] = []
    for name, (columns, parse) in CLASSES.items():
        text = (folder / f"{name}.csv").read_text("utf-8")
        rows = list(_rows(text.splitlines(), f"{name}.csv", columns))
        for line, row in rows:
            digest.update("\x1f".join([name, *(row[c] for c in columns)]).encode() + b"\n")
            senses += _parsed(parse, row, name, f"{name}.csv", line)
    words = (folder / "common_words.txt").read_text("utf-8").split()
    digest.update("\x1f".join(["common_words", *words]).encode() + b"\n")
    common = _common_words(senses).union(words)
    return Lexicon(senses, index(senses), digest.hexdigest(), (), common, Screen(senses))


def _rows(
    lines: Iterable[str], file: str, columns: tuple[str, ...], problems: list[str] | None = None
) -> Iterator[tuple[int, Row]]:
    """Yield the rows below the header; one of another length is an error, or put down among ``problems``."""
    rows = _cells(lines, file)
    _, header = next(rows, (1, []))
    missing = ", ".join(c for c in columns if c not in header)
    if missing:
        raise LexiconError(f"{file}:1: the header lacks {missing}; it must have {', '.join(columns)}")
    for line, cells in rows:
        if not any(cells) or cells[0].startswith("#"):
            continue
        if len(cells) != len(header):
            told = f"{file}:{line}: {len(cells)} cells, but the header has {len(header)}"
            if problems is None:
                raise LexiconError(told)
            problems.append(told)
            continue
        yield line, {k: v.strip() for k, v in zip(header, cells, strict=True)}


def _cells(lines: Iterable[str], file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield every row with its first line; an open quotation mark, which hides what follows, is an error."""
    reader = csv.reader(lines, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise LexiconError(f"{file}:{line}: {error}; check the quotation marks") from error


def _parsed(parse: Parse, row: Row, rule_file: str, file: str, line: int) -> list[Sense]:
    try:
        senses = list(parse(row, f"{rule_file}:{line}"))
    except ValueError as error:
        raise LexiconError(f"{file}:{line}: {error}") from error
    if not senses or not all(term_key(s.term) for s in senses):
        raise LexiconError(f"{file}:{line}: the term is empty")
    return senses


def _read_overlay(path: Path) -> tuple[bytes, list[tuple[str, str, Sense]]]:
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise LexiconError(f"{path}: {error.strerror}; name a CSV file, or a PETRARCH dictionary (.txt)") from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: not UTF-8 ({error.reason}); save it as 'CSV UTF-8'") from error
    if is_dictionary(path.name):
        return data, [("add", "", sense) for sense in read_dictionary(text, path.name)]
    entries: list[tuple[str, str, Sense]] = []
    problems: list[str] = []
    try:
        for line, row in _rows(text.splitlines(), str(path), ("class",), problems):
            try:
                entries += _overlay_entry(row, path, line)
            except LexiconError as error:
                problems.append(str(error))
    except LexiconError as error:  # what follows an open quotation mark cannot be told apart
        problems.append(str(error))
    if problems:
        more = [f"… and {len(problems) - _MOST} more"] if len(problems) > _MOST else []
        raise LexiconError("\n".join([*problems[:_MOST], *more]))
    return data, entries


def _overlay_entry(row: Row, path: Path, line: int) -> list[tuple[str, str, Sense]]:
    if row["class"] not in CLASSES:
        classes = ", ".join(CLASSES)
        raise LexiconError(f"{path}:{line}: class is {row['class']!r}; it must be one of {classes}")
    action = row.get("action") or "add"
    if action not in ("add", "remove"):
        raise LexiconError(f"{path}:{line}: action is {action!r}; it must be 'add' or 'remove'")
    columns, parse = CLASSES[row["class"]]
    # The first column is the term; an overlay for several classes may call it 'term' throughout.
    full = {c: row.get(c) or (row.get("term", "") if c == columns[0] else "") for c in columns}
    if action == "remove":
        full |= _placeholder(row["class"], full)
    return [(action, row["class"], s) for s in _parsed(parse, full, path.name, str(path), line)]


def _placeholder(name: str, row: Row) -> Row:
    """Fill what a removal need not say, so that the class's parser accepts it."""
    fillers = {"status": "unknown", "kind": "unknown", "effect": "former", "scope": "next",
               "aspect": "activity", "value": "none", "subject": "", "object": "", "sort": "people"}  # fmt: skip
    return {c: row[c] or fillers.get(c, "") for c in row}


def index(senses: Iterable[Sense]) -> Node:
    """Build the trie in which terms are looked up; what only the screen looks for is not in it."""
    root = Node()
    for sense in senses:
        if isinstance(sense, Divide):
            continue
        node = root
        for token in term_key(sense.term):
            found = node.next.get(token)
            if found is None:
                found = node.next[token] = Node()
            node = found
        node.senses.append(sense)
    return root
