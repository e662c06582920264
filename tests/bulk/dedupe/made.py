"""Made-up articles, copies of them, and what ``dedupe`` makes of both."""

import json
import random

from classifier.bulk.dedupe import DedupeOptions, dedupe

WORDS = [a + b for a in "ba ke di mo lu ra se ti no pu".split() for b in "nor vik sel tam gen dro mus pil".split()]

# One meeting, as three reporters saw it.
REPORTS = (
    "The foreign ministers of the two countries met in the old town hall on Monday and agreed to open the border "
    "crossing before the winter. They will meet again in March, the hosts said after four hours of talks.",
    "A border crossing that has been closed for eleven years is to be opened again. That is what the foreign ministers "
    "of the two countries decided on Monday, after they had spent an afternoon in the old town hall.",
    "Farmers on both sides of the river may sell their harvest in each other's markets from November. Their foreign "
    "ministers, who met on Monday, shook hands on it in front of the old town hall, and then left without a word.",
)
RAIN = "It rained in the valley all through the night, and in the morning the river had risen to the second step."


def article(seed, words=120):
    rng = random.Random(seed)
    said = rng.choices(WORDS, k=words)
    return "\n\n".join(" ".join(said[i : i + 40]).capitalize() + "." for i in range(0, words, 40))


def edited(text, seed, share=0.04):
    rng = random.Random(seed)
    return " ".join(rng.choice(WORDS) if rng.random() < share else word for word in text.split(" "))


def write(path, records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


def found_in(folder, records, **options):
    """Rows of the output by id."""
    source, output = write(folder / "in.jsonl", records), folder / "out.jsonl"
    dedupe([str(source)], output, DedupeOptions(**options))
    rows = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    assert options.get("drop") or [row["document_id"] for row in rows] == [r["id"] for r in records]
    return {row["document_id"]: row for row in rows}


def clusters(rows):
    groups = {}
    for id, row in rows.items():
        groups.setdefault(row["cluster_id"], set()).add(id)
    return groups
