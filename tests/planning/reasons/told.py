"""A small made-up borough whose plan is told about."""

from functools import cache

from planning.optimum.solve import solve
from planning.reasons import tell_moves, tell_open
from tests.planning.borough import EVEN, LOOSE, crew, lay, make_borough, post, work

SHORT = [post("A1", "A", 6), post("B1P", "B1", 6)]


@cache
def uneven():
    """A has all six of its people, the puskesmas two of six."""
    people = [*crew("1", "A1", 6), *crew("2", "B1P", 2)]
    return make_borough(SHORT, people, workloads=[work("A1", 6), work("B1P", 6)])


def tell(matcher, language="id", **asked):
    """Return (desk, solution, moves, open vacancies) of a plan for evenness."""
    desk = lay(matcher, **({"weights": EVEN, **LOOSE} | asked))
    solution = solve(desk.instance)
    told = tell_moves(desk, solution, language), tell_open(desk, solution, language)
    return (desk, solution, *told)


def value_of(matcher, **asked):
    """Return the objective in points of a plan for evenness, higher is better."""
    desk = lay(matcher, **({"weights": EVEN, **LOOSE} | asked))
    return -solve(desk.instance).objective / 1_000_000
