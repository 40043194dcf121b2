"""A whole plan of a province: the network beside HiGHS, the time it takes, and what it is worth.

Pairs are made up and scoring stands apart. The network is measured every round and HiGHS once: it
takes more than ten times as long, so that the noise of one measurement decides nothing.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import numpy as np

from benchmarks.measuring import Measurement
from benchmarks.provinces import make_province
from benchmarks.report import Finding, Unit
from planning.optimum.breaches import value
from planning.optimum.instance import POINT, UNLIMITED, Instance
from planning.optimum.linear import make_table
from planning.optimum.network import solve_network
from planning.optimum.relaxation import Found, Relaxation
from planning.optimum.solve import solve
from planning.optimum.solvers import load_flows
from planning.plain_ways import take_in_order
from snapshots.ledger import Ints

NETWORK_GOAL = 0.1
SECONDS = 10.0
"""What a plan of a province may take on the wall."""
Answer = TypeVar("Answer")


def measure_plans(
    people: int, vacancies: int, candidates: int, rounds: int, seed: int
) -> Iterator[Finding]:
    """Yield what a plan of so many people and vacancies costs, and how good it is."""
    instance = make_province(people, vacancies, candidates, seed).instance
    load_flows()
    yield _measure_network(instance, rounds)
    plan, wall = _time(lambda: solve(instance), time.perf_counter)
    yield _tell("plan_limits", instance, (wall,), SECONDS, 1.0, "wall")
    few = replace(instance, most_moves=vacancies // 2)
    wall = _time(lambda: solve(few), time.perf_counter)[1]
    yield _tell("plan_few_moves", few, (wall,), SECONDS, 1.0, "wall")
    gained, best = -plan.objective / POINT, -plan.bound / POINT
    yield _tell("plan_bound", instance, (gained,), best, None, "points")
    order = np.argsort(instance.edges.price, kind="stable")
    greedy = -value(instance, take_in_order(instance, order.tolist())) / POINT
    yield _tell("plan_greedy", instance, (gained,), greedy, None, "points")


def _measure_network(instance: Instance, rounds: int) -> Finding:
    """Compare without the limits on leaving, which a network cannot hold, at equal objectives."""
    free = replace(instance, most_leaving=np.full_like(instance.most_leaving, UNLIMITED))
    timed = [_time(lambda: solve_network(free), time.process_time) for _ in range(rounds + 1)]
    linear, bare = _time(lambda: _solve_linear(free), time.process_time)
    _hold_equal(free, timed[0][0], linear)
    seconds = tuple(cost for _, cost in timed[1:])
    return _tell("plan_network", free, seconds, bare, NETWORK_GOAL, "cpu")


def _solve_linear(instance: Instance) -> Found | None:
    """Return what HiGHS finds over all edges at once."""
    every = np.arange(len(instance.edges))
    return Relaxation(make_table(instance, every), np.ones(len(every), np.bool_)).solve()


def _hold_equal(instance: Instance, chosen: Ints | None, linear: Found | None) -> None:
    if chosen is None or linear is None:
        raise RuntimeError("a province without pins has a plan")
    if abs(value(instance, chosen) / POINT - linear.price) > 1e-4:
        raise RuntimeError(f"{value(instance, chosen)} and {linear.price} are not one optimum")


def _time(work: Callable[[], Answer], clock: Callable[[], float]) -> tuple[Answer, float]:
    start = clock()
    answer = work()
    return answer, clock() - start


def _tell(
    claim: str,
    instance: Instance,
    ours: tuple[float, ...],
    bare: float,
    goal: float | None,
    unit: Unit,
) -> Finding:
    pairs = len(instance.edges)
    measured = Measurement(ours, (bare,) * len(ours))
    name = f"{len(np.unique(instance.edges.post))} × {instance.people}"
    return Finding(claim, name, instance.people, pairs, pairs, measured, goal, unit)
