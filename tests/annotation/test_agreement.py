"""Agreement: figures against hand counts, who counts as a coder, rounds, anchoring, spans, and hubs of any kind."""

import json
import random
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from classifier.annotation import Hub, write_records
from classifier.annotation.agreement import Choice, agreement_of
from classifier.errors import DiplotrackError, InputError, UsageError
from classifier.metrics.bootstrap import cluster_draws
from classifier.metrics.cluster_sums import Part, estimates_of
from classifier.metrics.intervals import ratio
from classifier.reporting import render_agreement

from .coded import NAMES, base, coded, gold, human, model, spans
from .made import hubs

CORPUS = Path(__file__).parents[2] / "corpus"


def fail(problem):
    raise AssertionError(problem.reason)


def measured(folder, records, n_shown=50, **choice):
    path = Path(folder) / "hub.jsonl"
    write_records(path, records)
    with Hub([path], fail) as hub:
        return agreement_of(hub, ["hub.jsonl"], Choice(**{"resamples": 200, **choice}), n_shown)


def labelled(rows, names=("anna", "bo", "cem")):
    """One passage for each row of labels, '.' where the coder gave none."""
    return [
        human(base(i, NAMES[i % 4], document=f"d{i}"), name, NAMES[int(label)])
        for i, row in enumerate(rows)
        for name, label in zip(names, row, strict=False)
        if label != "."
    ]


def value(estimate):
    return estimate["value"]


def test_figures_by_hand(tmp_path):
    report = measured(tmp_path, labelled(["00", "11", "22", "23", "00", "10", "3."]))
    data, figures = report["data"], report["figures"]
    assert (data["n"], data["n_shared"], data["n_once"], data["n_split"]) == (7, 6, 1, 2)
    assert value(figures["agreement"]) == pytest.approx(4 / 6, abs=1e-6)
    chance = (2 * 3 + 2 * 1 + 2 * 1 + 0 * 1) / 36
    assert value(figures["kappa"]) == pytest.approx((4 / 6 - chance) / (1 - chance), abs=1e-6)
    assert value(report["labels"]["none"]["specific"]) == pytest.approx(4 / 5, abs=1e-6)
    (pair,) = report["pairs"]
    assert pair["coders"] == ["anna", "bo"] and pair["n"] == 6
    assert pair["table"] == [[2, 0, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 0]]
    assert all(e["low"] <= e["value"] <= e["high"] for e in figures.values())


def test_any_number_of_coders_who_share_some_passages_only(tmp_path):
    report = measured(tmp_path, labelled(["00.", "1.1", ".22", "031", "333"]))
    # Per passage: all pairs equal in four of five, none of three in the fourth.
    assert value(report["figures"]["agreement"]) == pytest.approx(4 / 5, abs=1e-6)
    assert [p["n"] for p in report["pairs"]] == [3, 3, 3]
    assert {c["name"]: c["n"] for c in report["coders"]} == {"anna": 4, "bo": 4, "cem": 4}


def test_intervals_are_over_documents(tmp_path):
    draw = random.Random(0)
    rows = [("00" if draw.random() < 0.6 else "01") for _ in range(30)]
    lone = measured(tmp_path, labelled(rows), resamples=1000)["figures"]["agreement"]
    # The same passages, each four times in its document, tell no more.
    many = [
        human(base(4 * i + k, "none", document=f"d{i}"), name, NAMES[int(label)])
        for i, row in enumerate(rows) for k in range(4) for name, label in zip(("anna", "bo"), row, strict=True)
    ]  # fmt: skip
    repeated = measured(tmp_path, many, resamples=1000)["figures"]["agreement"]
    assert repeated == pytest.approx(lone, abs=1e-6)


def test_groups_are_drawn_where_records_name_them(tmp_path):
    records = labelled(["00", "11", "01", "11"])
    report = measured(tmp_path, [r | {"group": "one"} for r in records])
    assert report["data"]["n_clusters"] == 1
    assert "no interval" in report["warnings"][0]["text"]


