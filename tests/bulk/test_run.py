"""A run gives the same bytes whatever happens on the way, and loses nothing."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import classifier
from classifier.bulk import Shard, Watcher, classify_to
from classifier.bulk.job import parts_folder
from classifier.bulk.merge import find_shards, join
from classifier.bulk.work import label_batch
from classifier.errors import OutputError

from .made import run_of, write_input


@pytest.fixture(scope="module")
def tracker():
    return classifier.load()


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    return write_input(tmp_path_factory.mktemp("in") / "input.jsonl")


@pytest.fixture(scope="module")
def undisturbed(tracker, source, tmp_path_factory):
    output = tmp_path_factory.mktemp("out") / "results.csv"
    counts = classify_to(run_of(source, output), tracker, Watcher())
    assert (counts.documents, counts.rejected) == (588, 12)
    return output


@pytest.fixture(autouse=True)
def within_the_process(request, monkeypatch, tracker):
    """Starting a process takes seconds; what processes change is tested where the test says so."""

    class Inline:
        def __init__(self, setup, workers):
            self.setup = setup

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def submit(self, number):
            yield label_batch(tracker, self.setup.folder, number, self.setup.options)

        def drain(self):
            return iter(())

    if not request.node.get_closest_marker("parametrize"):
        monkeypatch.setattr("classifier.bulk.run.Pool", Inline)


class Interrupted(Exception):
    pass


def stopping(after):
    """Watcher that stops the run after so many parts."""
    left = [after]

    def labelled(_counts, new):
        left[0] -= new
        if left[0] < 0:
            raise Interrupted

    return Watcher(labelled=labelled)


def contents(output):
    return output.read_bytes(), output.with_suffix(".rejected.jsonl").read_bytes()


def test_nothing_is_lost_and_the_order_is_the_inputs(undisturbed):
    import pandas as pd

    rows = pd.read_csv(undisturbed, encoding="utf-8-sig")
    rejects = [json.loads(line) for line in undisturbed.with_suffix(".rejected.jsonl").read_text().splitlines()]
    expected = [f"d{i}" for i in range(600) if i % 50 != 17]
    assert list(rows["document_id"]) == expected
    assert [r["record"] for r in rejects] == [i + 1 for i in range(600) if i % 50 == 17]
    assert rows["paper"].tolist()[:3] == ["paper 0", "paper 1", "paper 2"]
    assert not parts_folder(undisturbed).exists()


@pytest.mark.parametrize("workers", [2])
def test_any_number_of_workers_writes_the_same_bytes(tracker, source, undisturbed, tmp_path, workers):
    output = tmp_path / "results.csv"
    classify_to(run_of(source, output, workers=workers), tracker, Watcher())
    assert contents(output) == contents(undisturbed)


def test_an_interrupted_run_goes_on_and_writes_the_same_bytes(tracker, source, undisturbed, tmp_path):
    output = tmp_path / "results.csv"
    for after in (0, 1):
        with pytest.raises(Interrupted):
            classify_to(run_of(source, output), tracker, stopping(after))
        assert not output.exists()
    resumed = []
    classify_to(run_of(source, output), tracker, Watcher(resumed=resumed.append))
    assert resumed and resumed[0] >= 1
    assert contents(output) == contents(undisturbed)


def test_a_journal_that_a_crash_has_cut_off_is_read_up_to_there(tracker, source, undisturbed, tmp_path):
    output = tmp_path / "results.csv"
    with pytest.raises(Interrupted):
        classify_to(run_of(source, output), tracker, stopping(1))
    journal = next(parts_folder(output).glob("*.journal"))
    journal.write_bytes(journal.read_bytes() + b'{"part": 2, "batch_sha2')
    classify_to(run_of(source, output), tracker, Watcher())
    assert contents(output) == contents(undisturbed)


def test_other_options_are_refused_with_what_differs(tracker, source, tmp_path):
    output = tmp_path / "results.csv"
    with pytest.raises(Interrupted):
        classify_to(run_of(source, output), tracker, stopping(1))
    with pytest.raises(OutputError, match="'level': 'passage'.*--restart"):
        classify_to(run_of(source, output, level="passage"), tracker, Watcher())
    classify_to(run_of(source, output, evidence=False), tracker, Watcher(), restart=True)
    assert output.exists()


def test_a_changed_input_is_refused_with_the_place(tracker, tmp_path):
    source, output = write_input(tmp_path / "input.jsonl"), tmp_path / "results.csv"
    with pytest.raises(Interrupted):
        classify_to(run_of(source, output), tracker, stopping(1))
    source.write_text(source.read_text().replace("Kathmandu", "Pokhara"))
    with pytest.raises(OutputError, match=r"differs near .*input.jsonl, record 1 since.*--restart"):
        classify_to(run_of(source, output), tracker, Watcher())


def test_an_input_that_has_become_shorter_is_refused(tracker, tmp_path):
    source, output = write_input(tmp_path / "input.jsonl"), tmp_path / "results.csv"
    with pytest.raises(Interrupted):
        classify_to(run_of(source, output), tracker, stopping(2))
    write_input(source, 256)
    with pytest.raises(OutputError, match="shorter"):
        classify_to(run_of(source, output), tracker, Watcher())


def test_a_damaged_part_is_named_and_done_again_once_deleted(tracker, source, undisturbed, tmp_path, monkeypatch):
    output = tmp_path / "results.csv"
    with pytest.raises(Interrupted):
        classify_to(run_of(source, output), tracker, stopping(1))
    part = next(parts_folder(output).glob("part-*"))
    part.write_bytes(part.read_bytes()[:-1] + b"x")
    with pytest.raises(OutputError, match="damaged"):
        classify_to(run_of(source, output), tracker, Watcher())
    part.unlink()
    classify_to(run_of(source, output), tracker, Watcher())
    assert contents(output) == contents(undisturbed)


def test_two_runs_cannot_write_one_output(tracker, source, tmp_path):
    output = tmp_path / "results.csv"

    def second(_counts, _new):
        classify_to(run_of(source, output), tracker, Watcher())

    with pytest.raises(OutputError, match="another run is writing it"):
        classify_to(run_of(source, output), tracker, Watcher(labelled=second))


def test_shards_join_to_the_same_bytes(tracker, source, undisturbed, tmp_path):
    output = tmp_path / "results.csv"
    run = run_of(source, output)
    for index in (3, 1):
        classify_to(replace(run, shard=Shard(index, 3)), tracker, Watcher())
    with pytest.raises(OutputError, match="not finished: 2/3; run classify again with --shard 2/3"):
        find_shards(output)
    classify_to(replace(run, shard=Shard(2, 3)), tracker, Watcher())
    join(find_shards(output), output, run.options.columns, run.options.keep)
    assert contents(output) == contents(undisturbed)


def test_shards_of_different_inputs_are_not_joined(tracker, tmp_path):
    source, output = write_input(tmp_path / "input.jsonl"), tmp_path / "results.csv"
    run = run_of(source, output)
    classify_to(replace(run, shard=Shard(1, 2)), tracker, Watcher())
    write_input(source, 590)
    classify_to(replace(run, shard=Shard(2, 2)), tracker, Watcher())
    with pytest.raises(OutputError, match="different inputs"):
        find_shards(output)


def test_a_full_disk_is_told_and_what_is_done_stays(tracker, source, undisturbed, tmp_path, monkeypatch):
    output = tmp_path / "results.csv"
    replaced = Path.replace

    def full(path, target):
        if Path(target).name.startswith("part-00000001"):
            raise OSError(28, "No space left on device")
        return replaced(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        classify_to(run_of(source, output), tracker, stopping(99))
    assert not output.exists()
    monkeypatch.undo()
    classify_to(run_of(source, output), tracker, Watcher())
    assert contents(output) == contents(undisturbed)


def test_a_column_of_the_input_never_hides_one_of_ours_and_repeated_ids_are_counted(tracker, tmp_path):
    source, output = tmp_path / "gold.jsonl", tmp_path / "results.jsonl"
    line = {"id": "a", "text": "The ministers of India and Nepal met.", "label": "none", "title": "T", "paper": "P"}
    source.write_text("".join(json.dumps(line) + "\n" for _ in range(3)))
    counts = classify_to(run_of(source, output), tracker, Watcher())
    rows = [json.loads(text) for text in output.read_text().splitlines()]
    assert [row["document_id"] for row in rows] == ["a", "a-2", "a-3"] and counts.repeated_ids == 2
    assert rows[0]["label"] == "track_1" and rows[0]["input_label"] == "none" and rows[0]["paper"] == "P"


def test_a_run_does_not_mix_with_shards_of_the_same_output(tracker, source, tmp_path):
    run = run_of(source, tmp_path / "results.csv")
    classify_to(replace(run, shard=Shard(1, 3)), tracker, Watcher())
    for shard in (Shard(1, 1), Shard(2, 4)):
        with pytest.raises(OutputError, match=r"shared out otherwise \(shard-1-of-3"):
            classify_to(replace(run, shard=shard), tracker, Watcher())
