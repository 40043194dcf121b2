"""The program finds the optimum whatever it starts from, and stops where nothing better can be."""

from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given

from planning.errors import InfeasiblePlanError, UnsolvedPlanError
from planning.optimum import program, relaxation
from planning.optimum.breaches import find_breaches, value
from planning.optimum.instance import POINT
from planning.optimum.network import solve_network
from planning.optimum.program import Program
from planning.optimum.solve import solve
from tests.planning.optimum.instances import find_best, instances, make_pairs
from tests.planning.optimum.test_solve import quick

NOTHING = np.zeros(0, np.int64)


@given(instances())
@quick
def test_columns_left_out_at_first_are_let_in_where_they_help(instance):
    best = find_best(instance)
    with patch.object(program, "CHEAPEST", 0):
        found = Program(instance, NOTHING).solve()
    assert (found is None) == (best is None)
    if found is not None:
        assert not find_breaches(instance, found[0])
        assert value(instance, found[0]) == best[1]
        assert found[1] <= best[1] + 0.5


@given(instances())
@quick
def test_a_reach_too_short_at_first_is_widened(instance):
    best = find_best(instance)
    with patch.object(program, "FIRST_REACH", 1e-7):
        found = Program(instance, NOTHING).solve()
    assert (found is None) == (best is None)
    if found is not None:
        assert value(instance, found[0]) == best[1]


@given(instances())
@quick
def test_the_network_is_the_optimum_without_the_limits_that_cut_across(instance):
    free = replace(instance, most_moves=None, most_leaving=np.full_like(instance.most_leaving, -1))
    best, found = find_best(free), solve_network(free)
    assert (found is None) == (best is None)
    if found is not None:
        assert not find_breaches(free, found)
        assert value(free, found) == best[1]


@given(instances(fixed=False))
@quick
def test_no_plan_with_an_edge_is_below_what_is_told_as_its_least(instance):
    least = Program(instance, NOTHING).bound_edges()
    assert least is not None
    for edge in range(len(instance.edges)):
        mark = np.arange(len(instance.edges)) == edge
        best = find_best(replace(instance, pinned=mark))
        assert best is None or best[1] >= least[edge] * POINT - 1


@given(instances())
@quick
def test_choices_one_price_unit_apart_are_told_apart(instance):
    near = replace(
        instance,
        edges=replace(instance.edges, price=_shrink(instance.edges.price)),
        steps=replace(instance.steps, price=_shrink(instance.steps.price)),
    )
    best, found = find_best(near), Program(near, NOTHING).solve()
    assert best is None or (found is not None and value(near, found[0]) == best[1])


def _shrink(price):
    """Leave a few units of each price; rounded up, gaining and losing still pays nobody."""
    return -(-price // 1_000_000)


@given(instances(fixed=False))
@quick
def test_a_search_that_ends_early_still_has_a_plan_and_says_how_good_another_could_be(instance):
    soon = {"mip_heuristic_effort": 0.0, "presolve": "off"}
    with patch.dict(relaxation._OPTIONS, soon), patch.object(relaxation, "BRANCHES", 0):
        found = solve(instance)
    assert not find_breaches(instance, found.chosen)
    assert found.bound <= find_best(instance)[1] <= found.objective


def test_a_solver_that_gives_up_is_told(monkeypatch):
    monkeypatch.setattr(relaxation, "EFFORT", 0)
    with pytest.raises(UnsolvedPlanError) as told:
        Program(make_pairs(price=-POINT, most_moves=1), NOTHING).solve()
    assert told.value.reason == "search"
    assert told.value.text("id") != told.value.text("en")


@given(instances(fixed=False))
@quick
def test_where_the_program_takes_too_long_there_is_a_plan_and_a_bound_all_the_same(instance):
    with patch.object(relaxation, "EFFORT", 0):
        found = solve(instance)
    assert not find_breaches(instance, found.chosen)
    assert found.bound <= find_best(instance)[1] <= found.objective == value(instance, found.chosen)


@given(instances())
@quick
def test_where_too_much_is_in_reach_there_is_a_plan_and_a_bound_all_the_same(instance):
    best = find_best(instance)
    with patch.object(relaxation, "WIDEST", 0):
        try:
            found = solve(instance)
        except UnsolvedPlanError:
            assert instance.pinned.any()
            return
        except InfeasiblePlanError:
            assert best is None
            return
    assert not find_breaches(instance, found.chosen)
    assert found.bound <= best[1] <= found.objective == value(instance, found.chosen)


@given(instances())
@quick
def test_where_only_the_true_prices_take_too_long_the_spread_ones_are_nearly_the_best(instance):
    best = find_best(instance)
    with patch.object(program, "PROOF", 0):
        asked = Program(instance, NOTHING)
        found, again = asked.solve(), asked.solve()
    assert (found is None) == (best is None)
    if found is not None:
        assert again is not None
        assert again[0].tolist() == found[0].tolist()
        assert not find_breaches(instance, found[0])
        worth = value(instance, found[0])
        assert found[1] - 0.5 <= best[1] <= worth
        assert worth - best[1] <= len(instance.edges) * program.SPREAD * POINT


def test_prices_too_great_to_be_added_up_are_told():
    with pytest.raises(UnsolvedPlanError) as told:
        solve(make_pairs(price=-(2**61), most_moves=None))
    assert told.value.reason == "prices"
