"""What two made coders do to predictions, in Label Studio's terms, and what must come back of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

NUMBER = 200
LABELS = ("None", "Track 1", "Track 1.5", "Track 2")
SLUGS = dict(zip(LABELS, ("none", "track_1", "track_1_5", "track_2"), strict=True))


def correction(number: int, coder: int, record: Mapping[str, Any]) -> dict[str, Any]:
    """Say what a coder corrects of a prediction: some nothing, some the label, some the spans."""
    text, actors, cues = record["text"], record["actors"], record["cues"]
    plan: dict[str, Any] = {"seconds": 5 + number % 50 + coder / 4}
    if number % 5 == coder or number % 7 == 0:
        labels = list(SLUGS.values())
        plan["label"] = labels[(labels.index(record["label"]) + 1 + coder) % len(labels)]
    if number % 4 == coder and actors:
        plan["capacity"] = (0, "former" if actors[0]["capacity"] != "former" else "personal")
    if number % 6 == 1 + coder and len(actors) > 1:
        plan["deleted_actor"] = len(actors) - 1
    if number % 6 == 3 and cues and cues[0]["end"] - cues[0]["start"] > 2:
        plan["moved_cue"] = (0, cues[0]["end"] - 1)
    if number % 3 == coder or number == NUMBER - 1:
        start = text.index(" ", len(text) // 2) + 1 if " " in text[len(text) // 2 :] else 0
        end = text.find(" ", start + 1) if text.find(" ", start + 1) > 0 else len(text)
        plan["new_actor"] = (start, end)
    if number == NUMBER - 1:  # behind emoji, and over a line end
        plan["new_cue"] = (text.index("Muscat"), text.index("second") + len("second"))
    if number % 10 == coder:
        plan["rationale"] = f"Reason \U0001f600 {number}\nof coder {coder}"
    return plan


def as_coded(prediction: Mapping[str, Any], plan: Mapping[str, Any], text: str) -> list[dict[str, Any]]:
    """Correct a prediction's results as Label Studio's editor does."""
    results = [{**json.loads(json.dumps(one)), "origin": "prediction"} for one in prediction["result"]]

    def of(region: str) -> list[dict[str, Any]]:
        return [one for one in results if one["id"] == region]

    def add(region: str, control: str, kind: str, value: dict[str, Any]) -> None:
        results.append(
            {"id": region, "from_name": control, "to_name": "text", "type": kind, "value": value, "origin": "manual"}
        )

    def place(start: int, end: int) -> dict[str, Any]:
        return {"start": start, "end": end, "text": text[start:end].replace("\n", "\\n")}

    if "label" in plan:
        of("label")[0]["value"]["choices"] = [next(shown for shown, slug in SLUGS.items() if slug == plan["label"])]
    if "capacity" in plan:
        number, capacity = plan["capacity"]
        for one in of(f"actor{number}"):
            if one["from_name"] == "actor_capacity":
                one["value"]["choices"] = [capacity]
    if "deleted_actor" in plan:
        results = [one for one in results if one["id"] != f"actor{plan['deleted_actor']}"]
    if "moved_cue" in plan:
        number, end = plan["moved_cue"]
        for one in of(f"cue{number}"):
            one["value"]["end"] = end
            if one["type"] == "labels":
                one["value"]["text"] = text[one["value"]["start"] : end]
    if "new_actor" in plan:
        value = place(*plan["new_actor"])
        add("Xy_1", "actor", "labels", {**value, "labels": ["non_official"]})
        add("Xy_1", "actor_capacity", "choices", {**value, "choices": ["former"]})
        add("Xy_1", "actor_kind", "choices", {**value, "choices": ["academic"]})
        add("Xy_1", "actor_negated", "choices", {**value, "choices": ["negated"]})
        add("Xy_1", "actor_party", "textarea", {**value, "text": ["OM \U0001f600"]})
    if "new_cue" in plan:
        add("Xy_2", "cue", "labels", {**place(*plan["new_cue"]), "labels": ["formality"]})
    if "rationale" in plan:
        add("Xy_3", "rationale", "textarea", {"text": [plan["rationale"]]})
    return results


def as_expected(record: Mapping[str, Any], plan: Mapping[str, Any]) -> dict[str, Any]:
    """Correct the record itself by the same plan."""
    text = record["text"]
    actors, cues = [dict(actor) for actor in record["actors"]], [dict(cue) for cue in record["cues"]]
    if "capacity" in plan:
        actors[plan["capacity"][0]]["capacity"] = plan["capacity"][1]
    if "deleted_actor" in plan:
        del actors[plan["deleted_actor"]]
    if "moved_cue" in plan:
        number, end = plan["moved_cue"]
        cues[number] |= {"end": end, "text": text[cues[number]["start"] : end], "rules": []}
    if "new_actor" in plan:
        start, end = plan["new_actor"]
        actors.append({
            "start": start, "end": end, "text": text[start:end], "status": "non_official", "capacity": "former",
            "role": "unknown", "kind": "academic", "party": "OM \U0001f600", "name": "", "office": "", "negated": True,
        })  # fmt: skip
    if "new_cue" in plan:
        start, end = plan["new_cue"]
        cues.append({"start": start, "end": end, "text": text[start:end], "aspect": "formality", "value": ""})
    return {
        "label": plan.get("label", record["label"]), "actors": plain(actors), "cues": plain(cues),
        "rationale": plan.get("rationale", ""), "seconds": plan["seconds"], "saw_prediction": True,
        "text": text, "passage_id": record["passage_id"],
    }  # fmt: skip


def plain(spans: list[dict[str, Any]]) -> list[list[tuple[str, object]]]:
    """Have spans in one order, without what says nothing."""
    return sorted(sorted((k, v) for k, v in span.items() if v not in ("", False, [])) for span in spans)


def as_found(record: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: record.get(name) for name in ("label", "seconds", "saw_prediction", "text", "passage_id")}
    spans = {"actors": plain(record["actors"]), "cues": plain(record["cues"])}
    return found | spans | {"rationale": record.get("rationale", "")}
