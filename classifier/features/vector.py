"""Named features of a passage's evidence. No name of a person, place or body is among them.

Families
    ``who``: counts and flags over class of actor x seat at the table. ``open``: the same for the opening, which
    decides where several activities share a passage (codebook, step 2, rule 7). ``office``: head nouns of offices
    and their seats. ``mix``: who is there together. ``cue``: cues by aspect and value. ``claim``: the text's own
    designation. ``sides``: how many states are named. ``size``: length.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from ..labels import AT_THE_TABLE, Capacity, Kind, Role, Status
from ..records import Actor, Evidence

_CAP = 3
_ORGANISING = frozenset({Role.HOST, Role.FUNDER, Role.ORGANISER})
_PRIVATE_KINDS = {
    Kind.ACADEMIC: "scholar", Kind.THINK_TANK: "scholar", Kind.NGO: "ngo", Kind.RELIGIOUS: "religious",
    Kind.BUSINESS: "business", Kind.MEDIA: "media", Kind.PARTY: "party",
}  # fmt: skip


def feature_dict(evidence: Evidence) -> dict[str, float]:
    """Describe a passage's evidence by named numbers.

    Parameters
    ----------
    evidence : Evidence

    Returns
    -------
    dict of str to float
        Only what is not 0.

    Examples
    --------
    >>> feature_dict(Evidence(n_words=100))["size:words"]
    0.46
    """
    features: dict[str, float] = {"size:words": round(math.log1p(evidence.n_words) / 10, 2)}
    entities = _entities(evidence.actors)
    features |= _who("who", entities)
    features |= _mix("mix", entities)
    opening = evidence.opening_end
    first = [a for a in evidence.actors if a.start < opening]
    features |= _who("open", first)
    features |= _mix("openmix", first)
    features |= _offices(entities)
    features |= _cues(evidence, opening)
    features[f"sides:{min(evidence.n_sides, _CAP)}"] = 1.0
    features[f"opensides:{min(evidence.n_sides_opening, _CAP)}"] = 1.0
    if evidence.claimed_track is not None:
        features[f"claim:{evidence.claimed_track}"] = 1.0
    return features


def _entities(actors: Iterable[Actor]) -> list[Actor]:
    """Keep one mention of each name: the one with the weightiest role."""
    best: dict[str, Actor] = {}
    out: list[Actor] = []
    for actor in actors:
        key = actor.name.split()[-1].lower() if actor.name else ""
        if not key:
            out.append(actor)
        elif key not in best or (actor.at_table and not best[key].at_table):
            best[key] = actor
    return out + list(best.values())


def _class(actor: Actor) -> str:
    if actor.negated:
        return "negated"
    if actor.capacity is Capacity.FORMER:
        return "former"
    if actor.status is Status.OFFICIAL:
        if actor.capacity in (Capacity.PERSONAL, Capacity.APPOINTED):
            return str(actor.capacity)
        if actor.kind is Kind.MOVEMENT:
            return "movement"
        return "igo" if actor.kind is Kind.IGO else "official"
    if actor.status is Status.NON_OFFICIAL:
        return _PRIVATE_KINDS.get(actor.kind, "people")
    return "person" if actor.name and not actor.office else "somebody"


def _only_near(actor: Actor) -> bool:
    """Whether no predicate seats an actor, only a sentence that tells of an interaction: true half of the time."""
    return "role:interaction" in actor.rules


def _seat(actor: Actor) -> str:
    if actor.role is Role.FACILITATOR:
        return "facilitator"
    if actor.role in AT_THE_TABLE:
        return "near" if _only_near(actor) else "table"
    if actor.role in _ORGANISING:
        return "organiser"
    return "unknown" if actor.role is Role.UNKNOWN else "away"


def _who(prefix: str, actors: list[Actor]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for actor in actors:
        weight = 2 if actor.plural else 1
        counts[f"{_class(actor)}@{_seat(actor)}"] += weight
        counts[_class(actor)] += weight
    out: dict[str, float] = {}
    for name, count in counts.items():
        out[f"{prefix}:{name}"] = 1.0
        if count > 1:
            out[f"{prefix}:{name}:n"] = (min(count, _CAP + 1) - 1) / _CAP
    return out


def _offices(actors: list[Actor]) -> dict[str, float]:
    """Flag the head nouns of offices ('minister', 'scholar') and their seats; peoples and faiths are names."""
    out: dict[str, float] = {}
    for actor in actors:
        terms = [rule.removeprefix("offices:") for rule in actor.rules if rule.startswith("offices:")]
        for term in terms:
            if term.islower():
                head = term.split()[-1].removesuffix("s")
                out[f"office:{head}"] = 1.0
                out[f"office:{head}@{_seat(actor)}"] = 1.0
    return out


def _mix(prefix: str, actors: list[Actor]) -> dict[str, float]:
    """Flag who is there together, first by those with a seat, then by all who do not merely talk about it."""
    out: dict[str, float] = {}
    for name, pool in (
        ("table", [a for a in actors if a.at_table and not _only_near(a)]),
        ("near", [a for a in actors if a.at_table]),
        ("any", [a for a in actors if not a.negated and (a.at_table or a.role is Role.UNKNOWN)]),
    ):
        official = [a for a in pool if a.acts_officially]
        private = [a for a in pool if a.status is Status.NON_OFFICIAL or a.capacity is Capacity.FORMER]
        parties = {a.party for a in official if a.party}
        shape = ("both" if private else "official") if official else ("private" if private else "nobody")
        out[f"{prefix}:{name}:{shape}"] = 1.0
        if len(parties) > 1:
            out[f"{prefix}:{name}:sides"] = 1.0
        if official or private:
            out[f"{prefix}:{name}:share"] = len(private) / (len(official) + len(private))
    return out


def _cues(evidence: Evidence, opening: int) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for cue in evidence.cues:
        counts[f"cue:{cue.aspect}:{cue.value}"] += 1
        if cue.start < opening:
            counts[f"opencue:{cue.aspect}:{cue.value}"] += 1
    out: dict[str, float] = {}
    for name, count in counts.items():
        out[name] = 1.0
        if count > 1:
            out[f"{name}:n"] = (min(count, _CAP + 1) - 1) / _CAP
    other = sum(n for name, n in counts.items() if name.startswith("cue:activity:other"))
    own = sum(n for name, n in counts.items() if name.startswith("cue:activity:") and ":other" not in name)
    out["cue:balance"] = (own - other) / (own + other + 1)
    return out
