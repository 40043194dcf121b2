"""The benchmarks run from end to end, on few people, and say what they found."""

import json

import pytest

from benchmarks.fitted import fit_trees
from benchmarks.made_up import copy_people, make_records
from benchmarks.measuring import Measurement
from benchmarks.report import Finding
from benchmarks.run import Sizes, run
from benchmarks.scene import warm_matcher
from models.baselines import make_baseline
from rules.gates import check_gates
from rules.policy import load_policy
from snapshots.history import History
from snapshots.view import view_day

TINY = Sizes(
    employees=150,
    copies=2,
    pairs=400,
    trees=3,
    leaves=4,
    rounds=1,
    least_eligible=10**6,
    plan_people=600,
    plan_vacancies=40,
    plan_candidates=8,
)
PLANS = ["plan_network", "plan_limits", "plan_few_moves", "plan_bound", "plan_greedy"]


@pytest.fixture(scope="module")
def records():
    return make_records(150, 3)


@pytest.fixture(scope="module")
def report():
    return run(TINY, champion=make_baseline("competency_match"), language="en")


def found(ratio, goal):
    return Finding("shortlist", "m", 10, 5, 5, Measurement((ratio,), (1.0,)), goal)


def test_every_claim_is_measured(report):
    claims = [finding.claim for finding in report.findings]
    lists = ["explanations", "whole_list", "shortlist", "reference_path", "shortlist"]
    assert claims == lists + PLANS
    assert all(finding.measured.ratio > 0 for finding in report.findings)
    assert all(finding.eligible > 0 for finding in report.findings)


def test_a_rule_has_no_bare_prediction_and_is_not_measured(report):
    assert {one.model for one in report.findings if one.claim not in PLANS} == {"3×4"}


def test_a_plan_is_worth_what_its_bound_allows_and_more_than_the_best_pairs_one_by_one(report):
    ratios = {finding.claim: finding.measured.ratio for finding in report.findings}
    assert ratios["plan_bound"] == pytest.approx(1.0, abs=1e-4)
    assert ratios["plan_greedy"] >= 1


def test_a_goal_is_claimed_only_where_its_condition_holds(report):
    goals = {finding.claim: finding.goal for finding in report.findings}
    assert goals["reference_path"] is None  # too few eligible people
    assert goals["explanations"] == 1.15


def test_the_goals_speak_of_a_model_of_a_set_size(records):
    city = warm_matcher(records, load_policy(None))
    champion = fit_trees(city.source, pairs=400, trees=2, leaves=4, seed=1)
    found = run(TINY, champion=champion, language="en").findings
    measured = [one for one in found if one.claim not in PLANS]
    assert {one.model for one in measured if one.goal} == {"3×4"}
    assert {one.model for one in measured} == {"3×4", "2×4"}


def test_a_goal_is_met_up_to_its_bound():
    assert [found(ratio, 1.15).is_met for ratio in (1.15, 1.16)] == [True, False]
    assert found(9.0, None).is_met is None


def test_a_report_is_plain_json_with_its_conditions(report):
    plain = json.loads(json.dumps(report.to_json(), allow_nan=False))
    assert plain["conditions"]["cores"] >= 1
    assert {"python", "load", "versions"} <= plain["conditions"].keys()
    assert len(plain["findings"]) == len(report.findings)


def test_copies_are_other_people_with_the_same_facts(records):
    several = copy_people(records, 3)
    nips = several.tables["employees"].column("nip").to_pylist()
    assert len(set(nips)) == 3 * records.tables["employees"].num_rows
    assert nips == sorted(nips)
    for table in ("units", "positions", "requirements", "consents"):
        assert several.tables[table].num_rows == records.tables[table].num_rows


def test_copies_are_eligible_where_their_originals_are(records):
    counts = []
    for snapshot in (records, copy_people(records, 3)):
        history = History(snapshot)
        everybody = view_day(history, history.day)
        verdicts = [
            check_gates(everybody, place, load_policy(None), history.day) for place in (0, 9)
        ]
        counts.append([int(verdict.eligible.sum()) for verdict in verdicts])
    assert counts[1] == [3 * count for count in counts[0]]
