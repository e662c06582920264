"""Rows of ``classify`` keep what they hold, alone or with their texts."""

import json

import pandas as pd
import pytest

import classifier
from classifier.bulk import Watcher, classify_to
from classifier.bulk.dedupe import DedupeOptions, dedupe
from classifier.errors import InputError

from ..made import run_of
from .made import RAIN, REPORTS, article, write


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
    for ending in ("csv", "tsv", "jsonl", "parquet", "sqlite", "xlsx"):
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


@pytest.mark.parametrize("given", ["csv", "sqlite", "xlsx"])
@pytest.mark.parametrize("output", ["csv", "parquet", "sqlite"])
def test_results_may_go_into_another_format(classified, tmp_path, given, output):
    if given == "xlsx":
        pytest.importorskip("openpyxl")
    found = dedupe([str(classified / f"document.{given}")], tmp_path / f"out.{output}")
    assert found.rows == 5
    if output == "parquet":
        row = pd.read_parquet(tmp_path / "out.parquet").iloc[0]
        assert isinstance(row["evidence"], dict)
        assert row["record"] == 1


def test_results_with_their_texts_show_near_copies_too(classified, tmp_path):
    output = tmp_path / "out.jsonl"
    options = DedupeOptions(texts=(str(classified / "in.jsonl"),))
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
