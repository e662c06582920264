"""Look at loaded entries: what a term means, and which entries contradict each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields

from .entries import CueSense, Designation, Divide, Head, Office, Organisation, Place, Predicate, Qualifier, Sense
from .loader import Lexicon
from .terms import term_key

_CLASS_OF: dict[type[Sense], str] = {
    Place: "places", Office: "offices", Organisation: "organisations", Head: "organisation_heads",
    Qualifier: "qualifiers", Predicate: "predicates", CueSense: "cues", Designation: "designations", Divide: "divides",
}  # fmt: skip


def look_up(lexicon: Lexicon, term: str) -> list[Sense]:
    """Find the senses of a term, in any case and hyphenation.

    Examples
    --------
    >>> from classifier.lexicon import load_lexicon
    >>> [sense.rule for sense in look_up(load_lexicon(), "Track-Two")]
    ['designations:track two']
    """
    key = term_key(term)
    screened: list[Sense] = [s for s in lexicon.senses if isinstance(s, Divide) and term_key(s.term) == key]
    node = lexicon.root
    for token in key:
        following = node.next.get(token)
        if following is None:
            return screened
        node = following
    return node.senses + screened


def describe(sense: Sense) -> str:
    """One line on a sense: class, attributes, file and line."""
    told = {f.name: getattr(sense, f.name) for f in fields(sense) if f.name not in ("term", "origin")}
    shown = [f"{name}={value}" for name, value in told.items() if value not in ("", None)]
    return f"{sense.term}: {class_of(sense)} {' '.join(shown)} ({sense.origin})"


def class_of(sense: Sense) -> str:
    """Name of a sense's class, as overlays write it.

    Examples
    --------
    >>> from classifier.lexicon import load_lexicon
    >>> class_of(look_up(load_lexicon(), "envoy")[0])
    'offices'
    """
    return _CLASS_OF[type(sense)]


def problems(lexicon: Lexicon) -> list[str]:
    """Find terms of which one class says two things.

    Returns
    -------
    list of str
        One line each, with both places.
    """
    seen: dict[tuple[type[Sense], tuple[str, ...], bool], list[Sense]] = defaultdict(list)
    for sense in lexicon.senses:
        if isinstance(sense, Office | Organisation) and not getattr(sense, "dated", False):
            seen[type(sense), term_key(sense.term), sense.term.islower()].append(sense)
    out = []
    for senses in seen.values():
        first = senses[0]
        for other in senses[1:]:
            if getattr(first, "status", None) != getattr(other, "status", None):
                out.append(f"{other.origin}: {other.term!r} contradicts {first.origin}")
    return out
