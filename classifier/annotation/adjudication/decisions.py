"""The sheet of disputes: written for an adjudicator, and read back as decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...documents import Reject
from ...labels import DISPLAY, Label, parse_label
from ...records.files import new_file
from ..hub import Hub, Record, coder_of
from .cases import Case, case_of
from .sections import parse_section, sections, title_of
from .sheet import SheetRow, held, read_sheet, write_sheet

#: Columns that tell of the passage, and those that an adjudicator fills in; with their widths.
_TOLD = {"passage_id": 18, "passage": 70, "coders": 24, "their reasons": 40, "model": 18}
_ASKED = {"decision": 12, "reason": 40, "codebook": 24, "adjudicator": 14}
_NEEDED = ("passage_id", "decision")


@dataclass(frozen=True, slots=True)
class Decision:
    """What an adjudicator decided.

    Attributes
    ----------
    label : Label
    reason : str
    section : str
        Slug of the codebook's section that decides the case.
    adjudicator : str
    """

    label: Label
    reason: str
    section: str
    adjudicator: str


@dataclass(slots=True)
class Filled:
    """Sheets as they were filled in.

    Attributes
    ----------
    decisions : dict of str to Decision
        By passage; those whose cells can all be read.
    typed : dict of str to dict of str to str
        By passage, all that was typed, for the sheet that is written next: read or not, and in columns of one's own.
    """

    decisions: dict[str, Decision] = field(default_factory=dict)
    typed: dict[str, dict[str, str]] = field(default_factory=dict)


def read_decisions(
    paths: Sequence[Path], hub: Hub, on_problem: Callable[[Reject], None], *, adjudicator: str = ""
) -> Filled:
    """Read the sheets that adjudicators have filled in.

    Parameters
    ----------
    paths : sequence of Path
    hub : Hub
        That the passages belong to.
    on_problem : callable
        Takes a `Reject` for every cell that cannot be read; that passage counts as undecided.
    adjudicator : str
        Who decided, where the sheet does not tell.

    Returns
    -------
    Filled

    Raises
    ------
    InputError
        For a file that cannot be read as such a sheet.
    """
    filled = Filled()
    ids = {_id_cell(passage_id): passage_id for passage_id in hub.passage_ids}
    first: dict[str, str] = {}
    split: set[str] = set()
    for path in paths:

        def tell(cell: str, reason: str, path: Path = path) -> None:
            on_problem(Reject(str(path), None, "decisions", f"cell {cell}: {reason}"))

        for row in read_sheet(path, (*_TOLD, *_ASKED), _NEEDED):
            passage_id = ids.get(row.values["passage_id"])
            if passage_id is None:
                there = row.values["passage_id"]
                what = f"no passage {there!r} in the records" if there else "no passage id"
                tell(row.cells["passage_id"], f"{what}; this row is left aside")
                continue
            typed = {k: v for k, v in row.values.items() if k not in _TOLD and v}
            if not typed:
                continue
            old = filled.typed.setdefault(passage_id, {})
            place = first.setdefault(passage_id, f"{path}, row {row.number}")
            for name in (name for name, value in typed.items() if old.get(name, value) != value):
                tell(row.cells[name], f"{passage_id}: {typed[name]!r}, but {old[name]!r} in {place}; keep one of them")
                if name in _ASKED:
                    split.add(passage_id)
            filled.typed[passage_id] = typed | old
            decision = _decision(filled.typed[passage_id], row, adjudicator, tell)
            if decision is not None:
                filled.decisions[passage_id] = decision
    for passage_id in split:
        filled.decisions.pop(passage_id, None)
    return filled


def _decision(
    typed: Mapping[str, str], row: SheetRow, adjudicator: str, tell: Callable[[str, str], None]
) -> Decision | None:
    """Read a row's decision; None where there is none, or something in it cannot be read, which is told."""
    asked = {name: typed.get(name, "") for name in _ASKED}
    cells = {name: row.cells.get(name, row.cells["decision"]) for name in _ASKED}
    good = True
    for name in (name for name in _ASKED if name in row.formulas):
        tell(cells[name], "a formula; put its value there")
        good = False
    try:
        section = parse_section(asked["codebook"])
    except ValueError as error:
        tell(cells["codebook"], str(error))
        good = False
    if not asked["decision"] or "decision" in row.formulas:
        return None
    try:
        label = parse_label(asked["decision"])
    except ValueError as error:
        tell(cells["decision"], str(error))
        return None
    who = asked["adjudicator"] or adjudicator
    if not who:
        what = "who decided? Fill in the column adjudicator, or name who did with --adjudicator"
        tell(cells["adjudicator"], what)
        good = False
    return Decision(label, asked["reason"], section, who) if good else None


def write_disputes(path: Path, hub: Hub, worst: Sequence[str], filled: Filled) -> int:
    """Write the disputed passages as a sheet, the worst first; what was typed before stands in it, below the open ones.

    Parameters
    ----------
    path : Path
        Excel or CSV; replaced if it exists.
    hub : Hub
    worst : sequence of str
        From `worst_first`.
    filled : Filled
        Of earlier sheets; its passages are kept even where nothing is disputed now.

    Returns
    -------
    int
        How many rows.
    """
    disputed = set(worst)
    listed = [*worst, *(i for i in hub.passage_ids if i in filled.typed and i not in disputed)]
    open_, decided = ([i for i in listed if (i in filled.decisions) is done] for done in (False, True))
    own = dict.fromkeys(k for typed in filled.typed.values() for k in typed if k not in _ASKED)
    columns = {**_TOLD, **_ASKED, **dict.fromkeys(own, 20)}

    def rows() -> Iterator[list[str]]:
        for passage_id in (*open_, *decided):
            typed = filled.typed.get(passage_id, {})
            said = told(case_of(hub.records(passage_id)))
            yield [*said.values(), *(typed.get(name, "") for name in (*_ASKED, *own))]

    legend = [[s.title, s.gist, s.slug] for s in sections()]
    choices = {"decision": list(DISPLAY.values()), "codebook": [s.title for s in sections()]}
    with new_file(path, path.suffix.lower()) as temporary:
        return write_sheet(temporary, columns, rows(), choices, (("section", "gist", "slug"), legend))


def told(case: Case) -> dict[str, str]:
    """What the sheet tells of a passage, under the names of its columns.

    Examples
    --------
    >>> said = {"passage_id": "d#0", "text": "They met.", "label": "track_2", "annotator": "anna", "rationale": "scholars"}
    >>> told(case_of([said]))["coders"], told(case_of([said]))["their reasons"]
    ('anna: Track 2', 'anna: scholars')
    """
    reasons = ((coder_of(r), r.get("rationale", ""), title_of(r.get("codebook", ""))) for r in case.coders)
    lines = (
        case.passage_id,
        case.base["text"],
        "\n".join(f"{_name(r)}: {DISPLAY[Label(r['label'])]}" for r in case.coders),
        "\n".join(f"{who or 'unnamed'}: {'; '.join(filter(None, why))}" for who, *why in reasons if any(why)),
        "\n".join(f"{_name(r)}: {DISPLAY[Label(r['label'])]}{_probability(r)}" for r in case.models),
    )
    return dict(zip(_TOLD, lines, strict=True))


def _name(record: Record) -> str:
    return coder_of(record) or "unnamed"


def _probability(record: Record) -> str:
    p = record.get("probabilities", {}).get(record["label"])
    return "" if p is None else f" {p:.2f}"


def _id_cell(passage_id: str) -> str:
    return held(passage_id).strip()
