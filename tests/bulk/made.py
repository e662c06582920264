"""Inputs for runs in bulk: many small documents, several batches of them."""

import json

from classifier.bulk import Run, RunOptions, Shard

TEXTS = (
    "The foreign ministers of India and Nepal met in Kathmandu on Monday and signed an agreement on the river.",
    "Two retired generals from both sides met scholars at a university in Muscat, in their personal capacity.",
    "Elders of the two villages sat down with a church group and agreed on the grazing.",
    "The council raised the price of parking, and the library will be closed on Friday.",
)


def write_input(path, n=600):
    """JSON lines with one line in fifty broken; three batches."""
    with path.open("w", encoding="utf-8") as file:
        for i in range(n):
            text = f"{TEXTS[i % 4]} That was on day {i} of the talks."
            line = json.dumps({"id": f"d{i}", "text": text, "paper": f"paper {i % 7}"})
            file.write(line[: 20 if i % 50 == 17 else None] + "\n")
    return path


def run_of(source, output, *, workers=1, shard=None, **options):
    """Run over one source, all columns kept."""
    asked = RunOptions(**{"keep": ("all",), **options})
    return Run((str(source),), output, asked, workers=workers, shard=shard or Shard())
