"""What a document has told so far, for the passages that follow: who holds which office, and what acronyms mean.

Logic
    A person introduced with an office keeps it when named by surname later, and an acronym introduced behind the
    name of a body ('the Centre for Humanitarian Dialogue (HD)') stands for it. A lone passage has no memory but
    its own words.
Source
    Schwartz and Hearst (2003), *A Simple Algorithm for Identifying Abbreviation Definitions in Biomedical Text*.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from ..labels import Status
from ..records import Actor, Body, Evidence

#: A document introduces no more people; what claims to is a list of names, and memory is bounded.
_MOST = 2000
#: The rule by which a bare name got its standing from a dictionary of persons.
IN_DICTIONARY = "mention:dictionary"
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known when a passage begins.

    Attributes
    ----------
    date : str
        When the text was written: an ISO date, month or year, or empty. Entries of the lexicon that hold for a time
        only are chosen by it.
    people : Mapping of str to Actor
        By surname in lower case: who was introduced with an office.
    acronyms : Mapping of str to Body
        The bodies that acronyms stand for.
    """

    date: str = ""
    people: Mapping[str, Actor] = field(default_factory=lambda: MappingProxyType({}))
    acronyms: Mapping[str, Body] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, date: str) -> Memory:
        """Begin a document that was written on a date.

        Examples
        --------
        >>> Memory.of("2004-05-01T12:00:00Z").date, Memory.of("last week").date
        ('2004-05-01', '')
        """
        found = _DATE.match(date)
        return cls(found.group() if found else "")

    def after(self, evidence: Evidence) -> Memory:
        """Add what a passage has introduced; who was introduced first keeps the name."""
        people, acronyms = dict(introduced_people(evidence.actors)), dict(evidence.acronyms)
        if not (people or acronyms) or len(self.people) + len(self.acronyms) > _MOST:
            return self
        return replace(self, people={**people, **self.people}, acronyms={**acronyms, **self.acronyms})


def surname(name: str) -> str:
    """Last word of a name, in lower case.

    Examples
    --------
    >>> surname("Kofi Annan")
    'annan'
    """
    return name.split()[-1].lower() if name else ""


def introduced_people(actors: Iterable[Actor]) -> Iterable[tuple[str, Actor]]:
    """Yield the persons who are introduced by an office or a dictionary, by surname, the first of a name alone."""
    seen: set[str] = set()
    for actor in actors:
        key = surname(actor.name)
        told = actor.office or IN_DICTIONARY in actor.rules
        if key and key not in seen and actor.status is not Status.UNKNOWN and told:
            seen.add(key)
            yield key, actor


def same_person(one: Actor, other: Actor) -> bool:
    """Whether two actors of one surname can be the same: their first names, where both are given, agree.

    Examples
    --------
    >>> from classifier.labels import Capacity, Kind, Role
    >>> def named(name):
    ...     return Actor(0, 1, name, Status.UNKNOWN, Capacity.UNKNOWN, Role.UNKNOWN, Kind.INDIVIDUAL, name=name)
    >>> same_person(named("Kofi Annan"), named("Annan")), same_person(named("Bill Clinton"), named("Hillary Clinton"))
    (True, False)
    """
    first, second = (actor.name.lower().replace(".", "").split()[:-1] for actor in (one, other))
    if not first or not second:
        return True
    return first[0] == second[0] or (min(len(first[0]), len(second[0])) == 1 and first[0][0] == second[0][0])
