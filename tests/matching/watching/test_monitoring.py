"""What watching finds, and what it calls for."""

import json
from dataclasses import replace
from datetime import date

import pytest

from matching.errors import LaterThanSnapshotError, NoModelError
from matching.matcher import Matcher
from matching.plain import to_json
from matching.watching.freshness import is_older
from matching.watching.monitoring import monitor
from matching.watching.pools import judge_pools
from matching.watching.watched import write_profile
from matching.watching.words import (
    tell_coverage,
    tell_freshness,
    tell_monitoring,
    tell_outcomes,
)
from models.calibration import Calibration
from rules.policy import load_policy
from snapshots.days import to_day
from tests.matching.office import AS_OF, EMPLOYEES, make_matcher, person

TRAINED = "2024-06-01"
CARD = {"as_of": TRAINED, "outcomes": 100, "success_rate": 0.5}


def movers(count, failures, known="2025-01-15"):
    """Return people who moved on 2024-01-01 with a given outcome, and their rows."""
    people = [person(f"m{number}", since="2024-01-01") for number in range(count)]
    rows = [
        {"nip": row["nip"], "to_position_id": "HELD", "effective_on": "2024-01-01"}
        | {"outcome": "failure" if number < failures else "success", "outcome_on": known}
        for number, row in enumerate(people)
    ]
    return {"employees": [*EMPLOYEES, *people], "transfers": rows}


def make_learned(level=0.0, card=CARD, profile=True, limits=None, **tables):
    """Return a matcher with a learned model that tells everybody sigmoid(level)."""
    matcher = make_matcher(basis="learned", **tables)
    told = Calibration(0.0, level, 1e-6, 0.1, 0.0, 0.0, 100)
    bundle = replace(matcher.bundle, calibration=told, why_not=None, card=card)
    if profile:
        own = Matcher(matcher.history, matcher.policy, bundle, matcher.secret, "0.0.0")
        kept = write_profile(own, judge_pools(own, AS_OF))
        bundle = replace(bundle, profile=kept)
    policy = matcher.policy
    if limits:
        policy = replace(policy, monitor=policy.monitor.model_copy(update=limits))
    return Matcher(matcher.history, policy, bundle, matcher.secret, "0.0.0")


def find(matcher, today=AS_OF, as_of=None):
    """Return {code: what it calls for}."""
    return {each.code: each.calls_for for each in monitor(matcher, as_of, today).findings}


def test_where_nothing_has_changed_nothing_calls_for_retraining():
    found = monitor(make_learned(card=CARD | {"as_of": "2025-01-01"}), None, AS_OF)
    assert [each.code for each in found.findings if each.calls_for == "retraining"] == []
    assert not found.retraining_due


def test_a_told_chance_that_did_not_come_true_calls_for_retraining():
    found = monitor(make_learned(level=2.0, **movers(60, failures=30)), None, AS_OF)
    (finding,) = (each for each in found.findings if each.code == "miscalibrated")
    assert (finding.facts["told"], finding.facts["found"], finding.facts["count"]) == (88, 50, 60)
    assert found.reason is finding
    outcomes = found.outcomes
    assert outcomes.found is not None
    assert outcomes.told is not None
    assert outcomes.brier is not None
    assert outcomes.found.low < 0.5 < outcomes.found.high < outcomes.told
    assert outcomes.brier > 0.25 == outcomes.brier_of_rate


def test_a_told_chance_is_not_judged_on_few_outcomes_nor_where_chance_explains_the_gap():
    assert "miscalibrated" not in find(make_learned(level=2.0, **movers(49, failures=25)))
    assert "miscalibrated" not in find(make_learned(level=0.1, **movers(60, failures=30)))


def test_outcomes_that_training_may_have_seen_are_not_judged():
    known_then = movers(60, failures=30, known="2024-05-31")
    known_since = movers(60, failures=30, known=TRAINED)
    assert monitor(make_learned(**known_then), None, AS_OF).outcomes.count == 0
    assert monitor(make_learned(**known_since), None, AS_OF).outcomes.count == 60


def test_outcomes_that_reached_the_records_late_are_counted_as_new_and_not_compared():
    learned = CARD | {"outcomes": 48}
    matcher = make_learned(card=learned, **movers(60, failures=30, known="2024-05-31"))
    found = monitor(matcher, None, AS_OF)
    assert (found.outcomes.count, found.outcomes.late, found.outcomes.found) == (0, 12, None)
    assert find(matcher)["new_outcomes"] == "retraining"
    told = " ".join(tell_outcomes(found.outcomes, "en"))
    assert "in the records only after the training: 12 more" in told
    for card in (learned | {"outcomes": 60}, {}):
        same = make_learned(card=card, **movers(60, failures=30, known="2024-05-31"))
        assert monitor(same, None, AS_OF).outcomes.late == 0


def test_outcomes_count_from_the_day_after_they_were_known():
    matcher = make_learned(**movers(60, failures=30))
    counts = [
        monitor(matcher, day, AS_OF).outcomes.count
        for day in (date(2025, 1, 15), date(2025, 1, 16))
    ]
    assert counts == [0, 60]


