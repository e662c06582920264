import json

import pytest

from classifier.documents.exports import event_registry
from classifier.errors import InputError

from .build import file, run


def check(items):
    first, second, reject = items
    assert first.text.startswith("Two retired ambassadors")
    assert first.text.endswith("May & June.")
    assert (first.id, first.title, first.date) == ("7001", "Old hands meet in Oslo", "2005-01-12")
    assert first.columns["is_duplicate"] is False
    assert (first.columns["source"], first.columns["byline"], first.columns["language"]) == (
        "The Daily Letter", "Anna Smith", "eng",
    )  # fmt: skip
    assert second.columns["is_duplicate"] is True
    assert second.columns["source"] == "post.example"
    assert "'Ohne Text' has no body" in reject.reason


def test_an_answer():
    check(run(event_registry.read, file("event_registry.json")))


@pytest.mark.parametrize("wrap", [lambda r: r, lambda r: {"recentActivityArticles": {"activity": r}}])
def test_other_wrappings(wrap):
    results = json.loads(file("event_registry.json"))["articles"]["results"]
    check(run(event_registry.read, json.dumps(wrap(results)).encode()))


def test_json_lines():
    results = json.loads(file("event_registry.json"))["articles"]["results"]
    check(run(event_registry.read, "\n".join(map(json.dumps, results)).encode()))


@pytest.mark.parametrize("data", [b"", b"[]", b'{"articles": []}', b"[" * 100_000, b'{"uri": "1", "body": "x'])
def test_what_is_none_is_an_error(data):
    with pytest.raises(InputError):
        run(event_registry.read, data)
