"""Actors, whole: from lexicon units and capitalised runs to mentions.

Logic
    A mention is ``[qualifier] [number] [country] [organisation's] office [Name] [of organisation or country]``,
    an apposition of a name and an office in either order, an organisation by its name or by its head noun, a
    government by metonymy, or a bare name.
Patterns
    `offices.csv`, `organisations.csv`, `organisation_heads.csv`, `places.csv`, `qualifiers.csv`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..labels import Kind, Status
from ..lexicon import Head, Office, Organisation, Place, Predicate, Qualifier
from ..records import Body
from .memory import IN_DICTIONARY
from .tokens import Tokens, Unit


@dataclass(slots=True)
class Mention:
    """An actor in the making; offsets are tokens, half-open.

    ``lead`` is the mention's first token, ``head`` that of its office, body or name. ``doubtful`` is what may be no
    actor at all: a country that may be a mere place, a capitalised word that may be no name.
    """

    lead: int
    head: int
    end: int
    status: Status
    kind: Kind
    plural: bool = False
    name: str = ""
    office: str = ""
    party: str = ""
    metonym: bool = False
    semi_official: bool = False
    is_name: bool = False
    determined: bool = False
    doubtful: bool = False
    qualifiers: list[tuple[int, Qualifier]] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)


_PARTICLES = frozenset([
    "al", "el", "bin", "ibn", "van", "von", "de", "da", "der", "den", "du", "la", "le", "ould", "abu", "ben",
    "bint", "dos", "del", "di", "y", "und", "e", "ul", "ur",
])  # fmt: skip
_CONNECTORS = frozenset(
    ["of", "for", "and", "the", "on", "in", "&", "de", "des", "du", "la", "et", "der", "für", "und"]
)
_NUMBERS = frozenset([
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "eighteen", "twenty", "thirty", "forty", "fifty", "sixty", "hundred",
    "dozen", "dozens", "several", "some", "many", "few", "a", "an", "the", "both", "all", "other", "these",
    "those", "his", "her", "its", "their", "our", "various", "certain", "another", "each", "every", "most",
])  # fmt: skip
_ADJECTIVES = frozenset(
    [
        "senior",
        "top",
        "high",
        "level",
        "ranking",
        "leading",
        "prominent",
        "influential",
        "veteran",
        "young",
        "younger",
        "older",
        "local",
        "regional",
        "national",
        "chief",
        "main",
        "key",
        "lead",
        "principal",
        "deputy",
        "assistant",
        "junior",
        "foreign",
        "own",
        "low",
        "middle",
        "mid",
        "rank",
        "religious",
        "political",
        "military",
        "civilian",
        "academic",
        "private",
        "independent",
        "respected",
        "distinguished",
        "eminent",
        "unnamed",
        "visiting",
        "exiled",
        "traditional",
        "tribal",
        "international",
        "world",
        "western",
        "eastern",
        "northern",
        "southern",
        "north",
        "south",
        "east",
        "west",
        "central",
        "arab",
        "muslim",
        "christian",
        "jewish",
        "catholic",
        "protestant",
        "orthodox",
        "sunni",
        "shia",
        "shiite",
        "kurdish",
        "women",
        "female",
        "male",
        "government",
        "state",
        "official",
        "federal",
        "opposition",
        "rebel",
        "armed",
        "royal",
        "imperial",
        "nuclear",
        "security",
        "policy",
        "university",
        "parliamentary",
        "diplomatic",
        "honorary",
        "founding",
        "executive",
        "managing",
        "permanent",
        "special",
        "personal",
        "joint",
    ]
)
_DETERMINERS = frozenset(
    ["a", "an", "the", "his", "her", "its", "their", "our", "some", "several", "many", "no", "these", "those", "both"]
)
_NOT_NAMES = frozenset([
    "i", "he", "she", "it", "they", "we", "you", "the", "a", "an", "this", "that", "these", "those", "there",
    "here", "in", "on", "at", "by", "for", "from", "with", "of", "and", "but", "or", "nor", "so", "as", "if",
    "when", "while", "after", "before", "since", "until", "although", "though", "however", "meanwhile", "yet",
    "then", "now", "today", "yesterday", "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "mr", "mrs", "ms", "sir",
    "lord", "lady", "dame", "not", "no", "none", "both", "all", "some", "many", "most", "several", "his", "her",
    "its", "their", "our", "my", "your", "who", "what", "which", "where", "why", "how", "according", "also",
    "even", "only", "once", "still", "under", "over", "between", "among", "during", "last", "next", "first",
    "second", "third", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "christmas",
    "easter", "ramadan", "gmt", "est", "track", "ii", "iii", "iv", "article", "resolution", "chapter", "section",
])  # fmt: skip
_AUXILIARIES = frozenset(
    [
        "has",
        "had",
        "have",
        "was",
        "were",
        "is",
        "are",
        "would",
        "will",
        "did",
        "does",
        "could",
        "may",
        "might",
        "must",
        "never",
        "also",
    ]
)
_CLAUSE_OPENERS = frozenset([
    ";", ":", "–", "—", "that", "when", "while", "and", "but", "or", "if", "because", "neither", "nor", "as",
    "after", "before",
])  # fmt: skip
#: Code of a continent or sea in `places.csv`: a place without a government of its own.
REGION = "-"
_LOCATIVE = frozenset([
    "in", "at", "near", "from", "to", "across", "through", "outside", "inside", "around", "via", "into",
    "throughout", "leave", "left", "toward", "towards", "within",
])  # fmt: skip
_AFFILIATION = frozenset(["of", "for", "at", "from", "with", "to", "in"])


def find_mentions(tokens: Tokens) -> tuple[list[Mention], dict[str, Body]]:
    """Find every mention of an actor.

    Parameters
    ----------
    tokens : Tokens

    Returns
    -------
    (list of Mention, dict of str to Body)
        The mentions in order, not overlapping; and the acronyms that the passage introduces.
    """
    bodies = _named_bodies(tokens)
    acronyms = _introduced_acronyms(tokens, bodies)
    bodies.update(_by_acronym(tokens, {**tokens.memory.acronyms, **acronyms}))
    mentions: list[Mention] = []
    i = floor = 0
    n = len(tokens)
    surface, unit_at = tokens.surface, tokens.unit_at
    while i < n:
        if i not in unit_at and i not in bodies and not surface[i][0].isupper():
            i += 1  # most words: nothing can begin here
            continue
        mention = _mention_at(tokens, bodies, i, floor)
        if mention is None:
            unit = tokens.unit_at.get(i)
            i = unit.end if unit else i + 1
            continue
        mention = _with_apposition(tokens, bodies, mention)
        mentions.append(mention)
        i = floor = mention.end
    _liken_counterparts(mentions)
    for mention in mentions:
        _known_by_dictionary(tokens, mention)
    return mentions, acronyms


def _known_by_dictionary(tokens: Tokens, mention: Mention) -> None:
    """Give a bare name what a dictionary says of the person on the text's date, or whenever it was written."""
    unit = tokens.unit_at.get(mention.head)
    if unit is None or not unit.person or not mention.is_name or mention.status is not Status.UNKNOWN:
        return
    senses, date = unit.person, tokens.memory.date
    if date:
        senses = tuple(s for s in senses if s.dated and s.holds_on(date)) or tuple(s for s in senses if not s.dated)
    if len({(s.status, s.kind, s.code) for s in senses}) == 1:
        mention.status, mention.kind = senses[0].status, senses[0].kind
        mention.party = senses[0].code if senses[0].status is Status.OFFICIAL else ""
        mention.rules += [senses[0].rule, IN_DICTIONARY]


