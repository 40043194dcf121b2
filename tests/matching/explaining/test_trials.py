"""Trying others' values: each fact on its own, and only where somebody lacks one."""

from dataclasses import replace

import numpy as np

from features.catalog import NAMES
from matching.contest import open_contest
from matching.explaining.trials import TRIES, Donors, Trial
from matching.explaining.unknown_facts import FACTS
from matching.matcher import Matcher
from models.bundle import Term
from models.curves import Curve, Curves
from tests.matching.explaining.test_stability import JUDGED, UNASSESSED, sum_of
from tests.matching.office import DATES, EMPLOYEES, SECRET, TABLES, make_matcher

OLD = "2019-05-01"
CURVES = {
    NAMES.index("competency_match"): Curve(np.array([0.0, 1.0]), np.array([0.0, 1.0]), 0.0),
    NAMES.index("rank"): Curve(np.array([0.0, 40.0]), np.array([0.0, 4.0]), 0.0),
}


def try_facts(first, assessed_on="2024-05-01"):
    """Return the trial where `first` stands for person 1, and the places of who is eligible."""
    assessments = [
        {**row, "assessed_on": assessed_on} if row["nip"] == "1" else row
        for row in TABLES["assessments"]
    ]
    assessments += [{**row, "nip": "6"} for row in assessments if row["nip"] == "5"]
    matcher = make_matcher(
        employees=[first, *EMPLOYEES[1:], UNASSESSED], performance=JUDGED, assessments=assessments
    )
    part = sum_of(Curves(0.0, len(NAMES), CURVES))
    bundle = replace(matcher.bundle, terms=(Term("curves", 1.0, part),))
    matcher = Matcher(matcher.history, matcher.policy, bundle, SECRET, "0.0.0")
    field = open_contest(matcher, "OPEN", DATES).field
    return Trial(field), np.arange(len(field.rows))


def facts_of(trial, asked):
    """Return by nip which facts are unknown, or doubtful."""
    people = trial.field.contest.matcher.history.people_ids
    return {
        people[row]: [
            fact.code for fact, is_asked in zip(trial.facts, line, strict=True) if is_asked
        ]
        for row, line in zip(trial.field.rows.tolist(), asked, strict=True)
        if line.any()
    }


def test_an_old_assessment_is_doubtful_whatever_else_nobody_wrote_down():
    unranked = {**EMPLOYEES[0], "rank": None, "rank_since": None}
    trial, places = try_facts(unranked, OLD)
    assert facts_of(trial, trial.find_unknown(places)) == {"1": ["rank"]}
    assert facts_of(trial, trial.find_doubtful(places)) == {"1": ["assessment"]}


def test_each_kind_of_question_tries_its_own_facts_alone():
    unranked = {**EMPLOYEES[0], "rank": None, "rank_since": None}
    trial, places = try_facts(unranked, OLD)
    recorded, varied = trial.score(places, trial.find_unknown(places))
    (one,) = np.flatnonzero((varied != recorded[:, :, None]).any(axis=(1, 2)))
    assert np.ptp(varied[one]) == 0  # all others hold III/c
    doubtful = trial.find_doubtful(places)
    tried = trial.score_tries(places[[one]], doubtful[[one]])
    assert tried.shape == (1, 1, TRIES)
    assert np.ptp(tried) > 0
    assert (tried <= recorded[one]).all()  # nobody's match is better, and the rank stays unknown


def test_what_others_bring_does_not_hang_on_the_order_of_their_rows():
    trial, _ = try_facts(EMPLOYEES[0])
    fact = next(one for one in FACTS if len(one.columns) > 1)
    matrix = np.zeros((6, len(NAMES)))
    other = next(column for column in fact.columns.tolist() if column != fact.tells)
    matrix[:, other] = [3, 1, 2, 6, 5, 4]  # all tell the same and score alike
    field = replace(trial.field, rows=np.arange(6), matrix=matrix, score=np.zeros(6))
    donors = Donors(field, fact).places
    assert matrix[donors, other].tolist() == [1, 2, 3, 4, 5, 6]


def test_nothing_is_sorted_where_nobody_lacks_a_fact():
    trial, places = try_facts(EMPLOYEES[0])
    vary = trial.find_unknown(places) | trial.find_doubtful(places)
    trial.score(places, vary)
    assert not vary.any()
    assert all("places" not in vars(donors) for donors in trial.donors)
