"""Behavioural tests: made sentences whose label is known, or must not change, or must change in one direction."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import product
from pathlib import Path
from string import Formatter
from typing import Any

from ..errors import InputError
from ..labels import DISPLAY, LABELS, Label
from ..metrics.bootstrap import Estimate
from ..metrics.intervals import wilson
from ..records.tables import refuse

KINDS = ("minimum", "invariance", "directional")
DIRECTIONS = {
    "less_official": "a less official label",
    "more_official": "a more official label",
    "same": "the same label",
}
MOST = 40
#: Shown to whoever wrote a line that is none.
EXAMPLE = (
    '{"name": "seminars", "kind": "minimum", "template": "{who} met at a seminar.", "fill": {"who": ["Scholars", "Former '
    'envoys"]}, "expected": "track_2"}'
)
#: From the least official; `none` has no place in this order.
_OFFICIALNESS = (Label.TRACK_2, Label.TRACK_1_5, Label.TRACK_1)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A behavioural test: sentences, or pairs of them, and what is expected.

    Attributes
    ----------
    name, kind : str
    cases : tuple of (str, str or None)
        A sentence, and the changed one where the test is of a change.
    expected : str
        A label, or one of `DIRECTIONS`.
    """

    name: str
    kind: str
    cases: tuple[tuple[str, str | None], ...]
    expected: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A sentence that failed, the changed one if there is one, and what came of it."""

    text: str
    other: str | None
    got: str
    expected: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a test went; the interval is Wilson's, over sentences."""

    name: str
    kind: str
    n: int
    passed: int
    rate: Estimate
    failures: tuple[Failure, ...]


def read_behaviour(path: Path | None = None) -> list[Behaviour]:
    """Read behavioural tests.

    Parameters
    ----------
    path : Path, optional
        JSON lines as ``classifier/evaluation/data/behaviour.jsonl``, which is read by default. Each line has ``name``,
        ``kind`` (minimum, invariance, directional), ``template``, ``expected``, for the last two kinds ``other``, and
        perhaps ``fill``: lists of values for the names in braces. A line of kind ``fillers`` gives lists to all.

    Returns
    -------
    list of Behaviour
        Each with the product of its fillers, or 40 drawn from it.

    Raises
    ------
    InputError
        For lines that cannot be used; names file, line and test of the first ten.

    Notes
    -----
    Ribeiro et al. (2020), *Beyond Accuracy: Behavioral Testing of NLP Models with CheckList*.
    """
    name = str(path) if path else "behaviour.jsonl"
    try:
        lines = (path or files("classifier.evaluation") / "data" / "behaviour.jsonl").read_text("utf-8").splitlines()
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}; name a file of behavioural tests") from error
    shared: dict[str, Sequence[str]] = {}
    tests, problems = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row: Any = None
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError("not a JSON object; write one a line")
            if row.get("kind") == "fillers":
                shared |= _fillers(row)
            else:
                tests.append(_behaviour(row, shared))
        except ValueError as error:
            named = f" (test {row['name']!r})" if isinstance(row, dict) and row.get("name") else ""
            problems.append(f"{name}, line {number}{named}: {error}")
        except RecursionError:
            problems.append(f"{name}, line {number}: nested too deeply")
    refuse(problems, f"a test is a line such as {EXAMPLE}")
    if not tests:
        raise InputError(f"{name}: no tests in it; write one a line")
    return tests