def test_estimates_are_those_of_the_bootstrap_that_holds_all_draws():
    rng = np.random.default_rng(3)
    groups = rng.integers(0, 20, 60).astype(str)
    table = np.column_stack([rng.integers(0, 2, 60), np.ones(60)]).astype(float)
    part = Part(table, lambda s: {"share": s[..., :1] / s[..., 1:]}, np.array([[0.0], [1.0]]))
    theirs = ratio(table[:, 0], table[:, 1], cluster_draws(groups, 300, 5))
    (ours,) = estimates_of([part], groups, 300, 5)[0]["share"]
    assert (ours.value, ours.low, ours.high) == pytest.approx((theirs.value, theirs.low, theirs.high))


def test_one_coder_or_no_shared_passage_is_told(tmp_path):
    with pytest.raises(InputError, match=r"nothing to compare; anna: 2"):
        measured(tmp_path, labelled(["0", "1"]))
    with pytest.raises(InputError, match=r"anna: 1, bo: 2"):
        measured(tmp_path, labelled(["0.", ".1", ".2"]))
    with pytest.raises(InputError, match=r"default: 1, gold: 1"):
        measured(tmp_path, [model(base(0, "none"), "none"), gold(base(0, "none"), "none")])


def test_a_person_and_a_model_are_enough(tmp_path):
    records = labelled(["0", "1", "2"], ("anna",))
    report = measured(tmp_path, records + [model(base(i, NAMES[i % 4], document=f"d{i}"), "none") for i in range(3)])
    assert value(report["figures"]["alpha"]) is None
    assert value(report["pairs"][0]["agreement"]) == pytest.approx(1 / 3, abs=1e-6)
    assert any("No passage was coded by two people" in w["text"] for w in report["warnings"])
    assert "anna and default" in render_agreement(report)


def test_one_label_alone_leaves_alpha_undefined_and_says_so(tmp_path):
    report = measured(tmp_path, labelled(["11", "11", "11"]))
    assert value(report["figures"]["alpha"]) is None and value(report["figures"]["agreement"]) == 1
    assert value(report["figures"]["ac1"]) == 1
    assert any("Track 1 is the only label" in w["text"] for w in report["warnings"])
    render_agreement(report)


def test_votes_count_unless_their_coder_has_a_record(tmp_path):
    passage = base(0, "none")
    votes = [{"annotator": "anna", "label": "track_2"}, {"annotator": "bo", "label": "none"}]
    report = measured(tmp_path, [human(passage, "anna", "none"), gold(passage, "none", votes=votes)])
    (people,) = [p for p in report["pairs"] if p["kinds"] == ["human", "human"]]
    assert people["coders"] == ["anna", "bo"] and value(people["agreement"]) == 1
    notes = " ".join(w["text"] for w in report["warnings"])
    assert "1 vote inside records counted" in notes and "1 vote not counted" in notes


def test_an_arbiter_is_named(tmp_path):
    rows = ["00.", "11.", "22.", "33."] * 5 + ["011", "122", "233", "302", "013", "120"]
    report = measured(tmp_path, labelled(rows))
    assert any("cem coded hardly any passage but those" in w["text"] for w in report["warnings"])
    assert not any(
        "arbiter" in w["text"] for w in measured(tmp_path, labelled(rows), coders=("anna", "bo"))["warnings"]
    )


