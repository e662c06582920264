"""Mentions by office: a title or several, the name behind them, and what belongs to them on either side.

Logic
    Titles pile up ('Lt. Gen.', 'Prime Minister Sheikh') and the official one decides. A name may follow, and then
    an affiliation; what stands before is taken in last.
Patterns
    `offices.csv`, `qualifiers.csv`.
"""

from __future__ import annotations

from ..labels import Status
from ..lexicon import Office, Qualifier
from .affiliation import take_affiliation
from .extension import extend_left
from .mention import Mention, text
from .names import is_actor_word, name_end
from .tokens import Tokens, Unit


def office_mention(
    tokens: Tokens, bodies: dict[int, Mention], unit: Unit, office: Office, floor: int
) -> Mention | None:
    """Make the mention of an office: titles in a row, a name behind them, and whose office it is."""
    end = unit.end
    status, kind, plural = office.status, office.kind, office.plural
    rules = [office.rule]
    # Titles pile up: 'Prime Minister Sheikh', 'Lt. Gen.', 'Professor Emeritus'. The official one decides.
    n = len(tokens)
    last = unit
    while end < n and tokens.sentence[end] == tokens.sentence[unit.start]:
        if (
            tokens.surface[end] == "."
            and end + 1 < n
            and tokens.is_capital(end + 1)
            and tokens.sentence[end + 1] == tokens.sentence[end]
            and len(tokens.surface[end - 1]) <= 5
        ):
            end += 1
            continue
        following = tokens.unit_at.get(end)
        next_office = following.sense(Office) if following else None
        if not following or not next_office or end in bodies:
            break
        rules.append(next_office.rule)
        if status is not Status.OFFICIAL and next_office.status is not Status.UNKNOWN:
            status, kind = next_office.status, next_office.kind
        plural = plural or next_office.plural
        last, end = following, following.end
    office_end = last.end
    mention = Mention(
        unit.start, unit.start, end, status, kind, plural=plural,
        office=text(tokens, unit.start, office_end), rules=rules,
    )  # fmt: skip
    aside = _bracketed_qualifier(tokens, end)
    if aside:  # 'Lt. Gen. (Retd) Talat Masood'
        end = aside[0].end + 1
        mention.qualifiers.append((aside[0].start, aside[1]))
        mention.rules.append(aside[1].rule)
    elif office_end == unit.end == unit.start + 1 and _names_an_event(tokens, unit.start):
        return None
    end_of_name = name_end(tokens, end, titled=True) if end < n else None
    if end_of_name is not None and end not in bodies and not plural:
        mention.name = text(tokens, end, end_of_name)
        mention.end = end_of_name
    else:
        mention.end = office_end
    take_affiliation(tokens, bodies, mention)
    return extend_left(tokens, mention, floor, bodies)


def _bracketed_qualifier(tokens: Tokens, at: int) -> tuple[Unit, Qualifier] | None:
    at += at < len(tokens) and tokens.surface[at] == "."
    unit = tokens.unit_at.get(at + 1) if at < len(tokens) and tokens.surface[at] == "(" else None
    qualifier = unit.sense(Qualifier) if unit else None
    if not unit or not qualifier:
        return None
    close = unit.end + (unit.end < len(tokens) and tokens.surface[unit.end] == ".")
    if close >= len(tokens) or tokens.surface[close] != ")":
        return None
    return Unit(unit.start, close, unit.senses), qualifier


def _names_an_event(tokens: Tokens, i: int) -> bool:
    """Whether a capitalised title is part of another name: 'the General Election', 'Ambassador Lecture'."""
    following = i + 1
    return (
        following < len(tokens)
        and tokens.is_capital(i)
        and tokens.is_capital(following)
        and tokens.lower[following] in tokens.common
        and not is_actor_word(tokens.unit_at.get(following))
    )
