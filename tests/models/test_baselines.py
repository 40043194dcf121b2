"""The rules that users know, against orders worked out by hand."""

import numpy as np
import pytest

from features import catalog
from models.baselines import BASELINES, find_usable, make_baseline
from tests.models.made_models import WIDTH, column


def rows(*people):
    """Return a matrix of people given as {column: value}, the rest unknown."""
    matrix = np.full((len(people), WIDTH), np.nan)
    for row, facts in enumerate(people):
        for name, value in facts.items():
            matrix[row, column(name)] = value
    return matrix


def senior(rank=10.0, in_rank=2.0, in_post=3.0, trainings=1, education=6.0):
    return {
        "rank": rank,
        "years_in_rank": in_rank,
        "years_in_position": in_post,
        "trainings_five_years": np.log1p(trainings),
        "education": education,
    }


def order(name, matrix):
    return np.argsort(-make_baseline(name).score(matrix), kind="stable").tolist()


def test_seniority_follows_rank_then_time_in_it_then_in_the_post_then_training_then_education():
    day = 1 / 365.25
    people = [
        senior(education=5.0),
        senior(),
        senior(trainings=2, education=0.0),
        senior(in_post=3.0 + day, trainings=0),
        senior(in_rank=2.0 + day, in_post=0.0),
        senior(rank=11.0, in_rank=0.0, in_post=0.0, trainings=0, education=0.0),
    ]
    assert order("seniority", rows(*people)) == [5, 4, 3, 2, 1, 0]


def test_seniority_is_not_moved_by_years_beyond_those_that_count():
    scores = make_baseline("seniority").score(rows(senior(in_rank=10.0), senior(in_rank=30.0)))
    assert scores[0] == scores[1]


def test_a_person_of_unknown_rank_stands_last():
    assert order("seniority", rows(senior(rank=np.nan), senior(rank=0.0, in_rank=0.5))) == [1, 0]


def test_competency_match_puts_the_greater_share_first_and_the_unknown_last():
    people = rows({"competency_match": 0.8}, {}, {"competency_match": 1.0})
    assert order("competency_match", people) == [2, 0, 1]


def test_family_experience_counts_recent_years_in_the_positions_family():
    assert order("family_experience", rows({"family_recent": 1.0}, {"family_recent": 4.0})) == [
        1,
        0,
    ]


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("competency_match", "competency_match"),
        ("family_experience", "family_recent"),
        ("popularity", "moves_title"),
        ("popularity", "moves_agency"),
        ("popularity", "moves_unit"),
    ],
)
def test_an_unknown_value_stands_behind_nothing_at_all(name, column):
    others = dict.fromkeys(("moves_title", "moves_agency", "moves_unit"), 0.0)
    people = rows({**others, column: np.nan}, {**others, column: 0.0})
    assert order(name, people) == [1, 0]


def test_nine_box_puts_the_greatest_box_first():
    assert order("nine_box", rows({"talent_box": 3}, {"talent_box": 9}, {})) == [1, 0, 2]


@pytest.mark.parametrize("name", BASELINES)
def test_a_rule_is_a_sum_whose_parts_are_exact_and_gives_no_probability(name):
    rule, matrix = make_baseline(name), np.random.default_rng(1).normal(size=(20, WIDTH))
    assert np.abs(rule.contributions(matrix).sum(axis=1) - rule.score(matrix)).max() < 1e-9
    assert rule.basis == "rule"
    told = rule.fit(rule.score(matrix))
    assert told.why_not == "rule_basis"
    assert np.isnan(told.fit).all()


@pytest.mark.parametrize("name", BASELINES)
def test_a_rule_reads_columns_of_the_catalog_alone(name):
    assert {step.column for step in BASELINES[name]} <= set(catalog.NAMES)


def test_a_rule_whose_columns_the_records_lack_is_not_usable():
    people = rows({"competency_match": 0.5}, {"competency_match": 0.7})
    assert find_usable(people) == ("competency_match",)


def test_a_rule_that_tells_nobody_apart_is_not_usable():
    assert find_usable(rows({"talent_box": 5}, {"talent_box": 5})) == ()
    assert find_usable(rows()) == ()
