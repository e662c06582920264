"""What one entry of the lexicon says: a term, the sense it has, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from ..labels import Aspect, Kind, Label, Role, Status


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a term; the sort of meaning is its class.

    Attributes
    ----------
    term : str
        As the file writes it.
    origin : str
        ``file:line``, for error messages and ``lexicon show``.
    """

    term: str
    origin: str

    @property
    def rule(self) -> str:
        """Stable id of the entry, quoted as evidence: ``<file>:<term>``."""
        return f"{self.origin.rpartition(':')[0]}:{self.term}"


@dataclass(frozen=True, slots=True)
class Place(Sense):
    """A state or territory by name, demonym, capital or building (``form``)."""

    name: str
    code: str
    form: str


@dataclass(frozen=True, slots=True)
class Office(Sense):
    """A common noun or title for a person, or a group of them, in an office or role."""

    status: Status
    kind: Kind
    plural: bool


@dataclass(frozen=True, slots=True)
class Organisation(Sense):
    """A body by its proper name; ``semi_official`` ones talk in a government's stead.

    Dictionaries of event data name persons too, who change their offices: ``since`` and ``until`` are the first and
    last day (ISO dates, empty where open) on which the entry holds, and a term may have several.
    """

    name: str
    status: Status
    kind: Kind
    code: str
    semi_official: bool = False
    since: str = ""
    until: str = ""

    @property
    def dated(self) -> bool:
        """Whether the entry holds for a time only."""
        return bool(self.since or self.until)

    def holds_on(self, date: str) -> bool:
        """Whether the entry holds on an ISO date, or at some time in an ISO month or year.

        Examples
        --------
        >>> annan = Organisation("Annan", "", "Annan", Status.OFFICIAL, Kind.IGO, "", since="1997-01-01")
        >>> annan.holds_on("1997"), annan.holds_on("1996-12-31")
        (True, False)
        """
        return self.since[: len(date)] <= date and (not self.until or date <= self.until[: len(date)])


@dataclass(frozen=True, slots=True)
class Head(Sense):
    """A head noun that makes a body of the capitalised words around it; ``lower`` tells whether it is one on its own.

    ``yes``: in lower case too ('the ministry'); ``perhaps``: then it may be no actor ('a group of'); empty: never.
    """

    status: Status
    kind: Kind
    lower: str


@dataclass(frozen=True, slots=True)
class Qualifier(Sense):
    """A trigger that changes capacity (``effect``) over a ``scope``: next, previous, apposition, clause."""

    effect: str
    scope: str


@dataclass(frozen=True, slots=True)
class Predicate(Sense):
    """Words that give a role at the table to the actors before (``subject``) and after them (``object``)."""

    subject: Role | None
    object: Role | None
    passes_on: bool


@dataclass(frozen=True, slots=True)
class CueSense(Sense):
    """A cue of the activity, its purpose, formality, impact, facilitation or continuity."""

    aspect: Aspect
    value: str


@dataclass(frozen=True, slots=True)
class Divide(Sense):
    """Words that tell of a people, a border, an office of foreign relations or a conflict (``sort``); see `screen`."""

    sort: str


@dataclass(frozen=True, slots=True)
class Designation(Sense):
    """The text's own name for the track."""

    label: Label
