"""Tokens, sentences and lexicon matches of a passage: what every rule reads."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from ..documents import sentence_spans
from ..lexicon import Lexicon, Organisation, Sense
from ..lexicon.terms import TOKEN, is_dash, normalise
from .memory import Memory

#: An entry in capitals that is longer is no acronym but a name written in capitals.
_ACRONYM = 5
SenseT = TypeVar("SenseT", bound=Sense)


@dataclass(slots=True)
class Unit:
    """The longest lexicon term at its place: token offsets, half-open, and the term's senses."""

    start: int
    end: int
    senses: tuple[Sense, ...]

    def sense(self, kind: type[SenseT]) -> SenseT | None:
        """Return the unit's sense of a class, or None."""
        for sense in self.senses:
            if isinstance(sense, kind):
                return sense
        return None

    @property
    def body(self) -> Organisation | None:
        """The unit's sense as a body's name, or None; what holds for a time only is a person's name."""
        found = self.sense(Organisation)
        return None if found is None or self.person else found

    @property
    def person(self) -> tuple[Organisation, ...]:
        """What a dictionary of event data says of a person, from time to time; else empty."""
        found = tuple(sense for sense in self.senses if isinstance(sense, Organisation))
        return found if any(sense.dated for sense in found) else ()


@dataclass
class Tokens:
    """A passage's tokens as parallel lists, its sentences, and the lexicon units found in it.

    Attributes
    ----------
    surface, lower : list of str
        Tokens as written and in look-up form.
    starts, ends : list of int
        Code-point offsets.
    sentence : list of int
        Index of the sentence of each token.
    units : list of Unit
        Not overlapping, in order.
    unit_at : dict of int to Unit
        Units by their first token.
    common : frozenset of str
        Words that are no names although they may be capitalised (`Lexicon.common_words`).
    memory : Memory
        What the document has told before.
    """

    text: str
    surface: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    sentence: list[int]
    n_sentences: int
    units: list[Unit] = field(default_factory=list)
    unit_at: dict[int, Unit] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    memory: Memory = field(default_factory=Memory)

    @cached_property
    def written_within(self) -> frozenset[str]:
        """Words as they are written elsewhere than at the opening of a sentence."""
        return frozenset(word for k, word in enumerate(self.surface) if not self.opens_sentence(k))

    def __len__(self) -> int:
        return len(self.surface)

    def is_capital(self, i: int) -> bool:
        """Whether a token begins with a capital letter."""
        return self.surface[i][0].isupper()

    def opens_sentence(self, i: int) -> bool:
        """Whether a token is the first word of its sentence, quotation marks aside."""
        j = i - 1
        while j >= 0 and not self.surface[j][0].isalnum() and self.sentence[j] == self.sentence[i]:
            j -= 1
        return j < 0 or self.sentence[j] != self.sentence[i]


def tokenize(text: str, lexicon: Lexicon, memory: Memory | None = None) -> Tokens:
    """Cut a passage into tokens and find every lexicon term in it, in linear time.

    Parameters
    ----------
    text : str
    lexicon : Lexicon
    memory : Memory, optional

    Returns
    -------
    Tokens

    Notes
    -----
    The trie walk, not spaCy's ``PhraseMatcher``: a walk answers with the senses themselves, needs no Doc for
    each of the lexicon's terms, so that loading takes a fraction of a second, and pickles.
    """
    spans = [match.span() for match in TOKEN.finditer(text)]
    surface = [text[start:end] for start, end in spans]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    lower = list(map(normalise, surface))
    sentences = sentence_spans(text)
    sentence = _sentence_of_each(starts, [start for start, _ in sentences])
    tokens = Tokens(text, surface, lower, starts, ends, sentence, len(sentences), common=lexicon.common_words)
    tokens.memory = memory or tokens.memory
    tokens.units = _match(tokens, lexicon)
    tokens.unit_at = {unit.start: unit for unit in tokens.units}
    return tokens


def _sentence_of_each(starts: list[int], firsts: list[int]) -> list[int]:
    """Number the sentence of each token, from the offsets at which tokens and sentences start."""
    cuts = [bisect_left(starts, first) for first in firsts[1:]]
    sizes = [after - before for before, after in pairwise([0, *cuts, len(starts)])]
    return [number for number, size in enumerate(sizes) for _ in range(size)]


def _match(tokens: Tokens, lexicon: Lexicon) -> list[Unit]:
    lower, sentence, root = tokens.lower, tokens.sentence, lexicon.root.next
    units = []
    n, reached = len(lower), 0
    for i in [k for k, word in enumerate(lower) if word in root]:
        if i < reached:
            continue
        node = root[lower[i]]
        ends = [(i + 1, node)] if node.senses else []
        j = i + 1
        while j < n and sentence[j] == sentence[i]:
            following = node.next.get(lower[j])
            if following is None:
                # A hyphen inside a compound ('vice-president') is not in the key.
                if is_dash(tokens.surface[j]) and j + 1 < n and node.next.get(lower[j + 1]):
                    j += 1
                    continue
                break
            node = following
            j += 1
            if node.senses:
                ends.append((j, node))
        for end, found in reversed(ends):
            senses = tuple(s for s in found.senses if _case_fits(s.term, tokens, i, end))
            if senses:
                units.append(Unit(i, end, senses))
                reached = end
                break
    return units


def _case_fits(term: str, tokens: Tokens, start: int, end: int) -> bool:
    """Lower-case entries match in any case; entries with capitals as they are written, or in headline capitals."""
    if term.islower():
        return True
    wanted = [m.group().replace(".", "") for m in TOKEN.finditer(term) if not is_dash(m.group())]
    found = [t.replace(".", "").replace("’", "'") for t in tokens.surface[start:end] if not is_dash(t)]
    if wanted == found:
        return True
    if term.isupper() and len(term) > _ACRONYM:
        return found[0][0].isupper() and found[-1][0].isupper()  # as dictionaries write 'KOFI ANNAN'
    # An acronym in headline capitals is itself; a word in capitals ('TURKEY') may be the entry 'Turkey'.
    return all(f == w.upper() and (len(f) > 3 or f == w) for f, w in zip(found, wanted, strict=True))
