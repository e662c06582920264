"""What coders and models say of a passage, and how far they are apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from ...errors import InputError
from ...labels import Label, track_distance
from ..hub import Hub, Record, coder_of, kind_of


@dataclass(frozen=True, slots=True)
class Case:
    """A passage with all that is said of it.

    Attributes
    ----------
    base : dict
        Its first record, for what tells of the passage and not of a coder.
    coders : tuple of dict
        Each person's record; of several rounds the last, in the order of the files.
    models : tuple of dict
        Each model's record.
    """

    base: Record
    coders: tuple[Record, ...]
    models: tuple[Record, ...]

    @property
    def passage_id(self) -> str:
        """Id of the passage."""
        return str(self.base["passage_id"])

    @property
    def labels(self) -> Counter[Label]:
        """How many coders gave each label."""
        return Counter(Label(record["label"]) for record in self.coders)

    @property
    def disputed(self) -> bool:
        """Whether coders gave different labels."""
        return len(self.labels) > 1

    @property
    def severity(self) -> tuple[int, int, float]:
        """How bad a dispute is: a greater one is to be decided first.

        Returns
        -------
        (int, int, float)
            The greatest track distance between two coders; how many coders did not give the most frequent label; and
            how sure the first model is that the label is one which no coder gave.
        """
        labels = self.labels
        distance = max((track_distance(a, b) for a, b in combinations(labels, 2)), default=0)
        outvoted = labels.total() - max(labels.values(), default=0)
        given = self.models[0].get("probabilities", {}) if self.models else {}
        against = sum(p for label, p in given.items() if Label(label) not in labels)
        return distance, outvoted, float(against)


def case_of(records: Iterable[Record]) -> Case:
    """Put the records of a passage together.

    Parameters
    ----------
    records : iterable of dict
        At least one.

    Returns
    -------
    Case

    Raises
    ------
    InputError
        For a record that is gold already.

    Examples
    --------
    >>> said = [{"passage_id": "d#0", "label": label, "annotator": who} for who, label in [("a", "none"), ("b", "track_2")]]
    >>> case_of(said).disputed, case_of(said).severity, case_of(said[:1]).disputed
    (True, (2, 1, 0.0), False)
    """
    by_kind: dict[str, dict[str, Record]] = {"human": {}, "model": {}}
    records = list(records)
    for record in records:
        if kind_of(record) == "adjudicated":
            raise InputError(
                f"{record['passage_id']}: gold already, by {coder_of(record)}; leave the gold file out: decisions are kept "
                "in the sheet that --decisions names"
            )
        by_kind[kind_of(record)][coder_of(record)] = record
    return Case(records[0], tuple(by_kind["human"].values()), tuple(by_kind["model"].values()))


def worst_first(hub: Hub) -> list[str]:
    """Ids of the disputed passages, the worst disputes first.

    Parameters
    ----------
    hub : Hub

    Returns
    -------
    list of str
    """
    cases = (case_of(hub.records(passage_id)) for passage_id in hub.passage_ids)
    found = [(case.severity, case.passage_id) for case in cases if case.disputed]
    return [passage_id for _, passage_id in sorted(found, key=lambda pair: pair[0], reverse=True)]
