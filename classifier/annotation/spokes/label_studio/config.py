"""The labeling config: what coders see, and the names under which their work comes back."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from ....labels import DISPLAY, LABELS, TRACKS, Aspect, Capacity, Kind, Role, Status

#: Record's field -> the Labels control whose regions are its spans, and the attribute that a region's label is.
REGIONS = {"actors": ("actor", "status"), "cues": ("cue", "aspect")}
#: Record's field -> attributes that are chosen for each region, and their values.
CHOSEN: dict[str, dict[str, tuple[str, ...]]] = {
    "actors": {"capacity": tuple(Capacity), "role": tuple(Role), "kind": tuple(Kind), "negated": ("negated",)},
    "cues": {},
}
#: Record's field -> attributes that are written for each region.
WRITTEN = {"actors": ("party", "name", "office"), "cues": ("value",)}
#: Fields of a record that are chosen, and those that are written, for the passage.
PASSAGE_CHOSEN = ("label", "claimed_track")
PASSAGE_WRITTEN = ("rationale", "codebook")
#: Attributes that spans have in Label Studio.
ATTRIBUTES = {name: (REGIONS[name][1], *CHOSEN[name], *WRITTEN[name]) for name in REGIONS}

_COLOURS = {"official": "#2f6fb5", "non_official": "#2e8b57", "unknown": "#888888"}
_CUE_COLOUR = "#e0b400"


def control_of(name: str, attribute: str) -> str:
    """Name the control that holds an attribute of a region.

    Examples
    --------
    >>> control_of("actors", "capacity"), control_of("cues", "value")
    ('actor_capacity', 'cue_value')
    """
    return f"{REGIONS[name][0]}_{attribute}"


def label_config() -> str:
    """Write the labeling config of a project that takes our tasks.

    Returns
    -------
    str
        XML. No control has a ``whenLabelValue``: Label Studio's editor drops the results of one that names several
        values. Spaces are kept as they are in the passage, so that offsets are.

    Examples
    --------
    >>> label_config().splitlines()[0]
    '<View>'
    """
    labels = [DISPLAY[label] for label in LABELS]
    tracks = [DISPLAY[label] for label in TRACKS]
    lines = [
        "<View>",
        "  <Style>.htx-text { white-space: pre-wrap; }</Style>",
        '  <Header value="$passage_id" size="5"/>',
        *_choices("label", labels, 'choice="single-radio" showInline="true" required="true"'),
        *_labels("actor", {status: _COLOURS[status] for status in Status}),
        *_labels("cue", dict.fromkeys(Aspect, _CUE_COLOUR)),
        '  <Text name="text" value="$text" granularity="word"/>',
        *_of_region("actors"),
        *_of_region("cues"),
        '  <Header value="Track that the text itself names, if any" size="5"/>',
        *_choices("claimed_track", tracks, 'choice="single" showInline="true"'),
        _area("rationale", "Why this label", rows=2),
        _area("codebook", "Section of the codebook that decides"),
        "</View>",
    ]
    return "\n".join(lines) + "\n"


def _of_region(name: str) -> list[str]:
    tag = REGIONS[name][0]
    lines = [
        f'  <View visibleWhen="region-selected" whenTagName="{tag}">',
        f'    <Header value="This {tag}" size="5"/>',
    ]
    for key, values in CHOSEN[name].items():
        how = 'perRegion="true" choice="single"' + ("" if len(values) == 1 else ' layout="select"')
        lines += [_heading(key), *(f"  {line}" for line in _choices(control_of(name, key), values, how))]
    for key in WRITTEN[name]:
        lines += [_heading(key), "  " + _area(control_of(name, key), key, 'perRegion="true" ')]
    return [*lines, "  </View>"]


def _heading(key: str) -> str:
    # A placeholder goes once something is chosen or written.
    return f'    <Header value="{key.capitalize()}" size="6"/>'


def _choices(name: str, values: Iterable[str], how: str) -> list[str]:
    inner = [f"    <Choice value={quoteattr(str(value))}/>" for value in values]
    return [f'  <Choices name="{name}" toName="text" {how}>', *inner, "  </Choices>"]


def _labels(name: str, colours: dict[Status, str] | dict[Aspect, str]) -> list[str]:
    inner = [f'    <Label value="{value}" background="{colour}"/>' for value, colour in colours.items()]
    return [f'  <Labels name="{name}" toName="text">', *inner, "  </Labels>"]


def _area(name: str, what: str, how: str = "", rows: int = 1) -> str:
    return (
        f'  <TextArea name="{name}" toName="text" {how}placeholder={quoteattr(what)} rows="{rows}" editable="true" '
        'maxSubmissions="1"/>'
    )
