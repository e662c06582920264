"""All steps of the extraction, from a passage's text to its evidence."""

from __future__ import annotations

from dataclasses import replace

from ..labels import Aspect, Capacity, Role, Status
from ..lexicon import Lexicon, Place
from ..records import DOUBTFUL, Actor, Cue, Evidence
from .capacity import capacities
from .context import contexts
from .cues import find_cues
from .delexicalise import delexicalise
from .memory import Memory, introduced_people, same_person, surname
from .mention import REGION, Mention
from .mentions import find_mentions
from .roles import roles
from .tokens import Tokens, tokenize


def evidence_of(text: str, lexicon: Lexicon, memory: Memory | None = None) -> Evidence:
    """Extract a passage that may describe a diplomatic activity; see `extract` and `classifier.lexicon.Screen`.

    Examples
    --------
    >>> from classifier.lexicon import load_lexicon
    >>> evidence_of("The library closes at six.", load_lexicon()).screened
    True
    """
    return extract(text, lexicon, memory) if lexicon.screen.passes(text) else Evidence(screened=True)


def extract(text: str, lexicon: Lexicon, memory: Memory | None = None) -> Evidence:
    """Find who takes part in what a passage describes, in what capacity, and the cues that bear on its label.

    Parameters
    ----------
    text : str
        One passage.
    lexicon : Lexicon
    memory : Memory, optional
        What the document has told before this passage.

    Returns
    -------
    Evidence
        Offsets are into ``text``.

    Examples
    --------
    >>> from classifier.lexicon import load_lexicon
    >>> evidence = extract("Two retired generals met the foreign minister of India.", load_lexicon())
    >>> [(a.text, str(a.status), str(a.capacity), str(a.role)) for a in evidence.actors]
    [('Two retired generals', 'non_official', 'former', 'participant'), \
('the foreign minister of India', 'official', 'incumbent', 'participant')]
    """
    memory = memory or Memory()
    tokens = tokenize(text, lexicon, memory)
    mentions, acronyms = find_mentions(tokens)
    found_capacities = capacities(tokens, mentions)
    found_roles = roles(tokens, mentions)
    actors = [
        _actor(tokens, mention, capacity, negated, role)
        for mention, (capacity, negated), role in zip(mentions, found_capacities, found_roles, strict=True)
    ]
    actors = _carry_by_name(actors, memory)
    cues, claim = find_cues(tokens, mentions)
    cues += [
        Cue(a.start, a.end, a.text, Aspect.FORMALITY, "semi_official_body", a.rules)
        for a, m in zip(actors, mentions, strict=True)
        if m.semi_official
    ]
    cues.sort(key=lambda cue: (cue.start, cue.end))
    opening_end = _opening_end(tokens, actors, cues)
    return Evidence(
        actors=tuple(actors),
        cues=tuple(cues),
        claimed_track=claim,
        acronyms=tuple(acronyms.items()),
        contexts=contexts(tokens, mentions, actors),
        delexicalised=delexicalise(tokens, actors),
        opening_end=opening_end,
        n_sides=_count_sides(tokens, len(text)),
        n_sides_opening=_count_sides(tokens, opening_end),
        n_sentences=tokens.n_sentences,
        n_words=sum(t[0].isalnum() for t in tokens.surface),
    )


def _count_sides(tokens: Tokens, end: int) -> int:
    """Count the states and territories named before an offset."""
    found = (unit.sense(Place) for unit in tokens.units if tokens.starts[unit.start] < end)
    return len({place.code or place.name for place in found if place and place.code != REGION})


def _opening_end(tokens: Tokens, actors: list[Actor], cues: list[Cue]) -> int:
    """End of the first sentence that tells of anything; what stands before is a dateline or a hook."""
    first = min([*(a.start for a in actors), *(c.start for c in cues)], default=0)
    k = next((k for k, start in enumerate(tokens.starts) if start >= first), None)
    if k is None:
        return 0
    last = k
    while last + 1 < len(tokens) and tokens.sentence[last + 1] == tokens.sentence[k]:
        last += 1
    return tokens.ends[last]


#: A former official is non-official, and whoever is appointed for the task is official (codebook, step 1).
_IMPLIED = {Capacity.FORMER: Status.NON_OFFICIAL, Capacity.APPOINTED: Status.OFFICIAL}


def _actor(tokens: Tokens, mention: Mention, capacity: Capacity, negated: bool, role: Role) -> Actor:
    start, end = tokens.starts[mention.lead], tokens.ends[mention.end - 1]
    return Actor(
        start=start,
        end=end,
        text=tokens.text[start:end],
        status=_IMPLIED.get(capacity, mention.status),
        capacity=capacity,
        role=role,
        kind=mention.kind,
        party=mention.party,
        name=mention.name,
        office=mention.office,
        negated=negated,
        plural=mention.plural,
        rules=tuple(dict.fromkeys([*mention.rules, *([DOUBTFUL] if mention.doubtful else ())])),
    )


def _carry_by_name(actors: list[Actor], memory: Memory) -> list[Actor]:
    """Let a bare surname keep the office with which the passage, or the document before it, introduced it."""
    known = {**memory.people, **dict(introduced_people(actors))}
    out = []
    for actor in actors:
        first = known.get(surname(actor.name))
        if first and actor.status is Status.UNKNOWN and first is not actor and same_person(first, actor):
            actor = replace(
                actor, status=first.status, capacity=first.capacity, kind=first.kind, party=first.party,
                office=first.office, rules=(*actor.rules, "mention:introduced-before"),
            )  # fmt: skip
        out.append(actor)
    return out
