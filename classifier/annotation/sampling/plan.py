"""What a draw is asked for, and whether it can be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ...errors import UsageError
from ...labels import Label
from .stratified import Allocation
from .uncertainty import Doubt

#: Passages drawn below a budget's cut where the user does not say how many.
CONTROL = 50


class Design(StrEnum):
    """How passages are drawn."""

    SIMPLE = "simple"
    STRATIFIED = "stratified"
    UNCERTAINTY = "uncertainty"
    DISAGREEMENT = "disagreement"
    BUDGET = "budget"


class Purpose(StrEnum):
    """What passages are drawn for."""

    TEST = "test"
    TRAINING = "training"


#: Designs by which a classifier may be judged.
FAIR = (Design.SIMPLE, Design.STRATIFIED)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a draw is asked for; see the command's options of the same names.

    Attributes
    ----------
    design : Design
    number : int or None
        Passages to draw; for a budget, to read at most.
    share : float or None
        The same as a share of the pool.
    purpose : Purpose or None
        By default ``test`` for simple and stratified samples, ``training`` for the others.
    seed : int
    by : tuple of str
        Fields that strata are told apart by, or what uncertainty is measured by.
    allocation : Allocation or None
    exclude : tuple of Path
    keep : float or None
    of : tuple of Label
    control : int or None

    Raises
    ------
    UsageError
        If the options do not go together.

    Examples
    --------
    >>> Plan(Design.UNCERTAINTY, number=100, purpose=Purpose.TEST)
    Traceback (most recent call last):
        ...
    classifier.errors.UsageError: --for test needs --design simple or stratified: an uncertainty sample follows what...
    """

    design: Design = Design.STRATIFIED
    number: int | None = None
    share: float | None = None
    purpose: Purpose | None = None
    seed: int = 0
    by: tuple[str, ...] = ()
    allocation: Allocation | None = None
    exclude: Sequence[Path] = ()
    keep: float | None = None
    of: tuple[Label, ...] = ()
    control: int | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be had."""
        if self.for_ is Purpose.TEST and self.design not in FAIR:
            raise UsageError(
                f"--for test needs --design simple or stratified: {_article(self.design)} sample follows what this model "
                "says, so it is no fair test of this or another model, and is drawn to be learnt from"
            )
        if self.number is not None and self.share is not None:
            raise UsageError("--number and --share say the same thing; give one of them")
        if self.number is not None and self.number < 1:
            raise UsageError(f"--number {self.number}: draw one passage or more")
        if self.share is not None and not 0 < self.share <= 1:
            raise UsageError(
                f"--share {self.share}: give a share over 0 and at most 1, such as 0.5 for half of the pool"
            )
        if self.seed < 0:
            raise UsageError(f"--seed {self.seed}: give 0 or more")
        self._check_budget()
        if self.by and self.design not in (Design.STRATIFIED, Design.UNCERTAINTY):
            raise UsageError(f"--by goes with --design stratified or uncertainty, not {self.design}")
        if self.allocation is not None and self.design is not Design.STRATIFIED:
            raise UsageError(f"--allocation goes with --design stratified, not {self.design}")
        if self.design is Design.UNCERTAINTY and self.by and (len(self.by) > 1 or self.by[0] not in list(Doubt)):
            raise UsageError(f"--by {','.join(self.by)}: uncertainty is measured by one of {', '.join(Doubt)}")
        if len(set(self.by)) < len(self.by):
            raise UsageError(f"--by {','.join(self.by)}: names a field twice")

    def _check_budget(self) -> None:
        if self.design is Design.BUDGET:
            if not self.of:
                raise UsageError("--design budget needs --of: what is looked for, such as --of track_1_5,track_2")
            if self.keep is None and self.number is None and self.share is None:
                raise UsageError(
                    "--design budget needs --keep (such as 0.9 of them), or --number or --share to read at most"
                )
            if self.keep is not None and not 0 < self.keep <= 1:
                raise UsageError(f"--keep {self.keep}: give a share over 0 and at most 1, such as 0.9")
            if self.control is not None and self.control < 0:
                raise UsageError(f"--control {self.control}: give 0 or more")
        elif self.keep is not None or self.of or self.control is not None:
            raise UsageError(f"--keep, --of and --control go with --design budget, not {self.design}")
        elif self.number is None and self.share is None:
            raise UsageError("say how many passages to draw: --number 200, or --share 0.1 of the pool")

    @property
    def for_(self) -> Purpose:
        """What passages are drawn for."""
        return self.purpose or (Purpose.TEST if self.design in FAIR else Purpose.TRAINING)

    def n_of(self, pool: int) -> int | None:
        """Passages to draw of a pool of that size, at most all; None where only ``keep`` decides."""
        if self.number is not None:
            return min(self.number, pool)
        return None if self.share is None else max(1, round(self.share * pool))


def _article(name: str) -> str:
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