_COUNTERPARTS = frozenset(["counterpart", "counterparts", "number", "numbers"])


def _liken_counterparts(mentions: list[Mention]) -> None:
    """Give 'his Iranian counterpart' and 'her opposite number' the standing of the officer named before."""
    before: Mention | None = None
    for mention in mentions:
        if (
            mention.status is Status.UNKNOWN
            and mention.office.lower().split()[-1:]
            and (mention.office.lower().split()[-1] in _COUNTERPARTS)
        ):
            if before is not None:
                mention.status, mention.kind = before.status, before.kind
                mention.qualifiers += [(at, q) for at, q in before.qualifiers if q.effect == "former"]
                mention.rules.append("mention:counterpart")
        elif mention.office and mention.status is not Status.UNKNOWN:
            before = mention


def _mention_at(tokens: Tokens, bodies: dict[int, Mention], i: int, floor: int) -> Mention | None:
    """Find the mention whose head stands at token ``i``, extended to the left as far as ``floor``."""
    unit = tokens.unit_at.get(i)
    office = unit.sense(Office) if unit else None
    if unit and office and i not in bodies:
        return _office_mention(tokens, bodies, unit, office, floor)
    if i in bodies:
        body = bodies[i]
        if _modifies_office(tokens, body.end):
            return None
        return _extend_left(tokens, body, floor)
    place = unit.sense(Place) if unit else None
    if unit and place:
        return _metonym(tokens, unit, place)
    end = _name_end(tokens, i)
    if end is not None:
        if i and end - i <= 2 and tokens.lower[i - 1] in _LOCATIVE and tokens.sentence[i - 1] == tokens.sentence[i]:
            return None  # a town that the lexicon need not know
        doubtful = end == i + 1 and tokens.opens_sentence(i) and not _is_known_name(tokens, i)
        return _extend_left(tokens, Mention(
            i, i, end, Status.UNKNOWN, Kind.INDIVIDUAL, name=_text(tokens, i, end), is_name=True,
            doubtful=doubtful, rules=["mention:name"],
        ), floor)  # fmt: skip
    return None


