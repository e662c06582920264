"""Sentences that carry their own gold standard: ``[the foreign minister|official incumbent participant] left``.

A marked span is an actor, whole. After the bar stand its status, capacity and role, in this order; ``*`` or
nothing at all asks for no particular one, ``negated`` in the place of the role asks for an actor that is said not
to take part. ``[Geneva|none]`` must overlap no actor. Nothing is asked of what isn't marked.
"""

import re
from functools import cache
from typing import NamedTuple

from classifier.extraction import extract
from classifier.lexicon import load_lexicon

MARKED = re.compile(r"\[([^]|]+)(?:\|([^]]*))?\]")


class Gold(NamedTuple):
    start: int
    end: int
    text: str
    values: tuple[str, ...]  # status, capacity, role: as many as are given
    is_actor: bool


@cache
def lexicon():
    return load_lexicon()


def parse(marked):
    """Tell the plain sentence from what it says of its actors."""
    text, gold, at = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[at : match.start()]
        span, values = match.group(1), (match.group(2) or "").split()
        is_actor = values != ["none"]
        gold.append(Gold(len(text), len(text) + len(span), span, tuple(values if is_actor else ()), is_actor))
        text += span
        at = match.end()
    return text + marked[at:], gold


def disagreements(marked):
    """List, in words, all in which the extraction differs from the markup."""
    text, golds = parse(marked)
    assert golds, f"nothing is marked in {marked!r}"
    actors = extract(text, lexicon()).actors
    wrong = []
    for gold in golds:
        found = [a for a in actors if a.start < gold.end and gold.start < a.end]
        if not gold.is_actor:
            wrong += [f"{gold.text!r} is no actor, found {a.text!r}" for a in found]
        elif [a.text for a in found] != [gold.text]:
            wrong.append(f"{gold.text!r} is the actor, found {[a.text for a in found]}")
        else:
            wrong += _differing(gold, found[0])
    return wrong


def _differing(gold, actor):
    for name, value in zip(("status", "capacity", "role"), gold.values, strict=False):
        if value == "negated":
            if not actor.negated:
                yield f"{gold.text!r} is said not to take part, found as taking part"
        elif value != "*" and getattr(actor, name) != value:
            yield f"{name} of {gold.text!r} is {value}, found {getattr(actor, name)}"


def claim_of(text):
    """Name the track that a sentence claims for itself, or None."""
    return extract(text, lexicon()).claimed_track


def cues_of(text):
    """List text, aspect and value of the cues found in a sentence."""
    return [(c.text, str(c.aspect), c.value) for c in extract(text, lexicon()).cues]
