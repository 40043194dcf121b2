"""Whom watching looks at, and how what is kept with a model compares with it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from features.source import FeatureSource
from matching.matcher import Matcher
from matching.watching.drift import measure_drift
from matching.watching.watched import Watched, watch_people, write_profile
from models.baselines import make_baseline
from models.profile import Profile, cut_bins
from rules.policy import load_policy
from snapshots.days import to_day
from snapshots.moves import derive_moves
from tests.matching.office import AS_OF, EMPLOYEES, TABLES, make_matcher, person
from tests.records import make_history

DAY = to_day(AS_OF)
LIMITS = load_policy().monitor


def make_office(**tables):
    """Return a matcher over the office with a learned model that knows its own candidates."""
    matcher = make_matcher("competency_match", basis="learned", **tables)
    profile = write_profile(matcher.source, matcher.policy, matcher.bundle, DAY)
    return make_matcher_of(matcher, replace(matcher.bundle, profile=profile))


def make_matcher_of(matcher, bundle):
    return Matcher(matcher.history, matcher.policy, bundle, matcher.secret, "0.0.0")


def measure(matcher):
    drift = measure_drift(matcher.bundle, watch_people(matcher, DAY), LIMITS)
    assert drift is not None
    return drift


def test_vacant_posts_come_first_and_only_the_eligible_are_drawn():
    matcher = make_matcher()
    watched = watch_people(matcher, DAY)
    vacant = matcher.staffing(DAY).vacant > 0
    assert watched.vacant.tolist() == sorted(vacant[watched.posts].tolist(), reverse=True)
    assert len(watched.matrix) == len(watched.post) == len(watched.weight)
    assert watched.filled == len(set(watched.post.tolist()))


def test_who_lacks_a_fact_is_counted_with_the_rule_that_asks_it():
    watched = watch_people(make_matcher(), DAY)
    assert watched.people == 5  # one of the six has left
    assert watched.undetermined == 1
    assert watched.unanswered == {"performance_floor": 1}


def test_the_draw_is_the_same_again_whatever_the_secret():
    one, other = (watch_people(make_matcher(), DAY) for _ in range(2))
    assert np.array_equal(one.matrix, other.matrix, equal_nan=True)
    history = make_history({"employees": EMPLOYEES, **TABLES}, AS_OF)
    policy = load_policy()
    source = FeatureSource(history, derive_moves(history, policy.outcome))
    bundle = replace(make_baseline("competency_match"), basis="learned")
    kept = write_profile(source, policy, bundle, DAY)
    assert kept == write_profile(make_matcher().source, policy, bundle, DAY)


def test_a_rule_has_no_profile_for_it_learned_nothing():
    matcher = make_matcher()
    assert write_profile(matcher.source, matcher.policy, matcher.bundle, DAY) is None


def test_a_profile_holds_the_columns_that_the_model_uses_and_no_person():
    matcher = make_office()
    profile = matcher.bundle.profile
    assert profile.as_of == AS_OF
    assert [column.name for column in profile.columns] == list(matcher.bundle.used_features)
    assert not [nip for nip in matcher.history.people_ids if f'"{nip}"' in str(profile.to_json())]


def test_on_the_day_of_training_nothing_has_moved():
    matcher = make_office()
    drift = measure(matcher)
    assert drift.score.index == 0
    assert drift.moved == ()
    assert drift.since == date(2025, 6, 1)


def test_a_column_whose_records_have_vanished_has_moved():
    everybody = [person(str(number), "FAR" if number % 2 else "HELD") for number in range(10, 40)]
    good = [
        {"nip": row["nip"], "year": year, "predicate": "baik"}
        for row in everybody
        for year in (2023, 2024)
    ]
    assessed = [
        {"nip": row["nip"], "competency_id": "C1", "level": 1 + place % 2}
        | {"assessed_on": "2024-05-01"}
        for place, row in enumerate(everybody)
    ]
    posts = [
        {"position_id": f"P{number}", "title": "Kepala", "seats": 1, "kind": "pengawas"}
        | {"unit_id": "U1", "job_family": "umum"}
        for number in range(60)
    ]
    wanted = [
        {"position_id": post["position_id"], "competency_id": "C1", "level": 2} for post in posts
    ]
    tables = {
        "employees": everybody,
        "positions": [*TABLES["positions"], *posts],
        "requirements": wanted,
        "performance": good,
    }
    then = make_office(**tables, assessments=assessed)
    now = make_matcher_of(make_matcher(**tables, assessments=assessed[:2]), then.bundle)
    drift = measure(now)
    line = drift.features[0]
    assert line.moved
    assert line.missing_now > line.missing_then
    assert drift.score.moved


@pytest.mark.parametrize("side", [1, -1])
def test_chance_explains_a_gap_in_unknown_values_to_either_side(side):
    few, many = (15, 23)[::side], (15, 24)[::side]
    assert [hold_unknown(*few).moved, hold_unknown(*many).moved] == [False, True]


def hold_unknown(then, now, posts=38):
    """Return the line of a column that is unknown of so many candidates, one a post."""
    bundle = replace(make_baseline("competency_match"), basis="learned")
    place = bundle.feature_names.index("competency_match")
    column = np.where(np.arange(posts) < then, np.nan, 1.0)
    score, weight = np.zeros(posts), np.ones(posts)
    spread = cut_bins("competency_match", column, weight)
    profile = Profile(AS_OF, posts, posts, (spread,), cut_bins("score", score, weight))
    matrix = np.zeros((posts, len(bundle.feature_names)))
    matrix[:, place] = np.where(np.arange(posts) < now, np.nan, 1.0)
    rows = np.arange(posts, dtype=np.int32)
    watched = Watched(rows, np.ones(posts, np.bool_), rows, matrix, posts, 0, {}, ())
    drift = measure_drift(replace(bundle, profile=profile), watched, LIMITS)
    assert drift is not None
    return drift.features[0]


def test_without_a_profile_no_drift_is_told():
    matcher = make_matcher(basis="learned")
    assert measure_drift(matcher.bundle, watch_people(matcher, DAY), LIMITS) is None