def _text(tokens: Tokens, start: int, end: int) -> str:
    return tokens.text[tokens.starts[start] : tokens.ends[end - 1]]


def _modifies_office(tokens: Tokens, at: int) -> bool:
    """Whether what stands at ``at`` makes an organisation before it a mere modifier ('UN envoy', 'Hamas leader')."""
    n = len(tokens)
    if at < n and tokens.lower[at] == "'s":
        at += 1
    while at < n and (tokens.lower[at] in _ADJECTIVES or _is_qualifier(tokens, at)):
        unit = tokens.unit_at.get(at)
        if unit and unit.sense(Office):
            return True
        at = unit.end if unit else at + 1
    unit = tokens.unit_at.get(at) if at < n else None
    return bool(unit and unit.sense(Office))


def _is_qualifier(tokens: Tokens, i: int) -> bool:
    unit = tokens.unit_at.get(i)
    found = unit.sense(Qualifier) if unit else None
    return found is not None and found.scope == "next"


def _named_bodies(tokens: Tokens) -> dict[int, Mention]:
    """Find organisations, by gazetteer and by head noun, keyed by their first token."""
    bodies: dict[int, Mention] = {}
    taken = 0
    for unit in tokens.units:
        if unit.start < taken:
            continue
        body = _gazetteer_body(tokens, unit) or _head_body(tokens, unit, taken)
        if body:
            bodies[body.head] = body
            taken = body.end
    return bodies


def _introduced_acronyms(tokens: Tokens, bodies: dict[int, Mention]) -> dict[str, Body]:
    """Find the acronyms that stand in brackets behind a body's name: 'the Centre for Humanitarian Dialogue (HD)'."""
    found: dict[str, Body] = {}
    for body in bodies.values():
        following = tokens.surface[body.end : body.end + 3]
        if len(following) == 3 and following[0] == "(" and following[2][0] == ")" and _is_acronym(following[1]):
            introduced = Body(body.name or body.office, body.status, body.kind, body.party, body.semi_official)
            found.setdefault(following[1], introduced)
    return found


def _is_acronym(word: str) -> bool:
    return 2 <= len(word) <= 10 and sum(letter.isupper() for letter in word) >= 2


def _by_acronym(tokens: Tokens, known: Mapping[str, Body]) -> Iterator[tuple[int, Mention]]:
    """Find the mentions of bodies by acronyms that the lexicon does not know."""
    for i, word in enumerate(tokens.surface):
        body = known.get(word)
        if body and i not in tokens.unit_at and not (i and tokens.surface[i - 1] == "("):
            yield i, Mention(i, i, i + 1, body.status, body.kind, name=body.name, party=body.party,
                             semi_official=body.semi_official, rules=["mention:acronym"])  # fmt: skip


def _gazetteer_body(tokens: Tokens, unit: Unit) -> Mention | None:
    sense = unit.body
    if sense is None:
        return None
    # 'Carnegie Mellon', 'Oxford Street': a capitalised word that follows makes another name of it.
    return Mention(
        unit.start, unit.start, unit.end, sense.status, sense.kind, name=sense.name,
        party=(sense.code or sense.name) if sense.status is Status.OFFICIAL else "",
        semi_official=sense.semi_official, rules=[sense.rule],
    )  # fmt: skip


def _head_body(tokens: Tokens, unit: Unit, floor: int) -> Mention | None:
    sense = unit.sense(Head)
    if sense is None:
        return None
    start, end = unit.start, unit.end
    if not tokens.is_capital(start):
        if not sense.lower:
            return None
        return Mention(start, start, end, sense.status, sense.kind, office=_text(tokens, start, end),
                       plural=tokens.lower[end - 1].endswith("s"), doubtful=sense.lower == "perhaps", rules=[sense.rule])  # fmt: skip
    first = start
    while first > floor and _in_body_name(tokens, first - 1, start):
        first -= 1
    while first < start and tokens.lower[first] in _CONNECTORS:
        first += 1
    if first < start and tokens.opens_sentence(first) and tokens.lower[first] in _NOT_NAMES:
        first += 1
    end = _body_tail(tokens, end)
    lone = first == start and end == unit.end and sense.lower != "yes"  # 'the Committee'
    party = _place_code(tokens, first, end) if sense.status is Status.OFFICIAL else ""
    return Mention(first, first, end, sense.status, sense.kind, name=_text(tokens, first, end), party=party,
                   doubtful=lone, rules=[sense.rule])  # fmt: skip


def _in_body_name(tokens: Tokens, i: int, head: int) -> bool:
    if tokens.sentence[i] != tokens.sentence[head]:
        return False
    token = tokens.surface[i]
    if token[0].isupper():
        unit = tokens.unit_at.get(i)
        return not (unit and unit.sense(Office) and not tokens.is_capital(max(0, i - 1)))
    joins = token in ("of", "for", "and", "&", "-", "on", "the", "'s", "’s")
    return joins and i > 0 and tokens.is_capital(i - 1) and token != "'s"