def _fillers(row: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    fill = row.get("fill", {})
    if not isinstance(fill, dict) or not all(isinstance(values, list) and values for values in fill.values()):
        raise ValueError("fill must hold a list of values for each name")
    return {str(name): [str(value) for value in values] for name, values in fill.items()}


def _behaviour(row: Mapping[str, Any], shared: Mapping[str, Sequence[str]]) -> Behaviour:
    missing = [key for key in ("name", "kind", "template", "expected") if not row.get(key)]
    if missing:
        raise ValueError(f"it lacks {', '.join(missing)}")
    kind, expected, other = str(row["kind"]), str(row["expected"]), row.get("other")
    if kind not in KINDS:
        raise ValueError(f"kind is {kind!r}; it must be one of {', '.join(KINDS)}")
    allowed = [str(label) for label in LABELS] if kind == "minimum" else list(DIRECTIONS)
    if expected not in allowed:
        raise ValueError(f"expected is {expected!r}; it must be one of {', '.join(allowed)}")
    if (kind == "minimum") != (other is None):
        raise ValueError(
            "a minimum test has no 'other'; make it 'invariance' or 'directional'"
            if kind == "minimum"
            else f"{kind} compares two sentences; the second goes under 'other'"
        )
    cases = _filled(str(row["name"]), str(row["template"]), other, {**shared, **_fillers(row)})
    return Behaviour(str(row["name"]), kind, cases, expected)


def _filled(
    name: str, template: str, other: str | None, fill: Mapping[str, Sequence[str]]
) -> tuple[tuple[str, str | None], ...]:
    if not isinstance(other, str | None):
        raise ValueError("'other' must be a sentence")
    used = sorted({field for part in (template, other or "") for _, field, _, _ in Formatter().parse(part) if field})
    unknown = [field for field in used if field not in fill]
    if unknown:
        raise ValueError(f"no fillers for {', '.join(unknown)}; list some under 'fill'")
    rows = [dict(zip(used, values, strict=True)) for values in product(*(fill[field] for field in used))]
    if len(rows) > MOST:
        rows = random.Random(name).sample(rows, MOST)  # the name is the seed: the same sentences on every run
    return tuple((template.format(**row), other.format(**row) if other is not None else None) for row in rows)


def run_behaviour(tests: Sequence[Behaviour], predict: Callable[[Sequence[str]], Sequence[str]]) -> list[Outcome]:
    """Run tests.

    Parameters
    ----------
    tests : sequence of Behaviour
    predict : callable
        From texts to labels, in order.

    Returns
    -------
    list of Outcome

    Examples
    --------
    >>> test = Behaviour("war", "minimum", (("Troops shelled the town.", None),), "none")
    >>> run_behaviour([test], lambda texts: ["none"] * len(texts))[0].passed
    1
    """
    texts = list(dict.fromkeys(text for test in tests for case in test.cases for text in case if text is not None))
    found = dict(zip(texts, map(str, predict(texts)), strict=True))
    return [_outcome(test, found) for test in tests]


def _outcome(test: Behaviour, found: Mapping[str, str]) -> Outcome:
    failures = tuple(_failures(test, found))
    n = len(test.cases)
    passed = n - len(failures)
    return Outcome(test.name, test.kind, n, passed, Estimate(passed / n, *wilson(passed / n, n)), failures)


def _failures(test: Behaviour, found: Mapping[str, str]) -> Iterable[Failure]:
    for text, other in test.cases:
        first = Label(found[text])
        if other is None:
            if first != test.expected:
                yield Failure(text, None, DISPLAY[first], DISPLAY[Label(test.expected)])
        elif not moved_as_expected(first, Label(found[other]), test.expected):
            got = f"{DISPLAY[first]}, then {DISPLAY[Label(found[other])]}"
            yield Failure(text, other, got, DIRECTIONS[test.expected])


def moved_as_expected(first: Label, second: Label, expected: str) -> bool:
    """Whether a change of the sentence moved the label as it should; `none` is never more or less official.

    Examples
    --------
    >>> moved_as_expected(Label.TRACK_1, Label.TRACK_2, "less_official"), moved_as_expected(
    ...     Label.TRACK_2, Label.TRACK_2, "less_official")
    (True, False)
    """
    if expected == "same":
        return first is second
    if first not in _OFFICIALNESS or second not in _OFFICIALNESS:
        return False
    step = _OFFICIALNESS.index(second) - _OFFICIALNESS.index(first)
    return step < 0 if expected == "less_official" else step > 0
