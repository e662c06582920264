"""``nlp.add_pipe("diplotrack")``: the tracker as a component of any spaCy pipeline."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ..extraction.components import add_span
from .tracker import Tracker, load


@Language.factory("diplotrack", default_config={"model": None, "lexicon": []})
def make_component(nlp: Language, name: str, model: str | None, lexicon: list[str]) -> DiplotrackComponent:
    """Make the component; see `classifier.load` for its two settings."""
    if not Doc.has_extension("track"):
        Doc.set_extension("track", default=None)
    return DiplotrackComponent(load(model, lexicon))


class DiplotrackComponent:
    """Set ``doc._.track`` (a `PassageResult`), ``doc.spans["actors"]`` and ``doc.spans["cues"]``.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("diplotrack")
    >>> doc = nlp("The foreign ministers of India and Nepal signed a treaty in Kathmandu.")
    >>> str(doc._.track.label), doc.spans["actors"][0].label_
    ('track_1', 'official')
    """

    def __init__(self, tracker: Tracker) -> None:
        self.tracker = tracker

    def __call__(self, doc: Doc) -> Doc:
        """Classify the Doc as one passage; a blank one is left without a track."""
        doc.spans["actors"] = []
        doc.spans["cues"] = []
        if not doc.text.strip():
            return doc
        result = self.tracker.classify(doc.text)
        doc._.track = result
        for actor in result.actors:
            add_span(doc, "actors", actor.start, actor.end, actor.status, actor)
        for cue in result.cues:
            add_span(doc, "cues", cue.start, cue.end, cue.aspect, cue)
        return doc

    def to_disk(self, *_: Any, **__: Any) -> None:
        """Store nothing: the factory's settings name the model and the lexicon."""

    def from_disk(self, *_: Any, **__: Any) -> DiplotrackComponent:
        """Restore nothing; see `to_disk`."""
        return self

    def to_bytes(self, *_: Any, **__: Any) -> bytes:
        """Store nothing; see `to_disk`."""
        return b""

    def from_bytes(self, *_: Any, **__: Any) -> DiplotrackComponent:
        """Restore nothing; see `to_disk`."""
        return self
