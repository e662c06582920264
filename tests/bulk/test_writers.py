"""Every output holds every row, its numbers as numbers, and its texts unharmed."""

import gzip
import json
import sqlite3
from contextlib import closing

import pandas as pd
import pyarrow as pa
import pytest

from classifier.bulk.writers import ENDINGS, beside, check_output, ending_of, open_writer
from classifier.errors import OutputError
from classifier.records import DOCUMENT_COLUMNS, ROW_COLUMNS

COLUMNS = (*ROW_COLUMNS, *DOCUMENT_COLUMNS, "paper", "2nd page")
AWKWARD = '=1+1 "quoted", and\nmore; – é \U0001f600'


def row(n):
    base = dict.fromkeys(COLUMNS)
    return {
        **base, "document_id": f"d{n}", "source_file": "in.csv", "record": n, "title": AWKWARD, "date": "2024-01-01",
        "label": "track_1_5", "confidence": 0.5, "p_none": 0.1, "p_track_1": 0.2, "p_track_1_5": 0.5, "p_track_2": 0.2,
        "prediction_set": ["track_1", "track_1_5"], "uncertain": True, "claimed_track": "", "claim_mismatch": False,
        "n_officials": 2, "n_non_officials": 1, "n_former": 0, "n_personal": 0, "facilitator": "",
        "officials": ["an envoy", "the minister"], "non_officials": [],
        "evidence": {"actors": [], "cues": [], "reasons": ["because"]},
        "text_sha256": "0" * 64, "n_passages": 1, "n_track_1": 0, "n_track_1_5": 1, "n_track_2": 0,
        "paper": {"name": "x"} if n == 2 else "plain", "2nd page": None,
    }  # fmt: skip


def read_back(path):
    ending = ending_of(path)
    if ending.endswith(".zst"):
        # By pyarrow, which every installation has: pandas asks for a library of its own.
        plain = path.with_suffix("")
        with pa.OSFile(str(path)) as packed, pa.CompressedInputStream(packed, "zstd") as stream:
            plain.write_bytes(stream.read())
        return read_back(plain)
    if ending in (".csv", ".csv.gz"):
        return pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False)
    if ending.startswith(".tsv"):
        return pd.read_csv(path, sep="\t", keep_default_na=False)
    if ending.startswith((".jsonl", ".ndjson")):
        return pd.read_json(path, lines=True)
    if ending == ".parquet":
        return pd.read_parquet(path)
    if ending == ".xlsx":
        return pd.read_excel(path)
    if ending == ".duckdb":
        duckdb = pytest.importorskip("duckdb")
        with duckdb.connect(str(path), read_only=True) as database:
            columns = [c[0] for c in database.execute("SELECT * FROM results").description]
            return pd.DataFrame(database.execute("SELECT * FROM results").fetchall(), columns=columns)
    if ending == ".dta":
        return pd.read_stata(path, convert_categoricals=False)
    with closing(sqlite3.connect(path)) as database:
        return pd.read_sql("SELECT * FROM results", database)


@pytest.mark.parametrize("ending", ENDINGS)
def test_rows_come_back(tmp_path, ending):
    path = tmp_path / f"results{ending}"
    check_output(path, overwrite=False)
    with open_writer(path, COLUMNS) as write:
        for n in (1, 2, 3):
            write(row(n))
    back = read_back(path)
    assert list(back["document_id"]) == ["d1", "d2", "d3"]
    assert back["title"].tolist() == [AWKWARD] * 3
    assert back["p_track_1_5"].tolist() == [0.5] * 3
    assert back["n_officials"].tolist() == [2, 2, 2]
    assert back["label"].tolist() == [15 if ending == ".dta" else "track_1_5"] * 3


def test_nested_lists_stay_lists_where_the_format_has_them(tmp_path):
    for name in ("results.parquet", "results.jsonl"):
        with open_writer(tmp_path / name, COLUMNS) as write:
            write(row(1))
        back = read_back(tmp_path / name)
        assert list(back["officials"][0]) == ["an envoy", "the minister"]
        assert list(back["evidence"][0]["reasons"]) == ["because"]


def test_a_text_never_becomes_a_formula(tmp_path):
    from openpyxl import load_workbook

    with open_writer(tmp_path / "results.xlsx", COLUMNS) as write:
        write(row(1))
    sheet = load_workbook(tmp_path / "results.xlsx")["results"]
    assert "f" not in {cell.data_type for cell in sheet[2]}


def test_stata_has_value_labels_and_tells_the_name_of_a_changed_column(tmp_path):
    with open_writer(tmp_path / "results.dta", COLUMNS) as write:
        write(row(1))
    with pd.read_stata(tmp_path / "results.dta", iterator=True) as file:
        assert file.value_labels()["label"] == {0: "None", 10: "Track 1", 15: "Track 1.5", 20: "Track 2"}
        assert file.variable_labels()["_2nd_page"] == "2nd page"


@pytest.mark.parametrize("ending", [".csv.gz", ".jsonl.zst", ".parquet", ".sqlite"])
def test_the_same_rows_give_the_same_bytes(tmp_path, ending):
    for name in ("a", "b"):
        with open_writer(tmp_path / f"{name}{ending}", COLUMNS) as write:
            write(row(1))
    assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()


def test_files_beside_an_output_drop_its_whole_ending(tmp_path):
    assert beside(tmp_path / "r.csv.gz", ".rejected.jsonl") == tmp_path / "r.rejected.jsonl"


def test_an_error_leaves_no_file(tmp_path):
    with pytest.raises(RuntimeError), open_writer(tmp_path / "results.csv.gz", COLUMNS) as write:
        write(row(1))
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_ending_lists_those_there_are(tmp_path):
    with pytest.raises(OutputError, match=r"no writer for '\.doc'; known endings: \.csv"):
        check_output(tmp_path / "results.doc", overwrite=False)


def test_compressed_lines_are_what_the_plain_ones_are(tmp_path):
    for name in ("r.jsonl", "r.jsonl.gz"):
        with open_writer(tmp_path / name, COLUMNS) as write:
            write(row(1))
    assert gzip.decompress((tmp_path / "r.jsonl.gz").read_bytes()) == (tmp_path / "r.jsonl").read_bytes()
    assert json.loads((tmp_path / "r.jsonl").read_text())["record"] == 1
