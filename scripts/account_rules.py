"""Account for the rules: how often each family fires, how often it is right, and what is lost without it.

    python scripts/account_rules.py                  # on the passages of dev with every mention and cue marked
    python scripts/account_rules.py --entries 20     # also the entries that are wrong most often
    python scripts/account_rules.py --ablate         # also the model trained without each file of the lexicon (minutes)

A family is a file of the lexicon, or the rules of one step (``mention``, ``capacity``, ``role``). Coverage is the share of
passages in which it fires. Precision is that of what the family decides: whether a marked mention is there and of that
status, what capacity or role it has, whether a marked cue of that aspect is there. After the table of labelling
functions in Snorkel (Ratner et al. 2017).
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from compare_models import FILES, FOLDS
from evaluate_evidence import read
from threadpoolctl import threadpool_limits

from classifier.extraction import extract
from classifier.labels import LABELS
from classifier.lexicon import CLASSES, Lexicon, class_of, load_lexicon
from classifier.lexicon.loader import index
from classifier.metrics import bootstrap_interval, macro_f1
from classifier.metrics.spans import match_spans
from classifier.model.corpus import read_corpus
from classifier.model.training import out_of_fold, prepare
from classifier.records import Evidence

#: What a family decides of a mention.
DECIDES = {
    "offices": "status", "organisations": "status", "organisation_heads": "status", "places": "status",
    "mention": "status", "qualifiers": "capacity", "capacity": "capacity", "predicates": "role", "role": "role",
}  # fmt: skip


def firings(record: dict, evidence: Evidence) -> Iterator[tuple[str, bool]]:
    """Yield every rule that fired in a passage, and whether what it decided is as marked."""
    gold = record["actors"]
    found = [actor for actor in evidence.actors if not actor.doubtful]
    pairs = match_spans([(a["start"], a["end"]) for a in gold], [(a.start, a.end) for a in found]).pairs
    marked = {k: gold[i] for i, k in pairs}
    for k, actor in enumerate(found):
        for rule in dict.fromkeys(actor.rules):
            field = DECIDES.get(rule.split(":")[0])
            if field:
                yield rule, k in marked and marked[k][field] == getattr(actor, field)
    for cue in evidence.cues:
        right = any(c["aspect"] == cue.aspect and c["start"] < cue.end and cue.start < c["end"] for c in record["cues"])
        yield from ((rule, right) for rule in cue.rules)


def account(records: list[dict], lexicon: Lexicon, entries: int) -> None:
    told: dict[str, list[bool]] = defaultdict(list)
    passages: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for rule, right in firings(record, extract(record["text"], lexicon)):
            told[rule].append(right)
            passages[rule.split(":")[0]].add(record["passage_id"])
    print(
        f"{'family':20} {'decides':10} {'rules':>6} {'fired':>6} {'coverage':>9} {'precision':>10}   ({len(records)} passages)"
    )
    for family in sorted(passages, key=lambda f: -len(passages[f])):
        answers = [right for rule, own in told.items() if rule.split(":")[0] == family for right in own]
        rules = sum(rule.split(":")[0] == family for rule in told)
        print(
            f"{family:20} {DECIDES.get(family, 'a cue'):10} {rules:6} {len(answers):6} "
            f"{len(passages[family]) / len(records):9.2f} {sum(answers) / len(answers):10.2f}"
        )
    worst = sorted(told, key=lambda rule: sum(told[rule]) - len(told[rule]))[:entries]
    for rule in worst:
        print(f"  {rule:50} fired {len(told[rule]):4}, wrong {len(told[rule]) - sum(told[rule]):4}")


def ablate(corpus: Path, lexicon: Lexicon) -> None:
    passages, _ = read_corpus(*(corpus / name for name in FILES))
    train = [p for p in passages if p.split == "train"]
    for left_out in ("", *CLASSES):
        senses = [s for s in lexicon.senses if class_of(s) != left_out]
        with threadpool_limits(1):
            data = prepare(train, replace(lexicon, senses=senses, root=index(senses)))
            _, logits = out_of_fold(data, FOLDS)
        answers = [str(LABELS[i]) for i in logits.argmax(axis=1)]
        low, high = bootstrap_interval(list(data.gold), answers)
        print(
            f"without {left_out or 'nothing':20} {macro_f1(list(data.gold), answers):.3f} [{low:.3f}, {high:.3f}]",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--entries", type=int, default=0, metavar="N", help="show the N entries most often wrong")
    parser.add_argument("--ablate", action="store_true", help="cross-validate without each file of the lexicon")
    args = parser.parse_args()
    lexicon = load_lexicon()
    account(read(args.corpus / "spans.jsonl", "dev"), lexicon, args.entries)
    if args.ablate:
        ablate(args.corpus, lexicon)


if __name__ == "__main__":
    main()
