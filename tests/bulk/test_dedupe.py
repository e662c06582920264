"""Copies are found, other texts are left alone, and the order of the input changes neither."""

import json
import random
import sqlite3
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import classifier
from classifier.bulk import Watcher, classify_to
from classifier.bulk.dedupe import DedupeOptions, dedupe
from classifier.bulk.dedupe.moments import sortable
from classifier.bulk.dedupe.sorting import SortedFile
from classifier.bulk.dedupe.wording import digest_of, shingles_of, words_of
from classifier.documents import ReadOptions
from classifier.errors import InputError, OutputError

from .made import run_of

WORDS = [a + b for a in "ba ke di mo lu ra se ti no pu".split() for b in "nor vik sel tam gen dro mus pil".split()]
SLOW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

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
    monkeypatch.setitem(__import__("sys").modules, "rensa", None)
    with pytest.raises(InputError, match=r'pip install "diplotrack\[documents\]"'):
        dedupe([str(source)])


# Results


@pytest.fixture(scope="module")
def classified(tmp_path_factory):
    """The input, and what ``classify`` writes for it, at both levels."""
    folder = tmp_path_factory.mktemp("results")
    texts = [*REPORTS, REPORTS[0].replace("four hours", "three hours"), REPORTS[1]]
    dates = ["2024-03-05", "2024-03-05", "2024-03-05", "2024-03-04", ""]
    source = write(
        folder / "in.jsonl",
        [
            {"id": f"d{n}", "text": f"{t}\n\n{RAIN}", "date": d, "paper": f"p{n}"}
            for n, (t, d) in enumerate(zip(texts, dates))
        ],
    )
    tracker = classifier.load()
    for ending in ("csv", "tsv", "jsonl", "parquet"):
        classify_to(run_of(source, folder / f"document.{ending}"), tracker, Watcher())
    for ending in ("csv", "jsonl"):
        classify_to(run_of(source, folder / f"passage.{ending}", level="passage"), tracker, Watcher())
    return folder


def read_table(path):
    if path.suffix == ".jsonl":
        return pd.DataFrame([json.loads(line) for line in path.read_text().splitlines()])
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    return pd.read_csv(path, sep="\t" if path.suffix == ".tsv" else ",", keep_default_na=False, encoding="utf-8-sig")


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "parquet"])
def test_results_keep_their_rows_and_get_two_columns(classified, tmp_path, ending):
    before, output = classified / f"document.{ending}", tmp_path / f"out.{ending}"
    found = dedupe([str(before)], output)
    assert (found.documents, found.copies, found.textless) == (5, 1, 5)
    old, new = read_table(before), read_table(output)
    assert list(new.columns) == [*old.columns, "cluster_id", "duplicate_of"]
    pd.testing.assert_frame_equal(new[list(old.columns)], old)
    assert list(new["duplicate_of"]) == ["", "", "", "", "d1"]


@pytest.mark.parametrize("output", ["csv", "parquet", "sqlite"])
def test_results_may_go_into_another_format(classified, tmp_path, output):
    found = dedupe([str(classified / "document.csv")], tmp_path / f"out.{output}")
    assert found.rows == 5
    if output == "parquet":
        row = pd.read_parquet(tmp_path / "out.parquet").iloc[0]
        assert isinstance(row["evidence"], dict)
        assert row["record"] == 1


def test_results_with_their_texts_show_near_copies_too(classified, tmp_path):
    output = tmp_path / "out.jsonl"
    options = DedupeOptions(texts=(str(classified / "in.jsonl"),), read=ReadOptions())
    found = dedupe([str(classified / "document.csv")], output, options)
    assert (found.copies, found.exact, found.textless) == (2, 1, 0)
    assert list(read_table(output)["duplicate_of"]) == ["d3", "", "", "", "d1"]


def test_passages_follow_their_document_where_texts_are_given(classified, tmp_path):
    output = tmp_path / "out.csv"
    options = DedupeOptions(texts=(str(classified / "in.jsonl"),))
    found = dedupe([str(classified / "passage.csv")], output, options)
    rows = read_table(output)
    assert (found.documents, found.rows) == (5, 10)
    assert list(rows["duplicate_of"]) == ["d3", "d3", "", "", "", "", "", "", "d1", "d1"]
    assert rows["cluster_id"].nunique() == 3


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_passages_alone_are_copies_of_passages(classified, tmp_path, ending):
    output = tmp_path / f"out.{ending}"
    dedupe([str(classified / f"passage.{ending}")], output)
    rows = read_table(output)
    assert list(rows["duplicate_of"])[1::2] == ["d3#1", "d3#1", "d3#1", "", "d3#1"]  # the rain