def _body_tail(tokens: Tokens, end: int) -> int:
    """Take in 'of Foreign Affairs', 'for Peace and Conflict Studies', 'of Cape Town'."""
    n = len(tokens)
    at = end
    while at < n and tokens.sentence[at] == tokens.sentence[end - 1]:
        if tokens.is_capital(at) and (at > end or tokens.surface[at - 1][0].isupper()):
            at += 1
            end = at
        elif tokens.surface[at] in _CONNECTORS and at + 1 < n:
            ahead = at + 1
            while ahead < n and tokens.surface[ahead] in _CONNECTORS and ahead - at < 3:
                ahead += 1
            joins_and = tokens.surface[at] == "and" and end - at <= 0 and not _tail_word(tokens, ahead)
            if ahead < n and tokens.is_capital(ahead) and not joins_and and tokens.surface[at] != "in":
                at = ahead
            else:
                break
        else:
            break
    return end


def _tail_word(tokens: Tokens, i: int) -> bool:
    """Whether 'and X' goes on with a body's name ('Peace and Conflict Studies') rather than to another actor."""
    if i >= len(tokens):
        return False
    unit = tokens.unit_at.get(i)
    if unit and (unit.sense(Place) or unit.body or unit.sense(Office) or unit.sense(Head)):
        return False
    return i + 1 < len(tokens) and tokens.is_capital(i + 1)


def _party(place: Place) -> str:
    return "" if place.code == REGION else place.code or place.name


def _place_code(tokens: Tokens, start: int, end: int) -> str:
    for i in range(start, end):
        unit = tokens.unit_at.get(i)
        place = unit.sense(Place) if unit else None
        if place:
            return _party(place)
    return ""


def _office_mention(
    tokens: Tokens, bodies: dict[int, Mention], unit: Unit, office: Office, floor: int
) -> Mention | None:
    end = unit.end
    status, kind, plural = office.status, office.kind, office.plural
    rules = [office.rule]
    # Titles pile up: 'Prime Minister Sheikh', 'Lt. Gen.', 'Professor Emeritus'. The official one decides.
    n = len(tokens)
    last = unit
    while end < n and tokens.sentence[end] == tokens.sentence[unit.start]:
        if (
            tokens.surface[end] == "."
            and end + 1 < n
            and tokens.is_capital(end + 1)
            and tokens.sentence[end + 1] == tokens.sentence[end]
            and len(tokens.surface[end - 1]) <= 5
        ):
            end += 1
            continue
        following = tokens.unit_at.get(end)
        next_office = following.sense(Office) if following else None
        if not following or not next_office or end in bodies:
            break
        rules.append(next_office.rule)
        if status is not Status.OFFICIAL and next_office.status is not Status.UNKNOWN:
            status, kind = next_office.status, next_office.kind
        plural = plural or next_office.plural
        last, end = following, following.end
    office_end = last.end
    mention = Mention(
        unit.start, unit.start, end, status, kind, plural=plural,
        office=_text(tokens, unit.start, office_end), rules=rules,
    )  # fmt: skip
    aside = _bracketed_qualifier(tokens, end)
    if aside:  # 'Lt. Gen. (Retd) Talat Masood'
        end = aside[0].end + 1
        mention.qualifiers.append((aside[0].start, aside[1]))
        mention.rules.append(aside[1].rule)
    elif office_end == unit.end == unit.start + 1 and _names_an_event(tokens, unit.start):
        return None
    name_end = _name_end(tokens, end, titled=True) if end < n else None
    if name_end is not None and end not in bodies and not plural:
        mention.name = _text(tokens, end, name_end)
        mention.end = name_end
    else:
        mention.end = office_end
    _take_affiliation(tokens, bodies, mention)
    return _extend_left(tokens, mention, floor, bodies)


def _bracketed_qualifier(tokens: Tokens, at: int) -> tuple[Unit, Qualifier] | None:
    at += at < len(tokens) and tokens.surface[at] == "."
    unit = tokens.unit_at.get(at + 1) if at < len(tokens) and tokens.surface[at] == "(" else None
    qualifier = unit.sense(Qualifier) if unit else None
    if not unit or not qualifier:
        return None
    close = unit.end + (unit.end < len(tokens) and tokens.surface[unit.end] == ".")
    if close >= len(tokens) or tokens.surface[close] != ")":
        return None
    return Unit(unit.start, close, unit.senses), qualifier


def _names_an_event(tokens: Tokens, i: int) -> bool:
    """Whether a capitalised title is part of another name: 'the General Election', 'Ambassador Lecture'."""
    following = i + 1
    return (
        following < len(tokens)
        and tokens.is_capital(i)
        and tokens.is_capital(following)
        and tokens.lower[following] in tokens.common
        and not _is_actor_word(tokens.unit_at.get(following))
    )


_STATES = frozenset(["country", "countries", "nation", "nations", "state", "states", "government", "governments"])


