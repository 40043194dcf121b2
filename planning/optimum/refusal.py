"""What a plan loses if a move is refused, or replaced, and everything else is planned again.

One linear program is kept warm for all questions about a plan: each changes what an edge or two may
be and goes on from the answer before. Costs are equal to those of planning anew.
"""

from collections.abc import Iterable

import numpy as np

from planning.optimum.breaches import value
from planning.optimum.instance import Instance, bar
from planning.optimum.program import Program
from planning.optimum.solve import Solution, solve
from snapshots.ledger import Ints

NO_PLAN = -1
"""A cost that cannot be told, since no plan holds what is asked; costs are never negative."""
_NONE = np.empty(0, np.int64)


def refusal_cost(instance: Instance, solution: Solution, edges: Ints) -> int:
    """Return by how much the objective rises, in price units, if all these edges are barred."""
    return solve(bar(instance, edges)).objective - solution.objective


def refusal_costs(instance: Instance, solution: Solution, edges: Ints) -> Ints:
    """Return by how much the objective rises, in price units, if each edge alone is barred.

    A pinned edge is no longer pinned then; NO_PLAN where the other pins cannot stand without it.
    """
    return replacement_costs(instance, solution, ((edge[None], _NONE) for edge in edges))


def replacement_costs(
    instance: Instance, solution: Solution, changes: Iterable[tuple[Ints, Ints]]
) -> Ints:
    """Return the rise of the objective, in price units, of each change: edges out, edges in.

    Those out are barred, those in must be chosen; NO_PLAN where no plan can hold them.
    """
    program = Program(instance, solution.chosen)
    costs = [_cost_of(program, instance, solution, out, into) for out, into in changes]
    return np.array(costs, np.int64)


def _cost_of(
    program: Program, instance: Instance, solution: Solution, out: Ints, into: Ints
) -> int:
    if instance.barred[into].any():
        return NO_PLAN
    out = out[~instance.barred[out]]
    program.fix(out, 0, 0)
    program.fix(into, 1, 1)
    found = program.solve()
    for edges in (out, into):
        for pinned in (True, False):
            program.fix(edges[instance.pinned[edges] == pinned], int(pinned), 1)
    return NO_PLAN if found is None else value(instance, found[0]) - solution.objective
