"""A record as Label Studio's list of results, and back: label, regions, what is said of each region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from ....labels import DISPLAY, parse_label
from ...spans import DEFAULTS, told
from .config import CHOSEN, PASSAGE_CHOSEN, PASSAGE_WRITTEN, REGIONS, WRITTEN, control_of

#: Controls that are not ours and are counted by name.
_MOST = 100
_TAGS = {tag: (name, key) for name, (tag, key) in REGIONS.items()}
#: Control -> the record's field and the attribute that it holds for a region.
_OF_REGION = {control_of(name, key): (name, key) for name in REGIONS for key in (*CHOSEN[name], *WRITTEN[name])}


def results_of(record: Mapping[str, Any], text: str) -> list[dict[str, Any]]:
    """Write a record as results.

    Parameters
    ----------
    record : Mapping
        Its spans' offsets are into ``text``.
    text : str
        The passage, as the task holds it.

    Returns
    -------
    list of dict
        Of a prediction, or of an annotation. Offsets count code points, as Label Studio's editor does.

    Examples
    --------
    >>> results_of({"label": "track_1"}, "They met.")[0]["value"]
    {'choices': ['Track 1']}
    """
    results = [_result("label", "label", "choices", {"choices": [DISPLAY[parse_label(record["label"])]]})]
    if record.get("claimed_track"):
        named = DISPLAY[parse_label(record["claimed_track"])]
        results.append(_result("claimed_track", "claimed_track", "choices", {"choices": [named]}))
    for key in PASSAGE_WRITTEN:
        if told(record.get(key)):
            results.append(_result(key, key, "textarea", {"text": [record[key]]}))
    for name, (tag, main) in REGIONS.items():
        for number, span in enumerate(record.get(name, ())):
            region, start, end = f"{tag}{number}", span["start"], span["end"]
            place = {"start": start, "end": end}
            results.append(
                _result(region, tag, "labels", {**place, "text": text[start:end], "labels": [str(span[main])]})
            )
            for key in CHOSEN[name]:
                if told(value := span.get(key)):
                    chosen = key if value is True else str(value)
                    results.append(_result(region, control_of(name, key), "choices", {**place, "choices": [chosen]}))
            for key in WRITTEN[name]:
                if told(span.get(key)):
                    results.append(_result(region, control_of(name, key), "textarea", {**place, "text": [span[key]]}))
    return results


def _result(region: str, control: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": region, "from_name": control, "to_name": "text", "type": kind, "value": value}


def fields_of(results: Iterable[Mapping[str, Any]], text: str, others: Counter[str]) -> dict[str, Any]:
    """Read results as fields of a record.

    Parameters
    ----------
    results : iterable of Mapping
    text : str
        The passage, as the task holds it.
    others : Counter
        Counts the results of controls that are not of our config; they are left out.

    Returns
    -------
    dict
        ``label`` (empty where there is none), ``actors``, ``cues``, and what else there is. A span has all attributes
        that Label Studio holds, so that one that a coder took away stays away.

    Raises
    ------
    ValueError, TypeError, KeyError
        If something is not as Label Studio writes it.

    Examples
    --------
    >>> fields_of(results_of({"label": "none"}, "Rain."), "Rain.", Counter())["label"]
    'None'
    """
    fields: dict[str, Any] = {"label": "", **{name: [] for name in REGIONS}}
    spans: dict[tuple[str, str], dict[str, Any]] = {}
    said: list[tuple[str, str, str, str]] = []
    for result in results:
        control, value = result.get("from_name"), result.get("value")
        if control in _TAGS and isinstance(value, Mapping):
            name, key = _TAGS[control]
            region = str(result["id"])
            if (name, region) in spans:
                raise ValueError(f"two results of {control} for region {region}; leave one label to a region")
            start, end = bounds(value, text)
            spans[name, region] = {"start": start, "end": end, **_blank(name), key: only(value["labels"], control)}
        elif control in _OF_REGION and isinstance(value, Mapping):
            name, key = _OF_REGION[control]
            said.append((name, str(result["id"]), key, said_in(value, control)))
        elif control in (*PASSAGE_CHOSEN, *PASSAGE_WRITTEN) and isinstance(value, Mapping):
            fields[control] = passage_field(control, said_in(value, control))
        else:
            _count(others, str(control or result.get("type")))
    for name, region, key, value in said:
        if (name, region) in spans:  # one may be left of a region that changed from actor to cue
            spans[name, region][key] = attribute(key, value)
    for (name, _), span in spans.items():
        fields[name].append(span)
    return fields


def _count(others: Counter[str], control: str) -> None:
    name = control[:80]
    others[name if name in others or len(others) < _MOST else "other controls"] += 1


def attribute(key: str, said: str) -> str | bool:
    """Have what was said of a region as the span holds it."""
    return said == key if key == "negated" else said


def passage_field(control: str, said: str) -> str:
    """Have what was said of a passage as the record holds it; the label is left to the import."""
    return str(parse_label(said)) if control == "claimed_track" else said


def _blank(name: str) -> dict[str, Any]:
    blank: dict[str, Any] = dict.fromkeys(WRITTEN[name], "")
    blank |= {key: DEFAULTS[name].get(key, False) for key in CHOSEN[name]}
    return blank


def said_in(value: Mapping[str, Any], control: str) -> str:
    """What was chosen or written: the one choice, or the lines of a text."""
    if "choices" in value:
        return only(value["choices"], control)
    written = value["text"]
    return written if isinstance(written, str) else "\n".join(map(str, written))


def only(values: Any, control: str) -> str:
    """Return the one value that was chosen.

    Raises
    ------
    ValueError
        If there is not just one.
    """
    if isinstance(values, str):
        return values
    if not isinstance(values, list) or len(values) != 1 or not isinstance(values[0], str):
        raise ValueError(f"{control} is {values!r}; choose one")
    return values[0]


def bounds(value: Mapping[str, Any], text: str) -> tuple[int, int]:
    r"""Where a region begins and ends, in code points.

    Parameters
    ----------
    value : Mapping
        ``start``, ``end``, and ``text``, what stands there. Label Studio's editor counts code points (seen in 1.23);
        old releases counted UTF-16 code units, which is found out by what stands there, and mended.
    text : str

    Raises
    ------
    ValueError
        If something else stands there.

    Notes
    -----
    The editor writes a line end as backslash and n, and may write spaces in another way.

    Examples
    --------
    >>> bounds({"start": 2, "end": 6, "text": "They"}, "\U0001f600 They met."), "\U0001f600 They met."[2:6]
    ((2, 6), 'They')
    >>> bounds({"start": 3, "end": 7, "text": "They"}, "\U0001f600 They met.")
    (2, 6)
    """
    start, end, written = value["start"], value["end"], value.get("text")
    if not (_is_place(start) and _is_place(end)):
        raise ValueError(f"bounds {start!r}:{end!r} are no offsets into a text")
    if not isinstance(written, str) or _plain(text[start:end]) == _plain(written):
        return start, end
    units = text.encode("utf-16-le")
    if _plain(units[2 * start : 2 * end].decode("utf-16-le", "replace")) == _plain(written):
        before, within = units[: 2 * start], units[2 * start : 2 * end]
        first = len(before.decode("utf-16-le", "replace"))
        return first, first + len(within.decode("utf-16-le", "replace"))
    raise ValueError(f"{start}:{end} is {text[start:end]!r}, not {written!r}")


def _is_place(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _plain(text: str) -> str:
    return " ".join(text.replace("\\n", " ").split())
