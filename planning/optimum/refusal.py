"""What a plan loses if a move is refused and everything is planned again."""

import numpy as np

from planning.optimum.instance import Instance, bar
from planning.optimum.solve import Solution, solve
from snapshots.ledger import Ints


def refusal_cost(instance: Instance, solution: Solution, edges: Ints) -> int:
    """Return by how much the objective rises, in price units, if all these edges are barred."""
    return solve(bar(instance, edges)).objective - solution.objective


def refusal_costs(instance: Instance, solution: Solution, edges: Ints) -> Ints:
    """Return by how much the objective rises, in price units, if each edge alone is barred."""
    costs = [refusal_cost(instance, solution, edges[i : i + 1]) for i in range(len(edges))]
    return np.array(costs, np.int64)
