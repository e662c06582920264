"""No leak found is not the same as none looked for."""

from classifier.evaluation import read_gold
from classifier.evaluation.leaks import leaks_of
from classifier.evaluation.protocols import folds_of


def test_without_training_texts_there_is_nothing_to_say(tmp_path):
    path = tmp_path / "gold.csv"
    path.write_text("text,label\nOne minister met another.,track_1\nScholars met.,track_2\n", "utf-8")
    gold = read_gold(path)
    assert leaks_of(gold, folds_of(gold, "fixed"), [None]) == (None, [])
