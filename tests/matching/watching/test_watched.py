"""Whom watching looks at, and how what is kept with a model compares with it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from matching.matcher import Matcher
from matching.watching.drift import measure_drift
from matching.watching.pools import judge_pools
from matching.watching.watched import Watched, watch_people, write_profile
from models.baselines import make_baseline
from models.profile import Profile, cut_bins
from rules.policy import load_policy
from snapshots.days import to_day
from tests.matching.office import AS_OF, TABLES, make_matcher, person

DAY = to_day(AS_OF)
LIMITS = load_policy().monitor


def make_office(**tables):
    """Return a matcher over the office with a learned model that knows its own candidates."""
    matcher = make_matcher("competency_match", basis="learned", **tables)
    profile = write_profile(matcher, judge_pools(matcher, AS_OF))
    return make_matcher_of(matcher, replace(matcher.bundle, profile=profile))


def make_matcher_of(matcher, bundle):
    return Matcher(matcher.history, matcher.policy, bundle, matcher.secret, "0.0.0")


def watch(matcher):
    return watch_people(matcher, judge_pools(matcher, AS_OF))


def measure(matcher):
    drift = measure_drift(matcher.bundle, watch(matcher), LIMITS)
    assert drift is not None
    return drift


def test_vacant_posts_come_first_and_only_the_eligible_are_drawn():
    matcher = make_matcher()
    watched = watch(matcher)
    vacant = matcher.staffing(DAY).vacant > 0
    assert watched.vacant.tolist() == sorted(vacant[watched.posts].tolist(), reverse=True)
    assert len(watched.matrix) == len(watched.post) == len(watched.weight)
    assert watched.filled == len(set(watched.post.tolist()))


def test_who_lacks_a_fact_is_counted_with_the_rule_that_asks_it():
    matcher = make_matcher()
    watched = watch(matcher)
    assert watched.people == 5  # one of the six has left
    assert watched.undetermined == 1
    assert watched.unanswered == {"performance_floor": 1}


def test_the_draw_is_the_same_again_whatever_the_secret():
    one, other = make_matcher(), make_matcher()
    other.secret = b"another"
    assert np.array_equal(watch(one).matrix, watch(other).matrix, equal_nan=True)
    bundle = replace(make_baseline("competency_match"), basis="learned")
    kept = [
        write_profile(each, judge_pools(each, AS_OF))
        for each in (make_matcher_of(one, bundle), make_matcher_of(other, bundle))
    ]
    assert kept[0] == kept[1] is not None


def test_a_rule_has_no_profile_for_it_learned_nothing():
    matcher = make_matcher()
    assert write_profile(matcher, judge_pools(matcher, AS_OF)) is None


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
    assert measure_drift(matcher.bundle, watch(matcher), LIMITS) is None
