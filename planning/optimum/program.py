"""The optimum under every limit: a linear program, then whole numbers where it cannot rule out.

The linear program bounds every plan from below, and its reduced prices say by how much at least a
plan with some edge lies above that bound. Where it moves parts of people, a program in whole people
is solved over the edges of small reduced price alone: its answer is the optimum over all edges as
soon as it is nearer to the bound than any edge left out can be.
"""

from typing import Literal

import numpy as np

from planning.optimum.instance import POINT, Instance
from planning.optimum.linear import Found, Quota, Table, make_table, solve_table
from snapshots.ledger import Flags, Floats, Ints

FIRST_REACH = 0.01
"""Points of reduced price up to which edges enter the first program in whole people."""
WHOLE = 1e-6
Answer = tuple[Ints, float, Literal["linear", "integer"]]


def solve_program(instance: Instance, quota: Quota | None = None) -> Answer | None:
    """Return the optimum (ascending edge indexes) a bound in price units, and the method.

    None where no choice holds every pinned move and the quota.
    """
    every = np.flatnonzero(~instance.barred)
    table = make_table(instance, every, quota)
    relaxed = solve_table(table, whole=False)
    if relaxed is None or (instance.pinned & instance.barred).any():
        return None
    if (np.abs(relaxed.share - np.round(relaxed.share)) <= WHOLE).all():
        return every[relaxed.share > 0.5], relaxed.bound * POINT, "linear"
    return _search(instance, quota, table, relaxed)


def _search(instance: Instance, quota: Quota | None, table: Table, relaxed: Found) -> Answer | None:
    """Widen the reach until no edge beyond it can be part of anything better."""
    above, reach = _reduced_prices(table, relaxed), FIRST_REACH
    needed = (relaxed.share > WHOLE) | (table.least[: len(table.edges)] > 0)
    while True:
        within: Flags = needed | (above <= reach)
        found = solve_table(make_table(instance, table.edges[within], quota), whole=True)
        if found is None and within.all():
            return None
        distance = np.inf if found is None else found.price - relaxed.bound
        if found is not None and (within.all() or distance <= reach):
            bound = max(relaxed.bound, min(found.bound, relaxed.bound + reach))
            return table.edges[within][found.share > 0.5], bound * POINT, "integer"
        reach = distance


def _reduced_prices(table: Table, relaxed: Found) -> Floats:
    """By how much a choice that takes an edge lies above the linear optimum at least."""
    above: Floats = table.price - table.matrix.T @ relaxed.rows
    return above[: len(table.edges)]