def test_the_latest_round_counts_and_each_is_measured(tmp_path):
    first, second = base(0, "none", document="a"), base(1, "track_1", document="b")
    records = [
        human(first, "anna", "none", round="round 2"), human(first, "anna", "track_1", round="round 10"),
        human(first, "bo", "none", round="round 2"), human(first, "bo", "track_1", round="round 10"),
        human(second, "anna", "track_1", round="round 10"), human(second, "bo", "track_2", round="round 10"),
    ]  # fmt: skip
    report = measured(tmp_path, records)
    assert report["pairs"][0]["table"] == [[0, 0, 0, 0], [0, 1, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0]]
    assert [(r["name"], r["n_shared"]) for r in report["rounds"]] == [("round 2", 1), ("round 10", 2)]
    assert [value(r["figures"]["agreement"]) for r in report["rounds"]] == [1, 0.5]
    assert value(report["rounds"][1]["shares"]["track_1"]) == 0.75
    assert [(s["coder"], s["n"], value(s["agreement"])) for s in report["stability"]] == [("anna", 1, 0), ("bo", 1, 0)]
    assert any("2 labels gave way" in w["text"] for w in report["warnings"])
    only = measured(tmp_path, records, round_name="round 2")
    assert only["data"]["n_shared"] == 1 and not only["rounds"]


def test_names_that_nobody_has(tmp_path):
    with pytest.raises(UsageError, match="nobody is named 'dora'; coders are: anna, bo, cem"):
        measured(tmp_path, labelled(["000"]), coders=("dora",))
    with pytest.raises(UsageError, match="no round '3'"):
        measured(tmp_path, labelled(["000"]), round_name="3")


def anchored(design, n=400, pull=0.5, seed=2):
    """Coders follow a prediction that they see, with a given chance; ``design`` tells who sees it."""
    draw = random.Random(seed)
    records = []
    for i in range(n):
        true = NAMES[i % 4]
        passage = base(i, true, document=f"d{i}")
        predicted = true if draw.random() < 0.7 else draw.choice(NAMES)
        records += [model(passage, predicted), gold(passage, true)]
        for name in ("anna", "bo"):
            saw = design(draw, i, name)
            label = true if draw.random() < 0.85 else draw.choice(NAMES)
            records.append(
                human(passage, name, predicted if saw and draw.random() < pull else label, saw_prediction=saw)
            )
    return records


def test_anchoring_is_found_where_it_is(tmp_path):
    found = measured(tmp_path, anchored(lambda draw, i, name: draw.random() < 0.5))["anchoring"]
    assert found["model"] == "default" and found["confounded"] == []
    for name in ("with_model", "same_passages", "wrong"):
        assert found["contrasts"][name]["difference"]["low"] > 0, name
    assert found["contrasts"]["with_model"]["n_seen"] + found["contrasts"]["with_model"]["n_unseen"] == 800
    none = measured(tmp_path, anchored(lambda draw, i, name: draw.random() < 0.5, pull=0.0))["anchoring"]
    assert (
        none["contrasts"]["with_model"]["difference"]["low"] < 0 < none["contrasts"]["with_model"]["difference"]["high"]
    )


@pytest.mark.parametrize(
    "design, told",
    [
        (lambda draw, i, name: name == "anna", ["the coder"]),
        (lambda draw, i, name: i % 2 == 0, ["the passage"]),
    ],
)
def test_what_seeing_a_prediction_goes_with_is_told(tmp_path, design, told):
    report = measured(tmp_path, anchored(design))
    assert [name for name in told if name in report["anchoring"]["confounded"]] == told
    assert any("was not left to chance" in w["text"] for w in report["warnings"])


def test_no_contrast_where_all_saw_the_prediction(tmp_path):
    assert measured(tmp_path, anchored(lambda draw, i, name: True, n=8))["anchoring"] is None


def test_the_model_beside_people(tmp_path):
    records = labelled(["00", "11", "23", "33"]) + [
        model(base(i, NAMES[i % 4], document=f"d{i}"), NAMES[label]) for i, label in enumerate((0, 1, 2, 0))
    ]
    (found,) = measured(tmp_path, records)["models"]
    assert found["n"] == 4
    assert value(found["people"]["agreement"]) == 0.75
    assert value(found["with_model"]["agreement"]) == pytest.approx((1 + 1 + 0.5 + 0) / 4, abs=1e-6)
    assert value(found["difference"]["agreement"]) == pytest.approx(-0.125, abs=1e-6)


