"""A repeat, word for word, has the result of the first, and is not read again."""

import pickle

import classifier
from classifier.documents import Document
from classifier.model import tracker as module
from classifier.model.repeats import _CHARACTERS, _DOCUMENTS, Repeats

TEXT = "The foreign ministers of India and Nepal signed a treaty in Kathmandu."


def test_a_repeat_is_read_once(monkeypatch):
    tracker = classifier.load()
    read = []
    evidence_of = module.evidence_of
    monkeypatch.setattr(module, "evidence_of", lambda text, *more: read.append(text) or evidence_of(text, *more))
    documents = [Document(str(n), text) for n, text in enumerate([TEXT, "Nothing here.", TEXT] + [TEXT] * 200)]
    found = list(tracker.classify_documents(documents))
    assert [d.id for d, _ in found] == [d.id for d in documents]
    assert len(read) == 2
    assert {r.label for d, r in found if d.text == TEXT} == {found[0][1].label}
    assert found[0][1] == next(classifier.load().classify_documents([documents[0]]))[1]


def test_what_is_kept_is_bounded():
    repeats = Repeats()
    for n in range(3 * _DOCUMENTS):
        repeats.put(n, n, 1)
    assert len(repeats._results) == _DOCUMENTS
    for n in range(10):
        repeats.put(("long", n), n, _CHARACTERS // 4)
    repeats.put("too long", 1, _CHARACTERS)
    assert len(repeats._results) == 4
    assert repeats.get(("long", 9)) == 9
    assert repeats.get(0) is None
    assert not pickle.loads(pickle.dumps(repeats))._results
