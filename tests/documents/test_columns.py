import math

import pytest

from classifier.documents import Document, ReadOptions, Reject, make_id
from classifier.documents.columns import find_column, record_to_document
from classifier.errors import InputError


@pytest.mark.parametrize(
    "wanted, columns, found",
    [
        ("text", ["id", "text"], "text"),
        ("text", ["ID", "Full Text"], "Full Text"),
        ("text", [" BODY "], " BODY "),
        ("text", ["body", "text"], "text"),
        ("text", ["Text", "text"], "Text"),
        ("id", ["Article-ID"], "Article-ID"),
        ("date", ["published at"], "published at"),
        ("title", ["Headline"], "Headline"),
        ("title", ["text"], None),
    ],
)
def test_usual_names_are_found(wanted, columns, found):
    assert find_column(wanted, None, columns) == found


def test_a_named_column_is_taken_by_its_exact_name():
    assert find_column("text", "Résumé", ["text", "Résumé"]) == "Résumé"
    with pytest.raises(InputError, match="no column 'résumé'; there are: text, Résumé"):
        find_column("text", "résumé", ["text", "Résumé"])


def test_a_long_list_of_columns_is_cut():
    with pytest.raises(InputError, match="c39 and 60 more"):
        find_column("text", None, [f"c{i}" for i in range(100)])


def make(record, **options):
    return record_to_document(record, "news.csv", 7, ReadOptions(**options))


def test_the_record_keeps_its_other_columns():
    document = make({"text": "They met.", "id": 5, "date": 1999, "title": None, "tone": 0.5})
    assert document == Document(
        "5", "They met.", "", "1999", "news.csv", 7, {"id": 5, "date": 1999, "title": None, "tone": 0.5}
    )


@pytest.mark.parametrize("missing", [{}, {"id": None}, {"id": math.nan}, {"id": "  "}])
def test_a_missing_id_is_made_from_source_and_record(missing):
    assert make({"text": "They met.", **missing}).id == make_id("news.csv", 7)


@pytest.mark.parametrize("text", [None, math.nan, "", " \t\n"])
def test_an_empty_text_is_a_reject(text):
    assert make({"text": text}) == Reject("news.csv", 7, "parse", "column 'text' is empty")


def test_line_ends_in_columns_become_one():
    document = make({"text": "a\r\nb\rc", "title": "x\r\ny"})
    assert (document.text, document.title) == ("a\nb\nc", "x\ny")
