"""The codebook's decision table, encoded once: from who takes part, in what capacity, to the track."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..labels import Capacity, Label, Role, Status
from ..records import Actor


@dataclass(frozen=True, slots=True)
class Facts:
    """What the decision table asks about a passage.

    Attributes
    ----------
    activity : bool
        Whether a diplomatic activity is described (step 0).
    official, personal, non_official : bool
        Whether officials acting as such, officials in a private capacity, and non-officials take part.
    non_official_facilitator : bool
        Whether a non-official mediates or facilitates.
    private_channel : bool
        Whether informal advisers, friends or private emissaries act on a leader's behalf, or a body that is
        private in form talks in a government's stead.
    claimed : Label or None
        The text's own name for the track.
    formal, informal : bool
        Whether the form is one of Track 1 or one of Track 2 (step 2, rule 6).
    """

    activity: bool = True
    official: bool = False
    personal: bool = False
    non_official: bool = False
    non_official_facilitator: bool = False
    private_channel: bool = False
    claimed: Label | None = None
    formal: bool = False
    informal: bool = False


def decide(facts: Facts) -> Label:
    """Label a passage by the codebook's decision table.

    Parameters
    ----------
    facts : Facts

    Returns
    -------
    Label

    Notes
    -----
    Codebook, steps 0 to 2. Rule 4 (companions and observers) and the roles that leave the table are the
    business of whoever establishes the facts.

    Examples
    --------
    >>> decide(Facts(official=True, non_official=True)), decide(Facts(non_official=True))
    (<Label.TRACK_1_5: 'track_1_5'>, <Label.TRACK_2: 'track_2'>)
    """
    if not facts.activity:
        return Label.NONE
    if facts.private_channel or facts.personal:
        return Label.TRACK_1_5
    if facts.official:
        mixed = facts.non_official or facts.non_official_facilitator
        return Label.TRACK_1_5 if mixed else Label.TRACK_1
    if facts.non_official or facts.non_official_facilitator:
        return Label.TRACK_2
    if facts.claimed is not None:
        return facts.claimed
    if facts.formal:
        return Label.TRACK_1
    return Label.TRACK_2 if facts.informal else Label.NONE


def facts_of(actors: Iterable[Actor], *, activity: bool = True, claimed: Label | None = None) -> Facts:
    """Establish the facts about participants from annotated or extracted actors.

    Parameters
    ----------
    actors : iterable of Actor
    activity : bool
    claimed : Label, optional

    Returns
    -------
    Facts
    """
    table = [actor for actor in actors if actor.at_table]
    return Facts(
        activity=activity,
        official=any(a.acts_officially for a in table),
        personal=any(a.status is Status.OFFICIAL and a.capacity is Capacity.PERSONAL for a in table),
        non_official=any(_counts_as_private(a) and a.role is Role.PARTICIPANT for a in table),
        non_official_facilitator=any(_counts_as_private(a) and a.role is Role.FACILITATOR for a in table),
        claimed=claimed,
    )


def _counts_as_private(actor: Actor) -> bool:
    return actor.status is Status.NON_OFFICIAL or actor.capacity is Capacity.FORMER
