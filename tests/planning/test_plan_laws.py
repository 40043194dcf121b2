"""What holds of every plan, on random small boroughs: counted anew from the records."""

from collections import Counter
from math import floor

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.contest import open_contest
from planning.desk.desk import lay_wide, open_desk
from planning.optimum.breaches import find_breaches
from planning.plain_ways import choose_by_fit, choose_by_seniority
from planning.plan import solve_plan, tell_objective
from planning.requests import PlanRequest
from planning.ways import compare_ways
from tests.planning.borough import make_borough, name_moves, post, worker

FAMILIES = (None, "perawat", "bidan")
UNITS = ("A", "B", "B1")


@st.composite
def boroughs(draw):
    posts = []
    for place in range(draw(st.integers(2, 5))):
        family = draw(st.sampled_from(FAMILIES))
        more = {"licensed": family is not None, "job_family": family}
        posts.append(
            post(f"P{place}", draw(st.sampled_from(UNITS)), draw(st.integers(0, 4)), **more)
        )
    people = [
        worker(
            f"{place:02}",
            f"P{draw(st.integers(0, len(posts) - 1))}",
            position_since=draw(st.sampled_from(["2015-01-01", "2024-06-01"])),
            birth_date=draw(st.sampled_from(["1985-04-10", "1967-09-10"])),
            rank_since=f"20{10 + draw(st.integers(0, 5))}-01-01",
            fte=draw(st.sampled_from([1.0, 1.0, 0.5])),
        )
        for place in range(draw(st.integers(0, 9)))
    ]
    wishes = [
        {"nip": one["nip"], "submitted_on": "2025-01-01", "willing": draw(st.booleans())}
        | {"wanted_agency_id": draw(st.sampled_from([None, "A", "B"]))}
        for one in people
        if draw(st.booleans())
    ]
    return make_borough(posts, people, preferences=wishes)


@st.composite
def requests(draw):
    return PlanRequest(
        stance=draw(st.sampled_from(["fit", "balanced", "evenness"])),
        max_moves=draw(st.sampled_from([None, 0, 1, 2])),
        max_share_leaving=draw(st.sampled_from([None, 0.5, 1.0])),
        min_fill_ratio=draw(st.sampled_from([None, 0.0, 0.5, 1.0])),
        chains=draw(st.booleans()),
    )


@settings(max_examples=40, deadline=None)
@given(boroughs(), requests())
def test_no_rule_limit_or_person_is_broken(matcher, request_):
    desk = open_desk(matcher, request_, plan_id="p")
    chosen = solve_plan(desk).chosen
    moves = name_moves(desk, chosen)
    assert len(moves) == len(chosen)
    assert len(moves) <= (request_.max_moves if request_.max_moves is not None else len(moves))
    for nip, position_id in moves.items():
        contest = open_contest(matcher, position_id, desk.dates)
        assert contest.verdicts.eligible[matcher.person(nip)]
    _check_seats(desk, moves)
    _check_floors(desk, moves)
    _check_leaving(desk, moves)


def _check_seats(desk, moves):
    history, came = desk.matcher.history, Counter(moves.values())
    for position_id, count in came.items():
        place = history.position_of[position_id]
        gone = sum(int(history.people.position[history.person_of[nip]]) == place for nip in moves)
        assert count - gone <= desk.seats.open[place]
        assert desk.request.chains or count <= desk.seats.open[place]
        held = desk.seats.held_by[place] - gone + count
        assert held <= max(history.positions.seats[place], desk.seats.held_by[place])


def _check_floors(desk, moves):
    history, staffing = desk.matcher.history, desk.staffing
    positions, ratio = history.positions, desk.request.min_fill_ratio
    for places in _groups(positions):
        staff, need = staffing.staff[places].sum(), staffing.need[places].sum()
        came = sum(history.position_of[post] in places for post in moves.values())
        gone = sum(int(history.people.position[history.person_of[nip]]) in places for nip in moves)
        assert gone - came <= max(0, floor(staff - ratio * need + 1e-9))


def _groups(positions):
    """Give the posts of each pool, unit and agency."""
    families = np.where(positions.licensed, positions.family, -9)
    keys = (list(zip(positions.unit, families, strict=True)), positions.unit, positions.agency)
    for column in keys:
        labels = [str(one) for one in column]
        for label in set(labels):
            yield [place for place, one in enumerate(labels) if one == label]


def _check_leaving(desk, moves):
    history, view = desk.matcher.history, desk.matcher.view(desk.dates.day)
    agency = history.positions.agency
    left = Counter(
        int(view.agency[history.person_of[nip]])
        for nip, post in moves.items()
        if view.agency[history.person_of[nip]] != agency[history.position_of[post]]
    )
    holders = Counter(agency[view.position[view.position >= 0]].tolist())
    for unit, count in left.items():
        share = desk.request.max_share_leaving
        assert count <= max(1, floor(share * holders[unit] + 1e-9))


@settings(max_examples=25, deadline=None)
@given(boroughs(), requests())
def test_no_plain_way_breaks_a_limit_or_beats_the_plan_by_its_own_weights(matcher, request_):
    desk = open_desk(matcher, request_, plan_id="p")
    solution = solve_plan(desk)
    wide = lay_wide(desk)
    for chosen in (choose_by_fit(wide), choose_by_seniority(wide)):
        assert find_breaches(wide.instance, chosen) == ()
    told = {one.way: one for one in compare_ways(desk, solution, "id")}
    assert told["plan"].objective >= 0
    assert told["nothing"].objective == 0
    if solution.objective == solution.bound:
        for way in ("greedy", "fit", "balanced", "evenness"):
            assert told[way].objective <= told["plan"].objective + 1e-6


@settings(max_examples=25, deadline=None)
@given(boroughs(), requests())
def test_the_parts_of_a_plan_sum_to_what_it_is_worth(matcher, request_):
    desk = open_desk(matcher, request_, plan_id="p")
    parts = tell_objective(desk, solve_plan(desk)).parts
    summed = (
        parts.fit + parts.evenness + parts.preference + parts.distance + parts.move
    ) + parts.empty_post
    assert abs(summed - parts.total) < 1e-9
