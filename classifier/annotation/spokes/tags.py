"""Labels of spans, for tools that give a span one label and no attributes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...labels import Aspect, Capacity, Role, Status

#: Attributes that a tag of each field holds, in its order; ``cue`` stands before the aspect to tell cues from actors.
ATTRIBUTES = {"actors": ("status", "capacity", "role"), "cues": ("aspect", "value")}
CARRIED = frozenset({*ATTRIBUTES, *(f"{name}.{key}" for name, keys in ATTRIBUTES.items() for key in keys)})
#: Attributes that no tag holds, for tools that keep what stands beside a tag.
BESIDE = {"actors": ("kind", "party", "name", "office", "negated", "rules"), "cues": ("rules",)}
CARRIED_BESIDE = frozenset({*CARRIED, *(f"{name}.{key}" for name, keys in BESIDE.items() for key in keys)})
_ENUMS = {
    key: tuple(map(str, values))
    for key, values in (("status", Status), ("capacity", Capacity), ("role", Role), ("aspect", Aspect))
}
#: Tags that coders are offered at first; others may be used as well.
OFFERED = (
    "official.incumbent.participant", "official.appointed.participant", "official.designate.participant",
    "official.incumbent.facilitator", "official.personal.participant", "non_official.former.participant",
    "non_official.none.participant", "non_official.none.facilitator", "official.incumbent.commentator",
    "non_official.former.commentator", "non_official.none.commentator",
    *(f"cue.{aspect}" for aspect in Aspect),
)  # fmt: skip


def tag_of(name: str, span: Mapping[str, Any]) -> str:
    """Write a span's attributes as one tag.

    Parameters
    ----------
    name : str
        ``actors`` or ``cues``.
    span : Mapping

    Examples
    --------
    >>> tag_of("actors", {"status": "official", "capacity": "incumbent", "role": "host"})
    'official.incumbent.host'
    >>> tag_of("cues", {"aspect": "activity", "value": "talks"})
    'cue.activity.talks'
    """
    if name == "actors":
        return ".".join(str(span[key]) for key in ATTRIBUTES[name])
    return f"cue.{span['aspect']}" + (f".{span['value']}" if span.get("value") else "")


def read_tag(tag: str) -> tuple[str, dict[str, str]]:
    """Read a tag back.

    Returns
    -------
    (str, dict)
        ``actors`` or ``cues``, and the attributes. An actor's may stop early: ``official`` leaves the rest to the span
        that was exported, or else unknown.

    Raises
    ------
    ValueError
        Says what the tag should be.

    Examples
    --------
    >>> read_tag("official.former")
    ('actors', {'status': 'official', 'capacity': 'former'})
    >>> read_tag("cue.activity.talks")
    ('cues', {'aspect': 'activity', 'value': 'talks'})
    """
    first, *rest = tag.split(".")
    if first == "cue" and rest:
        name, given = "cues", dict(zip(ATTRIBUTES["cues"], (rest[0], ".".join(rest[1:])), strict=True))
    else:
        name, given = "actors", dict(zip(ATTRIBUTES["actors"], (first, *rest), strict=False))
        if len(rest) > 2:
            raise ValueError(f"unknown tag {tag!r}; write status.capacity.role, such as {OFFERED[0]}")
    for key, value in given.items():
        if key in _ENUMS and value not in _ENUMS[key]:
            raise ValueError(f"unknown {key} {value!r} in tag {tag!r}; it is one of: {', '.join(_ENUMS[key])}")
    return name, given
