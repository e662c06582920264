"""The passage without its names, so that what is learnt from it carries over to names never seen.

Each actor is announced by its class and its seat; its words stay as far as the lexicon knows them as common words
('minister', 'institute'), while names of people, places and bodies give way to placeholders.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..labels import Capacity, Kind, Role, Status
from ..lexicon import Place
from ..records import Actor
from .tokens import Tokens


def delexicalise(tokens: Tokens, actors: Sequence[Actor]) -> str:
    """Rewrite a passage as lower-case common words and upper-case classes.

    Parameters
    ----------
    tokens : Tokens
    actors : sequence of Actor
        Offsets into the tokens' text.

    Returns
    -------
    str
        For example ``FORMER_TABLE two former ministers and ACADEMIC_TABLE scholars met in PLACE``.
    """
    classes = {actor.start: f"{actor_class(actor)}_{_seat(actor)}" for actor in actors}
    out: list[str] = []
    i, n = 0, len(tokens)
    starts, surface, lower, unit_at = tokens.starts, tokens.surface, tokens.lower, tokens.unit_at
    while i < n:
        announced = classes.get(starts[i])
        if announced:
            out.append(announced)
        unit = unit_at.get(i)
        if unit and unit.sense(Place):
            out.append("PLACE")
            i = unit.end
            continue
        first = surface[i][0]
        if first.isdigit():
            out.append("NUMBER")
        elif first.isalpha():
            if not (first.isupper() and _is_name(tokens, i)):
                out.append(lower[i])
            elif not out or out[-1] != "NAME":
                out.append("NAME")
        i += 1
    return " ".join(out)


def _is_name(tokens: Tokens, i: int) -> bool:
    if tokens.lower[i] in tokens.common:
        return False
    followed = i + 1 < len(tokens) and tokens.is_capital(i + 1)
    return followed or not tokens.opens_sentence(i)


def _seat(actor: Actor) -> str:
    if actor.negated:
        return "ABSENT"
    if actor.role in (Role.FACILITATOR, Role.UNKNOWN):
        return str(actor.role.upper())
    return "TABLE" if actor.at_table else "AWAY"


def actor_class(actor: Actor) -> str:
    """Name the class of an actor by its status, capacity and kind.

    Examples
    --------
    >>> actor_class(Actor(0, 1, "x", Status.OFFICIAL, Capacity.PERSONAL, Role.UNKNOWN, Kind.MILITARY))
    'PERSONAL_OFFICIAL'
    """
    if actor.capacity is Capacity.FORMER:
        return "FORMER"
    if actor.status is Status.OFFICIAL:
        if actor.capacity in (Capacity.PERSONAL, Capacity.DESIGNATE):
            return f"{actor.capacity.upper()}_OFFICIAL"
        return {Kind.MOVEMENT: "MOVEMENT", Kind.IGO: "IGO"}.get(actor.kind, "OFFICIAL")
    if actor.status is Status.NON_OFFICIAL:
        return str(actor.kind.upper())
    return "PERSON" if actor.name and not actor.office else "SOMEBODY"
