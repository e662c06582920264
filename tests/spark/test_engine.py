"""The command on Spark gives the local engine's output, to the byte, however the inputs are cut."""

import json
from dataclasses import replace

import pytest

import classifier
from classifier.bulk import Watcher, classify_to
from classifier.bulk.writers import rejects_path
from classifier.errors import EngineError, InputError
from classifier.spark import engine

from ..bulk.made import TEXTS, run_of, write_input

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")


@pytest.fixture(scope="module")
def tracker():
    return classifier.load()


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """A folder of JSON lines with ids that repeat, lines that are broken, empty texts, and what else lies about."""
    folder = tmp_path_factory.mktemp("in")
    write_input(folder / "a.jsonl", 90)
    with (folder / "b.jsonl").open("wb") as file:
        file.write(b"\xef\xbb\xbf")
        for i in range(60):
            text = (None, "", TEXTS[i % 4] + f"\n\nDay {i}.", f"{TEXTS[i % 4]} Übergabe {i}.")[
                i % 4 if i % 10 == 0 else 2
            ]
            record = {"id": ("d1", "d1-2", "d2", "", f"e{i}")[i % 5], "text": text, "paper": i, "nested": {"n": [i]}}
            file.write(json.dumps(record, ensure_ascii=i % 2 == 0).encode() + (b"\n\n" if i % 9 == 0 else b"\n"))
        file.write(b"no JSON at the end, nor a line end")
    (folder / "empty.jsonl").write_bytes(b"")
    (folder / "note.txt").write_text(TEXTS[0], "utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    return folder


def locally(run, tracker):
    """What the local engine writes: output and rejects."""
    counts = classify_to(run, tracker, Watcher())
    return counts, *written(run)


def written(run):
    rejects = rejects_path(run.output)
    return run.output.read_bytes(), rejects.read_bytes() if rejects.exists() else b""


@pytest.mark.parametrize(
    ("ending", "options"),
    [
        (".jsonl", {}),
        (".jsonl", {"level": "passage", "records": True}),
        (".csv", {"level": "passage", "keep": ("paper",)}),
        (".parquet", {}),
    ],
)
def test_output_and_rejects_are_the_local_engines(spark, tracker, inputs, tmp_path, ending, options):
    wanted = locally(run_of(inputs, tmp_path / f"local{ending}", **options), tracker)
    run = run_of(inputs, tmp_path / f"spark{ending}", **options)
    assert (engine.classify_to(run, spark, share=2000), *written(run)) == wanted
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == set()


def test_a_file_named_twice_and_one_that_is_not_there(spark, tracker, inputs, tmp_path):
    names = (str(inputs / "b.jsonl"), str(inputs / "c.jsonl"), str(inputs / "b.jsonl"))
    run = replace(run_of(inputs, tmp_path / "local.jsonl"), inputs=names)
    wanted = locally(run, tracker)
    run = replace(run, output=tmp_path / "spark.jsonl")
    assert (engine.classify_to(run, spark, share=2000), *written(run)) == wanted


def test_parquet_gives_what_the_same_records_give_as_json_lines(spark, tracker, tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    records = [{"id": f"d{i % 90}", "text": (TEXTS[i % 4], None, "  ")[i % 7 % 3], "n": i} for i in range(100)]
    lines, table = tmp_path / "in.jsonl", tmp_path / "in.parquet"
    lines.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    pq.write_table(pa.Table.from_pylist(records), table, row_group_size=30)
    counts, rows, rejects = locally(run_of(lines, tmp_path / "local.jsonl"), tracker)
    run = run_of(table, tmp_path / "spark.jsonl")
    assert engine.classify_to(run, spark, share=300) == counts
    assert written(run) == tuple(data.replace(b"in.jsonl", b"in.parquet") for data in (rows, rejects))


def test_a_damaged_row_group_costs_itself_alone(spark, tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"text": [f"{TEXTS[i % 4]} {i}" for i in range(90)]}), path, row_group_size=30)
    start = pq.ParquetFile(path).metadata.row_group(1).column(0).dictionary_page_offset
    data = bytearray(path.read_bytes())
    data[start : start + 200] = bytes(200)
    path.write_bytes(data)
    run = run_of(path, tmp_path / "out.jsonl")
    counts = engine.classify_to(run, spark)
    assert (counts.documents, counts.rejected) == (60, 1)
    assert "row group 2 of the Parquet file cannot be read" in written(run)[1].decode()


def test_standard_input_is_refused(spark, tmp_path):
    with pytest.raises(InputError, match="put it into a file"):
        engine.classify_to(run_of("-", tmp_path / "out.jsonl"), spark)


def test_what_went_wrong_on_a_worker_is_told_in_a_line(spark):
    def fail(_):
        raise OSError(28, "No space left on device")

    with pytest.raises(EngineError, match=r"^Spark has given up: OSError: \[Errno 28\] No space left on device$"):
        engine._on_workers(spark.sparkContext, fail, [1, 2], tasks=2)