def test_a_person_and_a_model_of_one_name_are_two(tmp_path):
    records = labelled(["00", "10"], ("default", "bo"))
    records += [model(base(i, NAMES[i], document=f"d{i}"), "none") for i in range(2)]
    report = measured(tmp_path, records)
    assert [c["name"] for c in report["coders"]] == ["bo", "default", "default (model)"]
    assert report["split"][0]["labels"] == {"bo": "none", "default": "track_1", "default (model)": "none"}
    assert [s["label"] for s in report["shown"][0]["said"]] == ["none", "track_1", "none"]


def test_spans_by_hand(tmp_path):
    passage = base(0, "track_1_5")
    draw = random.Random(0)
    marked = spans(passage, "track_1_5", draw)
    other = {"actors": [dict(a) for a in marked["actors"]], "cues": []}
    other["actors"][0] |= {"start": other["actors"][0]["start"] + 8, "text": "diplomats", "capacity": "incumbent"}
    other["actors"][1] |= {"role": "observer"}
    report = measured(
        tmp_path, [human(passage, "anna", "track_1_5", **marked), human(passage, "bo", "track_2", **other)]
    )
    (found,) = report["spans"]["people"]
    assert (value(found["overlap"]), value(found["exact"]), found["n_marked"]) == (1, 0.5, 4)
    shares = {name: value(a["agreement"]) for name, a in found["attributes"].items()}
    assert shares == {"status": 1, "capacity": 0.5, "role": 0.5, "at_table": 0.5, "kind": 1}
    assert {"attribute": "role", "values": ["participant", "observer"], "n": 1} in report["spans"]["taken"]
    assert report["split"][0]["step"] == {
        "step": "Step 1: who takes part?",
        "why": "‘retired generals’ participant or observer",
    }


def test_coders_who_mark_no_span_are_left_out_of_spans(tmp_path):
    passage = base(0, "track_1")
    marked = spans(passage, "track_1", random.Random(0))
    records = [human(passage, name, "track_1", **marked) for name in ("anna", "bo")]
    report = measured(tmp_path, [*records, human(passage, "cem", "track_1", actors=[], cues=[])])
    assert [p["coders"] for p in report["spans"]["pairs"]] == [["anna", "bo"]]
    assert report["spans"]["unmarked"] == ["cem"]


def test_nested_and_equal_spans_match_at_their_bounds(tmp_path):
    passage = base(0, "track_1")
    actor = {"status": "official", "capacity": "incumbent", "role": "participant", "kind": "executive"}
    nest = [
        {**actor, "start": 100 + a, "end": 100 + b, "text": passage["text"][a:b]}
        for a, b in ((0, 20), (0, 8), (4, 8), (4, 8))
    ]
    records = [human(passage, "anna", "none", actors=nest), human(passage, "bo", "none", actors=nest[::-1])]
    (found,) = measured(tmp_path, records)["spans"]["people"]
    assert value(found["exact"]) == 1


def test_too_many_spans_are_told_and_cost_no_time(tmp_path):
    passage = base(0, "track_1")
    actor = {"status": "official", "capacity": "incumbent", "role": "participant", "kind": "executive"}
    many = [{**actor, "start": 100, "end": 101 + i % 50, "text": passage["text"][: 1 + i % 50]} for i in range(3000)]
    rest = base(2, "track_1")
    records = [human(p, name, "none", actors=a) for p, a in ((passage, many), (rest, [])) for name in ("anna", "bo")]
    assert measured(tmp_path, records)["spans"] is None


def test_the_worst_split_passages_come_first(tmp_path):
    report = measured(tmp_path, labelled(["111", "12.", "03.", "123", "033"]))
    assert [s["passage_id"][:2] for s in report["split"]] == ["d2", "d3", "d4", "d1"]
    assert report["split"][0]["step"]["step"].startswith("Step 0")
    assert [c["labels"] for c in report["confusions"]][0] == ["none", "track_2"]


