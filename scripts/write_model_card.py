"""Write the model card's figures from evaluations, or hold the card to them.

    diplotrack evaluate corpus/passages.jsonl --split dev -o report.html
    python scripts/write_model_card.py report/report.json    # keep its figures beside the model, write them into the card
    python scripts/write_model_card.py --check               # exit 1 if card, figures and model do not fit together

The figures stand in the card between the two comments `<!-- figures -->` and `<!-- /figures -->`. What they are made from is
kept, without any passage, in `evaluations.json` beside the model.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

from classifier.reporting import card_tables
from classifier.reporting.model_card import figures_only

FIGURES = re.compile(r"(?<=<!-- figures -->\n).*(?=<!-- /figures -->)", re.DOTALL)


def read(path: Path) -> dict:
    report = json.loads(path.read_text("utf-8"))
    if report.get("schema") != "diplotrack-report/1":
        raise SystemExit(f"{path}: not a report of diplotrack evaluate")
    return report


def problems(folder: Path, reports: list[dict], card: str, written: str) -> list[str]:
    """What does not fit together."""
    model = json.loads((folder / "manifest.json").read_text("utf-8"))["content_sha256"]
    found = []
    if not reports:
        found.append("no evaluations are kept beside the model")
    for report in reports:
        if report["system"]["sha256"] != model:
            found.append(f"{report['data']['name']} was evaluated with another model; evaluate this one")
    if not FIGURES.search(card):
        found.append("the card lacks the comments <!-- figures --> and <!-- /figures -->")
    elif written != card:
        found.append("the card's figures are not those of the evaluations")
    return found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reports", type=Path, nargs="*", metavar="report.json")
    parser.add_argument("--model", type=Path, default=Path("models/default"))
    parser.add_argument("--check", action="store_true", help="only say whether the card is current")
    args = parser.parse_args(arguments)
    kept, card = args.model / "evaluations.json", args.model / "README.md"
    if args.reports:
        reports = [figures_only(read(path)) for path in args.reports]
    else:
        reports = json.loads(kept.read_text("utf-8")) if kept.is_file() else []
    current = card.read_text("utf-8")
    written = FIGURES.sub(lambda _: card_tables(reports), current)
    found = problems(args.model, reports, current, written if args.check else current)
    for problem in found:
        print(f"{card}: {problem}; run python scripts/write_model_card.py REPORT.json", file=sys.stderr)
    if found:
        return 1
    if not args.check:
        kept.write_text(json.dumps(reports, indent=1, ensure_ascii=False) + "\n", "utf-8")
        card.write_text(written, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
