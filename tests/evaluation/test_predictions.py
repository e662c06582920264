"""Predictions made elsewhere, matched to the gold."""

import numpy as np
import pytest

from classifier.errors import InputError
from classifier.evaluation import read_gold, read_predictions
from classifier.records import sha256_of

from .made import rows, write_csv, write_jsonl


@pytest.fixture
def gold(tmp_path):
    return read_gold(write_csv(tmp_path / "gold.csv", rows(8)))


@pytest.mark.parametrize(
    "key",
    [lambda r: {"id": r["id"]}, lambda r: {"text_sha256": sha256_of(r["text"])}, lambda r: {"text": f" {r['text']}\n"}],
)
def test_matched_by_id_digest_or_text_in_any_order(tmp_path, gold, key):
    made = [{**key(r), "label": r["label"]} for r in reversed(rows(8))]
    found = read_predictions(write_csv(tmp_path / "p.csv", made), gold)
    assert found.labels.tolist() == gold.labels.tolist() and found.probabilities is None


def test_what_does_not_match_is_counted_and_shown(tmp_path, gold):
    made = [{"id": r["id"], "label": r["label"]} for r in rows(8)[:3]]
    with pytest.raises(
        InputError, match=r"no prediction for 5 of 8 gold passages, matched by id: m0-3 .*m0-4 .*m0-5 "
    ) as e:
        read_predictions(write_csv(tmp_path / "p.csv", made), gold)
    assert "m0-6" not in str(e.value)


def test_the_golds_own_column_of_ids_is_looked_for_first(tmp_path):
    made = [{"key": f"k{i}", **r} for i, r in enumerate(rows(8))]
    gold = read_gold(write_csv(tmp_path / "gold.csv", made), id_column="key")
    wanted = [{"key": r["key"], "id": "", "label": r["label"]} for r in made]
    assert read_predictions(write_csv(tmp_path / "p.csv", wanted), gold, "key").labels.tolist() == gold.labels.tolist()


def test_an_id_twice_is_an_error(tmp_path, gold):
    made = [{"id": r["id"], "label": r["label"]} for r in (*rows(8), rows(1)[0])]
    with pytest.raises(InputError, match="several records for 'm0-0'"):
        read_predictions(write_csv(tmp_path / "p.csv", made), gold)


def test_probabilities_as_columns_or_nested(tmp_path, gold):
    p = {"none": 0.1, "track_1": 0.2, "track_1_5": 0.3, "track_2": 0.4}
    flat = [{"id": r["id"], "label": "track_2", **{f"p_{k}": v for k, v in p.items()}} for r in rows(8)]
    nested = [{"id": r["id"], "label": 20, "probabilities": p} for r in rows(8)]
    for path in (write_csv(tmp_path / "p.csv", flat), write_jsonl(tmp_path / "p.jsonl", nested)):
        found = read_predictions(path, gold)
        assert np.allclose(found.probabilities, [0.1, 0.2, 0.3, 0.4])
        assert found.labels.tolist() == ["track_2"] * 8
    flat[2]["p_none"] = 0.9
    with pytest.raises(InputError, match=r"p\.csv, record 3 below the header: probabilities .*must sum to 1"):
        read_predictions(write_csv(tmp_path / "p.csv", flat), gold)


def test_errors_name_row_and_remedy(tmp_path, gold):
    with pytest.raises(InputError, match=r"p\.csv, record 1 below the header: column 'label': unknown label 'x'"):
        read_predictions(write_csv(tmp_path / "p.csv", [{"id": r["id"], "label": "x"} for r in rows(8)]), gold)
    with pytest.raises(InputError, match="nothing to match by"):
        read_predictions(write_csv(tmp_path / "p.csv", [{"label": "none"}]), gold)
    with pytest.raises(InputError, match="no column for the label"):
        read_predictions(write_csv(tmp_path / "p.csv", [{"id": "a"}]), gold)
