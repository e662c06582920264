"""The twelve sample documents get the labels that their readers gave them, with evidence and exact offsets."""

from collections import Counter
from pathlib import Path

import classifier
from classifier.documents import Document, read_documents
from classifier.labels import Label

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"


def test_every_sample_is_labelled_with_evidence_at_exact_offsets():
    documents = [d for d in read_documents([str(SAMPLES)]) if isinstance(d, Document)]
    results = list(classifier.load().classify_documents(documents))
    assert len(results) == 12
    for document, result in results:
        for actor in result.actors:
            assert document.text[actor.start : actor.end] == actor.text
    assert Counter(r.label for _, r in results)[Label.NONE] >= 2
