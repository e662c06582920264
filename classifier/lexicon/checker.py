"""Look at loaded entries: what a term means, and which entries contradict each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields

from .entries import Office, Organisation, Sense
from .loader import Lexicon
from .terms import term_key


def look_up(lexicon: Lexicon, term: str) -> list[Sense]:
    """Find the senses of a term, in any case and hyphenation.

    Examples
    --------
    >>> from classifier.lexicon import load_lexicon
    >>> [sense.rule for sense in look_up(load_lexicon(), "Track-Two")]
    ['designations:track two']
    """
    node = lexicon.root
    for token in term_key(term):
        following = node.next.get(token)
        if following is None:
            return []
        node = following
    return node.senses


def describe(sense: Sense) -> str:
    """One line on a sense: class, attributes, file and line."""
    shown = [f"{f.name}={getattr(sense, f.name)}" for f in fields(sense) if f.name not in ("term", "origin")]
    return f"{sense.term}: {type(sense).__name__.lower()} {' '.join(shown)} ({sense.origin})"


def problems(lexicon: Lexicon) -> list[str]:
    """Find terms of which one class says two things.

    Returns
    -------
    list of str
        One line each, with both places.
    """
    seen: dict[tuple[type[Sense], tuple[str, ...], bool], list[Sense]] = defaultdict(list)
    for sense in lexicon.senses:
        if isinstance(sense, Office | Organisation):
            seen[type(sense), term_key(sense.term), sense.term.islower()].append(sense)
    out = []
    for senses in seen.values():
        first = senses[0]
        for other in senses[1:]:
            if getattr(first, "status", None) != getattr(other, "status", None):
                out.append(f"{other.origin}: {other.term!r} contradicts {first.origin}")
    return out
