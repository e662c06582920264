"""A document's label, made from those of its passages (codebook, 'Documents').

The rule in code. The opening is the first tenth of the document's words, two passages at least and five at most,
its title and headings with it. Where passages of the opening are diplomatic, they alone decide, the first counting
for twice its words. Else the document's other diplomatic passages decide, provided that they hold at least a
sixth of its words. Else the document is ``none``. Those that decide are weighed by their words: the label whose
probabilities they give the greatest weight wins; a dead heat goes to the less official one. A background
paragraph after a diplomatic opening thus never outvotes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..labels import LABELS, TRACKS, Label
from ..records import DocumentResult, PassageResult

OPENING_SHARE = 0.1
OPENING_PASSAGES = (2, 5)
PASSING_MENTION = 1 / 6


def label_document(passages: Sequence[PassageResult], thresholds: Mapping[Label, float]) -> DocumentResult:
    """Make the document's result from its passages' results.

    Parameters
    ----------
    passages : sequence of PassageResult
        In order.
    thresholds : Mapping of Label to float
        The model's conformal thresholds, for the document's prediction set.

    Returns
    -------
    DocumentResult
    """
    words = [len(p.text.split()) for p in passages]
    total = sum(words)
    diplomatic = [i for i, p in enumerate(passages) if p.label is not Label.NONE]
    opening = [i for i in diplomatic if i < _opening_length(words)]
    later = sum(words[i] for i in diplomatic)
    if opening:
        deciding, why = opening, "its opening reports it"
    elif diplomatic and later >= PASSING_MENTION * total:
        deciding, why = diplomatic, f"{later} of its {total} words tell of it"
    else:
        return _none(passages, words, later, total, thresholds)
    weights = {i: words[i] * (2 if i == deciding[0] and opening else 1) for i in deciding}
    tracks = {t: sum(w * passages[i].probabilities[t] for i, w in weights.items()) for t in TRACKS}
    label = max(reversed(TRACKS), key=lambda t: round(tracks[t], 9))
    probabilities = _mix(passages, weights)
    if probabilities[label] < max(probabilities.values()):
        # The deciding passages are diplomatic, so their weight on 'none' goes to the tracks.
        share = sum(probabilities[t] for t in TRACKS)
        probabilities = {x: round(probabilities[x] / share, 6) if x in TRACKS else 0.0 for x in LABELS}
    count = f"{len(deciding)} of {len(passages)} passages" if len(passages) > 1 else "the one passage"
    chosen = [passages[i] for i in deciding]
    lead = next((p for p in chosen if p.label is label), chosen[0])
    return DocumentResult(
        label=label,
        probabilities=probabilities,
        prediction_set=_set(probabilities, label, thresholds),
        claimed_track=next((p.claimed_track for p in chosen if p.claimed_track), None),
        actors=tuple(a for p in chosen for a in p.actors),
        cues=tuple(c for p in chosen for c in p.cues),
        reasons=(f"Decided by {count}: {why}.", *lead.reasons),
        passages=tuple(passages),
    )


def _opening_length(words: Sequence[int]) -> int:
    """Number of passages that open a document: a tenth of its words, within bounds."""
    least, most = OPENING_PASSAGES
    seen, count = 0, 0
    while count < len(words) and (count < least or seen < OPENING_SHARE * sum(words)) and count < most:
        seen += words[count]
        count += 1
    return count


def _none(
    passages: Sequence[PassageResult],
    words: Sequence[int],
    diplomatic: int,
    total: int,
    thresholds: Mapping[Label, float],
) -> DocumentResult:
    probabilities = _mix(passages, dict(enumerate(words)))
    if max(probabilities.values()) > probabilities[Label.NONE]:
        # No passage that counts is diplomatic: what the passages' probabilities leave to the tracks is doubt.
        doubt = sum(probabilities[t] for t in TRACKS)
        probabilities = {t: round(probabilities[t] * 0.49 / doubt, 6) for t in TRACKS}
        probabilities = {Label.NONE: round(1 - sum(probabilities.values()), 6), **probabilities}
    if diplomatic:
        reason = f"Only a passing mention: {diplomatic} of {total} words tell of a diplomatic activity."
    else:
        reason = "No passage describes a diplomatic activity."
    return DocumentResult(
        label=Label.NONE,
        probabilities=probabilities,
        prediction_set=_set(probabilities, Label.NONE, thresholds),
        actors=tuple(a for p in passages for a in p.actors),
        cues=tuple(c for p in passages for c in p.cues),
        reasons=(reason,),
        passages=tuple(passages),
    )


def _mix(passages: Sequence[PassageResult], weights: Mapping[int, float]) -> dict[Label, float]:
    total = sum(weights.values()) or 1
    return {
        label: round(sum(w * passages[i].probabilities[label] for i, w in weights.items()) / total, 6)
        for label in LABELS
    }


def _set(probabilities: Mapping[Label, float], label: Label, thresholds: Mapping[Label, float]) -> tuple[Label, ...]:
    return tuple(x for x in LABELS if x is label or 1 - probabilities[x] <= thresholds[x])
