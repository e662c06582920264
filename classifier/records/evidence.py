"""What the extraction finds in a passage: actors, cues, and the text's own claim."""

from __future__ import annotations

from dataclasses import dataclass

from ..labels import AT_THE_TABLE, Aspect, Capacity, Kind, Label, Role, Status

#: Rule of a mention that may be no actor at all.
DOUBTFUL = "mention:doubtful"


@dataclass(frozen=True, slots=True)
class Actor:
    """A mention of a person, group or body, with what the text says of it (contract, 'The record').

    Attributes
    ----------
    start, end : int
        Code-point offsets, half-open.
    text : str
        The whole mention: qualifier, country, office, name, organisation.
    status, capacity, role, kind
        See the enums.
    party : str
        The side spoken for: an ISO code where there is one, else the side as the text names it, else empty.
    name, office : str
        The person's or body's name, and the office, as the text writes them; empty where not given.
    negated : bool
        Said *not* to take part.
    plural : bool
        A group rather than one person.
    rules : tuple of str
        The lexicon entries and rules that fired.
    """

    start: int
    end: int
    text: str
    status: Status
    capacity: Capacity
    role: Role
    kind: Kind
    party: str = ""
    name: str = ""
    office: str = ""
    negated: bool = False
    plural: bool = False
    rules: tuple[str, ...] = ()

    @property
    def at_table(self) -> bool:
        """Whether the actor takes part, so that it counts for the label."""
        return self.role in AT_THE_TABLE and not self.negated

    @property
    def doubtful(self) -> bool:
        """Whether this may be no actor: a country that may be a mere place, a capital that may be no name."""
        return DOUBTFUL in self.rules

    @property
    def acts_officially(self) -> bool:
        """Whether the actor is official and acts as such."""
        return self.status is Status.OFFICIAL and self.capacity not in (Capacity.FORMER, Capacity.PERSONAL)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that bear on the label without being an actor."""

    start: int
    end: int
    text: str
    aspect: Aspect
    value: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation as its name, or the lexicon, tells of it; for the fields see `Actor`."""

    name: str
    status: Status
    kind: Kind
    party: str = ""
    semi_official: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the extraction found in one passage.

    Attributes
    ----------
    actors, cues : tuple
        In the order of the text.
    claimed_track : Label or None
        The track that the text names for itself.
    acronyms : tuple of (str, Body)
        Acronyms that the passage introduces, and the bodies they stand for.
    contexts : tuple of tuple of str
        What surrounds each actor, as named traits.
    delexicalised : str
        The passage with actors and places replaced by their classes.
    opening_end : int
        Offset at which the passage's opening, its first sentence with an actor or cue in it, ends.
    n_sides, n_sides_opening : int
        How many states and territories the passage, and its opening, name in any form.
    n_sentences, n_words : int
    screened : bool
        Whether the text failed the screen, and nothing was looked for.
    """

    actors: tuple[Actor, ...] = ()
    cues: tuple[Cue, ...] = ()
    claimed_track: Label | None = None
    acronyms: tuple[tuple[str, Body], ...] = ()
    contexts: tuple[tuple[str, ...], ...] = ()
    delexicalised: str = ""
    opening_end: int = 0
    n_sides: int = 0
    n_sides_opening: int = 0
    n_sentences: int = 0
    n_words: int = 0
    screened: bool = False