def test_a_crowd_is_measured_and_its_rarest_pairs_left_out(tmp_path):
    draw = random.Random(0)
    records = []
    for i in range(60):
        passage = base(i, NAMES[i % 4], document=f"d{i}")
        for c in draw.sample(range(60), 20):
            label = NAMES[i % 4] if draw.random() < 0.7 else draw.choice(NAMES)
            records.append(human(passage, f"c{c}", label) | spans(passage, NAMES[i % 4], draw, 0.1))
    report = measured(tmp_path, records, resamples=100)
    assert len(report["coders"]) == 60 and len(report["pairs"]) == 1000
    assert any("pairs that share fewest passages" in w["text"] for w in report["warnings"])
    assert 0 < len(report["spans"]["pairs"]) <= 2000 and report["spans"]["people"][0]["n_marked"] > 20 * 19 * 60
    assert len(render_agreement(report)) < 5_000_000


def test_design_weights_are_used_where_they_differ(tmp_path):
    rows = ["00", "01", "11", "23"]
    drawn = [0.5, 0.1, 0.5, 0.1]
    records = labelled(rows)
    plain = measured(tmp_path, records)
    assert plain["weighted_figures"] is None
    for record in records:
        record["sample"] = {"design": "stratified", "probability": drawn[record["passage_index"]], "seed": 0}
    weighted = measured(tmp_path, records)["weighted_figures"]
    assert value(weighted["agreement"]) == pytest.approx(4 / 24, abs=1e-6)


def test_the_corpus_agrees_as_its_datasheet_says(tmp_path):
    files = [CORPUS / "passages.jsonl", CORPUS / "contrast.jsonl", CORPUS / "documents" / "labels.jsonl"]
    with Hub(files, fail) as hub:
        report = agreement_of(hub, [], Choice(coders=("A", "B"), resamples=100))
    told = dict(
        re.findall(r"^\| ([^|]+?) \| (0\.\d{3}) \| 0\.", (CORPUS / "README.md").read_text("utf-8"), re.MULTILINE)
    )
    figures = report["figures"]
    assert f"{value(figures['alpha']):.3f}" == told["Krippendorff's alpha, nominal"]
    assert f"{value(figures['alpha_steps']):.3f}" == told["Krippendorff's alpha, squared track distance"]
    assert f"{value(figures['kappa']):.3f}" == told["Cohen's kappa, A and B"]
    for label in NAMES:
        assert f"{value(report['labels'][label]['specific']):.3f}" == told[f"specific agreement on {label}"]


@given(hubs())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_hub_gives_figures_or_says_why_not(tmp_path_factory, records):
    try:
        report = measured(tmp_path_factory.mktemp("hub"), records, resamples=100)
    except DiplotrackError as error:
        assert "two coders" in str(error)
        return
    json.dumps(report, allow_nan=False)
    page = render_agreement(report)
    assert page.count("<script") == 1


def test_the_sample_has_every_part(tmp_path):
    report = measured(tmp_path, coded())
    assert all(report[part] for part in ("rounds", "anchoring", "models", "spans", "split", "confusions", "shown"))
    page = render_agreement(report)
    for section in ("summary", "coders", "labels", "spans", "rounds", "predictions", "gold", "passages", "methods"):
        assert f'<section id="{section}">' in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert not re.search(r'(?:src|href)="(?!#|data:,)', page.replace("xlink:", ""))


def test_texts_and_names_cannot_run_as_code(tmp_path):
    hostile = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    records = labelled(["01", "10", "22"], (hostile, "bo"))
    page = render_agreement(measured(tmp_path, [r | {"rationale": hostile} for r in records]))
    assert hostile not in page and "<img" not in page and page.count("<script") == 1


def test_names_in_any_script_are_drawn_as_they_are(tmp_path):
    names = ("李明 😀", "$\\frac{x$", "مرحبا")
    report = measured(
        tmp_path, [r | {"round": "$a$"} for r in labelled(["012", "111"], names)] + labelled(["11"], names)
    )
    page = render_agreement(report)
    assert all(name in page for name in names)
