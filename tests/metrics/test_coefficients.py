"""Coefficients of agreement: published figures, nltk's, and what must hold of any votes."""

import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.metrics.agreement import count_votes
from classifier.metrics.coefficients import (
    alpha_of_sums,
    equal_share,
    fleiss_kappa,
    gwet_ac1,
    kappa_of_table,
    one_against_rest,
    percent_agreement,
    pi_of_table,
    specific_agreements,
    unit_columns,
    unit_sums,
)

# Thirty patients, six psychiatrists each: depression, personality disorder, schizophrenia, neurosis, other. Fleiss (1971),
# 'Measuring nominal scale agreement among many raters', Psychological Bulletin 76, table 1.
DIAGNOSES = """
00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031
00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""
# Four observers, twelve units, some missing: Krippendorff, 'Computing Krippendorff's Alpha-Reliability' (2011), and Gwet
# (2014), Handbook of Inter-Rater Reliability, 4th edition, p. 120.
RATINGS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
# A hundred pregnant women, two abstractors: Gwet (2014), worked in the vignette of his R package irrCAC.
ABSTRACTORS = np.array([[13.0, 0, 0], [0, 20, 7], [0, 4, 56]])


def sums_of(counts):
    counts = np.asarray(counts, dtype=float)
    return unit_sums(unit_columns(counts).sum(axis=0), counts.shape[1])


def diagnoses():
    return [[int(n) for n in unit] for unit in DIAGNOSES.split()]


def ratings():
    return count_votes([[None if v == "." else v for v in unit] for unit in zip(*RATINGS, strict=True)], "12345")


def test_fleiss_on_his_psychiatric_diagnoses():
    sums = sums_of(diagnoses())
    assert percent_agreement(sums) == pytest.approx(0.556, abs=5e-4)
    assert fleiss_kappa(sums) == pytest.approx(0.430, abs=5e-4)
    # The paper rounds; this is what its table comes to exactly.
    assert fleiss_kappa(sums) == pytest.approx(float(Fraction(5437, 12637)), abs=1e-12)
    by_category = fleiss_kappa(one_against_rest(sums))
    assert by_category == pytest.approx([0.245, 0.245, 0.520, 0.471, 0.566], abs=5e-4)


def test_the_exact_fraction_is_that_of_the_table():
    table = diagnoses()
    share = [Fraction(sum(unit[k] for unit in table), 180) for k in range(5)]
    agreed = sum(Fraction(sum(n * n for n in unit) - 6, 30) for unit in table) / 30
    chance = sum(p * p for p in share)
    assert (agreed - chance) / (1 - chance) == Fraction(5437, 12637)


def test_gwet_on_the_first_fifteen_patients():
    sums = sums_of(diagnoses()[:15])
    assert gwet_ac1(sums) == pytest.approx(0.4448007, abs=5e-8)
    assert fleiss_kappa(sums) == pytest.approx(0.4139265, abs=5e-8)
    assert alpha_of_sums(sums, 1 - np.eye(5)) == pytest.approx(0.4204384, abs=5e-8)


def test_gwet_and_krippendorff_with_missing_votes():
    sums = sums_of(ratings())
    assert percent_agreement(sums) == pytest.approx(0.8181818, abs=5e-8)
    assert gwet_ac1(sums) == pytest.approx(0.77544, abs=5e-6)
    assert gwet_ac1(sums) == pytest.approx(float(Fraction(31825, 41041)), abs=1e-12)
    assert fleiss_kappa(sums) == pytest.approx(0.76117, abs=5e-6)
    assert alpha_of_sums(sums, 1 - np.eye(5)) == pytest.approx(0.743, abs=5e-4)
    # 40 values in pairs, 8 of the pairs unequal where chance would make 1216/39.
    assert alpha_of_sums(sums, 1 - np.eye(5)) == pytest.approx(float(1 - 8 / Fraction(1216, 39)), abs=1e-12)
    assert 1 - 8 / Fraction(1216, 39) == Fraction(113, 152)


def test_two_coders_in_a_table():
    assert equal_share(ABSTRACTORS) == pytest.approx(0.89)
    assert kappa_of_table(ABSTRACTORS) == pytest.approx(0.7964094, abs=5e-8)
    assert pi_of_table(ABSTRACTORS) == pytest.approx(0.7962397, abs=5e-8)
    units = [np.eye(3)[i] + np.eye(3)[k] for i in range(3) for k in range(3) for _ in range(int(ABSTRACTORS[i, k]))]
    assert gwet_ac1(sums_of(units)) == pytest.approx(0.8493305, abs=5e-8)
    assert alpha_of_sums(sums_of(units), 1 - np.eye(3)) == pytest.approx(0.7972585, abs=5e-8)


NAMES = "nabc"
complete = st.integers(2, 4).flatmap(
    lambda m: st.lists(st.lists(st.sampled_from(NAMES), min_size=m, max_size=m), min_size=2, max_size=25)
)
gappy = st.integers(2, 4).flatmap(
    lambda m: st.lists(
        st.lists(st.one_of(st.none(), st.sampled_from(NAMES)), min_size=m, max_size=m), min_size=2, max_size=25
    )
)


def task(votes, distance=None):
    from nltk.metrics.agreement import AnnotationTask
    from nltk.metrics.distance import binary_distance

    data = [(f"c{c}", str(u), v) for u, unit in enumerate(votes) for c, v in enumerate(unit) if v is not None]
    return AnnotationTask(data=data, distance=distance or binary_distance)


def same(ours, theirs):
    assert ours == pytest.approx(theirs, abs=1e-9)


@given(gappy)
@settings(max_examples=200, deadline=None)
def test_alpha_is_nltks_with_missing_votes(votes):
    counts = count_votes(votes, NAMES)
    paired = counts[counts.sum(axis=1) >= 2]
    if (paired.sum(axis=0) > 0).sum() < 2:
        assert np.isnan(alpha_of_sums(sums_of(counts), 1 - np.eye(4)))
        return
    steps = np.array([[float(min(abs(i - k), 2)) for k in range(4)] for i in range(4)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        same(alpha_of_sums(sums_of(counts), 1 - np.eye(4)), task(votes).alpha())
        theirs = task(votes, lambda a, b: steps[NAMES.index(a), NAMES.index(b)]).alpha()
        same(alpha_of_sums(sums_of(counts), steps), theirs)


@given(complete)
@settings(max_examples=200, deadline=None)
def test_fleiss_is_nltks_pi(votes):
    counts = count_votes(votes, NAMES)
    if (counts.sum(axis=0) > 0).sum() < 2:
        assert np.isnan(fleiss_kappa(sums_of(counts)))
        return
    same(fleiss_kappa(sums_of(counts)), task(votes).pi())
    same(percent_agreement(sums_of(counts)), task(votes).avg_Ao())


@given(complete)
@settings(max_examples=200, deadline=None)
def test_cohen_is_nltks(votes):
    kappas = []
    for a in range(len(votes[0])):
        for b in range(a):
            table = np.zeros((4, 4))
            for unit in votes:
                table[NAMES.index(unit[a]), NAMES.index(unit[b])] += 1
            kappa = kappa_of_table(table)
            if np.isnan(kappa):  # one label alone, where nltk divides by zero
                return
            kappas.append(float(kappa))
    same(np.mean(kappas), task(votes).kappa())


@given(gappy)
@settings(deadline=None)
def test_sums_of_draws_are_those_of_the_units_drawn(votes):
    counts = count_votes(votes, NAMES)
    drawn = np.random.default_rng(0).integers(0, 3, len(counts))
    many = unit_sums(np.stack([drawn @ unit_columns(counts)] * 2), 4)
    once = sums_of(np.repeat(counts, drawn, axis=0)) if drawn.any() else None
    if once is not None:
        for figure in (percent_agreement, fleiss_kappa, gwet_ac1, specific_agreements):
            assert figure(many)[1] == pytest.approx(figure(once), nan_ok=True)


@given(gappy)
@settings(deadline=None)
def test_one_label_against_the_rest_is_what_counting_two_labels_gives(votes):
    counts = count_votes(votes, NAMES)
    split = one_against_rest(sums_of(counts))
    for label in range(4):
        two = np.column_stack([counts[:, label], counts.sum(axis=1) - counts[:, label]])
        own = sums_of(two)
        assert split.joint[label] == pytest.approx(own.joint)
        assert split.coincidences[label] == pytest.approx(own.coincidences)
        assert split.shares[label] == pytest.approx(own.shares)


def test_one_label_alone():
    sums = sums_of([[3, 0], [2, 0]])
    assert percent_agreement(sums) == 1 and gwet_ac1(sums) == 1
    assert np.isnan(fleiss_kappa(sums)) and np.isnan(alpha_of_sums(sums, 1 - np.eye(2)))
    assert specific_agreements(sums)[0] == 1 and np.isnan(specific_agreements(sums)[1])


def test_no_unit_with_two_votes():
    sums = sums_of([[1, 0], [0, 1]])
    for figure in (percent_agreement, fleiss_kappa, gwet_ac1):
        assert np.isnan(figure(sums))
    assert np.isnan(alpha_of_sums(sums, 1 - np.eye(2)))
