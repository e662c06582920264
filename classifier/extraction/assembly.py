"""One mention from its head.

Logic
    An office comes first, then an organisation by its name or by its head noun, a government by metonymy, and
    last a bare name; what belongs to it on the left is taken in.
"""

from __future__ import annotations

from ..labels import Kind, Status
from ..lexicon import Office, Place
from .extension import extend_left
from .mention import Mention, text
from .metonymy import LOCATIVE, metonym
from .modifiers import modifies_office
from .names import is_known_name, name_end
from .offices import office_mention
from .tokens import Tokens


def mention_at(tokens: Tokens, bodies: dict[int, Mention], i: int, floor: int) -> Mention | None:
    """Find the mention whose head stands at token ``i``, extended to the left as far as ``floor``."""
    unit = tokens.unit_at.get(i)
    office = unit.sense(Office) if unit else None
    if unit and office and i not in bodies:
        return office_mention(tokens, bodies, unit, office, floor)
    if i in bodies:
        body = bodies[i]
        if modifies_office(tokens, body.end):
            return None
        return extend_left(tokens, body, floor)
    place = unit.sense(Place) if unit else None
    if unit and place:
        return metonym(tokens, unit, place)
    end = name_end(tokens, i)
    if end is not None:
        if i and end - i <= 2 and tokens.lower[i - 1] in LOCATIVE and tokens.sentence[i - 1] == tokens.sentence[i]:
            return None  # a town that the lexicon need not know
        doubtful = end == i + 1 and tokens.opens_sentence(i) and not is_known_name(tokens, i)
        return extend_left(tokens, Mention(
            i, i, end, Status.UNKNOWN, Kind.INDIVIDUAL, name=text(tokens, i, end), is_name=True,
            doubtful=doubtful, rules=["mention:name"],
        ), floor)  # fmt: skip
    return None