def _take_affiliation(tokens: Tokens, bodies: dict[int, Mention], mention: Mention) -> None:
    """Take in 'of the Institute for X', 'of India', 'from both sides', and what they say of the status."""
    n = len(tokens)
    at = mention.end
    if at + 1 >= n or tokens.lower[at] not in _AFFILIATION or tokens.sentence[at + 1] != tokens.sentence[at]:
        return
    preposition = tokens.lower[at]
    at += 1
    while at < n and (tokens.lower[at] in _NUMBERS or tokens.lower[at] in _ADJECTIVES or tokens.surface[at].isdigit()):
        if tokens.unit_at.get(at) or at in bodies:
            break
        at += 1
    if at >= n or tokens.sentence[at] != tokens.sentence[mention.end]:
        return
    body = bodies.get(at)
    unit = tokens.unit_at.get(at)
    place = unit.sense(Place) if unit else None
    if body and preposition in ("of", "for", "at", "from", "with"):
        _affiliate(mention, body)
        mention.end = body.end
    elif unit and place and _modifies_body(tokens, bodies, unit.end):
        head = unit.end + (tokens.lower[unit.end] == "'s")
        body = bodies[head]
        _affiliate(mention, body)
        mention.party = mention.party or _party(place)
        mention.end = body.end
    elif unit and (own := unit.sense(Office)) and mention.status is Status.UNKNOWN and own.status is not Status.UNKNOWN:
        # 'representatives of the Dogon', 'leaders of armed groups': those spoken for say who speaks.
        mention.status, mention.kind = own.status, own.kind
        mention.rules.append(own.rule)
    elif mention.status is Status.UNKNOWN and tokens.lower[at] in _STATES:
        mention.status, mention.kind = Status.OFFICIAL, Kind.EXECUTIVE
        mention.rules.append("mention:speaks-for-a-state")
    elif preposition in ("of", "for") and not unit and tokens.is_capital(mention.head) and tokens.is_capital(at):
        mention.end = _body_tail(tokens, at + 1)  # the portfolio: 'Minister of Higher Education'
    elif unit and place and (group := _office_at(tokens, unit.end)):
        # 'leaders of the two Cypriot communities'
        if mention.status is Status.UNKNOWN:
            mention.status, mention.kind = group[1].status, group[1].kind
        mention.party = mention.party or _party(place)
        mention.rules.append(group[1].rule)
        mention.end = group[0].end
    elif unit and place and preposition in ("of", "for", "from", "to"):
        if preposition != "to":
            mention.party = mention.party or _party(place)
        mention.end = _places_end(tokens, unit.end) if mention.plural else unit.end


def _office_at(tokens: Tokens, at: int) -> tuple[Unit, Office] | None:
    unit = tokens.unit_at.get(at)
    office = unit.sense(Office) if unit else None
    return (unit, office) if unit and office else None


def _places_end(tokens: Tokens, end: int) -> int:
    """Take in the rest of 'ambassadors of India, Nepal and Pakistan'."""
    n = len(tokens)
    while end + 1 < n and tokens.lower[end] in (",", "and"):
        start = end + 1 + (tokens.lower[end + 1] in ("and", "the"))
        unit = tokens.unit_at.get(start)
        if not unit or not unit.sense(Place) or unit.sense(Office):
            break
        end = unit.end
    return end


def _modifies_body(tokens: Tokens, bodies: dict[int, Mention], at: int) -> bool:
    if at < len(tokens) and tokens.lower[at] == "'s":
        at += 1
    return at in bodies


def _affiliate(mention: Mention, body: Mention) -> None:
    """Let the body decide what an office that says nothing by itself is ('representative', 'leader', 'adviser')."""
    mention.rules += body.rules
    mention.party = mention.party or body.party or (body.name if body.status is Status.OFFICIAL else "")
    mention.semi_official = mention.semi_official or body.semi_official
    if mention.status is Status.UNKNOWN or (
        mention.status is Status.OFFICIAL and body.status is Status.NON_OFFICIAL and _is_generic(mention)
    ):
        mention.status, mention.kind = body.status, body.kind


_GENERIC = frozenset([
    "president", "director", "secretary", "general", "commissioner", "chairman", "chairwoman", "official",
    "officials", "head", "heads", "chief", "governor", "secretary-general", "minister", "officer", "envoy",
])  # fmt: skip


def _is_generic(mention: Mention) -> bool:
    """Whether the office's title is also used in private bodies ('president of the university')."""
    return bool(mention.office) and mention.office.lower().split()[-1] in _GENERIC - {"minister", "envoy"}


