"""Seats that a plan vacates are looked at alike in a first plan and in one made anew."""

from dataclasses import replace

from planning.desk.desk import open_desk
from planning.requests import Ban, Pin, PlanRequest
from tests.planning.borough import (
    LOOSE,
    crew,
    index_of,
    make_borough,
    plan_moves,
    post,
    with_weights,
    work,
    worker,
)

POSTS = [post("A1", "A", 1), post("A2", "A", 1), post("B1P", "B1", 6)]
PEOPLE = [worker("1", "A1"), *crew("2", "B1P", 6)]
WORKLOADS = [work("A1", 1), work("A2", 1), work("B1P", 1)]


def count_candidates(matcher, *also):
    """Return how many could take the seat that the pinned move vacates."""
    pins = (Pin(matcher.person_id(0), "A2"),)
    asked = PlanRequest(pin=pins, chains=True, weights=with_weights(empty_post=1.0), **LOOSE)
    desk = open_desk(matcher, asked, "p", also=also)
    return int((desk.candidates.post == index_of(matcher, "A1")).sum())


def test_a_plan_made_anew_looks_at_all_who_could_take_a_vacated_seat():
    matcher = make_borough(POSTS, PEOPLE, workloads=WORKLOADS)
    fresh = count_candidates(matcher)
    assert fresh > 1
    assert count_candidates(matcher, Pin(matcher.person_id(1), "A1")) == fresh


def test_a_seat_is_vacated_though_only_its_refilling_is_worth_it():
    posts = [post("A1", "A", 1), post("B1P", "B1", 1), post("C", "B", 6)]
    people = [worker("1", "A1"), *crew("2", "C", 6)]
    needs = [work("A1", 1), work("B1P", 1), work("C", 1)]
    asked = {"weights": with_weights(empty_post=0.4, move=0.1), "min_fill_ratio": 0.0}
    matcher = make_borough(posts, people, workloads=needs)
    for barred in range(1, 7):
        ban = Ban(matcher.person_id(barred), "B1P")
        asked["forbid"] = (*asked.get("forbid", ()), ban)
    assert "1" not in plan_moves(matcher, **asked)
    found = plan_moves(matcher, chains=True, **asked)
    assert found["1"] == "B1P"
    assert "A1" in found.values()


def test_a_ban_changes_nobody_who_is_looked_at():
    matcher = make_borough(POSTS, PEOPLE, workloads=WORKLOADS)
    asked = PlanRequest(chains=True, **LOOSE)
    free = open_desk(matcher, asked, "p")
    banned = open_desk(matcher, replace(asked, forbid=(Ban(None, "A2"),)), "p")
    assert free.candidates.post.tolist() == banned.candidates.post.tolist()
    assert free.candidates.person.tolist() == banned.candidates.person.tolist()
