"""Examples that each command's ``--help`` ends with."""

from __future__ import annotations

EXAMPLES = {
    "classify": (
        "diplotrack classify corpus/samples",
        "diplotrack classify articles.csv --text-column body --keep all -o results.parquet",
        "diplotrack classify 'news/*.jsonl.gz' --level passage -o passages.csv",
        "diplotrack classify crawl/ --shard 3/20 -o results.parquet",
        "diplotrack classify crawl/ -o 'postgresql://ann@localhost/news?table=results'",
        "diplotrack classify crawl.jsonl --engine spark --master 'local[8]' -o results.parquet",
        "zcat crawl.jsonl.gz | diplotrack classify - > results.jsonl",
    ),
    "merge": ("diplotrack merge results.parquet",),
    "dedupe": (
        "diplotrack dedupe articles.csv",
        "diplotrack dedupe results.parquet --texts articles.csv -o deduped.parquet",
        "diplotrack dedupe 'news/*.jsonl.gz' --drop -o distinct.jsonl.gz",
    ),
    "explain": (
        'diplotrack explain "Two retired generals met the foreign minister in Muscat."',
        "diplotrack explain corpus/samples/geneva-shuttle.txt",
    ),
    "train": (
        "diplotrack train corpus/passages.jsonl corpus/spans.jsonl -o my-model",
        "diplotrack train gold.jsonl corpus/passages.jsonl corpus/spans.jsonl -o my-model",
        "diplotrack train gold.jsonl more-gold.jsonl corpus/*.jsonl -o my-model-2 --against my-model",
    ),
    "evaluate": (
        "diplotrack evaluate mine.csv --text-column body --label-column track",
        "diplotrack evaluate corpus/passages.jsonl --split dev -o report.html",
        "diplotrack evaluate mine.jsonl --model default --predictions other-system.csv -o report.html",
        "diplotrack evaluate mine.jsonl --predictions first.csv --predictions second.csv",
    ),
    "annotate": (
        "diplotrack classify articles.csv --level passage -o pool.jsonl",
        "diplotrack annotate sample pool.jsonl --design stratified --number 200 -o sample.jsonl",
        "diplotrack annotate export sample.jsonl --to label-studio -o tasks.json",
        "diplotrack annotate import project-1.json --from label-studio --side tasks.side.jsonl -o coded.jsonl",
        "diplotrack annotate agreement coded.jsonl -o agreement.html",
        "diplotrack annotate adjudicate coded.jsonl -o decisions.xlsx",
        "diplotrack annotate adjudicate coded.jsonl --decisions decisions.xlsx -o gold.jsonl",
    ),
    "annotate sample": (
        "diplotrack annotate sample pool.jsonl --number 200 -o test.jsonl",
        "diplotrack annotate sample pool.jsonl --by label,decade --number 400 -o test.jsonl",
        "diplotrack annotate sample pool.jsonl --design uncertainty --number 300 --exclude test.jsonl -o training.jsonl",
        "diplotrack annotate sample pool.jsonl --design budget --keep 0.9 --of track_1_5,track_2 --share 0.5 -o read.jsonl",
    ),
    "annotate recall": ("diplotrack annotate recall coded.jsonl",),
    "annotate check": (
        "diplotrack annotate check coded.jsonl",
        "diplotrack annotate check --schema > record.schema.json",
    ),
    "annotate export": (
        "diplotrack annotate export sample.jsonl --to label-studio -o tasks.json",
        "diplotrack annotate export sample.jsonl --to excel --blind -o coding.xlsx",
    ),
    "annotate import": (
        "diplotrack annotate import project-1.json --from label-studio --side tasks.side.jsonl -o coded.jsonl",
        "diplotrack annotate import coding.xlsx --from excel --annotator anna -o anna.jsonl",
    ),
    "annotate serve": (
        "diplotrack annotate serve",
        "DIPLOTRACK_TOKEN=... diplotrack annotate serve --port 9191 --model my-model",
    ),
    "annotate agreement": (
        "diplotrack annotate agreement coded.jsonl",
        "diplotrack annotate agreement anna.jsonl bo.jsonl pool.jsonl --round 2 -o agreement.html",
        "diplotrack annotate agreement corpus/passages.jsonl --coder A --coder B",
    ),
    "annotate adjudicate": (
        "diplotrack annotate adjudicate anna.jsonl bo.jsonl -o decisions.xlsx",
        "diplotrack annotate adjudicate anna.jsonl bo.jsonl --decisions decisions.xlsx -o gold.jsonl",
        "diplotrack annotate adjudicate anna.jsonl bo.jsonl cleo.jsonl --decisions decisions.xlsx -o decisions-2.xlsx",
    ),
    "doctor": ("diplotrack doctor",),
    "lexicon show": ("diplotrack lexicon show", 'diplotrack lexicon show "foreign secretary"'),
    "lexicon check": ("diplotrack lexicon check", "diplotrack lexicon check --lexicon mine.csv"),
}


def epilog(command: str) -> str:
    """Return a command's examples as the end of its help."""
    # A lone backspace keeps click from rewrapping the lines after it.
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in EXAMPLES[command])])
