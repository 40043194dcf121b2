"""Seats that a plan vacates are looked at alike in a first plan and in one made anew."""

from planning.desk.desk import open_desk
from planning.requests import Pin, PlanRequest
from tests.planning.borough import (
    LOOSE,
    crew,
    index_of,
    make_borough,
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
