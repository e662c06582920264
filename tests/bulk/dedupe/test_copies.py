"""Copies are found, other texts are left alone, and the order of the input changes neither."""

import json
import sqlite3
import sys

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifier.bulk.dedupe import dedupe
from classifier.errors import InputError, OutputError

from .made import REPORTS, article, clusters, edited, found_in, write

SLOW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_input_leaves_the_clusters(tmp_path, random):
    texts = [article(n) for n in range(6)]
    texts += [edited(texts[n % 4], n, share) for n, share in enumerate([0.01, 0.02, 0.04, 0.08, 0.1, 0.12, 0.06, 0.1])]
    texts += [article(0)[:430], article(1)[:500], "Nothing new.", "Nothing new.", article(2)]
    records = [{"id": str(n), "text": text} for n, text in enumerate(texts)]
    expected = clusters(found_in(tmp_path, records))
    random.shuffle(records)
    assert clusters(found_in(tmp_path, records)) == expected
    assert max(map(len, expected.values())) > 2


@SLOW
@given(st.integers(0, 10**6), st.sampled_from(["none", "byline", "cut", "added"]))
def test_a_copy_with_edits_is_found(tmp_path, seed, change):
    text = article(seed)
    copy = {
        "none": text,
        "byline": f"By Jane Doe, Associated Press\nGENEVA (AP) — {text}\n© 2024 The Associated Press.",
        "cut": text[: int(len(text) * 0.75)],
        "added": f"{text}\n\n{article(seed + 1, 30)}",
    }[change]
    rows = found_in(tmp_path, [{"id": "a", "text": text}, {"id": "b", "text": edited(copy, seed, 0.01)}])
    assert rows["a"]["cluster_id"] == rows["b"]["cluster_id"]
    assert (rows["a"]["duplicate_of"], rows["b"]["duplicate_of"]) == ("", "a")


def test_reports_of_one_meeting_by_several_hands_stay_apart(tmp_path):
    rows = found_in(tmp_path, [{"id": str(n), "text": text} for n, text in enumerate(REPORTS)])
    assert [row["duplicate_of"] for row in rows.values()] == ["", "", ""]
    assert len(clusters(rows)) == 3


@SLOW
@given(st.integers(0, 10**6))
def test_texts_of_one_vocabulary_stay_apart(tmp_path, seed):
    rows = found_in(tmp_path, [{"id": str(n), "text": article(seed + n)} for n in range(20)])
    assert len(clusters(rows)) == 20


def test_the_earliest_is_the_original_else_the_first(tmp_path):
    text = article(1)
    dates = {"a": "", "b": "5 March 2024", "c": "2024-03-04T09:00:00Z", "d": "2024-03-04T08:00:00Z", "e": "03/04/2010"}
    rows = found_in(tmp_path, [{"id": i, "date": d, "text": edited(text, i, 0.01)} for i, d in dates.items()])
    assert {id: row["duplicate_of"] for id, row in rows.items()} == {"a": "d", "b": "d", "c": "d", "d": "", "e": "d"}
    rows = found_in(tmp_path, [{"id": i, "text": text} for i in ("z", "a")])
    assert rows["a"]["duplicate_of"] == "z"


def test_short_texts_are_copies_only_when_equal_but_for_what_is_put_round_them(tmp_path):
    notice = "The envoys will meet in Geneva on Monday at ten, the ministry said."
    texts = {
        "plain": notice,
        "byline": f"By Jane Doe\nGENEVA (Reuters) - {notice}\nCopyright 2024 Reuters. All rights reserved.",
        "typed": notice.upper().replace(", ", " – "),
        "other day": notice.replace("Monday", "Tuesday"),
    }
    rows = found_in(tmp_path, [{"id": id, "text": text} for id, text in texts.items()])
    assert [row["duplicate_of"] for row in rows.values()] == ["", "plain", "plain", ""]


def test_texts_without_a_word_are_not_copies_of_each_other(tmp_path):
    rows = found_in(tmp_path, [{"id": "a", "text": "…"}, {"id": "b", "text": "***"}, {"id": "c", "text": "***"}])
    assert [row["duplicate_of"] for row in rows.values()] == ["", "", "b"]


