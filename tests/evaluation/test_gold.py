"""Gold labels from any file, and errors that name file and row."""

import gzip

import numpy as np
import pandas as pd
import pytest

from classifier.errors import InputError
from classifier.evaluation import read_gold
from classifier.evaluation.slices import slices_of
from classifier.evaluation.words import repeats_note, unjudged_note
from classifier.labels import parse_label
from classifier.records import Evidence

from .made import actor, record, rows, write_csv, write_jsonl


def test_every_format_gives_the_same_gold(tmp_path):
    made = rows(12)
    frame = pd.DataFrame(made)
    paths = [write_csv(tmp_path / "g.csv", made), write_jsonl(tmp_path / "g.jsonl", made)]
    frame.to_csv(tmp_path / "g.tsv", sep="\t", index=False)
    frame.to_parquet(tmp_path / "g.parquet")
    (tmp_path / "g.jsonl.gz").write_bytes(gzip.compress((tmp_path / "g.jsonl").read_bytes()))
    frame.to_csv(tmp_path / "semicolons.csv", sep=";", index=False)
    paths += [tmp_path / name for name in ("g.tsv", "g.parquet", "g.jsonl.gz", "semicolons.csv")]
    for path in paths:
        gold = read_gold(path)
        assert gold.texts == tuple(r["text"] for r in made), path
        assert gold.labels.tolist() == [r["label"] for r in made]
        assert gold.groups.tolist() == [r["group"] for r in made]
        assert set(gold.columns) == {"genre", "region", "year"}
        assert gold.weights.tolist() == [1.0] * 12 and not gold.weighted


@pytest.mark.parametrize("value", ["track_1_5", "Track 1.5", "TRACK 1.5", "15", 15, 15.0, "1.5", "track-1-5"])
def test_labels_by_slug_name_or_code(value):
    assert parse_label(value) == "track_1_5"


def test_none_is_a_label_and_not_a_missing_value(tmp_path):
    path = tmp_path / "g.csv"
    path.write_text("text,label\nIt rained.,None\nIt snowed.,none\nIt thawed.,0\n")
    assert read_gold(path).labels.tolist() == ["none"] * 3


def test_errors_name_file_row_and_remedy(tmp_path):
    path = tmp_path / "g.csv"
    path.write_text("text,label\nIt rained.,none\nIt snowed.,track 3\n")
    with pytest.raises(
        InputError, match=r"g\.csv, record 2 below the header: column 'label': unknown label 'track 3'; write none"
    ):
        read_gold(path)
    path.write_text("text,label\n,none\n")
    with pytest.raises(InputError, match=r"g\.csv, record 1 below the header: column 'text' is empty"):
        read_gold(path)
    path.write_text("words,label\nIt rained.,none\n")
    with pytest.raises(InputError, match=r"no column looks like the text; name it with --text-column.*label, words"):
        read_gold(path)
    assert read_gold(path, text_column="words").texts == ("It rained.",)
    with pytest.raises(InputError, match=r"no column 'words2' for the text; there are: label, words"):
        read_gold(path, text_column="words2")
    with pytest.raises(InputError, match="name a file"):
        read_gold(tmp_path / "missing.csv")
    (tmp_path / "g.docx").write_text("x")
    with pytest.raises(InputError, match=r"cannot read \.docx; use one of"):
        read_gold(tmp_path / "g.docx")
    (tmp_path / "g.jsonl").write_text('{"text": "a", "label": "none"}\n[1]\n')
    with pytest.raises(InputError, match=r"g\.jsonl, record 2: not a JSON object"):
        read_gold(tmp_path / "g.jsonl")


def test_every_unknown_label_is_told_and_the_remedy_once(tmp_path):
    path = tmp_path / "g.csv"
    path.write_text("text,label\n" + "".join(f"It rained {i}.,{'wet' if i % 2 else 'none'}\n" for i in range(30)))
    with pytest.raises(InputError) as error:
        read_gold(path)
    lines = str(error.value).splitlines()
    assert lines[0].endswith("g.csv, record 2 below the header: column 'label': unknown label 'wet'")
    assert len(lines) == 11 and lines[-1].startswith("… and 5 more; write none")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "utf-32"])
@pytest.mark.parametrize("ending", ["csv", "jsonl", "tsv", "csv.gz"])
def test_encodings_are_those_that_classify_reads(tmp_path, encoding, ending):
    made = {
        "csv": "text;label\nL’Élysée – and others – met.;none\n",
        "tsv": "text\tlabel\nL’Élysée – and others – met.\tnone\n",
        "jsonl": '{"text": "L’Élysée – and others – met.", "label": "none"}\n',
    }
    data = made[ending.removesuffix(".gz")].encode(encoding)
    path = tmp_path / f"g.{ending}"
    path.write_bytes(gzip.compress(data) if ending.endswith(".gz") else data)
    assert read_gold(path).texts == ("L’Élysée – and others – met.",)