def _extend_left(tokens: Tokens, mention: Mention, floor: int, bodies: dict[int, Mention] | None = None) -> Mention:
    """Take in what stands before the head: determiner, number, qualifier, country, organisation, adjectives."""
    i = mention.lead
    while i > floor:
        j = i - 1
        if tokens.sentence[j] != tokens.sentence[i]:
            break
        unit = _unit_ending_at(tokens, i, floor)
        qualifier = unit.sense(Qualifier) if unit else None
        place = unit.sense(Place) if unit else None
        if unit and qualifier and qualifier.scope == "next":
            mention.qualifiers.append((unit.start, qualifier))
            mention.rules.append(qualifier.rule)
            i = unit.start
        elif unit and place and not mention.is_name:
            mention.party = mention.party or _party(place)
            i = unit.start
        elif unit and unit.body and bodies is not None:
            body = bodies.get(unit.start)
            if body:
                _affiliate(mention, body)
            i = unit.start
        elif bodies is not None and (start := _body_ending_at(bodies, i, floor)) is not None:
            _affiliate(mention, bodies[start])
            i = start
        elif unit and unit.sense(Office) and not mention.is_name and tokens.lower[j] not in _ADJECTIVES:
            break
        elif tokens.lower[j] == "'s" and not mention.is_name:
            if i - 1 <= floor:
                break
            i = j
        elif tokens.surface[j] in "-‑–" and i - 1 > floor:
            if not (_is_qualifier(tokens, j - 1) or tokens.unit_at.get(j - 1)):
                break
            i = j
        elif tokens.lower[j] in _ADJECTIVES and not tokens.is_capital(j):
            i = j
        elif tokens.lower[j] in _NUMBERS or tokens.surface[j].isdigit():
            mention.determined = True
            i = j
        else:
            break
    if mention.status is Status.UNKNOWN and mention.party and _speaks_for(mention):
        mention.status, mention.kind = Status.OFFICIAL, Kind.EXECUTIVE
        mention.rules.append("mention:speaks-for-a-state")
    # A possessive or hyphen that found no owner is no part of the mention.
    while i < mention.lead and tokens.surface[i] in ("'s", "’s", "-", "‑", "–", ","):
        i += 1
    mention.lead = i
    return mention


_SPOKESMEN = frozenset([
    "delegation", "delegations", "delegate", "delegates", "representative", "representatives", "team", "leader",
    "leaders", "spokesman", "spokeswoman", "spokesperson", "head", "heads", "chief",
])  # fmt: skip


def _speaks_for(mention: Mention) -> bool:
    """Whether an office that says little by itself is a state's, by the country named with it."""
    return bool(mention.office) and mention.office.lower().split()[-1] in _SPOKESMEN


def _unit_ending_at(tokens: Tokens, end: int, floor: int) -> Unit | None:
    for length in range(1, 7):
        start = end - length
        if start < floor:
            return None
        unit = tokens.unit_at.get(start)
        if unit:
            return unit if unit.end == end else None
    return None


def _body_ending_at(bodies: dict[int, Mention], end: int, floor: int) -> int | None:
    for start in range(end - 1, max(floor, end - 12) - 1, -1):
        if start in bodies:
            return start if bodies[start].end == end else None
    return None


def _name_end(tokens: Tokens, i: int, *, titled: bool = False) -> int | None:
    """Find where a personal name that begins at ``i`` ends; None if none begins there."""
    n = len(tokens)
    if i >= n or not (_name_word(tokens, i) or _is_initial(tokens, i)):
        return None
    end = i + 1
    while end < n and tokens.sentence[end] == tokens.sentence[i]:
        token = tokens.surface[end]
        if _name_word(tokens, end) or _is_initial(tokens, end) or (token == "." and _is_initial(tokens, end - 1)):
            end += 1
        elif token in "-‑" and _joins_closely(tokens, end):
            if tokens.lower[end + 1] in _COMPOUNDS:
                return None  # 'the Osh-based foundation'
            end += 2  # 'Kim Il-sung', 'Ak-Sai'
        elif end - i > 1 and _title_as_surname(tokens, end):
            end += 1  # 'Meher Ali Shah'
        elif (token in "-‑" or tokens.lower[end] in _PARTICLES) and end + 1 < n:
            ahead = end + 1
            while (
                ahead < n and ahead - end < 3 and (tokens.surface[ahead] in "-‑" or tokens.lower[ahead] in _PARTICLES)
            ):
                ahead += 1
            if ahead < n and _name_word(tokens, ahead) and tokens.lower[end] not in ("e", "y", "la", "le"):
                end = ahead + 1
            else:
                break
        else:
            break
    if all(tokens.lower[k] in tokens.common for k in range(i, end)) and not (titled and end - i == 1):
        return None  # 'the Peace Declaration' names nobody
    return end


def _is_initial(tokens: Tokens, i: int) -> bool:
    """Whether a token is the capital of 'Bishar A. Hussein', with its stop and a name after it."""
    return (
        len(tokens.surface[i]) == 1
        and i + 2 < len(tokens)
        and tokens.is_capital(i)
        and tokens.surface[i + 1] == "."
        and tokens.is_capital(i + 2)
        and tokens.sentence[i + 2] == tokens.sentence[i]
    )


