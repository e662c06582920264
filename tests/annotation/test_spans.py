"""Spans of equal bounds lend each other nothing."""

from itertools import permutations

from classifier.annotation.spans import completed, same_spans

BASE = {
    "start": 0,
    "end": 4,
    "text": "They",
    "status": "official",
    "capacity": "incumbent",
    "role": "participant",
    "kind": "igo",
}


def test_of_spans_of_equal_bounds_each_gets_back_its_own():
    first, second = BASE | {"rules": ["offices:envoy"]}, BASE | {"party": "", "office": "UN"}
    shown = [{k: v for k, v in span.items() if k not in ("rules", "text")} | {"party": ""} for span in (first, second)]
    shown[0]["office"] = ""
    for given in permutations(shown):
        for known in permutations((first, second)):
            assert same_spans(completed("actors", given, known, "They met."), [first, second])
