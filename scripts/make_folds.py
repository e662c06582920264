"""Write corpus/folds.csv: which passages to leave out region by region, and which are past and future.

    python scripts/make_folds.py            # write
    python scripts/make_folds.py --check    # exit 1 if corpus/folds.csv is not current

A process stays whole: its region is the one that most of its passages name, and it is past only if all its passages are
of a year before the cut, future only if all are of the cut or later; a process that spans the cut is in neither.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import pandas as pd

#: First year of the future; about half of the passages that name a year are of it or later.
CUT = 2010


def era_of(years: pd.Series) -> str:
    if years.isna().any():
        return ""
    return "past" if (years < CUT).all() else "future" if (years >= CUT).all() else ""


def folds(passages: pd.DataFrame) -> pd.DataFrame:
    """Give every passage its process's region and side of the cut."""
    processes = passages.groupby("group", sort=False)
    return pd.DataFrame(
        {
            "passage_id": passages["passage_id"],
            "leave_out_region": processes["region"].transform(lambda names: names.mode().iloc[0]),
            "time_forward": passages["group"].map(processes["year"].apply(era_of)),
        }
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--check", action="store_true", help="only say whether folds.csv is current")
    args = parser.parse_args()
    lines = (args.corpus / "passages.jsonl").read_text("utf-8").splitlines()
    written = folds(pd.DataFrame([json.loads(line) for line in lines])).to_csv(index=False, lineterminator="\n")
    path = args.corpus / "folds.csv"
    if args.check:
        if not path.is_file() or path.read_text("utf-8") != written:
            print(f"{path} is not current; run python scripts/make_folds.py", file=sys.stderr)
            return 1
        return 0
    path.write_text(written, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
