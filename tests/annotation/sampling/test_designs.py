"""What each design draws, and what it refuses."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.annotation import Hub
from classifier.annotation.sampling import Allocation, Design, Plan, Purpose, sample
from classifier.annotation.sampling.allocation import allocate
from classifier.errors import InputError, UsageError
from classifier.labels import Label

from .made import coded, fail, passage, small_pool, written


def drawn(tmp_path, records, **asked):
    pool = records if isinstance(records, list) and records and not isinstance(records[0], dict) else [
        written(tmp_path / "pool.jsonl", records)
    ]  # fmt: skip
    out = tmp_path / "sample.jsonl"
    done = sample(pool, out, Plan(**asked), fail)
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()], done


def ids(records):
    return [record["passage_id"] for record in records]


def test_records_come_out_as_they_went_in_with_how_they_were_drawn(tmp_path):
    pool = small_pool()
    records, _ = drawn(tmp_path, pool, number=8, seed=3)
    known = {record["passage_id"]: record for record in pool}
    for record in records:
        told = record.pop("sample")
        assert record == known[record["passage_id"]]
        assert told["design"] == "stratified by label, equal allocation"
        assert (told["seed"], told["purpose"], told["stratum"]) == (3, "test", record["label"])
        size = sum(r["label"] == record["label"] for r in pool)
        assert told["population"] == size
    with Hub([tmp_path / "sample.jsonl"], fail) as hub:
        assert len(hub) == 8


def test_the_same_seed_draws_the_same_in_the_same_order_whatever_the_order_of_the_files(tmp_path):
    records = small_pool()
    first, second = written(tmp_path / "1.jsonl", records[:5]), written(tmp_path / "2.jsonl", records[5:])
    for design in (Design.SIMPLE, Design.STRATIFIED, Design.UNCERTAINTY, Design.DISAGREEMENT):
        one, _ = drawn(tmp_path, [first, second], design=design, number=6, seed=1)
        assert one == drawn(tmp_path, [second, first], design=design, number=6, seed=1)[0]
        assert one != drawn(tmp_path, [second, first], design=design, number=6, seed=2)[0]


def test_the_order_of_the_sample_is_not_that_of_the_pool(tmp_path):
    records = [passage(i) for i in range(100)]
    order = ids(drawn(tmp_path, records, number=100)[0])
    assert sorted(order) == sorted(ids(records))
    places = [ids(records).index(one) for one in order]
    assert abs(np.corrcoef(places, range(100))[0, 1]) < 0.4


@pytest.mark.parametrize("design", [Design.SIMPLE, Design.STRATIFIED])
def test_a_larger_sample_with_the_same_seed_holds_the_smaller(tmp_path, design):
    records = [passage(i, ("none", "track_1")[i % 7 == 0]) for i in range(100)]
    small, _ = drawn(tmp_path, records, design=design, number=20)
    large, _ = drawn(tmp_path, records, design=design, number=40)
    assert set(ids(small)) < set(ids(large))


def test_all_records_of_a_passage_are_drawn_with_it_and_the_model_tells_its_stratum(tmp_path):
    records = [r for i in range(4) for r in (coded(passage(i, "track_1"), "track_2"), passage(i, "track_1"))]
    found, done = drawn(tmp_path, records, number=2)
    assert len(found) == 4
    assert [s.name for s in done.drawn.strata] == ["track_1"]
    assert {r["sample"]["probability"] for r in found} == {0.5}


def test_strata_by_label_source_and_period(tmp_path):
    records = [
        passage(i, outlet=f"o{i % 2}", **({"date": f"{1999 + i % 2}-05-01"} if i != 7 else {})) for i in range(12)
    ]
    _, done = drawn(tmp_path, records, number=9, by=("label", "source", "period"))
    assert [(s.name, s.population) for s in done.drawn.strata] == [
        ("none, o0, 1999", 6), ("none, o1, no period", 1), ("none, o1, 2000", 5),
    ]  # fmt: skip
    _, done = drawn(tmp_path, records, number=9, by=("decade",))
    assert [s.name for s in done.drawn.strata] == ["no decade", "1990s", "2000s"]


def test_kept_columns_of_a_name_that_records_use_are_found(tmp_path):
    records = [passage(i, input_genre=f"g{i % 2}") for i in range(8)]
    _, done = drawn(tmp_path, records, number=4, by=("genre",))
    assert [s.name for s in done.drawn.strata] == ["g0", "g1"]


def test_a_field_that_no_passage_tells_is_refused(tmp_path):
    with pytest.raises(UsageError, match="--by outlet: no passage tells it.*--keep"):
        drawn(tmp_path, small_pool(), number=8, by=("outlet",))
    with pytest.raises(UsageError, match="holds several values"):
        drawn(tmp_path, small_pool(), number=8, by=("actors",))


def test_more_strata_than_passages_to_draw_are_refused(tmp_path):
    with pytest.raises(UsageError, match="3 strata, but only 2 passages to draw.*draw 6 or more"):
        drawn(tmp_path, small_pool(), number=2)


def test_neyman_draws_most_where_the_model_doubts(tmp_path):
    records = [passage(i, "none", 1.0) for i in range(50)] + [passage(i, "track_2", 0.5) for i in range(50, 100)]
    _, done = drawn(tmp_path, records, number=40, allocation=Allocation.NEYMAN)
    assert [s.drawn for s in done.drawn.strata] == [5, 35]


def test_disagreement_draws_four_of_five_where_rules_and_model_differ(tmp_path):
    records = [passage(i, "none") for i in range(100)] + [passage(i, "track_2") for i in range(100, 140)]
    _, done = drawn(tmp_path, records, design=Design.DISAGREEMENT, number=20)
    assert [(s.population, s.drawn) for s in done.drawn.strata] == [(40, 16), (100, 4)]
    # where nearly all differ, they still have the higher chance
    _, done = drawn(tmp_path, records[:5] + records[100:], design=Design.DISAGREEMENT, number=20)
    differ, agree = done.drawn.strata
    assert differ.lowest > agree.lowest > 0


def test_disagreement_where_there_is_none_is_refused(tmp_path):
    with pytest.raises(InputError, match="agree on every passage"):
        drawn(tmp_path, [passage(i) for i in range(4)], design=Design.DISAGREEMENT, number=2)


def test_predictions_without_probabilities_are_refused_where_they_are_needed(tmp_path):
    records = [passage(i) for i in range(4)]
    del records[2]["probabilities"]
    records[3]["probabilities"] = {"none": 0.4}
    needing = (
        {"design": Design.UNCERTAINTY, "number": 2},
        {"number": 2, "allocation": Allocation.NEYMAN},
        {"design": Design.BUDGET, "of": (Label.NONE,), "number": 2, "control": 0},
    )
    for asked in needing:
        with pytest.raises(InputError, match="2 of 4 passages have no probabilities that sum to 1.*first is d2#2"):
            drawn(tmp_path, records, **asked)
    assert len(drawn(tmp_path, records, number=2)[0]) == 2
    del records[0]["prediction_set"]
    with pytest.raises(InputError, match="d0#0: no prediction_set"):
        drawn(tmp_path, records, design=Design.UNCERTAINTY, number=2, by=("set",))


@pytest.mark.parametrize("design", [Design.UNCERTAINTY, Design.DISAGREEMENT, Design.BUDGET])
def test_a_test_sample_cannot_follow_the_model(design):
    more = {"of": (Label.TRACK_2,), "keep": 0.9} if design is Design.BUDGET else {"number": 5}
    with pytest.raises(UsageError, match="--for test needs --design simple or stratified"):
        Plan(design, purpose=Purpose.TEST, **more)
    assert Plan(design, **more).for_ is Purpose.TRAINING


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({}, "how many"),
        ({"number": 0}, "one passage or more"),
        ({"share": 1.5}, "at most 1"),
        ({"share": float("nan")}, "at most 1"),
        ({"number": 5, "share": 0.5}, "one of them"),
        ({"number": 5, "keep": 0.9}, "--design budget"),
        ({"number": 5, "design": Design.SIMPLE, "by": ("label",)}, "--by goes with"),
        ({"number": 5, "by": ("label", "label")}, "twice"),
        ({"number": 5, "design": Design.UNCERTAINTY, "by": ("label",)}, "entropy, margin, set"),
        ({"number": 5, "design": Design.SIMPLE, "allocation": Allocation.EQUAL}, "--allocation goes with"),
        ({"number": 5, "design": Design.BUDGET}, "--of"),
        ({"design": Design.BUDGET, "of": (Label.TRACK_2,)}, "--keep"),
        ({"design": Design.BUDGET, "of": (Label.TRACK_2,), "keep": 9.0}, "--keep 9"),
        ({"design": Design.BUDGET, "of": (Label.TRACK_2,), "keep": 0.9, "control": -1}, "--control -1"),
    ],
)
def test_options_that_do_not_go_together_are_refused(asked, reason):
    with pytest.raises(UsageError, match=reason):
        Plan(**asked)


def test_passages_of_documents_drawn_for_another_purpose_are_left_out(tmp_path):
    records = [passage(i, document=f"d{i // 4}") for i in range(20)]
    test, _ = drawn(tmp_path, records, number=2)
    written(tmp_path / "test.jsonl", test)
    taken = {record["document_id"] for record in test}
    found, done = drawn(
        tmp_path, records, design=Design.SIMPLE, purpose=Purpose.TRAINING, number=99, exclude=[tmp_path / "test.jsonl"]
    )
    assert taken
    assert not taken & {record["document_id"] for record in found}
    assert done.left_out == 20 - len(found)


def test_passages_drawn_for_the_same_purpose_are_not_drawn_again_but_their_neighbours_may_be(tmp_path):
    records = [passage(i, document="d") for i in range(10)]
    first, _ = drawn(tmp_path, records, number=4)
    second, _ = drawn(tmp_path, records, number=99, exclude=[written(tmp_path / "first.jsonl", first)])
    assert sorted(ids(first) + ids(second)) == sorted(ids(records))


def test_what_was_coded_for_no_purpose_that_is_told_counts_as_another(tmp_path):
    records = [passage(i, document=f"d{i // 4}") for i in range(8)]
    old = written(tmp_path / "gold.jsonl", [coded(records[0], "track_1")])
    found, _ = drawn(tmp_path, records, number=99, exclude=[old])
    assert sorted(ids(found)) == sorted(ids(records[4:]))


def test_the_same_text_under_another_id_is_left_out(tmp_path):
    records = [passage(1), passage(2, text=passage(1)["text"]), passage(3)]
    old = written(tmp_path / "old.jsonl", records[:1])
    found, _ = drawn(tmp_path, records, number=99, exclude=[old])
    assert ids(found) == ["d3#3"]


def test_a_bad_line_in_what_is_to_be_left_out_is_refused(tmp_path):
    old = tmp_path / "old.jsonl"
    old.write_text("{}\n")
    with pytest.raises(InputError, match=r"old.jsonl:1: .*could not be left out"):
        drawn(tmp_path, small_pool(), number=8, exclude=[old])


def test_nothing_left_to_draw_from_is_refused(tmp_path):
    pool = written(tmp_path / "all.jsonl", small_pool())
    with pytest.raises(InputError, match="all 14 passages of the pool are left out"):
        drawn(tmp_path, small_pool(), number=8, exclude=[pool])


def test_a_test_sample_is_not_drawn_from_for_training_nor_the_other_way(tmp_path):
    test, _ = drawn(tmp_path, small_pool(), number=8)
    with pytest.raises(UsageError, match="drawn for test, so nothing can be drawn from it for training"):
        drawn(tmp_path, test, design=Design.UNCERTAINTY, number=2)
    training, _ = drawn(tmp_path, small_pool(), number=8, purpose=Purpose.TRAINING)
    with pytest.raises(UsageError, match="drawn for training"):
        drawn(tmp_path, training, number=4)


def test_a_sample_mixed_with_other_passages_is_no_pool(tmp_path):
    test, _ = drawn(tmp_path, small_pool(), number=8)
    with pytest.raises(InputError, match="mixes passages of an earlier sample"):
        drawn(tmp_path, [*test, passage(99)], number=4)


def test_bad_lines_are_told_and_no_part_of_the_pool(tmp_path):
    pool = written(tmp_path / "pool.jsonl", small_pool())
    pool.write_bytes(b"{]\n" + pool.read_bytes())
    told = []
    done = sample([pool], tmp_path / "out.jsonl", Plan(number=8), told.append)
    assert (done.pool, [problem.record for problem in told]) == (14, [1])


@given(
    labels=st.lists(st.sampled_from(("none", "track_1", "track_2")), min_size=1, max_size=12),
    n=st.integers(1, 30),
    design=st.sampled_from([Design.SIMPLE, Design.STRATIFIED, Design.UNCERTAINTY]),
    same=st.booleans(),
    seed=st.integers(0, 9),
)
@settings(max_examples=150, deadline=None)
def test_any_size_gives_that_many_distinct_passages_or_says_why_not(tmp_path_factory, labels, n, design, same, seed):
    tmp_path = tmp_path_factory.mktemp("any")
    records = [passage(i, label, 0.5 if same else 0.5 + i / 40) for i, label in enumerate(labels)]
    try:
        found, done = drawn(tmp_path, records, design=design, number=n, seed=seed)
    except UsageError as error:
        assert "strata, but only" in str(error)
        assert design is Design.STRATIFIED
        assert n < len(set(labels))
        return
    assert len(found) == len(set(ids(found))) == min(n, len(records))
    assert sum(s.drawn for s in done.drawn.strata) == len(found)
    for record in found:
        assert 0 < record["sample"]["probability"] <= 1
        if n >= len(records):
            assert record["sample"]["probability"] == 1


@given(st.lists(st.tuples(st.integers(1, 60), st.floats(0.01, 100)), min_size=1, max_size=10), st.integers(1, 300))
@settings(max_examples=300, deadline=None)
def test_allocations_add_up_and_leave_no_stratum_out(strata, n):
    sizes, weights = (np.array(column) for column in zip(*strata, strict=True))
    if n < len(sizes) and n < sizes.sum():
        with pytest.raises(UsageError):
            allocate(n, weights, sizes)
        return
    takes = allocate(n, weights, sizes)
    assert takes.sum() == min(n, sizes.sum())
    assert ((takes >= 1) & (takes <= sizes)).all()
    if n >= np.minimum(2, sizes).sum():
        assert (takes >= np.minimum(2, sizes)).all()
    # no single passage moved to another stratum makes the variance of the total smaller
    spare = takes > (np.minimum(2, sizes) if n >= np.minimum(2, sizes).sum() else 1)
    gain = weights**2 / (takes * (takes + 1.0))
    loss = weights**2 / (takes * np.maximum(takes - 1.0, 1e-9))
    if spare.any() and (takes < sizes).any():
        assert gain[takes < sizes].max() <= loss[spare].min() * (1 + 1e-9)
