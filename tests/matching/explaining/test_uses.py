"""What a fact about a person is used for: only rules in force, only what the model weighs."""

from dataclasses import replace

import pytest

from matching.explaining.standing import tell_standing
from models.baselines import BASELINES, Step
from rules.policy import load_policy
from tests.matching.office import DATES, TABLES, make_matcher

TALENTS = [{"nip": "1", "year": 2024, "box": 8}]
DISCIPLINE = [{"nip": "2", "severity": "ringan", "started_on": "2019-01-01"}]


def list_uses(subject, rule="competency_match", **tables):
    matcher = make_matcher(rule, **tables)
    told = tell_standing(matcher, "OPEN", matcher.person("1"), DATES, "en")
    return {one.source: one.use for one in told.facts if one.subject == subject}


def switch_off(*names):
    policy = load_policy()
    rules = dict(policy.rules)
    for name in names:
        rules[name] = replace(rules[name], enabled=False)
    return replace(policy, rules=rules)


def test_the_talent_box_is_shown_alone_unless_the_rule_on_talent_serves():
    assert list_uses("performance", talents=TALENTS)["talents.box"] == "shown"
    told = list_uses("performance", "nine_box", talents=TALENTS)
    assert told["talents.box"] == "score"


def test_without_a_model_nothing_is_used_for_a_score():
    told = {
        use
        for subject in ("position", "rank", "performance", "competency")
        for use in list_uses(subject, None).values()
    }
    assert told <= {"rules", "warning", "shown"}


def test_a_rule_that_is_switched_off_uses_nothing():
    assert list_uses("discipline", discipline=DISCIPLINE) == {"discipline.severity": "rules"}
    off = switch_off("discipline", "age_cap", "retirement_horizon")
    told = list_uses("discipline", policy=off, discipline=DISCIPLINE)
    assert told == {"discipline.severity": "shown"}
    assert list_uses("service")["employees.birth_date"] == "rules"
    assert list_uses("service", policy=off)["employees.birth_date"] == "warning"


def test_an_assessment_outside_the_standard_is_not_told_as_scored_by_it():
    other = {"nip": "1", "competency_id": "C3", "level": 2, "assessed_on": "2024-05-01"}
    third = {"competency_id": "C3", "name": "Lain", "kind": "managerial"}
    matcher = make_matcher(
        competencies=[*TABLES["competencies"], third], assessments=[*TABLES["assessments"], other]
    )
    told = tell_standing(matcher, "OPEN", matcher.person("1"), DATES, "en")
    uses = {one.label: one.use for one in told.facts if one.subject == "competency"}
    assert uses == {"Integritas": "score", "Kerja Sama": "score", "Lain": "warning"}


@pytest.mark.parametrize(
    ("column", "reach"),
    [("performance_mean_3", 3), ("performance_latest", 5), ("performance_standing", 10)],
)
def test_a_predicate_counts_for_the_score_as_far_as_the_model_looks_back(
    column, reach, monkeypatch
):
    monkeypatch.setitem(BASELINES, "by_predicates", (Step(column, 1.0),))
    years = range(2015, 2025)
    rows = [{"nip": "1", "year": year, "predicate": "baik"} for year in years]
    matcher = make_matcher("by_predicates", performance=rows)
    told = tell_standing(matcher, "OPEN", matcher.person("1"), DATES, "en")
    uses = {int(one.label[-4:]): one.use for one in told.facts if "predicate" in one.source}
    assert [uses[year] in ("score", "both") for year in years] == [
        year >= 2025 - reach for year in years
    ]
    assert [year for year in years if uses[year] in ("rules", "both")] == [2023, 2024]


def test_a_training_counts_where_the_model_counts_one_like_it(monkeypatch):
    trainings = [
        {"nip": "1", "name": "Kearsipan", "completed_on": "2015-02-01", "job_family": "umum"},
        {"nip": "1", "name": "Hukum", "completed_on": "2015-02-01", "job_family": "hukum"},
        {"nip": "1", "name": "Baru", "completed_on": "2024-02-01", "job_family": "hukum"},
    ]

    def uses(rule):
        matcher = make_matcher(rule, trainings=trainings)
        told = tell_standing(matcher, "OPEN", matcher.person("1"), DATES, "en")
        return {one.value: one.use for one in told.facts if one.subject == "training"}

    nothing = {"Kearsipan": "shown", "Hukum": "shown", "Baru": "shown"}
    assert uses("competency_match") == nothing
    assert uses("seniority") == nothing | {"Baru": "score"}
    monkeypatch.setitem(BASELINES, "by_family", (Step("family_trainings", 1.0),))
    assert uses("by_family") == nothing | {"Kearsipan": "score"}


def tell_moves(as_of=DATES.as_of, **more):
    listed = [
        {"nip": "1", "to_position_id": "HELD", "effective_on": "2020-01-01", "reason": "need"},
        *more.pop("transfers", []),
    ]
    matcher = make_matcher(transfers=listed, assignments=[], **more)
    dates = replace(DATES, as_of=as_of)
    told = tell_standing(matcher, "OPEN", matcher.person("1"), dates, "en")
    return [one.value for one in told.facts if one.subject == "moves"]


def test_an_old_move_that_no_record_judges_is_not_told_as_open():
    (told,) = tell_moves()
    assert "cannot be judged from what is recorded" in told
    (young,) = tell_moves(DATES.as_of.replace(year=2020))
    assert "not known yet" in young
    stated = {"nip": "2", "to_position_id": "FAR", "effective_on": "2020-01-01"}
    (told,) = tell_moves(transfers=[stated | {"outcome": "success", "outcome_on": "2021-01-01"}])
    assert "no outcome is recorded" in told
