"""Sampling by disagreement: where the codebook's rules, applied to the extracted facts, say otherwise than the model."""

from __future__ import annotations

import numpy as np

from ...errors import InputError, UsageError
from ...labels import parse_label
from ...metrics import decide, facts_of
from ...records import actor_from_dict
from ..hub import Record
from .drawing import Drawn, draw_strata
from .pool import Key, Pool

_DIFFER, _AGREE = "rules and model differ", "they agree"
#: Share of the sample that comes from where rules and model differ.
_MOSTLY = 0.8


def key_of(record: Record) -> Key:
    """Tell whether the decision table, applied to a record's actors and claimed track, gives the record's label.

    Examples
    --------
    >>> key_of({"label": "track_2", "actors": []})
    ('rules and model differ',)
    """
    claimed = record.get("claimed_track")
    facts = facts_of(map(actor_from_dict, record.get("actors", ())), claimed=parse_label(claimed) if claimed else None)
    return (_AGREE if decide(facts) == record["label"] else _DIFFER,)


def draw(pool: Pool, n: int) -> Drawn:
    """Draw four of five passages from where rules and model differ, and the others from the rest.

    Parameters
    ----------
    pool : Pool
        Read with `key_of`.
    n : int

    Returns
    -------
    Drawn

    Raises
    ------
    InputError
        If rules and model never differ.
    UsageError
        If ``n`` does not suffice for both parts.

    Notes
    -----
    A committee of two (Seung, Opper and Sompolinsky 1992, *COLT '92*: 287-294), drawn as a stratified sample so that
    weights stay known.
    """
    differ = pool.strata == (pool.keys.index((_DIFFER,)) if (_DIFFER,) in pool.keys else -1)
    n_differ, n_agree = int(differ.sum()), int((~differ).sum())
    if not n_differ:
        raise InputError("rules and model agree on every passage of the pool; draw with --design uncertainty")
    if n_agree and n < 2:
        raise UsageError(
            "--design disagreement needs two passages or more: one where rules and model differ, one where not"
        )
    # No lower chance where they differ, however common that is, but one passage at least of each part.
    wanted = max(round(_MOSTLY * n), -(-n * n_differ // len(pool)))
    first = min(n_differ, max(wanted, n - n_agree), n - (1 if n_agree else 0))
    takes = [first, min(n_agree, n - first)]
    return draw_strata(
        "disagreement of rules and model", [_DIFFER, _AGREE], (~differ).astype(np.int64), pool.numbers, takes
    )
