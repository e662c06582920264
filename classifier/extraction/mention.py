"""A mention in the making, and what every rule that makes one needs: its words and the party of its place.

Patterns
    `places.csv`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..labels import Kind, Status
from ..lexicon import Place, Qualifier
from .tokens import Tokens


@dataclass(slots=True)
class Mention:
    """An actor in the making; offsets are tokens, half-open.

    ``lead`` is the mention's first token, ``head`` that of its office, body or name. ``doubtful`` is what may be no
    actor at all: a country that may be a mere place, a capitalised word that may be no name.
    """

    lead: int
    head: int
    end: int
    status: Status
    kind: Kind
    plural: bool = False
    name: str = ""
    office: str = ""
    party: str = ""
    metonym: bool = False
    semi_official: bool = False
    is_name: bool = False
    determined: bool = False
    doubtful: bool = False
    qualifiers: list[tuple[int, Qualifier]] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)


#: Code of a continent or sea in `places.csv`: a place without a government of its own.
REGION = "-"


def text(tokens: Tokens, start: int, end: int) -> str:
    """Tell the passage's own words from one token to another."""
    return tokens.text[tokens.starts[start] : tokens.ends[end - 1]]


def party(place: Place) -> str:
    """Tell the state or territory that a place stands for; none where it is a continent or sea."""
    return "" if place.code == REGION else place.code or place.name
