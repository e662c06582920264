"""Sentences with gold marked inline: ``[Two retired generals: non_official former participant] met …``.

The words after the colon may be any of a status, a capacity, a role, a kind and ``absent`` (said not to take
part). A bracket without a colon marks words in which no actor must be found.
"""

import re
from dataclasses import dataclass

from classifier.extraction import extract
from classifier.labels import Capacity, Kind, Role, Status
from classifier.lexicon import load_lexicon

_MARK = re.compile(r"\[([^\]:]+)(?:: ([^\]]+))?\]")


@dataclass(frozen=True)
class Gold:
    start: int
    end: int
    words: tuple[str, ...]


def parse(marked):
    text, gold, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        words = tuple(match[2].split()) if match[2] else ()
        gold.append(Gold(len(text), len(text) + len(match[1]), words))
        text += match[1]
        at = match.end()
    return text + marked[at:], gold


def misses(marked):
    """What the extraction gets wrong about a marked sentence, as readable lines."""
    text, gold = parse(marked)
    actors = extract(text, load_lexicon()).actors
    out = []
    for g in gold:
        found = [a for a in actors if a.start < g.end and a.end > g.start]
        if not g.words:
            sure = [a for a in found if not a.doubtful]
            out += [f"{text[g.start : g.end]!r} is no actor, but found {a.text!r}" for a in sure]
            continue
        if not found:
            out.append(f"{text[g.start : g.end]!r} not found")
            continue
        actor = max(found, key=lambda a: min(a.end, g.end) - max(a.start, g.start))
        for word in g.words:
            has = {
                word in set(Status): actor.status,
                word in set(Capacity) and word not in set(Status): actor.capacity,
                word in set(Role) and word not in set(Status) | set(Capacity): actor.role,
                word in set(Kind): actor.kind,
            }
            if word == "absent":
                if not actor.negated:
                    out.append(f"{actor.text!r} should be absent")
            elif word not in [str(value) for applies, value in has.items() if applies]:
                out.append(f"{actor.text!r} is {actor.status} {actor.capacity} {actor.role} {actor.kind}, not {word}")
    return out
