"""Whom a plan chooses among: the best of each post, kept by ids, whatever the order of rows."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from matching.contenders import find_contenders, judge_pairs, score_pairs, tell_chances
from matching.contest import open_contest
from matching.errors import NoModelError, UnknownPersonError
from matching.matcher import Matcher
from matching.wishes import find_met
from models.calibration import Calibration
from planning.desk.candidates import (
    add_pairs,
    from_bytes,
    gather_candidates,
    join_candidates,
    to_bytes,
)
from planning.requests import Pin
from tests.planning.borough import (
    EVEN,
    LOOSE,
    crew,
    index_of,
    lay,
    make_borough,
    plan_moves,
    post,
    worker,
)

POSTS = [post("A1", "A", 9), post("B1P", "B1", 4), post("BP", "B", 2, job_family="umum")]


def people():
    return [*crew("1", "A1", 7), worker("30", "BP"), worker("31", "BP", fte=0.5)]


@pytest.fixture
def borough():
    return make_borough(POSTS, people())


def gather(matcher, top=3, posts=("B1P", "BP")):
    places = np.array([index_of(matcher, one) for one in posts], np.int32)
    everybody = np.ones(len(matcher.history.people_ids), np.bool_)
    return gather_candidates(matcher, matcher.date(None, None), places, top, everybody)


def nips(matcher, candidates, post):
    rows = candidates.listed & (candidates.post == index_of(matcher, post))
    return [matcher.history.people_ids[who] for who in candidates.person[rows]]


def test_the_best_of_each_post_are_those_of_its_shortlist(borough):
    field = open_contest(borough, "B1P", borough.date(None, None)).field
    best = [borough.history.people_ids[who] for who in field.rows[field.top(3)]]
    assert nips(borough, gather(borough), "B1P") == best


def test_all_who_may_come_are_counted(borough):
    found = gather(borough)
    assert found.count_eligible(index_of(borough, "B1P")) == 9
    assert found.count_eligible(index_of(borough, "A1")) is None


def test_without_a_chance_of_success_merit_is_the_share_of_others_passed(borough):
    found = gather(borough, top=9)
    own = found.post == index_of(borough, "B1P")
    assert found.merit[own].max() == 1.0
    assert found.merit[own].min() == 0.0
    assert (found.calibrated, found.usual) == (False, 0.5)


def test_who_is_alone_passes_half():
    matcher = make_borough(POSTS, [worker("1", "A1")])
    assert set(gather(matcher).merit.tolist()) == {0.5}


def test_with_a_chance_of_success_merit_is_that_chance_even_where_a_list_would_not_tell_it(borough):
    calibration = Calibration(0.0, 0.0, 1.0, 0.1, 0.1, 0.1, 100)
    bundle = replace(borough.bundle, calibration=calibration, why_not=None)
    matcher = Matcher(borough.history, borough.policy, bundle, borough.secret, "0.0.0")
    found = gather(matcher)
    assert found.merit.tolist() == bundle.fit(found.score).fit.tolist()


def test_candidates_come_back_as_they_were_and_carry_no_nip(borough):
    found = gather(borough)
    kept = to_bytes(borough, found)
    again = from_bytes(borough, kept)
    for name in ("posts", "eligible", "post", "person", "score", "merit", "seniority", "listed"):
        assert getattr(again, name).tolist() == getattr(found, name).tolist()
    assert to_bytes(borough, again) == kept
    assert b"1985" not in kept


def test_candidates_of_other_people_are_refused(borough):
    other = make_borough(POSTS, crew("7", "A1", 2))
    with pytest.raises(UnknownPersonError):
        from_bytes(other, to_bytes(borough, gather(borough)))


def test_a_pair_that_is_added_is_listed_once(borough):
    found = gather(borough, top=1)
    dates, post = borough.date(None, None), np.array([index_of(borough, "B1P")] * 2, np.int32)
    person = np.array([0, 6], np.int32)
    everybody = np.ones(len(borough.history.people_ids), np.bool_)
    more = add_pairs(borough, dates, found, person, post, everybody)
    again = add_pairs(borough, dates, more, person, post, everybody)
    rows = (again.post == post[0]) & np.isin(again.person, person)
    assert again.listed[rows].all()
    assert rows.sum() == 2


def test_a_pair_that_is_added_is_counted_beside_the_same_people_as_all_others(borough):
    """Who works half time stands on no list of a plan, and is passed by nobody."""
    matcher, post, pinned = borough, index_of(borough, "B1P"), borough.person("16")
    desks = (lay(matcher), lay(matcher, pin=(Pin(matcher.person_id(pinned), "B1P"),)))
    found = [desk.candidates for desk in desks]
    assert {one.count_eligible(post) for one in found} == {8}
    limits = matcher.policy.plan.model_copy(update={"candidates": 1})
    matcher.policy = replace(matcher.policy, plan=limits)
    few = lay(matcher, pin=(Pin(matcher.person_id(pinned), "B1P"),))
    merits = [desk.merit[desk.find_edge(pinned, post)] for desk in (*desks, few)]
    assert len(set(merits)) == 1


def test_joined_candidates_are_sorted_by_post(borough):
    one, other = gather(borough, posts=("BP",)), gather(borough, posts=("B1P",))
    joined, both = join_candidates(one, other), gather(borough)
    assert joined.post.tolist() == both.post.tolist()
    assert joined.eligible.tolist() == both.eligible.tolist()


def test_equal_people_are_chosen_by_a_secret_hash_and_not_by_their_nip():
    alike = [worker(nip, "A1") for nip in ("1", "2", "3", "4")]
    posts, asked = [post("A1", "A", 4), post("B1P", "B1", 2)], {"weights": EVEN, **LOOSE}
    chosen = {
        tuple(plan_moves(make_borough(posts, alike, secret=bytes([lot]) * 32), **asked))
        for lot in range(12)
    }
    assert len(chosen) > 2


def test_the_order_of_rows_changes_nothing(borough):
    turned = make_borough(POSTS[::-1], people()[::-1])
    assert to_bytes(turned, lay(turned).candidates) == to_bytes(borough, lay(borough).candidates)


def test_an_earlier_move_stays_possible_where_it_is_lawful(borough):
    least, known = "10", borough.person_id
    also = (Pin(known(borough.person(least)), "B1P"), Pin("gone", "B1P"), Pin(known(0), "A1"))
    from planning.desk.desk import open_desk
    from planning.requests import PlanRequest

    limits = borough.policy.plan.model_copy(update={"candidates": 1})
    borough.policy = replace(borough.policy, plan=limits)
    desk = open_desk(borough, PlanRequest(), "p", also=also)
    assert desk.find_edge(borough.person(least), index_of(borough, "B1P")) is not None
    assert desk.find_edge(0, index_of(borough, "A1")) is None


def test_without_a_model_nothing_is_gathered(borough):
    matcher = Matcher(borough.history, borough.policy, None, borough.secret, "0.0.0")
    with pytest.raises(NoModelError):
        gather(matcher)


def test_pairs_are_judged_and_scored_as_shortlists_do(borough):
    dates = borough.date(None, None)
    person, post = np.array([0, 7], np.int32), np.array([1, 2], np.int32)
    judged = judge_pairs(borough, dates, person, post)
    assert [(one.eligible, one.rules) for one in judged] == [
        (True, ()),
        (False, ("not_same_position",)),
    ]
    everybody = np.ones(len(borough.history.people_ids), np.bool_)
    scored = score_pairs(borough, dates, person[:1], post[:1], everybody)
    field = open_contest(borough, "B1P", dates).field
    assert scored.score.tolist() == field.score[field.rows == 0].tolist()
    assert np.isnan(tell_chances(borough, dates, person, post).fit).all()


def test_nobody_to_look_at_is_no_error(borough):
    nobody = np.zeros(len(borough.history.people_ids), np.bool_)
    posts = np.array([1], np.int32)
    found = find_contenders(borough, borough.date(None, None), posts, 5, nobody)
    assert (found.eligible.tolist(), len(found.post)) == ([0], 0)


@pytest.mark.parametrize(
    ("wish", "met"),
    [
        ({"wanted_agency_id": "B"}, True),
        ({"wanted_agency_id": "A"}, False),
        ({"wanted_position_id": "BP"}, True),
        ({"wanted_job_family": " UMUM "}, True),
        ({"wanted_job_family": "penerbang", "wanted_agency_id": "B"}, False),
        ({"wanted_agency_id": "B", "wanted_job_family": "umum"}, True),
        ({"wanted_agency_id": "GONE", "wanted_job_family": "umum"}, False),
        ({"wanted_position_id": "GONE", "wanted_job_family": "umum"}, False),
        ({}, False),
    ],
)
def test_a_wish_is_met_where_all_that_it_names_holds(wish, met):
    said = {"nip": "10", "submitted_on": "2025-01-01", "willing": True, **wish}
    matcher = make_borough(POSTS, people(), preferences=[said])
    view, place = matcher.view(matcher.history.day), index_of(matcher, "BP")
    person = np.array([matcher.person("10")], np.int32)
    assert find_met(view, person, np.array([place], np.int32)).tolist() == [met]


def test_a_wish_of_the_day_itself_is_not_known_yet():
    said = {"nip": "10", "submitted_on": date(2025, 6, 1), "willing": True, "wanted_agency_id": "B"}
    matcher = make_borough(POSTS, people(), preferences=[said])
    person = np.array([matcher.person("10")], np.int32)
    place = np.array([index_of(matcher, "BP")], np.int32)
    assert not find_met(matcher.view(matcher.history.day), person, place).any()
