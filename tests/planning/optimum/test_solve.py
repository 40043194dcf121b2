"""The optimum is that of trying everything, whatever the limits and the order of rows."""

from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from planning.errors import InfeasiblePlanError
from planning.optimum import relaxation
from planning.optimum import solve as solving
from planning.optimum.breaches import find_breaches, value
from planning.optimum.instance import POINT
from planning.optimum.solve import solve, solve_keeping
from tests.planning.optimum.instances import (
    bar,
    every_choice,
    find_best,
    instances,
    make_pairs,
    shuffle,
)

quick = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(instances())
@quick
def test_the_optimum_is_that_of_trying_everything(instance):
    best = find_best(instance)
    if best is None:
        with pytest.raises(InfeasiblePlanError) as told:
            solve(instance)
        assert told.value.breaches
        return
    found = solve(instance)
    assert find_breaches(instance, found.chosen) == ()
    assert found.objective == value(instance, found.chosen) == best[1]
    assert found.bound == found.objective


@given(st.data())
@quick
def test_the_order_of_people_edges_and_nodes_changes_nothing(data):
    instance = data.draw(instances(fixed=False))
    orders = [
        np.array(data.draw(st.permutations(range(count))), np.int64)
        for count in (instance.people, len(instance.edges), instance.nodes)
    ]
    other = shuffle(instance, *orders)
    found, again = solve(instance), solve(other)
    assert again.objective == found.objective
    worth = [value(instance, chosen) for chosen in every_choice(instance)]
    if worth.count(found.objective) == 1:
        assert sorted(orders[1][again.chosen]) == found.chosen.tolist()


@given(st.data())
@quick
def test_a_revision_keeps_most_of_what_people_have_seen_and_then_costs_least(data):
    instance = data.draw(instances())
    marks = data.draw(st.lists(st.booleans(), min_size=len(instance.edges), max_size=12))
    kept = np.array(marks[: len(instance.edges)], np.bool_)
    best = find_best(instance, lambda chosen: -int(kept[chosen].sum()))
    if best is None:
        with pytest.raises(InfeasiblePlanError):
            solve_keeping(instance, kept)
        return
    found = solve_keeping(instance, kept)
    assert find_breaches(instance, found.chosen) == ()
    assert (-int(kept[found.chosen].sum()), found.objective) == best


def test_what_is_refused_is_not_looked_for_again_among_what_is_kept():
    """All else can be kept, so that it is pinned and no quota is needed."""
    instance = make_pairs(price=-POINT, most_moves=None)
    chosen = solve(instance).chosen
    kept = np.isin(np.arange(len(instance.edges)), chosen)
    with patch.object(solving, "Quota", side_effect=AssertionError):
        found = solve_keeping(bar(instance, chosen[:1]), kept)
    assert set(chosen[1:]) <= set(found.chosen)


@given(instances(fixed=False))
@quick
def test_without_pins_a_plan_is_never_worse_than_doing_nothing(instance):
    assert solve(instance).objective <= 0


@given(instances(fixed=False), st.integers(0, 11))
@quick
def test_an_edge_both_pinned_and_barred_is_told(instance, edge):
    assume(edge < len(instance.edges))
    mark = np.arange(len(instance.edges)) == edge
    with pytest.raises(InfeasiblePlanError) as told:
        solve(replace(instance, pinned=mark, barred=mark))
    assert "forbidden" in {breach.code for breach in told.value.breaches}


def answer(chosen, bound=-9.0 * POINT):
    """Put a program that answers so in the place of the true one."""
    given = type("Told", (), {"solve": lambda _: (chosen, bound, "integer")})
    return patch.object(solving, "Program", lambda *_: given())


def test_an_answer_of_a_solver_that_breaks_a_limit_is_never_told():
    instance = make_pairs(price=-POINT, most_moves=1)
    everything = np.arange(len(instance.edges))
    assert find_breaches(instance, everything)
    with answer(everything):
        found = solve(instance)
    assert find_breaches(instance, found.chosen) == ()
    assert len(found.chosen) == 1


def test_a_choice_that_no_program_proved_is_told_as_that_of_a_search():
    instance = make_pairs(price=-POINT, most_moves=1)
    assert solve(instance).method != "search"
    with patch.object(relaxation, "EFFORT", 0):
        found = solve(instance)
    assert (found.method, found.objective, found.bound) == ("search", -POINT, -3 * POINT)
    assert found.gap == 2 / 3


def test_a_revision_whose_search_for_the_fewest_changes_ended_does_not_say_it_keeps_most():
    instance = make_pairs(price=-POINT, most_moves=1)
    kept = np.ones(len(instance.edges), np.bool_)
    assert solve_keeping(instance, kept).keeps_most
    with patch.object(relaxation, "EFFORT", 0):
        assert not solve_keeping(instance, kept).keeps_most
