"""The extraction as spaCy components, one a step, for those who want to look at, replace or reuse a step.

``diplotrack_sentences`` sets sentence starts; ``diplotrack_actors`` fills ``doc.spans["actors"]``, each span with
``span._.actor``; ``diplotrack_cues`` fills ``doc.spans["cues"]`` with ``span._.cue``. They work on the Doc's
text and so after any tokenizer. Classifying in bulk runs the same functions without building Docs.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from ..documents import sentence_spans
from ..lexicon import Lexicon, load_lexicon
from ..records import Actor, Cue, Evidence
from .extract import extract


def add_span(doc: Doc, group: str, start: int, end: int, label: str, what: Actor | Cue) -> None:
    """Append a span over characters to a span group, widened to whole tokens."""
    attribute = "actor" if isinstance(what, Actor) else "cue"
    if not Span.has_extension(attribute):
        Span.set_extension(attribute, default=None)
    span = doc.char_span(start, end, label=str(label), alignment_mode="expand")
    if span is not None:
        span._.set(attribute, what)
        doc.spans[group].append(span)


@Language.factory("diplotrack_sentences")
def make_sentences(nlp: Language, name: str) -> Sentences:
    """Make the component that sets ``token.is_sent_start``."""
    return Sentences()


class Sentences:
    """Set sentence starts by the rules of `classifier.documents.sentences`.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("diplotrack_sentences")
    >>> [s.text for s in nlp("Lt. Gen. Masood met U.S. scholars. They talked.").sents]
    ['Lt. Gen. Masood met U.S. scholars.', 'They talked.']
    """

    def __call__(self, doc: Doc) -> Doc:
        """Mark each token as a sentence's first or not."""
        starts = iter([start for start, _ in sentence_spans(doc.text)])
        following = next(starts, None)
        for token in doc:
            token.is_sent_start = following is not None and token.idx + len(token) > following
            if token.is_sent_start:
                following = next(starts, None)
        return doc


class _Step:
    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def evidence(self, doc: Doc) -> Evidence:
        """Extract once for all steps of a pipeline."""
        found = doc.user_data.get("diplotrack_evidence")
        if found is None:
            found = doc.user_data["diplotrack_evidence"] = extract(doc.text, self.lexicon)
        assert isinstance(found, Evidence)
        return found


@Language.factory("diplotrack_actors", default_config={"lexicon": []})
def make_actors(nlp: Language, name: str, lexicon: list[str]) -> Actors:
    """Make the component that fills ``doc.spans["actors"]``."""
    return Actors(load_lexicon(lexicon))


class Actors(_Step):
    """Fill ``doc.spans["actors"]``; a span's label is the actor's status, ``span._.actor`` the actor.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("diplotrack_actors")
    >>> doc = nlp("Two retired generals met the foreign minister of India.")
    >>> [(s.text, str(s._.actor.capacity)) for s in doc.spans["actors"]]
    [('Two retired generals', 'former'), ('the foreign minister of India', 'incumbent')]
    """

    def __call__(self, doc: Doc) -> Doc:
        """Find actors with capacity and role."""
        doc.spans["actors"] = []
        for actor in (a for a in self.evidence(doc).actors if not a.doubtful):
            add_span(doc, "actors", actor.start, actor.end, actor.status, actor)
        return doc


@Language.factory("diplotrack_cues", default_config={"lexicon": []})
def make_cues(nlp: Language, name: str, lexicon: list[str]) -> Cues:
    """Make the component that fills ``doc.spans["cues"]``."""
    return Cues(load_lexicon(lexicon))


class Cues(_Step):
    """Fill ``doc.spans["cues"]``; a span's label is the cue's aspect, ``span._.cue`` the cue.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("diplotrack_cues")
    >>> doc = nlp("Scholars held a workshop.")
    >>> [s.text for s in doc.spans["cues"]]
    ['workshop']
    """

    def __call__(self, doc: Doc) -> Doc:
        """Find cues by aspect."""
        doc.spans["cues"] = []
        for cue in self.evidence(doc).cues:
            add_span(doc, "cues", cue.start, cue.end, cue.aspect, cue)
        return doc