def test_what_is_no_table_says_so(tmp_path):
    path = tmp_path / "g.csv"
    path.write_text("text,label\na,none\nb,none,more\n")
    with pytest.raises(InputError, match=r"record 2 below the header: 3 cells, but the header has 2; check the quot"):
        read_gold(path)
    path.write_text('text,label\na,none\n"b,none\n')
    with pytest.raises(InputError, match=r"record 2 below the header: unexpected end of data; check the quotation"):
        read_gold(path)
    path.write_bytes(b"%PDF-1.7\n...")
    with pytest.raises(InputError, match=r"g\.csv: binary data, not text"):
        read_gold(path)
    path.write_bytes(b"\x1f\x8b\x08\0garbage")
    with pytest.raises(InputError, match="damaged gzip data"):
        read_gold(path)


def test_an_array_of_json_is_read_and_columns_of_one_name_are_told_apart(tmp_path):
    (tmp_path / "g.json").write_text('[\n {"text": "a", "label": "none"},\n {"text": "b", "label": "track_1"}\n]\n')
    assert read_gold(tmp_path / "g.json").labels.tolist() == ["none", "track_1"]
    (tmp_path / "g.csv").write_text("text,label,text\nfirst,none,second\n")
    assert read_gold(tmp_path / "g.csv").texts == ("first",)


def test_columns_that_the_user_names(tmp_path):
    made = [{"key": f"k{i}", "mood": ("good", "bad")[i % 2], **r} for i, r in enumerate(rows(80))]
    gold = read_gold(write_csv(tmp_path / "g.csv", made), id_column="key", slice_columns=["mood"])
    assert gold.ids.tolist()[:2] == ["k0", "k1"]
    found = slices_of(gold, [Evidence()] * 80)
    assert ("mood", "bad", 40) in [(name, value, int(members.sum())) for name, value, members in found]
    assert slices_of(gold.take(range(70)), [Evidence()] * 70)[-1]  # rows are taken with their columns
    with pytest.raises(InputError, match="no column 'moods' for the slices; there are: genre"):
        read_gold(tmp_path / "g.csv", slice_columns=["moods"])


def test_weights_are_one_over_the_inclusion_probability(tmp_path):
    made = [{**r, "inclusion_probability": p} for r, p in zip(rows(2), (0.5, 0.1))]
    gold = read_gold(write_csv(tmp_path / "g.csv", made))
    assert gold.weighted and gold.weights.tolist() == [2.0, 10.0]
    nested = [{**r, "sample": {"probability": 0.25}} for r in rows(2)]
    assert read_gold(write_jsonl(tmp_path / "g.jsonl", nested)).weights.tolist() == [4.0, 4.0]
    with pytest.raises(InputError, match=r"inclusion probability '0'; it must be over 0"):
        read_gold(write_csv(tmp_path / "g.csv", [{**made[0], "inclusion_probability": 0}]))
    with pytest.raises(InputError, match=r"g\.jsonl, record 2: no inclusion probability"):
        read_gold(write_jsonl(tmp_path / "g.jsonl", [nested[0], rows(1)[0]]))


def test_records_bring_actors_votes_and_tags(tmp_path):
    text = "Retired generals met a serving minister."
    general = actor(text, "Retired generals", "non_official", "former", "participant")
    path = write_jsonl(
        tmp_path / "g.jsonl",
        [
            record(text, "track_1_5", [general], tags=["easy"], votes=[{"annotator": "A", "label": "track_2"}]),
            record(text, "track_1_5", tags=[]),
        ],
    )
    gold = read_gold(path)
    assert gold.actors[0][0].text == "Retired generals" and gold.actors[1] is None
    assert gold.votes[0] == {"A": "track_2"} and gold.tags == (("easy",), ())
    assert gold.ids.tolist() == ["d#0", "d#0-2"]  # a repeated id is told apart
    taken = gold.take(np.array([1]))
    assert len(taken) == 1 and taken.actors == (None,)


def test_a_record_that_was_changed_is_an_error(tmp_path):
    broken = {**record("They met.", "track_1"), "text": "They talked."}
    with pytest.raises(InputError, match=r"g\.jsonl, record 1: text_sha256 is not the digest"):
        read_gold(write_jsonl(tmp_path / "g.jsonl", [broken]))


def test_a_text_that_repeats_is_drawn_with_its_first_copy(tmp_path):
    path = tmp_path / "gold.csv"
    path.write_text("id,text,label\na,One.,none\nb,Two.,none\nc,One.,track_1\n")
    gold = read_gold(path)
    assert gold.groups.tolist() == ["a", "b", "a"]
    assert "1 of 3 passages repeat the text of another, 1 of them with another label" in repeats_note(gold)[0].text


def test_what_is_not_judged_is_told():
    assert unjudged_note(3, 3) == []
    assert unjudged_note(48, 60)[0].text.startswith("12 of 60 passages are not judged")
