"""What a record takes over from its document."""

import json
import math

from classifier.documents import Document
from classifier.labels import LABELS, Label
from classifier.records import PassageResult, check_record, to_record

TEXT = "The ministers met."
RESULT = PassageResult(TEXT, Label.TRACK_1, dict.fromkeys(LABELS, 0.25), (Label.TRACK_1,), end=len(TEXT))
MODEL = {"name": "default", "version": "1"}


def test_title_date_and_source_are_there_where_they_are_known():
    record = to_record(RESULT, Document("a", TEXT, "Talks", "2011-05-02", "news.csv"), MODEL)
    check_record(record)
    assert (record["title"], record["date"], record["source_file"]) == ("Talks", "2011-05-02", "news.csv")
    assert not {"title", "date", "source_file"} & to_record(RESULT, Document("a", TEXT), MODEL).keys()


def test_kept_columns_never_hide_a_field_and_are_plain_values():
    columns = {
        "label": "theirs", "source": "Times", "outlet": "Times", "words": 3, "score": 0.5, "missing": None, "blank": "",
        "nan": math.nan, "list": ["a", {"b": math.inf}], "half\ud800": "x\ud800\x00", "title": "hidden",
    }  # fmt: skip
    record = to_record(RESULT, Document("a", TEXT, columns=columns), MODEL, columns)
    check_record(record)
    json.dumps(record, allow_nan=False)
    json.dumps(record, ensure_ascii=False).encode()
    assert (record["label"], record["input_label"], record["input_source"]) == ("track_1", "theirs", "Times")
    assert (record["words"], record["score"], record["list"]) == (3, 0.5, '["a", {"b": Infinity}]')
    assert not {"missing", "input_missing", "blank", "nan", "title"} & record.keys()