_COMPOUNDS = frozenset(["based", "backed", "born", "held", "controlled", "occupied", "run", "trained", "era", "style"])


def _title_as_surname(tokens: Tokens, i: int) -> bool:
    unit = tokens.unit_at.get(i)
    ends = i + 1 >= len(tokens) or not tokens.is_capital(i + 1) or tokens.sentence[i + 1] != tokens.sentence[i]
    return bool(unit and unit.end == i + 1 and unit.sense(Office) and tokens.is_capital(i) and ends)


def _joins_closely(tokens: Tokens, i: int) -> bool:
    """Whether a hyphen stands between two words without a space."""
    return (
        i + 1 < len(tokens)
        and tokens.surface[i + 1][0].isalpha()
        and tokens.ends[i - 1] == tokens.starts[i]
        and tokens.ends[i] == tokens.starts[i + 1]
    )


def _is_known_name(tokens: Tokens, i: int) -> bool:
    """Whether a word that opens a sentence is a name: a predicate follows, or it is capitalised elsewhere too."""
    following = tokens.unit_at.get(i + 1)
    if following and following.sense(Predicate) and tokens.unit_at.get(i) is None:
        return True
    word = tokens.surface[i]
    return len(word) > 2 and word in tokens.written_within


def _name_word(tokens: Tokens, i: int) -> bool:
    token = tokens.surface[i]
    if not token[0].isupper() or tokens.lower[i] in _NOT_NAMES:
        return False
    if len(token) > 1 and token.isupper() and len(token) <= 5:
        return False
    return not _is_actor_word(tokens.unit_at.get(i))


def _is_actor_word(unit: Unit | None) -> bool:
    if unit is None or unit.person:
        return False
    return any(unit.sense(c) for c in (Office, Organisation, Head, Place, Qualifier))


def _metonym(tokens: Tokens, unit: Unit, place: Place) -> Mention | None:
    """Take a place as its government where the grammar says so, not where it is a location."""
    i, end = unit.start, unit.end
    n = len(tokens)
    if place.code == REGION:
        return None
    if place.form == "building":
        return _government(tokens, unit, place, i, end)
    before = tokens.lower[i - 1] if i and tokens.sentence[i - 1] == tokens.sentence[i] else ""
    if before == "the" and i > 1:
        before = tokens.lower[i - 2]
    after = tokens.lower[end] if end < n else ""
    if place.form == "demonym":
        return _people(tokens, unit, place, before, after)
    if _only_modifies(tokens, end):
        return None
    if before in _LOCATIVE or after == "'s" or before == "of":
        return _perhaps_government(tokens, unit, place)
    if before in ("between", "with", "against", "by") or (before == "and" and _after_place(tokens, i)):
        return _government(tokens, unit, place, i, end)
    following = tokens.unit_at.get(end)
    if following and following.sense(Predicate):
        return _government(tokens, unit, place, i, end)
    if after in _AUXILIARIES or (after == "and" and _before_place(tokens, end)):
        return _government(tokens, unit, place, i, end)
    opens = tokens.opens_sentence(i) or before in _CLAUSE_OPENERS
    if opens and after.endswith(("ed", "s")) and tokens.surface[end][0].islower():
        return _government(tokens, unit, place, i, end)
    return _perhaps_government(tokens, unit, place)


_OCCASIONS = frozenset(
    ["talks", "negotiations", "conference", "meeting", "summit", "agreement", "agreements", "accord", "accords", "treaty",
     "declaration", "protocol", "process", "round", "forum", "dialogue", "convention", "peace"]
)  # fmt: skip


def _only_modifies(tokens: Tokens, end: int) -> bool:
    """Whether a place only tells where somebody or something is from: 'Beijing scholars', 'the London talks'."""
    n = len(tokens)
    while end + 1 < n and tokens.lower[end] in ("and", ","):
        unit = tokens.unit_at.get(end + 1)
        if not unit or not unit.sense(Place):
            break
        end = unit.end
    unit = tokens.unit_at.get(end)
    if end < n and tokens.lower[end] in _OCCASIONS:
        return True
    return unit is not None and unit.sense(Office) is not None and not unit.sense(Predicate)


def _people(tokens: Tokens, unit: Unit, place: Place, before: str, after: str) -> Mention | None:
    """Take 'the Indian side' and 'the Indians' as their government, 'four Swedes' as people of unknown standing."""
    end = unit.end
    if after in ("side", "sides"):
        return _government(tokens, unit, place, unit.start, end + 1)
    plural = place.term.endswith(("s", "ese", "ish", "ch")) and not place.term.endswith("ss")
    following = tokens.unit_at.get(end)
    modifies = following and any(following.sense(c) for c in (Office, Head, Organisation, Place))
    if not plural or modifies or (end < len(tokens) and (after in _ADJECTIVES or tokens.is_capital(end))):
        return None
    if (
        before in _NUMBERS - {"the", "a", "an", "its", "their", "his", "her", "both", "other", "all"}
        or before.isdigit()
    ):
        return Mention(unit.start, unit.start, end, Status.UNKNOWN, Kind.INDIVIDUAL, plural=True, determined=True,
                       office=place.term, party=_party(place), rules=[place.rule])  # fmt: skip
    follows_verbally = after in _AUXILIARIES or after in ("and", ",", ".") or (following and following.sense(Predicate))
    if before in ("the", "between", "with", "and") and follows_verbally:
        return _government(tokens, unit, place, unit.start, end)
    return _perhaps_government(tokens, unit, place)


