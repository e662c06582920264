"""A likely cause for an error, guessed by rules: where to look first, not a verdict."""

from __future__ import annotations

from ..labels import AT_THE_TABLE, Aspect, Label, Role, Status
from ..metrics import decide, facts_of
from ..metrics.spans import match_spans
from ..records import Actor, Evidence

Actors = tuple[Actor, ...]


def likely_cause(
    gold: Label,
    predicted: Label,
    evidence: Evidence,
    shown: Actors,
    annotated: Actors | None = None,
    tags: tuple[str, ...] = (),
) -> str:
    """Guess why a passage got a wrong label.

    Parameters
    ----------
    gold, predicted : Label
    evidence : Evidence
        As the rules extract it.
    shown : tuple of Actor
        As the system shows them.
    annotated : tuple of Actor, optional
        The gold's mentions.
    tags : tuple of str
        The gold's hardness tags.

    Returns
    -------
    str
        A few words, the same for all errors of a kind.

    Examples
    --------
    >>> likely_cause(Label.TRACK_1, Label.NONE, Evidence(), ())
    'no activity recognised'
    """
    if predicted is Label.NONE:
        return "no activity recognised" if not _tells_of_talks(evidence) else "activity taken for none"
    if evidence.claimed_track is predicted:
        return "designation misleads"
    if "several_activities" in tags:
        return "several activities"
    if gold is Label.NONE:
        return (
            "words of diplomacy without an activity" if _tells_of_talks(evidence) else "an activity seen where none is"
        )
    if annotated:
        cause = _against_gold(annotated, shown)
        if cause:
            return cause
        if decide(facts_of(shown, claimed=evidence.claimed_track)) is gold:
            return "right participants, wrong weight"
    elif not any(actor.at_table for actor in shown):
        return "participants not found"
    return "no cause found"


def _tells_of_talks(evidence: Evidence) -> bool:
    return any(c.aspect is Aspect.ACTIVITY and not c.value.startswith("other") for c in evidence.cues)


def _against_gold(annotated: Actors, shown: Actors) -> str:
    """Say what went wrong with the mentions that the gold has, the gravest first."""
    found = tuple(sorted(shown, key=lambda a: (a.start, a.end)))
    match = match_spans([(a.start, a.end) for a in annotated], [(a.start, a.end) for a in found])
    pairs = [(annotated[i], found[k]) for i, k in match.pairs]
    seated = [(gold, other) for gold, other in pairs if gold.at_table and other.at_table]
    wrongly_seated = [gold for gold, other in pairs if other.at_table and not gold.at_table]
    missed = {a.start for a in annotated if a.at_table} - {gold.start for gold, _ in pairs}
    if any(gold.negated != other.negated for gold, other in pairs):
        return "negation missed"
    if any(gold.role is Role.COMMENTATOR for gold in wrongly_seated):
        return "commentator taken for participant"
    if wrongly_seated:
        return "bystander taken for participant"
    if any(gold.capacity != other.capacity and _decisive(gold, other) for gold, other in seated):
        return "capacity mistaken"
    if any(gold.status is not other.status and other.status is not Status.UNKNOWN for gold, other in seated):
        return "standing mistaken"
    if missed:
        return "participants not found"
    if any(gold.at_table and other.role not in AT_THE_TABLE for gold, other in pairs):
        return "participant taken for bystander"
    return ""


def _decisive(gold: Actor, other: Actor) -> bool:
    return gold.acts_officially != other.acts_officially
