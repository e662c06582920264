"""However a file is cut, its pieces give every document once, under the number that it has in the whole."""

import json

import pytest

from classifier.documents import ReadOptions, Reject, read_documents
from classifier.spark.ids import Numbering, key_of, repeated
from classifier.spark.pieces import Lines, Whole, count_lines, read_piece
from classifier.spark.plan import find_pieces, make_shares, number_lines

OPTIONS = ReadOptions()


def read_in_pieces(path, size):
    pieces = list(find_pieces([str(path)], OPTIONS, size))
    counts = [count_lines(piece) for piece in pieces if isinstance(piece, Lines)]
    return [item for piece in number_lines(pieces, counts) for item in read_piece(piece, OPTIONS)]


@pytest.mark.parametrize("end", [b"", b"\n", b"\n\n\n", b"\r\n"])
def test_lines_are_read_once_wherever_the_cuts_fall(tmp_path, end):
    path = tmp_path / "in.jsonl"
    lines = [json.dumps({"text": f"They met{'.' * (i * 7 % 40)}"}).encode() for i in range(12)]
    lines[4:4] = [b"", b"  ", b"{broken", b"\xff"]
    path.write_bytes(b"\n".join(lines) + end)
    whole = list(read_documents([str(path)]))
    for size in range(1, 120):
        assert read_in_pieces(path, size) == whole, size


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("in.jsonl", '{"text": "They met."}\n'.encode("utf-16") * 20),
        ("in.jsonl", b'[{"text": "They met."}]' + b" " * 200),
        ("in.jsonl.gz", b"\x1f\x8b" + b"x" * 200),
        ("in.txt", b'{"text": "They met."}\n' * 20),
    ],
)
def test_what_cannot_be_cut_is_left_to_its_reader(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    (piece,) = find_pieces([str(tmp_path / name)], OPTIONS, 50)
    assert isinstance(piece, Whole)


def test_small_files_share_a_task_and_none_is_lost(tmp_path):
    for i in range(100):
        (tmp_path / f"{i:02}.txt").write_text("They met. " * 3, "utf-8")
    pieces = list(find_pieces([str(tmp_path), "missing.txt"], OPTIONS))
    shares = make_shares(pieces, 300)
    assert [piece for share in shares for piece in share] == pieces
    assert len(shares) == 11 and isinstance(pieces[-1], Reject)


@pytest.mark.parametrize(
    "ids",
    [
        ["a", "b", "c"],
        ["a", "a", "a"],
        ["a", "a", "a-2", "a", "a-2", "a-2-2", "b-2", "b"],
        ["a-2", "a", "a", "a-2"],
        ["2024-01-15", "2024-01", "2024-01", "2024-01-2"],
    ],
)
def test_ids_are_numbered_as_where_one_process_sees_all(tmp_path, ids):
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps({"id": id, "text": "They met."}) + "\n" for id in ids), "utf-8")
    wanted = [document.id for document in read_documents([str(path)])]
    numbering = Numbering(repeated(map(key_of, ids)))
    assert [numbering.mend({"document_id": id, "passage_index": None})["document_id"] for id in ids] == wanted
    numbering = Numbering(repeated(map(key_of, ids)))
    passages = [{"document_id": id, "passage_index": n, "passage_id": f"{id}#{n}"} for id in ids for n in (0, 1)]
    found = [numbering.mend(row)["passage_id"] for row in passages]
    assert found == [f"{id}#{n}" for id in wanted for n in (0, 1)]
