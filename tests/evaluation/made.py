"""Made passages that are easy to tell apart, for tests that need some and not which."""

from __future__ import annotations

import csv
import json
import random

from classifier.records import sha256_of

LABELS = ("none", "track_1", "track_1_5", "track_2")
WHO = {
    "none": ("The football club", "The budget committee", "The local court", "The grain market"),
    "track_1": ("The foreign ministers", "The two presidents", "The defence ministers", "The ambassadors"),
    "track_1_5": (
        "Serving diplomats and scholars",
        "Officials and professors",
        "Ministers and activists",
        "Envoys and friends",
    ),
    "track_2": ("Retired generals", "Scholars from both sides", "Village elders", "Former ministers"),
}
DID = {
    "none": "approved the season's accounts",
    "track_1": "signed the border agreement",
    "track_1_5": "sat together at a closed dialogue",
    "track_2": "held an unofficial workshop",
}
PLACES = "Oslo Geneva Doha Nairobi Lima Vienna Rabat Bangkok Tbilisi Amman Quito Dakar Hanoi Muscat".split()
WORDS = "amber birch cedar delta ember fjord grove heron inlet juniper kestrel larch meadow north otter pine".split()


def rows(n, seed=0, start=0):
    """Make n passages, labels in turn, two to a group; no two share many word trigrams."""
    rng = random.Random(seed)
    out = []
    for i in range(start, start + n):
        label = LABELS[i % 4]
        noise = " ".join(rng.choice(WORDS) + str(rng.randrange(10_000)) for _ in range(30))
        text = f"{rng.choice(WHO[label])} {DID[label]} in {rng.choice(PLACES)}. {noise.capitalize()}."
        out.append({"id": f"m{seed}-{i}", "text": text, "label": label, "group": f"g{seed}-{i // 8}-{i % 2}",
                    "genre": ("wire", "memoir")[i // 8 % 2], "region": ("Asia", "Africa", "Europe")[i // 8 % 3],
                    "year": str(1990 + i // 8 % 25)})  # fmt: skip
    return out


def write_csv(path, made):
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(made[0]))
        writer.writeheader()
        writer.writerows(made)
    return path


def record(text, label, actors=(), **more):
    """Make a hub record of a lone passage."""
    return {
        "schema": "diplotrack/1", "document_id": "d", "passage_index": 0, "passage_id": "d#0", "text": text,
        "text_sha256": sha256_of(text), "start": 0, "end": len(text), "label": label, "actors": list(actors), "cues": [],
        "source": {"kind": "human", "name": "x", "version": "1"}, **more,
    }  # fmt: skip


def actor(text, phrase, status, capacity, role):
    """Make an annotated actor at a phrase of the text."""
    start = text.index(phrase)
    return {"start": start, "end": start + len(phrase), "text": phrase, "status": status, "capacity": capacity,
            "role": role, "kind": "unknown", "party": ""}  # fmt: skip


def write_jsonl(path, records):
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    return path
