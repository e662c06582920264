"""brat's settings of a project: what can be marked (``annotation.conf``), and how it looks (``visual.conf``)."""

from __future__ import annotations

from collections.abc import Mapping

from ...labels import DISPLAY, Aspect, Capacity, Kind, Label, Role, Status

#: brat's types; they may hold letters, digits, hyphens and underscores.
LABELS = {f"Label_{label}": label for label in Label}
ACTORS = {"Official": Status.OFFICIAL, "NonOfficial": Status.NON_OFFICIAL, "Unknown": Status.UNKNOWN}
CUES = {f"Cue_{aspect}": aspect for aspect in Aspect}
#: Attributes of actors -> field of the span, and what it may be.
ATTRIBUTES = {"Capacity": ("capacity", Capacity), "Role": ("role", Role), "Kind": ("kind", Kind)}
NEGATED = "Negated"
_COLOURS = {
    "Label_none": "#d9d9d9", "Label_track_1": "#9ecae1", "Label_track_1_5": "#fdd0a2", "Label_track_2": "#a1d99b",
    "Official": "#6baed6", "NonOfficial": "#74c476", "Unknown": "#bdbdbd",
}  # fmt: skip


def annotation_conf() -> str:
    """List types and attributes; all four sections must be there, and marks may overlap in any way."""
    of_actors = "Arg:" + "|".join(ACTORS)
    groups = "\n".join(
        f"!{title}\n" + "\n".join(f"\t{name}" for name in types)
        for title, types in (("Label", LABELS), ("Actor", ACTORS), ("Cue", CUES))
    )
    attributes = "\n".join(f"{name}\t{of_actors}, Value:{'|'.join(values)}" for name, (_, values) in ATTRIBUTES.items())
    return (
        f"[entities]\n{groups}\n\n"
        "[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n"
        f"[attributes]\n{attributes}\n{NEGATED}\t{of_actors}\n"
    )


def visual_conf() -> str:
    """List what types are called on the screen, and their colours."""
    shown: Mapping[str, str] = {
        **{name: DISPLAY[label] for name, label in LABELS.items()},
        "NonOfficial": "Non-official",
        **{name: str(aspect).capitalize() for name, aspect in CUES.items()},
    }
    labels = "\n".join(f"{name} | {title}" for name, title in shown.items())
    colours = "\n".join(f"{name}\tbgColor:{colour}" for name, colour in _COLOURS.items())
    return (
        f"[labels]\n{labels}\n\n[drawing]\n"
        "SPAN_DEFAULT\tfgColor:black, bgColor:#fff2ae, borderColor:darken\nARC_DEFAULT\tcolor:black\n"
        f"ATTRIBUTE_DEFAULT\tglyph:*\n{NEGATED}\tbox:crossed\n{colours}\n"
    )