def test_a_chain_of_cuts_ends_where_too_little_of_its_first_text_is_left(tmp_path):
    words = article(3, 900).split()
    lengths = [900, 600, 400, 270, 180, 120, 80]
    rows = found_in(tmp_path, [{"id": str(n), "text": " ".join(words[:n])} for n in lengths])
    groups = [sorted(map(int, ids), reverse=True) for ids in clusters(rows).values()]
    assert groups[0][:3] == [900, 600, 400]
    assert len(groups) > 1
    assert all(ids[-1] >= ids[0] * 0.2 for ids in groups)


def test_many_near_copies_are_one_cluster(tmp_path):
    text = article(5)
    rows = found_in(tmp_path, [{"id": str(n), "text": f"{text} {n} {n + 1} {n + 2}"} for n in range(3000)])
    assert len(clusters(rows)) == 1


def test_a_stricter_threshold_finds_fewer(tmp_path):
    text = article(6)
    records = [{"id": "a", "text": text}, {"id": "b", "text": edited(text, 1, 0.08)}]
    assert len(clusters(found_in(tmp_path, records))) == 1
    assert len(clusters(found_in(tmp_path, records, threshold=0.95))) == 2


def test_copies_are_dropped_only_when_asked(tmp_path):
    records = [{"id": "a", "text": article(1)}, {"id": "b", "text": article(2)}, {"id": "c", "text": article(1)}]
    assert list(found_in(tmp_path, records, drop=True)) == ["a", "b"]


def test_columns_of_the_input_stay_even_where_results_have_such_names(tmp_path):
    source = tmp_path / "in.csv"
    pd.DataFrame({"headline": ["x"], "body": [article(1)], "start": ["ten o'clock"], "officials": ["A; B"]}).to_csv(
        source
    )
    output = tmp_path / "out.csv"
    dedupe([str(source)], output)
    row = pd.read_csv(output).iloc[0]
    assert (row["headline"], row["text"], row["start"], row["officials"]) == ("x", article(1), "ten o'clock", "A; B")
    with pytest.raises(OutputError, match=r"write \.csv or \.jsonl"):
        dedupe([str(source)], tmp_path / "out.parquet")
    assert not (tmp_path / "out.parquet").exists()


def test_plain_files_are_told_apart_by_their_names(tmp_path):
    for n in (1, 2):
        (tmp_path / f"{n}.txt").write_text(REPORTS[0])
    output = tmp_path / "out.jsonl"
    found = dedupe([str(tmp_path)], output)
    first, second = map(json.loads, output.read_text().splitlines())
    assert (found.documents, found.copies, found.exact) == (2, 1, 1)
    assert second["duplicate_of"] == first["document_id"]
    assert second["source_file"].endswith("2.txt")


def test_nothing_is_left_behind_when_it_is_interrupted(tmp_path):
    source = write(tmp_path / "in.jsonl", [{"text": article(n)} for n in range(200)])

    def stop(_stage, _count):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dedupe([str(source)], tmp_path / "out.csv", tell=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_the_folder_of_the_output_may_be_the_input(tmp_path):
    (tmp_path / "1.txt").write_text(REPORTS[0])
    found = dedupe([str(tmp_path)], tmp_path / "out.csv")
    assert (found.documents, found.rejected) == (1, 0)


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    source = write(tmp_path / "in.jsonl", [{"text": article(1)}])

    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("classifier.bulk.dedupe.store.Store.settle", full)
    with pytest.raises(OutputError, match="disk is full; there is no room"):
        dedupe([str(source)], tmp_path / "out.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_missing_library_is_named_with_the_command(tmp_path, monkeypatch):
    source = write(tmp_path / "in.jsonl", [{"text": article(1)}])
    monkeypatch.setitem(sys.modules, "rensa", None)
    with pytest.raises(InputError, match=r'pip install "diplotrack\[documents\]"'):
        dedupe([str(source)])
