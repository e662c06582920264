"""One table of marked sentences for each phenomenon; see `markup`."""

import pytest

from .markup import misses

WHOLE_MENTIONS = """
[The foreign minister of India: official incumbent executive] arrived in Kathmandu.
[Lalit Mansingh, a former foreign secretary: non_official former], spoke first.
[Nigeria's foreign minister, Yusuf Tuggar: official incumbent], met [his Ghanaian counterpart: official incumbent] in Accra.
[Ambassadors of India, Nepal and Bhutan: official incumbent] met in Dhaka.
[Professor Anna Berg of Uppsala University: non_official academic] met [the Swedish ambassador: official] in Tunis.
[Lt. Gen. (Retd) Talat Masood: non_official former] took part in the meeting.
[Five retired generals: non_official former military] met in Bangkok.
[The two delegations: participant] met in Geneva.
[The Centre for Humanitarian Dialogue: non_official] mediated between the two sides.
[The UN Special Envoy for Yemen: official] met [Houthi negotiators: official movement] in Muscat.
[Representatives of the Dogon and Fulani communities: non_official] signed an agreement in Mopti.
[Delegates of fifteen states: official] signed the convention.
[Leaders of armed groups: official] signed the accord.
[The Peace Declaration] was read aloud.
[The General Election] will be held in May.
"""

METONYMY = """
[Washington: official executive] and [Hanoi: official executive] agreed to exchange ambassadors.
[The Kremlin: official executive] rejected the offer.
The workshop was held in [Islamabad].
[The Indian side: official participant] met [the Pakistani side: official participant] in Lahore.
Scholars met in [Washington] on Monday.
Talks between [Serbia: official] and [Kosovo: official] resumed in Brussels.
"""

CAPACITY = """
[Former ministers, generals and ambassadors: former] met in Oslo.
[Retired generals: former] and [serving diplomats: official incumbent] met at a retreat.
[The ex-president: non_official former] flew to Pyongyang.
[The late president: former] had met him in 1974.
[The acting foreign minister: official incumbent] signed the protocol.
[The minister-designate: official designate] held talks with [the ambassador: official incumbent].
[Serving diplomats: official personal] took part in their personal capacity.
[Two ambassadors: official personal] attended the retreat in a private capacity.
[Olusegun Obasanjo, Nigeria's former president: official appointed], was named AU envoy for the Horn of Africa.
[The then foreign minister: official incumbent] met [his Soviet counterpart: official] in 1972.
[Dr Mohsin: unknown], who was accompanied by [seven members of parliament: official], met the speaker.
[Jan Egeland, who was deputy foreign minister in 1993: former], recalled the talks.
"""

NEGATION = """
No [officials: absent] took part in the seminar.
The workshop brought scholars together without [government representatives: absent].
None of the [ministers: absent] attended the meeting.
"""

ROLES = """
[The foreign ministers of Egypt and Sudan: participant] met in Cairo on Sunday.
[The minister: commentator] told reporters that relations were warm.
According to [the spokesman: commentator], the talks will resume.
The seminar was opened by [the foreign minister: host].
The project is funded by [the Swiss foreign ministry: funder].
The talks were mediated by [Qatar: facilitator].
The meeting was attended by [scholars: participant] and [retired officers: participant former] from both countries.
Participants included [journalists: participant], [clerics: participant] and [former ministers: participant former].
[The Community of Sant'Egidio: facilitator] mediated between [the government: participant] and [the rebels: participant].
The recommendations will be submitted to [the prime minister: addressee].
[The institute: organiser] organised a workshop for [teachers: non_official] from both communities.
"""

TABLES = {name.lower(): table for name, table in list(globals().items()) if name.isupper()}
CASES = [(name, line) for name, table in TABLES.items() for line in table.strip().splitlines()]


@pytest.mark.parametrize(("phenomenon", "sentence"), CASES, ids=[f"{n}-{s[:50]}" for n, s in CASES])
def test_who_takes_part_and_in_what_capacity(phenomenon, sentence):
    assert misses(sentence) == []
