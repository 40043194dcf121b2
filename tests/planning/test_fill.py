"""Pools, units, agencies and the city: what belongs together, and staff beside need."""

import numpy as np
import pytest

from planning.desk.forest import plant_forest
from planning.desk.pricing import unevenness
from planning.fill import CITY, count_vacated, fillings, spread
from planning.optimum.solve import solve
from planning.pools import FREE
from tests.planning.borough import EVEN, LOOSE, crew, index_of, lay, make_borough, post, work

NURSE = {"licensed": True, "job_family": "Perawat"}
POSTS = [
    post("A1", "A", 6),
    post("A2", "A", 2, job_family="umum"),
    post("A3", "A", 1, **NURSE),
    post("B1P", "B1", 6),
    post("BP", "B", 1),
]


@pytest.fixture
def borough():
    people = [*crew("1", "A1", 6), *crew("2", "B1P", 2)]
    return make_borough(POSTS, people, workloads=[work("A1", 6), work("B1P", 6)])


def test_posts_that_ask_no_licence_stand_in_one_pool_whatever_their_family(borough):
    forest = plant_forest(borough.history)
    pools = [forest.above(index_of(borough, one))[0] for one in ("A1", "A2", "A3")]
    assert pools[0] == pools[1] != pools[2]
    assert forest.family[pools[0]] == FREE


def test_a_unit_below_another_has_a_node_of_its_own_under_the_same_agency(borough):
    forest = plant_forest(borough.history)
    below, above = (forest.above(index_of(borough, one)) for one in ("B1P", "BP"))
    assert below[1] != above[1]
    assert below[2] == above[2]


def test_what_posts_have_is_summed_up_at_every_node(borough):
    forest = plant_forest(borough.history)
    seats = forest.sum_up(borough.history.positions.seats)
    _, unit, agency = forest.above(index_of(borough, "B1P"))
    assert (seats[unit], seats[agency]) == (6, 7)


def test_staff_and_ratio_are_told_before_and_after_at_every_level(borough):
    desk = lay(borough, weights=EVEN, positions=("B1P",), **LOOSE)
    told = {one.id: one for one in fillings(desk, solve(desk.instance).chosen, "id")}
    pool, agency, city = told["B1:*"], told["A"], told[CITY]
    assert (pool.staff_before, pool.staff_after, pool.need) == (2, 3, 6)
    assert pool.ratio_after == pytest.approx(0.5)
    assert (agency.staff_before, agency.staff_after) == (6, 5)
    assert city.staff_before == city.staff_after == 8
    assert told["A:perawat"].name == "Dinas A, perawat"


def test_need_rests_on_the_workload_of_all_posts_of_some_or_on_seats(borough):
    desk = lay(borough, weights=EVEN, positions=("B1P",), **LOOSE)
    told = {one.id: one.need_from for one in fillings(desk, solve(desk.instance).chosen, "id")}
    assert (told["B1:*"], told["A:perawat"], told["A:*"]) == ("workload", "seats", "both")
    assert told[CITY] == "both"


def test_nobody_needed_is_no_ratio():
    matcher = make_borough([post("A1", "A", 0)], [])
    desk = lay(matcher)
    assert fillings(desk, np.empty(0, np.int64))[0].ratio_before is None


def test_everybody_is_one_too_many_where_nobody_is_needed():
    assert unevenness(np.array([10.0, 0.0]), np.array([5.0, 2.0])).tolist() == [2.5, 4.0]


def test_the_spread_weighs_ratios_by_need():
    assert spread(np.array([1.0, 3.0]), np.array([0.0, 1.0])) == pytest.approx(0.4330127)
    assert spread(np.empty(0), np.empty(0)) == 0.0


def test_a_seat_counts_as_vacated_where_no_move_fills_it_and_it_is_one_of_the_seats(borough):
    desk = lay(borough, weights=EVEN, positions=("B1P",), **LOOSE)
    chosen = solve(desk.instance).chosen
    assert count_vacated(desk, chosen[:0]) == 0
    assert count_vacated(desk, chosen) == len(chosen) == 1
    crowded = [post("A1", "A", 3), post("B1P", "B1", 6)]
    people = [*crew("1", "A1", 6), *crew("2", "B1P", 2)]
    matcher = make_borough(crowded, people, workloads=[work("A1", 2), work("B1P", 6)])
    desk = lay(matcher, weights=EVEN, **LOOSE)
    chosen = solve(desk.instance).chosen
    assert (len(chosen), count_vacated(desk, chosen)) == (4, 1)
