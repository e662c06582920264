import gzip
import json
import random

import pytest

from classifier.documents import Document, ReadOptions, Reject, read_documents


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Read content under a file name; ids and rejects then name the bare file, as a user in its folder would."""
    monkeypatch.chdir(tmp_path)

    def read(name, content, **options):
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / name).write_bytes(data)
        return list(read_documents([name], ReadOptions(**options)))

    return read


def texts(items):
    assert all(isinstance(item, Document) for item in items), items
    return [item.text for item in items]


def only_reject(items):
    (item,) = items
    assert isinstance(item, Reject)
    return item


# Delimited


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.CSV"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_read_off_the_header(read, name, delimiter):
    rows = ["id,text,date", "1,They met.,2001", '2,"Two\nlines, one "cell"".",2002']
    rows[2] = '2,"Two\nlines; ""one"" cell",2002'
    items = read(name, "\n".join(rows).replace(",", delimiter))
    assert texts(items) == ["They met.", 'Two\nlines; "one" cell']
    assert [(d.id, d.date, d.record) for d in items] == [("1", "2001", 1), ("2", "2002", 2)]


@pytest.mark.parametrize("name, count", [("a.csv", 0), ("a.tsv", 1)])
def test_a_lone_tsv_column_may_hold_commas(read, name, count):
    items = read(name, "text\nHello, there\n")
    assert sum(isinstance(item, Document) for item in items) == count
    assert len(items) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_of_csv(read, encoding, newline):
    content = newline.join(["text,id", "Élysée,é1", '"a\nb",2']).encode(encoding)
    items = read("a.csv", content)
    assert texts(items) == ["Élysée", "a\nb"]
    assert items[0].id == "é1"


def test_ragged_rows(read):
    short, long, good = read("a.csv", "text,id,note\nshort\nlong,1,2,3\ngood,7,n\n")
    assert (short.text, short.columns) == ("short", {"id": "", "note": ""})
    assert (long.record, long.stage) == (2, "parse")
    assert "4 fields, but the header has 3" in long.reason
    assert good.record == 3


def test_an_open_quote_rejects_the_rest_and_says_where(read):
    good, bad = read("a.csv", 'id,text\n1,good\n2,"open\n3,lost\n')
    assert good.text == "good"
    assert (bad.record, bad.stage) == (2, "parse")
    assert "near line 4" in bad.reason


def test_a_stray_quote_rejects_one_row(read):
    items = read("a.csv", 'id,text\n1,"Peace" is near\n2,good\n')
    assert isinstance(items[0], Reject)
    assert items[1].text == "good"


def test_a_missing_text_column_is_one_reject_that_lists_the_columns(read):
    reject = only_reject(read("a.csv", "alpha,beta\n1,2\n3,4\n"))
    assert "--text-column" in reject.reason
    assert "alpha, beta" in reject.reason


@pytest.mark.parametrize("key", ["text", "id", "date", "title"])
def test_a_named_column_that_is_missing_is_one_reject_not_one_a_row(read, key):
    reject = only_reject(read("a.csv", "text,other\n1,2\n3,4\n", **{f"{key}_column": "nope"}))
    assert reject.reason == "no column 'nope'; there are: text, other"


def test_a_field_longer_than_the_csv_module_likes(read):
    long = "word " * 40_000
    assert texts(read("a.csv", f'text\n"{long}"\n')) == [long]


def test_blank_lines_are_skipped_even_before_the_header(read):
    items = read("a.csv", "\n  \nid,text\n\n1,a\n\n2,b\n")
    assert [(d.id, d.record) for d in items] == [("1", 1), ("2", 2)]


def test_columns_of_one_name_do_not_hide_each_other(read):
    (document,) = read("a.csv", "text,text,note,note\nfirst,second,x,y\n")
    assert document.text == "first"
    assert document.columns == {"text.1": "second", "note": "x", "note.1": "y"}


# JSON lines


def test_a_bad_line_is_rejected_by_its_number(read):
    lines = [json.dumps({"text": f"t{i}"}) for i in range(1, 31)]
    lines[16] = '{"text": "t17"'
    items = read("a.jsonl", "\n".join(lines))
    assert len(items) == 30
    assert [(r.record, r.stage) for r in items if isinstance(r, Reject)] == [(17, "parse")]
    assert "line 17 is not JSON" in items[16].reason
    assert items[17].record == 18


@pytest.mark.parametrize("line, kind", [("[1]", "list"), ('"a"', "str"), ("3", "int")])
def test_a_line_that_is_no_object(read, line, kind):
    assert f"a JSON {kind}, not an object" in only_reject(read("a.jsonl", line)).reason


def test_a_lone_surrogate_is_replaced_wherever_it_stands(read):
    line = r'{"text": "a\ud800b", "id": "\udc00", "note": {"k\ud800": ["\ud800"]}}'
    (document,) = read("a.jsonl", line)
    assert document.text == "a\ufffdb"
    json.dumps([document.id, document.columns], ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize("value", ["NaN", "null", '""', '" \\n"', "[]", '["a"]', '{"a": 1}'])
def test_a_value_that_is_no_text_is_a_reject(read, value):
    reject = only_reject(read("a.jsonl", f'{{"text": {value}}}'))
    assert reject.stage == "parse"
    assert "'text'" in reject.reason


def test_nesting_too_deep_is_a_reject(read):
    for depth in (450, 900, 100_000):
        items = read("a.jsonl", '{"text": "t", "note": ' + "[" * depth + "]" * depth + '}\n{"text": "next"}')
        assert len(items) == 2
        assert items[1].text == "next"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_json_lines(read, encoding):
    content = '{"text": "Élysée"}\n{"text": "Škoda"}\n'.encode(encoding)
    assert texts(read("a.jsonl", content)) == ["Élysée", "Škoda"]


# JSON


@pytest.mark.parametrize(
    "data, expected",
    [
        ([{"text": "a"}, {"text": "b"}], ["a", "b"]),
        ({"body": "one"}, ["one"]),
        ({"status": "ok", "articles": [{"content": "a"}, {"content": "b"}]}, ["a", "b"]),
        ({"text": "A text of more than five words.", "notes": [{"text": "no"}]}, ["A text of more than five words."]),
    ],
)
def test_shapes_of_json(read, data, expected):
    assert texts(read("a.json", json.dumps(data))) == expected


def test_a_json_array_rejects_only_what_is_no_object(read):
    items = read("a.json", '[{"text": "a"}, 5, {"text": NaN}, {"text": "b"}]')
    assert [type(item) for item in items] == [Document, Reject, Reject, Document]
    assert [item.record for item in items] == [1, 2, 3, 4]


def test_json_lines_under_the_ending_of_json(read):
    assert texts(read("a.json", '{"text": "a"}\n\n{"text": "b"}\n')) == ["a", "b"]


@pytest.mark.parametrize("content", ["{", "[" * 100_000, "plain words"])
def test_what_is_no_json_is_one_reject(read, content):
    assert "JSON" in only_reject(read("a.json", content)).reason


# Plain text, and what holds for all


@pytest.mark.parametrize(
    "text, title",
    [
        ("Talks resume\n\nThey met.", "Talks resume"),
        ("# Talks\nThey met.", "Talks"),
        ("They met.\n\nThey left.", "a.txt"),
        ("They met\nand left.", "a.txt"),
    ],
)
def test_the_title_of_a_plain_text(read, text, title):
    (document,) = read("a.txt", text)
    assert (document.text, document.title) == (text, title)


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.tsv", "a.json", "a.jsonl"])
@pytest.mark.parametrize("content", ["", "\n \n"])
def test_an_empty_file_is_a_reject(read, name, content):
    assert only_reject(read(name, content)).reason == "empty"


@pytest.mark.parametrize("name, content", [("a.csv", "id,text\n"), ("a.json", "[]")])
def test_a_file_without_records_is_a_reject(read, name, content):
    assert only_reject(read(name, content)).reason == "empty"


@pytest.mark.parametrize("name, content", [("a.csv", ",,\n"), ("a.csv", '""\n'), ("a.json", "null")])
def test_a_file_of_nothing_is_a_reject(read, name, content):
    only_reject(read(name, content))


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.json", "a.jsonl"])
def test_binary_under_any_ending_is_a_reject(read, name):
    assert "convert it" in only_reject(read(name, b"\x7fELF\x00\x00")).reason


# gzip


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.JSONL.GZ"])
def test_gzip_is_known_by_its_content(read, name):
    assert texts(read(name, gzip.compress(b'{"text": "They met."}'))) == ["They met."]


def test_an_ending_alone_makes_no_gzip(read):
    assert texts(read("a.txt.gz", "They met.")) == ["They met."]


@pytest.mark.parametrize("size", [20, 3000])  # within one buffer, and beyond
@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_truncated_gzip_gives_the_whole_records_and_a_reject(read, ending, size):
    noise = random.Random(0)
    all_texts = [f"{i} " + "".join(noise.choices("abcdefgh ", k=60)) + "." for i in range(size)]
    if ending == "csv":
        plain = "\n".join(["text", *all_texts])
    else:
        plain = "\n".join(json.dumps({"text": t}) for t in all_texts)
    data = gzip.compress(plain.encode())
    *good, last = read(f"a.{ending}.gz", data[: len(data) * 3 // 4])
    assert size / 2 < len(good) < size
    assert texts(good) == all_texts[: len(good)]
    assert "damaged gzip" in last.reason


def test_a_damaged_gzipped_text_is_no_half_document(read):
    data = gzip.compress(random.Random(0).randbytes(500).hex().encode())
    assert "damaged gzip" in only_reject(read("a.txt.gz", data[:-100])).reason