def _before_place(tokens: Tokens, at: int) -> bool:
    unit = tokens.unit_at.get(at + 1)
    place = unit.sense(Place) if unit else None
    return place is not None and place.form != "demonym"


def _after_place(tokens: Tokens, i: int) -> bool:
    j = i - 2 if tokens.lower[i - 1] == "and" else i - 3
    return any((u := tokens.unit_at.get(k)) and u.sense(Place) for k in range(max(0, j - 3), j + 1))


def _government(tokens: Tokens, unit: Unit, place: Place, start: int, end: int) -> Mention:
    return Mention(
        start, start, end, Status.OFFICIAL, Kind.EXECUTIVE, name=_text(tokens, unit.start, unit.end),
        party=place.code or place.name, metonym=True, rules=[place.rule, "mention:metonym"],
    )  # fmt: skip


def _perhaps_government(tokens: Tokens, unit: Unit, place: Place) -> Mention:
    mention = _government(tokens, unit, place, unit.start, unit.end)
    mention.doubtful = True
    return mention


def _with_apposition(tokens: Tokens, bodies: dict[int, Mention], mention: Mention) -> Mention:
    """Join 'NAME, a former OFFICE' and 'the OFFICE, NAME,' into one mention."""
    at = mention.end
    n = len(tokens)
    if at + 1 >= n or tokens.surface[at] not in (",", "(") or tokens.sentence[at + 1] != tokens.sentence[at]:
        return mention
    if mention.is_name:
        return _name_then_office(tokens, bodies, mention, at)
    if not mention.name and not mention.plural and mention.office:
        end = _name_end(tokens, at + 1)
        closes = end is not None and (
            end >= n
            or tokens.surface[end] in (",", ")", ".", ";", ":")
            or tokens.sentence[end - 1] != tokens.sentence[min(end, n - 1)]
        )
        if end is not None and closes and end - at > 2:
            mention.name = _text(tokens, at + 1, end)
            mention.end = end
            mention.rules.append("mention:apposition")
    return mention


_APPOSITION_ENDS = frozenset([",", ";", ")", ":", "where", "which", "when", "while", "whose", "whom"])


def _name_then_office(tokens: Tokens, bodies: dict[int, Mention], mention: Mention, comma: int) -> Mention:
    n = len(tokens)
    i = comma + 1
    floor = i
    stop = min(n, comma + 14)
    while i < stop and tokens.sentence[i] == tokens.sentence[comma] and tokens.lower[i] not in _APPOSITION_ENDS:
        unit = tokens.unit_at.get(i)
        if unit and unit.sense(Predicate) and not unit.sense(Qualifier):
            return mention
        found = _mention_at(tokens, bodies, i, floor)
        if found and (found.office or found.status is not Status.UNKNOWN) and not found.metonym and not found.is_name:
            _absorb(tokens, mention, found, comma + 1)
            return mention
        if (found and found.is_name) or not _opens_apposition(tokens, i):
            return mention
        i += 1 if not unit else max(unit.end - i, 1)
    return mention


_APPOSITION_OPENERS = _DETERMINERS | _NUMBERS | _ADJECTIVES | frozenset(["until", "who", "and", "at", "time", "of"])


def _opens_apposition(tokens: Tokens, i: int) -> bool:
    """Whether a word may stand between a name's comma and the office that tells who it is."""
    unit = tokens.unit_at.get(i)
    if unit and any(unit.sense(c) for c in (Place, Organisation, Head, Qualifier, Office)):
        return True
    first = tokens.surface[i][0]
    return not first.isalpha() or first.isupper() or tokens.lower[i] in _APPOSITION_OPENERS or tokens.lower[i] == "'s"


def _absorb(tokens: Tokens, mention: Mention, found: Mention, start: int) -> None:
    mention.status, mention.kind, mention.office = found.status, found.kind, found.office or found.name
    mention.party = found.party
    mention.semi_official = found.semi_official
    mention.qualifiers += found.qualifiers
    for i in range(start, found.lead):
        unit = tokens.unit_at.get(i)
        qualifier = unit.sense(Qualifier) if unit else None
        if qualifier and qualifier.scope in ("apposition", "next"):
            mention.qualifiers.append((i, qualifier))
            mention.rules.append(qualifier.rule)
    mention.end = found.end
    mention.is_name = False
    mention.rules += [*found.rules, "mention:apposition"]
