"""Records of several coders, with all that agreement looks at: rounds, predictions shown and not, spans, reasons, gold."""

import random

from classifier.labels import AT_THE_TABLE, LABELS
from classifier.records import SCHEMA, sha256_of

NAMES = [str(label) for label in LABELS]
#: A passage for each label, with its actors as (words, status, capacity, role, kind).
PASSAGES = {
    "none": (
        "The finance committee heard two ministers on the budget, and an analyst at a bank called the plan bold.",
        [("two ministers", "official", "incumbent", "subject", "executive"), ("an analyst at a bank", "non_official", "none", "commentator", "business")],
    ),
    "track_1": (
        "The foreign ministers of both states met in Muscat, and a former envoy praised their joint communiqué 🤝 afterwards.",
        [("The foreign ministers of both states", "official", "incumbent", "participant", "executive"), ("a former envoy", "non_official", "former", "commentator", "individual")],
    ),
    "track_1_5": (
        "Serving diplomats, in a personal capacity, joined retired generals at the institute's retreat behind closed doors.",
        [("Serving diplomats", "official", "personal", "participant", "executive"), ("retired generals", "non_official", "former", "participant", "military")],
    ),
    "track_2": (
        "Scholars from both sides held a workshop in Oslo; the host country's minister opened it and left at once.",
        [("Scholars from both sides", "non_official", "none", "participant", "academic"), ("the host country's minister", "official", "incumbent", "host", "executive")],
    ),
}  # fmt: skip


def base(number, label, *, document=None):
    text = PASSAGES[label][0] + f" It was the {number}th time."
    document = document or f"doc-{number // 2:03d}"
    return {
        "schema": SCHEMA, "document_id": document, "passage_index": number, "passage_id": f"{document}#{number}",
        "text": text, "text_sha256": sha256_of(text), "start": 100, "end": 100 + len(text),
    }  # fmt: skip


def human(passage, name, label, **more):
    return {**passage, "label": label, "source": {"kind": "human", "name": name}, "annotator": name, **more}


def model(passage, label, name="default"):
    return {**passage, "label": label, "source": {"kind": "model", "name": name, "version": "1"}}


def gold(passage, label, **more):
    return {**passage, "label": label, "source": {"kind": "adjudicated", "name": "chair"}, **more}


def spans(passage, label, draw, slip=0.0):
    """Actors as a coder marks them, who now and then slips."""
    found = []
    for words, status, capacity, role, kind in PASSAGES[label][1]:
        if draw.random() < slip / 2:
            continue
        start = passage["text"].index(words) + passage["start"]
        end = start + len(words)
        if draw.random() < slip:
            start += len(words.split()[0]) + 1
        if draw.random() < slip:
            role = "participant" if role not in AT_THE_TABLE else "observer"
        if draw.random() < slip:
            status = "unknown"
        text = passage["text"][start - passage["start"] : end - passage["start"]]
        found.append(
            {
                "start": start,
                "end": end,
                "text": text,
                "status": status,
                "capacity": capacity,
                "role": role,
                "kind": kind,
            }
        )
    cues = []
    if "workshop" in passage["text"]:
        start = passage["text"].index("workshop") + passage["start"]
        cues = [{"start": start, "end": start + 8, "text": "workshop", "aspect": "formality", "value": "track_2"}]
    return {"actors": found, "cues": cues}


def coded(n=120, seed=1):
    """Records of anna, bo, çelik and a model, in two rounds, half of the second with predictions in sight; and the gold."""
    draw = random.Random(seed)
    records = []
    for number in range(n):
        true = NAMES[number % 4]
        passage = base(number, true)
        round_name = "pilot 1" if number < n // 3 else "round 2"
        predicted = true if draw.random() < 0.8 else draw.choice(NAMES)
        records.append(model(passage, predicted) | spans(passage, true, draw, 0.3))
        for name, slip in (("anna", 0.08), ("bo", 0.2), ("Çelik", 0.35)):
            if draw.random() < 0.15:
                continue
            saw = round_name == "round 2" and draw.random() < 0.5
            label = true if draw.random() > slip * (1.5 if round_name == "pilot 1" else 0.7) else draw.choice(NAMES)
            if saw and draw.random() < 0.4:
                label = predicted
            more = {"round": round_name, "saw_prediction": saw, "seconds": round(draw.uniform(4, 90), 1)}
            if draw.random() < 0.3:
                more |= {
                    "rationale": "The minister only opened it."
                    if "workshop" in passage["text"]
                    else "They sit at one table.",
                    "codebook": "Step 1",
                }
            records.append(human(passage, name, label, **more) | spans(passage, true, draw, slip))
        if number % 3 == 0:
            records.append(gold(passage, true, rationale="Decided by who takes part."))
    return records
