"""Right label for the right reason; causes of errors; agreement of annotators."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from classifier.evaluation import Gold, read_gold
from classifier.evaluation.annotators import agreement_of
from classifier.evaluation.causes import likely_cause
from classifier.evaluation.evidence import evidence_figures
from classifier.labels import LABELS, Aspect, Label
from classifier.metrics.agreement import count_votes, krippendorff_alpha
from classifier.records import Actor, Cue, Evidence, actor_from_dict

from .made import actor, record, write_jsonl

TEXT = "Retired generals met a serving minister in Oslo; an analyst said little would come of it."
GENERALS = ("Retired generals", "non_official", "former", "participant")
MINISTER = ("a serving minister", "official", "incumbent", "participant")
ANALYST = ("an analyst", "non_official", "none", "commentator")


def mention(phrase, status, capacity, role) -> Actor:
    return actor_from_dict(actor(TEXT, phrase, status, capacity, role))


def gold_of(tmp_path, n=3) -> Gold:
    actors = [actor(TEXT, *who) for who in (GENERALS, MINISTER, ANALYST)]
    records = [record(TEXT, "track_1_5", actors, group=f"g{i}", complete=i > 0) for i in range(n)]
    return read_gold(write_jsonl(tmp_path / "g.jsonl", records))


def test_right_label_for_the_right_reason(tmp_path, monkeypatch):
    monkeypatch.setattr("classifier.evaluation.evidence.FEW_PASSAGES", 2)
    right = (mention(*GENERALS), mention(*MINISTER), mention(*ANALYST))
    for_a_wrong_reason = (mention(*MINISTER), mention("an analyst", "non_official", "none", "participant"))
    halved = (mention("generals", "non_official", "former", "participant"), mention(*MINISTER))
    found = evidence_figures(gold_of(tmp_path), ["track_1_5"] * 3, [right, for_a_wrong_reason, halved], resamples=50)
    assert found.n == 3
    figures = {name: e.value for name, e in found.figures.items()}
    assert figures["right_reason"] == pytest.approx(2 / 3)
    assert found.n_complete == 2  # the second and the third
    assert figures["mention_f1"] == pytest.approx(2 * 4 / (6 + 4))
    assert figures["mention_f1_exact"] == pytest.approx(2 * 3 / (6 + 4))
    assert figures["mention_recall"] == pytest.approx(7 / 9)
    assert figures["role"] == pytest.approx(6 / 7) and figures["status"] == 1


def test_a_wrong_label_has_no_right_reason(tmp_path):
    right = (mention(*GENERALS), mention(*MINISTER))
    found = evidence_figures(gold_of(tmp_path), ["track_1_5", "none", "none"], [right] * 3, resamples=50)
    assert found.figures["right_reason"].value == 1  # of the one label that is right


def test_without_annotated_actors_there_is_nothing_to_compare(tmp_path):
    gold = read_gold(write_jsonl(tmp_path / "g.jsonl", [{"text": "They met.", "label": "track_1"}]))
    assert evidence_figures(gold, ["track_1"], [()]) is None


TALKS = Evidence(cues=(Cue(0, 5, "talks", Aspect.ACTIVITY, "talks"),))


@pytest.mark.parametrize(
    ("gold", "predicted", "shown", "cause"),
    [
        ("track_1_5", "track_2", [GENERALS], "participants not found"),
        ("track_1_5", "track_2", [GENERALS, ("an analyst", "non_official", "none", "participant")],
         "commentator taken for participant"),
        ("track_1_5", "track_1", [("Retired generals", "official", "incumbent", "participant"), MINISTER],
         "capacity mistaken"),
        ("track_1_5", "track_2", [GENERALS, ("a serving minister", "official", "incumbent", "addressee")],
         "participant taken for bystander"),
        ("track_1_5", "track_1", [GENERALS, MINISTER], "right participants, wrong weight"),
        ("track_1_5", "none", [], "activity taken for none"),
        ("none", "track_1", [], "words of diplomacy without an activity"),
    ],
)  # fmt: skip
def test_likely_causes(gold, predicted, shown, cause):
    annotated = tuple(mention(*who) for who in (GENERALS, MINISTER, ANALYST))
    actors = tuple(mention(*who) for who in shown)
    assert likely_cause(Label(gold), Label(predicted), TALKS, actors, annotated) == cause


def test_designation_and_several_activities():
    named = Evidence(claimed_track=Label.TRACK_2)
    assert likely_cause(Label.TRACK_1, Label.TRACK_2, named, ()) == "designation misleads"
    assert likely_cause(Label.TRACK_1, Label.TRACK_2, TALKS, (), tags=("several_activities",)) == "several activities"
    assert likely_cause(Label.TRACK_1, Label.TRACK_2, TALKS, ()) == "participants not found"


def votes_of(tmp_path, pairs):
    records = [
        {"text": f"passage {i}", "label": a, "votes": [{"annotator": "A", "label": a}, {"annotator": "B", "label": b}]}
        for i, (a, b) in enumerate(pairs)
    ]
    return read_gold(write_jsonl(tmp_path / "v.jsonl", records))


def test_agreement_against_published_coefficients(tmp_path):
    rng = np.random.default_rng(0)
    first = rng.choice(LABELS, 60)
    second = np.where(rng.random(60) < 0.7, first, rng.choice(LABELS, 60))
    system = np.where(rng.random(60) < 0.6, first, rng.choice(LABELS, 60))
    pairs = [(str(a), str(b)) for a, b in zip(first, second)]
    found = agreement_of(votes_of(tmp_path, pairs), system.astype(str), resamples=50)
    assert found.n == 60
    assert found.ceiling["agreement"].value == pytest.approx((first == second).mean())
    # Krippendorff's alpha of two annotators is Scott's pi, corrected for the size of the sample.
    alpha = krippendorff_alpha(count_votes(pairs))
    assert 1 - (1 - found.ceiling["kappa"].value) * (119 / 120) == pytest.approx(alpha)
    both = [*first, *second], [*system, *system]
    assert found.model_agreement["kappa"].value == pytest.approx(cohen_kappa_score(*map(list, both)))


def test_one_annotator_has_no_ceiling(tmp_path):
    gold = read_gold(
        write_jsonl(
            tmp_path / "v.jsonl", [{"text": "a", "label": "none", "votes": [{"annotator": "A", "label": "none"}]}]
        )
    )
    assert agreement_of(gold, np.array(["none"])) is None
