"""The assignment problem: each row of a table of costs to a column of its own, at the least sum."""

from decimal import Decimal
from numbers import Integral, Real
from typing import Any

import numpy as np
import numpy.typing as npt

from planning.errors import AssignmentError
from snapshots.ledger import Floats

Columns = npt.NDArray[np.intp]
Table = npt.NDArray[Any]
"""Floats, or Python's integers as objects where floats would not be exact; infinite: forbidden."""
EXACT = 2**53
"""Whole numbers up to this are exact as floats."""
HUGE = 2.0**900
"""Floats from this on are scaled down, so that sums of them stay finite."""


def assign(costs: npt.ArrayLike) -> Columns:
    """Return the column of each row, every row another column, at the least sum of costs.

    `costs` is a table of numbers, [rows, columns]; infinity, NaN, None or a mask of numpy forbids
    a pair. With more rows than columns every column goes to some row, and rows left out get -1.
    Tables of integers are solved exactly, however great these are; others up to the rounding of
    floats: beside a cost of 1e300, differences far below it may not be seen. The same table always
    gets the same answer. Shortest augmenting paths (Crouse 2016), at most about rows² ×
    columns steps. Example: `assign([[4, 1, 3], [2, 0, 5], [3, 2, 2]])` is `[1, 0, 2]`.

    Raises AssignmentError, a ValueError, if `costs` is no table of numbers, holds minus infinity,
    or forbids so much that some row (with fewer columns than rows: some column) is left alone.
    """
    table = _read_table(costs)
    found = np.full(table.shape[0], -1, np.intp)
    if table.shape[0] > table.shape[1]:
        found[_assign_every_row(table.T)] = np.arange(table.shape[1])
    else:
        found[:] = _assign_every_row(table)
    return found


def _read_table(costs: npt.ArrayLike) -> Table:
    try:
        given: Table = _hide_masked(costs)
        if given.dtype.kind == "f" and not isinstance(costs, np.ndarray):
            given = np.asarray(costs, object)  # as floats, great integers beside an infinity blur
    except ValueError as error:
        raise AssignmentError("no_table") from error
    if given.shape == (0,):
        return np.empty((0, 0))
    if given.ndim != 2:
        raise AssignmentError("no_table")
    if given.dtype.kind == "f":
        table = _read_floats(given)
    elif given.dtype.kind in "biu":
        table = _read_integers(given)
    else:
        table = _read_objects(given)
    if (table == -np.inf).any():
        raise AssignmentError("minus_infinity")
    return table


def _hide_masked(costs: npt.ArrayLike) -> Table:
    given: Table = np.asarray(costs)
    if isinstance(costs, np.ma.MaskedArray):
        given = given.astype(object)
        given[np.ma.getmaskarray(costs)] = None
    return given


def _read_floats(given: Table) -> Floats:
    table = np.where(np.isnan(given), np.inf, given.astype(np.float64))
    finite = np.abs(table[np.isfinite(table)])
    return table / HUGE if finite.max(initial=0.0) > HUGE else table


def _read_integers(given: Table) -> Table:
    allowed = given[given != np.inf]
    greatest = max(abs(int(allowed.max(initial=0))), abs(int(allowed.min(initial=0))))
    is_exact = 4 * greatest * max(1, len(given)) < EXACT  # what a path may add up to
    return given.astype(np.float64 if is_exact else object)


def _read_objects(given: Table) -> Table:
    numbers = [_read_number(cost) for cost in given.flat]
    table = np.fromiter(numbers, object, len(numbers)).reshape(given.shape)
    if all(isinstance(cost, int) or cost == np.inf for cost in numbers):
        return _read_integers(table)
    try:
        return _read_floats(table.astype(np.float64))
    except OverflowError as error:
        raise AssignmentError("not_numbers") from error


def _read_number(cost: object) -> int | float:
    try:
        if cost is None or bool(cost != cost):
            return np.inf
        if isinstance(cost, Integral):
            return int(cost)
        if isinstance(cost, Real | Decimal):
            return float(cost)
    except (TypeError, ValueError, ArithmeticError) as error:
        raise AssignmentError("not_numbers") from error
    raise AssignmentError("not_numbers")


def _assign_every_row(table: Table) -> Columns:
    """Return the column of each row of a table with no more rows than columns."""
    if table.dtype == object:
        return _assign_exactly(table)
    from scipy.optimize import linear_sum_assignment

    try:
        return np.asarray(linear_sum_assignment(table)[1], np.intp)
    except ValueError as error:
        raise AssignmentError("infeasible") from error


def _assign_exactly(costs: Table) -> Columns:
    """Do the same in Python's integers, a row at a time; prices keep reduced costs above 0."""
    row_at = np.full(costs.shape[1], -1, np.intp)
    prices = np.zeros(costs.shape[0], object), np.zeros(costs.shape[1], object)
    for row in range(len(costs)):
        _add_row(costs, row, row_at, *prices)
    return np.argsort(row_at, kind="stable")[-len(costs) :]  # of those held, in their rows' order


def _add_row(costs: Table, start: int, row_at: Columns, of_row: Table, of_column: Table) -> None:
    distance = np.full(len(row_at), np.inf, object)
    before = np.full(len(row_at), -1, np.intp)
    seen: list[int] = []
    is_open = np.ones(len(row_at), np.bool_)
    row, reached, at = start, 0, -1
    while row >= 0:
        near = np.flatnonzero(is_open & np.asarray(costs[row] != np.inf, np.bool_))
        through = reached + costs[row, near] - of_row[row] - of_column[near]
        shorter = np.asarray(through < distance[near], np.bool_)
        distance[near[shorter]], before[near[shorter]] = through[shorter], at
        left = np.flatnonzero(is_open)
        at = int(left[np.argmin(distance[left])])
        if distance[at] == np.inf:
            raise AssignmentError("infeasible")
        is_open[at], reached, row = False, distance[at], int(row_at[at])
        seen.append(at)
    of_row[start] += reached
    for column in seen[:-1]:
        of_row[row_at[column]] += reached - distance[column]
        of_column[column] -= reached - distance[column]
    while before[at] >= 0:
        row_at[at] = row_at[before[at]]
        at = int(before[at])
    row_at[at] = start
