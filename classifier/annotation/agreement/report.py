"""All figures of agreement, in the order in which a reviewer asks: how far, on what, who, since when, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import numpy as np

from ...labels import LABELS
from ...metrics.bootstrap import Estimate, Floats
from ...metrics.cluster_sums import Part, estimates_of
from ...metrics.coefficients import unit_columns
from ...records.plain import plain
from ..hub import Hub
from . import parts
from .anchoring import Anchoring, anchoring_of
from .cautions import Caution, cautions_of
from .coding import GOLD, HUMAN, MODEL, Coding, Table, read_coding
from .models import Beside, beside_people
from .rounds import Round, Stability, rounds_of, stability_of
from .spans import Spans, spans_of
from .split import Confusion, Split, confusions_of, shown, split_passages

SCHEMA = "diplotrack-agreement/1"
#: Characters of passages that a page shows, once for each coder.
_LARGEST = 10_000_000
#: Pairs of coders that are measured one by one: those who share most passages.
_MOST_PAIRS = 1000


@dataclass(frozen=True, slots=True)
class Choice:
    """What is measured, and how.

    Attributes
    ----------
    coders : tuple of str
        People who count; all where it is empty.
    round_name : str or None
        The one round that counts.
    resamples, seed : int
        Of the bootstrap.
    command : str
        As it was typed.
    """

    coders: tuple[str, ...] = ()
    round_name: str | None = None
    resamples: int = 2000
    seed: int = 0
    command: str = ""


@dataclass(frozen=True)
class CoderFigures:
    """A coder.

    Attributes
    ----------
    name, kind : str
    n : int
        Passages.
    n_seen : int or None
        Labels given in sight of a prediction; None where no record tells.
    agreement, kappa : Estimate or None
        Of a person with the other people.
    """

    name: str
    kind: str
    n: int
    n_seen: int | None
    agreement: Estimate | None
    kappa: Estimate | None


@dataclass(frozen=True)
class PairFigures:
    """Two coders: two people, or a person and a model or the gold.

    Attributes
    ----------
    coders, kinds : list of str
    n : int
        Passages that both labelled.
    agreement, kappa, ac1 : Estimate
    table : list of list of int
        Cross table in the order of the labels, the first coder's in rows.
    """

    coders: list[str]
    kinds: list[str]
    n: int
    agreement: Estimate
    kappa: Estimate
    ac1: Estimate
    table: list[list[int]]


@dataclass(frozen=True)
class AgreementReport:
    """What was found; the fields are the keys of the JSON file, in their order.

    Attributes
    ----------
    figures : dict of str to Estimate
        Of people: ``agreement``, ``alpha``, ``alpha_steps`` (squared track distance), ``fleiss``, ``ac1``, and ``kappa``,
        the mean of the pairs' Cohen's kappas.
    weighted_figures : dict of str to Estimate or None
        The same, each passage weighing 1 / inclusion probability, where all of them have one and they differ.
    labels : dict of str to dict of str to Estimate
        Each label against the rest, and ``specific`` agreement on it.
    """

    schema: str
    created: str
    versions: dict[str, str]
    command: str
    data: dict[str, Any]
    warnings: list[Caution]
    figures: dict[str, Estimate]
    weighted_figures: dict[str, Estimate] | None
    labels: dict[str, dict[str, Estimate]]
    coders: list[CoderFigures]
    pairs: list[PairFigures]
    confusions: list[Confusion]
    spans: Spans | None
    rounds: list[Round]
    stability: list[Stability]
    anchoring: Anchoring | None
    models: list[Beside]
    split: list[Split]

    def to_dict(self) -> dict[str, Any]:
        """Give the report as the JSON file holds it."""
        found: dict[str, Any] = plain(self)
        return found


def agreement_of(hub: Hub, files: Sequence[str], choice: Choice | None = None, n_shown: int = 0) -> dict[str, Any]:
    """Measure agreement.

    Parameters
    ----------
    hub : Hub
        Records of people, and perhaps of models and adjudicated ones.
    files : sequence of str
        Names of its files, to be told.
    choice : Choice, optional
    n_shown : int
        How many of the passages that divide people are shown with their texts; all are listed.

    Returns
    -------
    dict
        `AgreementReport.to_dict`, and under ``shown`` what the page shows of the worst passages.

    Raises
    ------
    UsageError
        If ``choice`` names a coder or a round that is not there.
    InputError
        If no passage has two coders, one of them a person.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from ...records import sha256_of
    >>> from ..hub import write_records
    >>> passage = {
    ...     "schema": "diplotrack/1", "document_id": "a", "passage_index": 0, "passage_id": "a#0", "text": "They met.",
    ...     "text_sha256": sha256_of("They met."), "start": 0, "end": 9, "label": "track_1",
    ... }
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "hub.jsonl"
    ...     _ = write_records(path, [{**passage, "annotator": name} for name in ("anna", "bo")])
    ...     with Hub([path], print) as hub:
    ...         agreement_of(hub, ["hub.jsonl"], Choice(resamples=100))["figures"]["agreement"]["value"]
    1.0
    """
    choice = choice or Choice()
    coding, tally = read_coding(hub, choice.coders, choice.round_name)
    drawn = (choice.resamples, choice.seed)
    table = coding.table()
    people = coding.numbers(HUMAN)
    columns = unit_columns(parts.counts_of(table[:, people]))
    pairs, left_out = _pairs(coding)
    among = [i for i, pair in enumerate(pairs) if set(pair) <= set(people)]
    all_pairs = parts.each_pair(table, pairs)
    weights = _weights(coding, table[:, people])
    asked: list[Part] = [
        parts.all_coders(columns), parts.mean_kappa(all_pairs, among), parts.each_label(columns),
        parts.specific(columns), parts.each_coder(table, people), all_pairs,
        *([parts.all_coders(columns * weights[:, None])] if weights is not None else []),
    ]  # fmt: skip
    overall, mean, labels, specific, each, paired, *weighted = estimates_of(asked, coding.clusters, *drawn)
    split = split_passages(coding, hub)
    anchoring = anchoring_of(coding, *drawn)
    spans = spans_of(coding, tally, pairs, *drawn)
    report = AgreementReport(
        schema=SCHEMA,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        versions={name: version(name) for name in ("diplotrack", "numpy", "scipy")},
        command=choice.command,
        data=_described(coding, table[:, people], files, len(split), choice),
        warnings=cautions_of(coding, anchoring, spans, left_out),
        figures={**_first(overall), **_first(mean)},
        weighted_figures=_first(weighted[0]) if weighted else None,
        labels={
            str(label): {name: found[i] for name, found in {**labels, **specific}.items()}
            for i, label in enumerate(LABELS)
        },
        coders=_coders(coding, table, each),
        pairs=_pair_figures(coding, table, pairs, paired),
        confusions=confusions_of(coding),
        spans=spans,
        rounds=rounds_of(coding, *drawn),
        stability=stability_of(coding, *drawn),
        anchoring=anchoring,
        models=beside_people(coding, *drawn),
        split=split,
    )
    return {**report.to_dict(), "shown": list(_shown(coding, hub, split[:n_shown]))}


def _shown(coding: Coding, hub: Hub, split: Sequence[Split]) -> Iterator[dict[str, Any]]:
    """Show passages until a page would be too large to open."""
    size = 0
    for one in split:
        found = shown(one, hub, coding)
        size += len(found["text"]) * len(found["said"])
        if size > _LARGEST:
            return
        yield found


def _first(found: dict[str, list[Estimate]]) -> dict[str, Estimate]:
    return {name: estimates[0] for name, estimates in found.items()}


def _pairs(coding: Coding) -> tuple[list[tuple[int, int]], int]:
    """Pairs of coders who share passages, all but those of two models; and how many are left out as too many."""
    from scipy import sparse

    latest, n = coding.latest(), len(coding.coders)
    entries = (np.ones(int(latest.sum())), (coding.passage[latest], coding.coder[latest]))
    there = sparse.csr_array(entries, (len(coding), n))
    shared = sparse.triu(there.T @ there, k=1).tocoo()
    kinds = np.array([coder.kind == MODEL for coder in coding.coders])
    wanted = ~(kinds[shared.row] & kinds[shared.col])
    rows, columns, sizes = (side[wanted] for side in (shared.row, shared.col, shared.data))
    most = np.argsort(-sizes, kind="stable")[:_MOST_PAIRS]
    return sorted(zip(rows[most].tolist(), columns[most].tolist(), strict=True)), int(wanted.sum()) - len(most)


def _weights(coding: Coding, given: Table) -> Floats | None:
    """Weights by design, 1 on average, where every passage coded twice has one and they differ."""
    shared = (given >= 0).sum(axis=1) > 1
    own = coding.weights[shared]
    if not len(own) or np.isnan(own).any() or np.ptp(own) == 0:
        return None
    # Passages coded once have a say in what chance would give.
    weights: Floats = np.nan_to_num(coding.weights, nan=0.0) / own.mean()
    return weights


def _described(coding: Coding, given: Table, files: Sequence[str], n_split: int, choice: Choice) -> dict[str, Any]:
    n = (given >= 0).sum(axis=1)
    shared = n > 1
    return {
        "files": list(files),
        "chosen": {"coders": list(choice.coders), "round": choice.round_name},
        "n": len(coding),
        "n_shared": int(shared.sum()),
        "n_once": int((n == 1).sum()),
        "n_clusters": len(np.unique(coding.clusters[shared])),
        "n_split": n_split,
        "labels": {str(label): int((given == i).sum()) for i, label in enumerate(LABELS)},
        "rounds": list(coding.rounds),
        "gold": bool(coding.numbers(GOLD)),
        "resamples": choice.resamples,
        "seed": choice.seed,
    }


def _coders(coding: Coding, table: Table, each: dict[str, list[Estimate]]) -> list[CoderFigures]:
    latest = coding.latest()
    found = []
    for i, coder in enumerate(coding.coders):
        own = latest & (coding.coder == i)
        told = coder.kind == HUMAN and (coding.saw[own] >= 0).any()
        figures = [each[name][i] if coder.kind == HUMAN else None for name in ("agreement", "kappa")]
        n_seen = int((coding.saw[own] == 1).sum()) if told else None
        found.append(CoderFigures(coder.name, coder.kind, int((table[:, i] >= 0).sum()), n_seen, *figures))
    return found


def _pair_figures(
    coding: Coding, table: Table, pairs: Sequence[tuple[int, int]], found: dict[str, list[Estimate]]
) -> list[PairFigures]:
    figures = []
    for at, (first, second) in enumerate(pairs):
        _, cells = parts.cross_cells(table[:, first], table[:, second])
        crossed = np.bincount(cells, minlength=parts.CELLS).reshape(parts.K, parts.K)
        both = [coding.coders[first], coding.coders[second]]
        figures.append(
            PairFigures(
                [c.name for c in both], [c.kind for c in both], len(cells), found["agreement"][at], found["kappa"][at],
                found["ac1"][at], crossed.tolist(),
            )
        )  # fmt: skip
    return figures
