"""The decision in sentences: who takes part, in what capacity, and what else weighed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..labels import DISPLAY, Aspect, Capacity, Label, Role, Status
from ..records import Actor, Evidence

_NUMBER = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ACTIVITY = "diplomatic activity"


def reasons_for(evidence: Evidence, label: Label) -> tuple[str, ...]:
    """Say in sentences what the evidence is and how the label follows, or that the model saw it otherwise.

    Parameters
    ----------
    evidence : Evidence
    label : Label
        As the model gave it.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> reasons_for(Evidence(), Label.NONE)
    ('No one is said to take part in a diplomatic activity.', 'Label: None.')
    """
    if evidence.screened:
        return ("It names no state, people, movement, body or office between which a political divide could lie.",
                f"Label: {DISPLAY[label]}.")  # fmt: skip
    table = _once([a for a in evidence.actors if a.at_table])
    out = [_who(table)]
    personal = [a for a in table if a.capacity is Capacity.PERSONAL]
    if personal:
        out.append(f"{_quoted(personal)} in a personal capacity.")
    facilitators = [a for a in table if a.role is Role.FACILITATOR]
    if facilitators:
        kind = "non-official" if facilitators[0].status is Status.NON_OFFICIAL else "official"
        out.append(f"{_quoted(facilitators)} mediates or facilitates ({kind}).")
    negated = [a for a in evidence.actors if a.negated]
    if negated:
        out.append(f"{_quoted(negated)}: said not to take part.")
    away = [a for a in evidence.actors if a.role in (Role.COMMENTATOR, Role.HOST, Role.FUNDER, Role.ADDRESSEE)]
    if away:
        out.append(f"Left out, for they comment, host, pay or are told: {_quoted(_once(away))}.")
    if evidence.claimed_track is not None:
        named = DISPLAY[evidence.claimed_track]
        agrees = "" if evidence.claimed_track is label else ", which the rest of the evidence outweighs"
        out.append(f"The text itself names {named}{agrees}.")
    activities = [c.text for c in evidence.cues if c.aspect is Aspect.ACTIVITY and not c.value.startswith("other")]
    if label is not Label.NONE and activities:
        out.append(f"The activity: {', '.join(dict.fromkeys(activities[:4]))}.")
    return (*out, f"Label: {DISPLAY[label]}.")


def _once(actors: Iterable[Actor]) -> list[Actor]:
    """One mention a name."""
    return list({(a.name or a.text): a for a in reversed(list(actors))}.values())[::-1]


def _quoted(actors: list[Actor], most: int = 4) -> str:
    shown = ", ".join(f"'{a.text}'" for a in actors[:most])
    return shown + (f" and {len(actors) - most} more" if len(actors) > most else "")


def _who(table: list[Actor]) -> str:
    if not table:
        return f"No one is said to take part in a {_ACTIVITY}."
    groups = Counter(_group(a) for a in table)
    parts = [_counted(n, group) for group, n in groups.most_common()]
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    verb = "takes" if sum(groups.values()) == 1 else "take"
    return f"{listed[0].upper()}{listed[1:]} {verb} part: {_quoted(table, 6)}."


def _group(actor: Actor) -> str:
    if actor.capacity is Capacity.FORMER:
        return "former official"
    if actor.status is Status.OFFICIAL:
        return "movement or its envoy" if actor.kind == "movement" else "official actor"
    return "non-official actor" if actor.status is Status.NON_OFFICIAL else "actor of unknown standing"


def _counted(n: int, noun: str) -> str:
    number = _NUMBER[n] if n < len(_NUMBER) else str(n)
    if n == 1:
        return f"{number} {noun}"
    first, _, rest = noun.partition(" ")
    if first in ("movement", "actor") and rest:
        return f"{number} {first}s {rest}" if first == "actor" else f"{number} movements or their envoys"
    return f"{number} {noun}s"
