"""What a classification answers with: frozen dataclasses that pickle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..labels import AT_THE_TABLE, Capacity, Label, Role, Status
from .evidence import Actor, Cue


@dataclass(frozen=True, slots=True)
class PassageResult:
    """The label of one passage, with its probabilities and evidence.

    Attributes
    ----------
    text : str
        The passage.
    label : Label
    probabilities : Mapping of Label to float
        Of all four labels, in their order, summing to 1 up to rounding at 6 places.
    prediction_set : tuple of Label
        Labels that the conformal set at 90% holds; never empty.
    claimed_track : Label or None
        The text's own name for the track.
    actors, cues : tuple
        Offsets are into the document's text (the passage's own, where there is no document).
    reasons : tuple of str
        The decision in sentences.
    index, start, end : int
        The passage's place in its document.
    """

    text: str
    label: Label
    probabilities: Mapping[Label, float]
    prediction_set: tuple[Label, ...]
    claimed_track: Label | None = None
    actors: tuple[Actor, ...] = ()
    cues: tuple[Cue, ...] = ()
    reasons: tuple[str, ...] = ()
    index: int = 0
    start: int = 0
    end: int = 0

    @property
    def confidence(self) -> float:
        """Probability of the label."""
        return self.probabilities[self.label]

    @property
    def uncertain(self) -> bool:
        """Whether the prediction set is not the label alone."""
        return self.prediction_set != (self.label,)

    @property
    def claim_mismatch(self) -> bool:
        """Whether the text names another track than the label."""
        return self.claimed_track is not None and self.claimed_track != self.label


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """The label of a document, made from those of its passages (codebook, 'Documents').

    The attributes are those of `PassageResult`; actors and cues are those of the passages that decided.
    """

    label: Label
    probabilities: Mapping[Label, float]
    prediction_set: tuple[Label, ...]
    claimed_track: Label | None = None
    actors: tuple[Actor, ...] = ()
    cues: tuple[Cue, ...] = ()
    reasons: tuple[str, ...] = ()
    passages: tuple[PassageResult, ...] = field(default=())

    @property
    def confidence(self) -> float:
        """Probability of the label."""
        return self.probabilities[self.label]

    @property
    def uncertain(self) -> bool:
        """Whether the prediction set is not the label alone."""
        return self.prediction_set != (self.label,)

    @property
    def claim_mismatch(self) -> bool:
        """Whether the text names another track than the label."""
        return self.claimed_track is not None and self.claimed_track != self.label


Result = PassageResult | DocumentResult


def counts(actors: tuple[Actor, ...]) -> dict[str, int]:
    """Count those who take part, as the row reports them.

    Returns
    -------
    dict of str to int
        ``n_officials``, ``n_non_officials`` (the former among them), ``n_former``, ``n_personal``; each mention
        counts once.
    """
    table = [a for a in actors if a.role in AT_THE_TABLE and not a.negated]
    return {
        "n_officials": sum(a.status is Status.OFFICIAL for a in table),
        "n_non_officials": sum(a.status is Status.NON_OFFICIAL for a in table),
        "n_former": sum(a.capacity is Capacity.FORMER for a in table),
        "n_personal": sum(a.capacity is Capacity.PERSONAL for a in table),
    }


def facilitator(actors: tuple[Actor, ...]) -> str:
    """Text of the first facilitator, or empty."""
    return next((a.text for a in actors if a.role is Role.FACILITATOR and not a.negated), "")
