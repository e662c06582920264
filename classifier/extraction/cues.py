"""Cues by aspect, and the text's own designation of the track.

Logic
    A cue is a lexicon term outside every actor. A designation counts for its track unless a negation stands
    before it ('this was not Track II'), when it counts for none.
Patterns
    `cues.csv`, `designations.csv`.
Source
    Codebook, 'Evidence that a label should be able to show'; step 2, rules 5 and 6; 'a negated name'.
"""

from __future__ import annotations

from ..labels import Aspect, Label
from ..lexicon import CueSense, Designation
from ..records import Cue
from .mention import Mention
from .tokens import Tokens, Unit

_NEGATIONS = frozenset(["not", "no", "never", "neither", "nor", "hardly", "than", "without", "n't", "isn't", "wasn't"])
_WINDOW = 4


def find_cues(tokens: Tokens, mentions: list[Mention]) -> tuple[list[Cue], Label | None]:
    """Find the cues of a passage and the track that it claims for itself.

    Parameters
    ----------
    tokens : Tokens
    mentions : list of Mention

    Returns
    -------
    (list of Cue, Label or None)
        The claim is the first designation that is not negated.
    """
    inside = {i for m in mentions for i in range(m.lead, m.end)}
    cues: list[Cue] = []
    claim: Label | None = None
    for unit in tokens.units:
        designation = unit.sense(Designation)
        if designation:
            negated = _negated(tokens, unit)
            value = f"not_{designation.label}" if negated else designation.label.value
            cues.append(_cue(tokens, unit, Aspect.DESIGNATION, value, designation.rule))
            if not negated and claim is None:
                claim = designation.label
        if unit.start in inside:
            continue
        for sense in unit.senses:
            if isinstance(sense, CueSense):
                cues.append(_cue(tokens, unit, sense.aspect, sense.value, sense.rule))
    return cues, claim


def _cue(tokens: Tokens, unit: Unit, aspect: Aspect, value: str, rule: str) -> Cue:
    start, end = tokens.starts[unit.start], tokens.ends[unit.end - 1]
    return Cue(start, end, tokens.text[start:end], aspect, value, (rule,))


def _negated(tokens: Tokens, unit: Unit) -> bool:
    sentence = tokens.sentence[unit.start]
    window = range(max(0, unit.start - _WINDOW), unit.start)
    return any(tokens.lower[i] in _NEGATIONS and tokens.sentence[i] == sentence for i in window)
