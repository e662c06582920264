import gzip
import hashlib
import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from classifier.documents import Document, ReadOptions, Reject, find_sources, read_documents


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(*names, content="They met."):
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(content, "utf-8")


def names(*inputs):
    return [source.name for source in find_sources(inputs)]


def only_reject(*inputs):
    (item,) = read_documents(inputs)
    assert isinstance(item, Reject)
    return item


# Finding


def test_inputs_keep_their_order_and_their_names():
    write("b.txt", "a.txt")
    assert names("b.txt", "./a.txt", "b.txt") == ["b.txt", "./a.txt", "b.txt"]


def test_a_folder_is_read_recursively_sorted_and_without_hidden_files():
    write("d/c.txt", "d/a/z.txt", "d/b.txt", "d/.hidden.txt", "d/.git/x.txt", "d/a/.y.txt")
    assert names("d") == [str(Path(name)) for name in ("d/a/z.txt", "d/b.txt", "d/c.txt")]


def test_a_folder_whose_own_name_is_hidden_is_read_when_named():
    write(".d/a.txt")
    assert names(".d") == [str(Path(".d/a.txt"))]


@pytest.mark.parametrize("content", [[], ["d/.hidden"]])
def test_a_folder_without_files_is_a_reject(content):
    Path("d").mkdir()
    write(*content)
    assert only_reject("d").reason == "the folder holds no files"


def test_a_misspelt_path_suggests_the_near_name():
    write("d/articles.csv")
    reject = only_reject("d/artciles.csv")
    assert (reject.stage, reject.record) == ("find", None)
    assert repr(str(Path("d/articles.csv"))) in reject.reason


@pytest.mark.parametrize("name", ["nothing/at/all.csv", "", "A text, not a path. " * 30, "no\0path"])
def test_what_cannot_be_found_is_a_reject(name):
    assert only_reject(name).stage == "find"


def test_one_bad_path_does_not_stop_the_good_ones():
    write("a.txt", "b.txt")
    kinds = [type(item) for item in read_documents(["a.txt", "missing.txt", "b.txt"])]
    assert kinds == [Document, Reject, Document]


def test_globs_are_expanded_and_sorted():
    write("b.txt", "a.txt", "d/c.txt", "x.csv")
    assert names("*.txt") == ["a.txt", "b.txt"]
    assert names("**/*.txt") == ["a.txt", "b.txt", str(Path("d/c.txt"))]
    assert only_reject("*.json").reason == "no file matches this pattern"


def test_a_file_with_magic_characters_in_its_name_is_that_file():
    write("a[1].txt", "a1.txt")
    assert names("a[1].txt") == ["a[1].txt"]


def test_an_unknown_ending_lists_those_that_are_known():
    write("a.docx")
    reason = only_reject("a.docx").reason
    assert "'.docx'" in reason
    assert ".csv" in reason
    assert "--input-format" in reason


def test_the_format_named_overrules_the_ending():
    write("a.dat", content='{"text": "They met."}')
    (document,) = read_documents(["a.dat"], ReadOptions(input_format="jsonl"))
    assert document.text == "They met."
    (reject,) = read_documents(["a.dat"], ReadOptions(input_format="word"))
    assert "csv" in reject.reason


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse the name")
def test_a_name_that_is_no_unicode_can_be_written_to_the_results():
    write(os.fsdecode(b"d/caf\xe9.txt"))
    (document,) = read_documents(["d"])
    f"{document.source_file} {document.title} {document.id}".encode()


# Ids


def test_a_missing_id_is_sixteen_hex_digits_of_source_and_record():
    write("news.csv", content="text\nThey met.\nThey left.\n")
    expected = [hashlib.sha256(f"news.csv#{n}".encode()).hexdigest()[:16] for n in (1, 2)]
    assert [d.id for d in read_documents(["news.csv"])] == expected


@pytest.mark.parametrize(
    "given, unique",
    [
        ("a a a", ["a", "a-2", "a-3"]),
        ("a a-2 a", ["a", "a-2", "a-3"]),
        ("a a a-2", ["a", "a-2", "a-2-2"]),
        ("a-2 a a a", ["a-2", "a", "a-3", "a-4"]),
    ],
)
def test_repeated_ids_are_numbered(given, unique):
    write("a.csv", content="\n".join(["id,text", *(f"{i},They met." for i in given.split())]))
    assert [d.id for d in read_documents(["a.csv"])] == unique


def test_ids_are_unique_across_sources():
    write("a.csv", "b.csv", content="id,text\n1,They met.\n")
    assert [d.id for d in read_documents(["a.csv", "b.csv", "a.csv"])] == ["1", "1-2", "1-3"]


# Standard input


@pytest.fixture
def stdin(monkeypatch):
    def feed(data, **options):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
        return list(read_documents(["-"], ReadOptions(**options)))

    return feed


@pytest.mark.parametrize(
    "data, options, texts",
    [
        (b"They met.\n\nThey left.", {}, ["They met.\n\nThey left."]),
        (b'\n\n{"text": "a"}\n{"text": "b"}\n', {}, ["a", "b"]),
        (b'\xef\xbb\xbf{"text": "a"}\n', {}, ["a"]),
        ('{"text": "Élysée"}\n'.encode("cp1252"), {}, ["Élysée"]),
        (b'{"text": "a"}\n', {"input_format": "text"}, ['{"text": "a"}\n']),
        (b'{\n"text": "a"\n}\n', {}, ['{\n"text": "a"\n}\n']),
        (b'{\n"text": "a"\n}\n', {"input_format": "json"}, ["a"]),
        (b"[1] They met.", {}, ["[1] They met."]),
        (b"id;text\n1;a\n2;b\n", {"input_format": "csv"}, ["a", "b"]),
    ],
)
def test_the_first_line_of_standard_input_decides(stdin, data, options, texts):
    assert [d.text for d in stdin(data, **options)] == texts


def test_standard_input_counts_lines_from_its_first(stdin):
    good, bad = stdin(b'\n{"text": "a"}\n{"text": \n')
    assert (good.source_file, good.record, bad.record) == ("-", 2, 3)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"%PDF-1.7", gzip.compress(b"They met.", mtime=0)])
@pytest.mark.parametrize("options", [{}, {"input_format": "jsonl"}, {"input_format": "csv"}])
def test_standard_input_without_text_is_a_reject(stdin, data, options):
    items = stdin(data, **options)
    assert items
    assert all(isinstance(item, Reject) for item in items)


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path):
    path = tmp_path / "growing.jsonl"
    path.write_text('{"text": "They met."}\n' * 3)
    items = []
    for item in read_documents([str(path)]):
        if not items:
            with path.open("a") as file:
                file.write('{"text": "They met again."}\n')
        items.append(item)
    assert isinstance(items[-1], Reject)
    assert "changed while it was read" in items[-1].reason
    assert len(items) >= 4
