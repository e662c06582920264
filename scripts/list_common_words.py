"""List the words that the corpus writes without a capital more often than with one: words, not names.

    python scripts/list_common_words.py corpus/passages.jsonl corpus/contrast.jsonl > classifier/lexicon/data/common_words.txt

'The Peace Declaration' names nobody: its words are common. 'Brown' and 'Bush' are too rarely written without a
capital to be listed. The first word of a sentence doesn't count, for it is always capitalised.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from classifier.documents import sentence_spans
from classifier.lexicon.terms import TOKEN, normalise

_AT_LEAST = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, nargs="+")
    args = parser.parse_args()
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for line in (line for path in args.corpus for line in path.read_text("utf-8").splitlines()):
        record = json.loads(line)
        if record["split"] != "train":
            continue
        for start, end in sentence_spans(record["text"]):
            words = [m.group() for m in TOKEN.finditer(record["text"], start, end) if m.group().isalpha()]
            for word in words[1:]:
                (capital if word[0].isupper() else small)[normalise(word)] += 1
    for word in sorted(small):
        if small[word] >= _AT_LEAST and small[word] > capital[word] and len(word) > 2:
            print(word)


if __name__ == "__main__":
    main()
