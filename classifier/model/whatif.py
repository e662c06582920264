"""What single change would flip the label: tried out on the evidence, one actor at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..extraction.delexicalise import delexicalise
from ..extraction.tokens import tokenize
from ..features import SEATS, Seat, seat_of
from ..labels import DISPLAY, Capacity, Label, Role, Status
from ..lexicon import Lexicon
from ..records import Actor, Evidence
from .classifier import Model


def single_change(text: str, evidence: Evidence, model: Model, lexicon: Lexicon) -> str | None:
    """Find the one change to an actor that would move the label with the greatest probability.

    Parameters
    ----------
    text : str
        The passage that the evidence is of.
    evidence : Evidence
    model : Model
    lexicon : Lexicon

    Returns
    -------
    str or None
        A sentence; None if no single change would do.
    """
    tokens = tokenize(text, lexicon)
    (seats,) = model.reader.read_seats([evidence], model.reader.traits([evidence]))
    prediction = model.predict([evidence], [seats])[0]
    label = prediction.label
    # Changes start from the actors as they were read, not as the rules alone have them.
    places = {(actor.start, actor.end): i for i, actor in enumerate(evidence.actors)}
    changes = [(places[actor.start, actor.end], *change) for actor in prediction.actors for change in _changes(actor)]
    variants, changed_seats = [], []
    for i, actor, _ in changes:
        actors = (*evidence.actors[:i], actor, *evidence.actors[i + 1 :])
        variants.append(replace(evidence, actors=actors, delexicalised=delexicalise(tokens, actors)))
        seat = seat_of(actor, Label.TRACK_1) or Seat.NON_OFFICIAL
        changed_seats.append(seats.copy())
        changed_seats[-1][i] = [float(own is seat) for own in SEATS]
    best: tuple[float, str, Label] | None = None
    for (_, _, words), prediction in zip(changes, model.predict(variants, changed_seats), strict=True):
        probability = prediction.probabilities[prediction.label]
        if prediction.label is not label and (best is None or probability > best[0]):
            best = probability, words, prediction.label
    return None if best is None else f"If {best[1]}, the label would be {DISPLAY[best[2]]} (p {best[0]:.2f})."


def _changes(actor: Actor) -> Iterator[tuple[Actor, str]]:
    who = f"'{actor.text}'"
    if not actor.at_table:
        yield replace(actor, role=Role.PARTICIPANT, negated=False), f"{who} took part"
        return
    yield replace(actor, role=Role.COMMENTATOR), f"{who} only commented"
    if actor.acts_officially:
        former = replace(actor, status=Status.NON_OFFICIAL, capacity=Capacity.FORMER)
        yield former, f"{who} were no longer in office"
        yield replace(actor, capacity=Capacity.PERSONAL), f"{who} acted in a personal capacity"
    else:
        yield replace(actor, status=Status.OFFICIAL, capacity=Capacity.INCUMBENT), f"{who} held office"