def test_many_new_outcomes_call_for_retraining():
    matcher = make_learned(**movers(60, failures=30), card=CARD | {"outcomes": 48})
    assert find(matcher)["new_outcomes"] == "retraining"
    matcher = make_learned(**movers(60, failures=30), card=CARD | {"outcomes": 49})
    assert "new_outcomes" not in find(matcher)


def test_a_model_a_year_older_than_the_records_calls_for_retraining():
    assert find(make_learned())["model_old"] == "retraining"
    assert "model_old" not in find(make_learned(card=CARD | {"as_of": "2024-06-02"}))
    assert is_older(date(2025, 1, 31), to_day(date(2025, 2, 28)), 1)
    assert not is_older(date(2025, 1, 31), to_day(date(2025, 2, 27)), 1)


def test_a_rule_waits_until_enough_outcomes_are_known_and_then_calls_for_training():
    rule = make_matcher(**movers(60, failures=30))
    found = find(rule)
    assert found["too_few_to_learn"] == "nothing"
    assert "model_old" not in found
    policy = rule.policy
    enough = policy.monitor.model_copy(update={"enough_outcomes": 60})
    told = Matcher(rule.history, replace(policy, monitor=enough), rule.bundle, rule.secret, "0.0.0")
    assert find(told)["learning_possible"] == "retraining"


def test_a_rule_that_was_better_than_learning_waits_for_a_share_of_new_outcomes():
    rule = make_matcher(**movers(60, failures=30))
    few = replace(
        rule.policy, monitor=rule.policy.monitor.model_copy(update={"enough_outcomes": 40})
    )
    for learned_from, due in ((50, False), (48, True)):
        bundle = replace(rule.bundle, card={"outcomes": learned_from})
        matcher = Matcher(rule.history, few, bundle, rule.secret, "0.0.0")
        assert ("new_outcomes" in find(matcher)) == due


def test_old_records_call_for_newer_ones_not_for_retraining():
    found = find(make_learned(card=CARD | {"as_of": "2025-01-01"}), today=date(2025, 10, 1))
    assert found["records_old"] == "records"
    assert "records_old" not in find(make_learned(), today=date(2025, 9, 1))


def test_missing_predicates_and_facts_call_for_records():
    found = find(make_learned(limits={"predicates_missing": 0.1, "undetermined_share": 0.1}))
    assert found["predicates_missing"] == found["undetermined_many"] == "records"


def test_old_assessments_call_for_records():
    row = {"nip": "1", "competency_id": "C1", "level": 2, "assessed_on": "2020-05-01"}
    assert find(make_learned(assessments=[row]))["assessments_old"] == "records"
    assert "assessments_old" not in find(make_learned())


def test_a_model_without_a_profile_says_so_and_is_watched_otherwise():
    found = monitor(make_learned(profile=False, level=2.0, **movers(60, 30)), None, AS_OF)
    codes = [each.code for each in found.findings]
    assert "no_profile" in codes
    assert "miscalibrated" in codes
    assert found.drift is None


def test_the_ages_are_those_of_the_records():
    freshness = monitor(make_learned(), None, date(2025, 6, 11)).freshness
    assert (freshness.records_days, freshness.model_days) == (10, 365)
    assert freshness.assessment_days == (AS_OF - date(2024, 5, 1)).days
    assert freshness.unassessed == pytest.approx(1 / 5)
    assert freshness.predicates_year == 2024
    assert freshness.predicates_missing == pytest.approx(1 / 5)


def test_before_february_the_predicate_of_the_year_before_last_is_the_last_one_due():
    matcher = make_learned()
    years = [
        monitor(matcher, day, AS_OF).freshness.predicates_year
        for day in (date(2025, 1, 31), date(2025, 2, 1))
    ]
    assert years == [2023, 2024]


def test_nothing_is_watched_without_a_model_or_beyond_the_records():
    with pytest.raises(NoModelError):
        monitor(make_matcher(rule=None), None, AS_OF)
    with pytest.raises(LaterThanSnapshotError):
        monitor(make_learned(), date(2025, 6, 2), AS_OF)


@pytest.mark.parametrize("language", ["id", "en"])
def test_everything_found_can_be_told_and_written(language):
    tables = movers(60, failures=30)
    matchers = (
        make_learned(level=2.0, limits={"undetermined_share": 0.0}, **tables),
        make_learned(profile=False),
        make_learned(card={}),
        make_matcher(**tables),
    )
    for matcher in matchers:
        found = monitor(matcher, None, date(2027, 1, 1))
        answer = json.loads(to_json(tell_monitoring(found, language)))
        assert answer["retraining_due"] == (answer["reason"] is not None)
        assert all(each["text"] for each in answer["findings"])
        assert list(tell_outcomes(found.outcomes, language))
        assert list(tell_coverage(found.coverage, language))
        assert list(tell_freshness(found.freshness, language))


def test_a_reader_is_told_the_rule_that_could_not_be_answered():
    told = " ".join(tell_coverage(monitor(make_learned(), None, AS_OF).coverage, "en"))
    assert "performance floor 1" in told


def test_the_limits_are_those_of_the_policy():
    assert load_policy().monitor.model_months == 12
    assert "model_old" not in find(make_learned(limits={"model_months": 13}))
