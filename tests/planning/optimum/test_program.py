"""The program finds the optimum whatever it starts from, and stops where nothing better can be."""

from dataclasses import replace
from unittest.mock import patch

import numpy as np
from hypothesis import given

from planning.optimum import program
from planning.optimum.breaches import find_breaches, value
from planning.optimum.instance import POINT
from planning.optimum.network import solve_network
from planning.optimum.program import Program
from tests.planning.optimum.instances import find_best, instances
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
