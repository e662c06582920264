"""A Spark DataFrame gives the rows that the same texts give anywhere."""

import datetime
import json

import pytest

import classifier
from classifier.bulk import Counts, RunOptions, label
from classifier.documents import ReadOptions
from classifier.documents.columns import record_to_document
from classifier.errors import InputError
from classifier.records import DOCUMENT_COLUMNS, ROW_COLUMNS
from classifier.spark import classify, rejects

from ..bulk.made import TEXTS

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")

ARTICLES = [
    {"key": f"a{i}", "headline": f"Story {i}", "day": datetime.date(2024, 1, 1 + i % 28), "outlet": f"Paper {i % 3}",
     "words": i, "body": f"{TEXTS[i % 4]}\n\nThat was on day {i}.\n\n{TEXTS[(i + 1) % 4]}"}
    for i in range(40)
]  # fmt: skip
ARTICLES[7]["body"] = None
ARTICLES[21]["body"] = " \n "
COLUMNS = {"id": "key", "date": "day"}


@pytest.fixture(scope="module")
def frame(spark):
    schema = "key string, headline string, day date, outlet string, words long, body string"
    return spark.createDataFrame([tuple(a[n.split()[0]] for n in schema.split(", ")) for a in ARTICLES], schema).repartition(
        3
    )  # fmt: skip


def expected(level):
    read = ReadOptions("body", "key", "day")
    items = [record_to_document(a, "frame", 0, read) for a in ARTICLES]
    return list(label(classifier.load(), items, RunOptions(level=level), Counts(), lambda _: None))


def comparable(rows):
    """Rows in the order of their ids, without the number that depends on how a frame is partitioned."""
    return sorted(json.dumps({**row, "record": 0}, sort_keys=True) for row in rows)


@pytest.mark.parametrize("level", ["document", "passage"])
def test_the_rows_are_those_of_the_local_engine(frame, level):
    rows = [row.asDict(recursive=True) for row in classify(frame, "body", level=level, **COLUMNS).collect()]
    assert list(rows[0]) == [*ROW_COLUMNS, *(DOCUMENT_COLUMNS if level == "document" else ())]
    assert comparable(rows) == comparable(expected(level))


def test_titles_and_ids_are_found_under_their_usual_names(frame):
    row = classify(frame, "body", **COLUMNS).where("document_id = 'a3'").first()
    assert (row.title, row.date) == ("Story 3", "2024-01-04")
    row = classify(frame.withColumnRenamed("key", "id"), "body").where("document_id = 'a3'").first()
    assert row.title == "Story 3"


@pytest.mark.parametrize("level", ["document", "passage"])
def test_kept_columns_stay_with_their_texts_and_keep_their_types(frame, level):
    rows = classify(frame, "body", level=level, keep=["words", "outlet"], **COLUMNS)
    assert [(f.name, f.dataType.simpleString()) for f in rows.schema[-2:]] == [
        ("words", "bigint"),
        ("outlet", "string"),
    ]
    for row in rows.collect():
        assert (row.document_id, row.outlet) == (f"a{row.words}", f"Paper {row.words % 3}")


def test_all_columns_are_kept_but_those_that_the_row_has(frame):
    rows = classify(frame.withColumnRenamed("headline", "title"), "body", keep="all", **COLUMNS)
    assert rows.columns[len(ROW_COLUMNS) + len(DOCUMENT_COLUMNS) :] == ["key", "day", "outlet", "words"]


def test_rows_without_text_are_listed(frame):
    found = rejects(frame, "body", **COLUMNS).collect()
    assert sorted((r.document_id, r.source_file, r.stage, r.reason) for r in found) == [
        ("a21", "frame", "parse", "column 'body' is empty"),
        ("a7", "frame", "parse", "column 'body' is empty"),
    ]
    numbers = {row.record for row in classify(frame, "body", **COLUMNS).collect()}
    assert len(numbers) == 38 and not numbers & {r.record for r in found}


def test_a_missing_id_is_made_from_the_number_of_the_row(spark):
    frame = spark.createDataFrame([(text,) for text in TEXTS], "text string").coalesce(1)
    import pandas as pd

    local = classifier.load().classify_frame(pd.DataFrame({"text": TEXTS}))
    assert [r.document_id for r in classify(frame).collect()] == list(local["document_id"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"text": "Body"}, "no column 'Body'; there are: key"),
        ({"text": "body", "date": "when"}, "no column 'when'"),
        ({"text": "body", "keep": ["paper"]}, "no column 'paper' to keep"),
        ({"text": "body", "level": "sentence"}, "no level 'sentence'"),
    ],
)
def test_what_is_missing_is_named_before_the_work(frame, options, message):
    with pytest.raises(InputError, match=message):
        classify(frame, **options)