def test_shards_are_one_input(classified, tmp_path):
    rows = (classified / "document.jsonl").read_text().splitlines(keepends=True)
    for n, part in enumerate((rows[:2], rows[2:])):
        (tmp_path / f"{n}.jsonl").write_text("".join(part))
    found = dedupe([str(tmp_path / "0.jsonl"), str(tmp_path / "1.jsonl")])
    assert (found.documents, found.copies) == (5, 1)


def test_a_second_pass_replaces_the_columns_of_the_first(classified, tmp_path):
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    dedupe([str(classified / "document.csv")], first)
    dedupe([str(first)], second)
    assert first.read_bytes() == second.read_bytes()


def test_ids_that_several_documents_have_are_counted(classified):
    found = dedupe([str(classified / "document.csv"), str(classified / "document.csv")])
    assert (found.documents, found.clusters, found.repeated_ids) == (10, 4, 5)


def test_texts_of_something_else_are_refused(classified, tmp_path):
    other = write(tmp_path / "other.jsonl", [{"id": "x", "text": article(1)}])
    with pytest.raises(InputError, match="none of the 5 documents.*as they were named for classify"):
        dedupe([str(classified / "document.csv")], options=DedupeOptions(texts=(str(other),)))


def test_a_row_that_is_broken_is_a_reject(classified, tmp_path):
    rows = (classified / "document.jsonl").read_text().splitlines()
    (tmp_path / "in.jsonl").write_text(
        "\n".join([*rows[:2], '{"document_id": "y", "text_sha256": "xyz"}', rows[3][:50]])
    )
    rejects = []
    found = dedupe([str(tmp_path / "in.jsonl")], reject=rejects.append)
    assert (found.documents, found.rejected) == (2, 2)
    assert [r.record for r in rejects] == [3, 4]


# Parts


@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 5)), st.integers(1, 7), st.integers(1, 5), st.integers(1, 5))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_come_back_in_order_with_equal_ones_together(tmp_path, numbers, run, chunk, step):
    file = SortedFile(tmp_path / "numbers", run=run, chunk=chunk, step=step)
    for start in range(0, len(numbers), 3):
        file.add(np.array(numbers[start : start + 3], np.uint64))
    chunks = [part.tolist() for part in file.chunks()]
    assert [n for part in chunks for n in part] == sorted(numbers)
    assert all(a[-1] < b[0] for a, b in zip(chunks, chunks[1:]))
    assert not list(Path(tmp_path).iterdir())


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doe",
        "By JANE DOE and JOHN ROE, Associated Press Writers",
        "(Reuters)",
        "Published 3 March 2024 at 10:00",
        "© 2024 The Daily Post",
        "Copyright 2024 The Associated Press. All rights reserved.",
        "(Reporting by Jane Doe; Editing by John Roe)",
        "This material may not be published, broadcast, rewritten or redistributed.",
    ],
)
def test_what_is_put_round_a_text_is_not_compared(line):
    assert words_of(f"{line}\n\nThe envoys met.\n{line}") == ["the", "envoys", "met"]


@pytest.mark.parametrize(
    "dateline",
    [
        "GENEVA (AP) -- ",
        "GENEVA, March 3 (Reuters) - ",
        "NEW DELHI — ",
        "Beijing, Mar 3 (Xinhua) -- ",
        "LONDON (AFP) – ",
    ],
)
def test_datelines_are_not_compared(dateline):
    assert words_of(f"{dateline}The envoys met.") == ["the", "envoys", "met"]


@pytest.mark.parametrize(
    "sentence",
    ["By Friday the envoys had left Geneva.", "Two envoys – one retired – met.", "The well-known envoy spoke."],
)
def test_sentences_are_kept(sentence):
    assert len(words_of(sentence)) == len(sentence.replace("-", " ").replace("–", " ").split())


def test_a_text_of_capitals_or_dashes_takes_no_time():
    for text in ("A" * 300_000, "A - " * 100_000, "By " * 100_000, "(c) " * 100_000):
        words_of(text)


def test_invisible_characters_and_ligatures_make_no_difference():
    assert words_of("o\u00adf\ufb01ce\u00a0hours") == words_of("office hours")
    assert digest_of("x", ["a", "b"]) != digest_of("x", ["ab"])
    assert shingles_of(["a", "b"]) == []


@pytest.mark.parametrize(
    "date", ["", "Spring 2010", "03/04/2010", "99999999999", "2024-13-45T10:00:00", "0001-01-01T00:00:00+14:00"]
)
def test_dates_that_say_nothing_do_no_harm(date):
    assert sortable(date) in ("", "0001-01-01")
