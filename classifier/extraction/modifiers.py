"""What may stand between a mention's first word and its head: numbers, adjectives and qualifiers.

Logic
    Where an office follows an organisation, with or without such words between ('UN envoy', 'Hamas leader'), the
    organisation is no mention of its own.
Patterns
    `offices.csv`, `qualifiers.csv`.
"""

from __future__ import annotations

from ..lexicon import Office, Qualifier
from .tokens import Tokens

NUMBERS = frozenset([
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "eighteen", "twenty", "thirty", "forty", "fifty", "sixty", "hundred",
    "dozen", "dozens", "several", "some", "many", "few", "a", "an", "the", "both", "all", "other", "these",
    "those", "his", "her", "its", "their", "our", "various", "certain", "another", "each", "every", "most",
])  # fmt: skip
ADJECTIVES = frozenset([
    "senior", "top", "high", "level", "ranking", "leading", "prominent", "influential", "veteran", "young", "younger",
    "older", "local", "regional", "national", "chief", "main", "key", "lead", "principal", "deputy", "assistant",
    "junior", "foreign", "own", "low", "middle", "mid", "rank", "religious", "political", "military", "civilian",
    "academic", "private", "independent", "respected", "distinguished", "eminent", "unnamed", "visiting", "exiled",
    "traditional", "tribal", "international", "world", "western", "eastern", "northern", "southern", "north", "south",
    "east", "west", "central", "arab", "muslim", "christian", "jewish", "catholic", "protestant", "orthodox", "sunni",
    "shia", "shiite", "kurdish", "women", "female", "male", "government", "state", "official", "federal", "opposition",
    "rebel", "armed", "royal", "imperial", "nuclear", "security", "policy", "university", "parliamentary",
    "diplomatic", "honorary", "founding", "executive", "managing", "permanent", "special", "personal", "joint",
])  # fmt: skip


def modifies_office(tokens: Tokens, at: int) -> bool:
    """Whether what stands at ``at`` makes an organisation before it a mere modifier ('UN envoy', 'Hamas leader')."""
    n = len(tokens)
    if at < n and tokens.lower[at] == "'s":
        at += 1
    while at < n and (tokens.lower[at] in ADJECTIVES or is_qualifier(tokens, at)):
        unit = tokens.unit_at.get(at)
        if unit and unit.sense(Office):
            return True
        at = unit.end if unit else at + 1
    unit = tokens.unit_at.get(at) if at < n else None
    return bool(unit and unit.sense(Office))


def is_qualifier(tokens: Tokens, i: int) -> bool:
    """Whether a qualifier of what comes next stands at a token: 'former', 'retired', 'serving'."""
    unit = tokens.unit_at.get(i)
    found = unit.sense(Qualifier) if unit else None
    return found is not None and found.scope == "next"
