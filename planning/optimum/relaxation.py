"""The linear program, kept warm between questions, and its like in whole people.

Most edges are never worth a look: the program starts with a few columns, and the prices of its rows
tell which of the others would help. These are let in until none would, so that the optimum is that
of all columns. One thread and a fixed seed: the same questions get the same answers.
"""

from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import numpy as np

from planning.errors import UnsolvedPlanError
from planning.optimum.linear import Table
from planning.optimum.solvers import load_highs
from snapshots.ledger import Flags, Floats, Ints

BRANCHES, BRANCHING = 20_000, 10_000_000
"""After so many branches, or branches times columns, a search ends with the best that it has: a
count, for seconds would not repeat."""
EFFORT = 20_000_000_000
"""Simplex iterations times columns that a linear program may take: a count, for the same reason."""
HELPS = -1e-7
"""Reduced price, in points, from which a column outside would help."""
DUAL, PRIMAL = 1, 4
"""Strategies of the simplex method, as HiGHS numbers them; the first is its own choice."""
WIDEST = 100_000
"""Columns that a program in whole people may have: beyond, even its first step may take minutes."""
AT_ONCE = 2
"""Columns of one post that are let in at a time, the most helpful ones."""
_OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 1,
    "mip_detect_symmetry": False,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
}


@dataclass(frozen=True)
class Found:
    """An optimum in points: the share of each edge, its price, and the bound on every other.

    `columns` and `rows` are their reduced prices: a choice in which a column is not at its least
    (not at its most, where the price is negative) by one or more, or a row has that much slack, is
    at least so far above the bound. They are those of the linear program, in parts.
    """

    share: Floats
    price: float
    bound: float
    columns: Floats
    rows: Floats

    @property
    def above(self) -> Floats:
        """By how much at least a choice with each edge lies above the bound, float[edges]."""
        return self.columns[: len(self.share)]


class Relaxation:
    """The linear program of a table; `start` bool[edges] marks the columns to begin with."""

    def __init__(self, table: Table, start: Flags) -> None:
        self._module = load_highs()
        self._table, self._rows = table, table.matrix.T.tocsr()
        self._edges = len(table.edges)
        self._inside = np.r_[start, np.ones(len(table.price) - self._edges, np.bool_)]
        self._columns = np.flatnonzero(self._inside)
        self._highs = _open(self._module, _restrict(table, self._inside), whole=None)

    def solve(self, effort: int | None = None) -> Found | None:
        """Return the optimum over all columns, None where the program is infeasible.

        Raises UnsolvedPlanError where the solver gives up, or has not come there within `effort`.
        """
        left = (EFFORT if effort is None else effort) // max(1, len(self._columns))
        while True:
            self._highs.setOptionValue("simplex_iteration_limit", left)
            is_feasible = _run(self._module, self._highs)
            left = max(0, left - self._highs.getInfo().simplex_iteration_count)
            if is_feasible:
                solution = self._highs.getSolution()
                rows = np.array(solution.row_dual)
                columns = self._table.price - self._rows @ rows
                missing = self._pick_helpful(columns)
                if not len(missing):
                    return self._read(np.array(solution.col_value), columns, rows)
            elif self._inside.all():
                return None
            else:
                missing = np.flatnonzero(~self._inside)
            self._let_in(missing)

    def solve_repriced(self, price: Floats, effort: int) -> Found | None:
        """Return the optimum with other prices, from now on, within so much effort.

        What was the optimum before stays feasible, so that the primal simplex method starts there.
        """
        self.reprice(price)
        self._highs.setOptionValue("simplex_strategy", PRIMAL)
        try:
            return self.solve(effort)
        finally:
            self._highs.setOptionValue("simplex_strategy", DUAL)

    def reprice(self, price: Floats) -> None:
        """Let the columns of the table have these prices from now on, in points."""
        self._table.price[:] = price
        inside = np.arange(len(self._columns), dtype=np.int32)
        self._highs.changeColsCost(len(inside), inside, price[self._columns])

    def bound_columns(self, columns: Ints, least: int, most: int) -> None:
        """Let each of these columns of the table be taken so often from now on."""
        self._table.least[columns], self._table.most[columns] = least, most
        inside = np.flatnonzero(np.isin(self._columns, columns)).astype(np.int32)
        ends = np.full(len(inside), float(least)), np.full(len(inside), float(most))
        self._highs.changeColsBounds(len(inside), inside, *ends)
        if least and not self._inside[columns].all():
            self._let_in(columns[~self._inside[columns]])

    def raise_row(self, row: int, by: int) -> None:
        """Let a row of the table be greater by so much from now on."""
        self._table.high[row] += by
        self._highs.changeRowBounds(row, self._table.low[row], self._table.high[row])

    def _pick_helpful(self, columns: Floats) -> Ints:
        helpful = np.flatnonzero((columns < HELPS) & ~self._inside & (self._table.most > 0))
        post = self._table.post[helpful]
        order = np.lexsort((columns[helpful], post))
        place = np.arange(len(order)) - np.searchsorted(post[order], post[order])
        return np.sort(helpful[order[place < AT_ONCE]])

    def _let_in(self, columns: Ints) -> None:
        table, part = self._table, self._table.matrix[:, columns].tocsc()
        self._highs.addCols(
            len(columns),
            table.price[columns],
            table.least[columns],
            table.most[columns],
            part.nnz,
            part.indptr[:-1].astype(np.int32),
            part.indices.astype(np.int32),
            part.data,
        )
        self._columns = np.r_[self._columns, columns]
        self._inside[columns] = True

    def _read(self, values: Floats, columns: Floats, rows: Floats) -> Found:
        share = np.zeros(len(self._table.price))
        share[self._columns] = values
        price = float(self._highs.getInfo().objective_function_value)
        return Found(share[: self._edges], price, price, columns, rows)


def solve_whole(table: Table, relaxed: Found, reach: float, start: Flags) -> Found | None:
    """Return the optimum in whole people no more than `reach` points above the bound.

    Whatever would cost more than that by its reduced price alone is fixed where the linear program
    has it (Dantzig, Fulkerson and Johnson 1954). `start` bool[edges] marks a choice to begin with,
    which is dropped where it breaks a limit. None: there is no choice so near, or, within the
    branches that a search may take, none was found. Raises UnsolvedPlanError where none was found
    though everything was in reach, where too much is in reach, or where the solver gives up.
    """
    module, edges = load_highs(), len(table.edges)
    fixed = _fix(table, relaxed, reach)
    inside = fixed.most > 0
    columns = max(1, int(inside.sum()))
    if columns > WIDEST:
        raise UnsolvedPlanError("search")
    highs = _open(module, _restrict(fixed, inside), whole=int(inside[:edges].sum()))
    highs.setOptionValue("mip_max_nodes", min(BRANCHES, BRANCHING // columns))
    begun = np.flatnonzero(inside[:edges]).astype(np.int32)
    highs.setSolution(len(begun), np.arange(len(begun)), start[begun].astype(np.float64))
    if not _run(module, highs):
        return None
    info = highs.getInfo()
    if info.primal_solution_status != module.SolutionStatus.kSolutionStatusFeasible:
        if reach == np.inf:
            raise UnsolvedPlanError("search")
        return None
    share = np.zeros(len(table.price))
    share[inside] = highs.getSolution().col_value
    price = float(info.objective_function_value)
    return replace(relaxed, share=share[:edges], price=price, bound=float(info.mip_dual_bound))


def _fix(table: Table, relaxed: Found, reach: float) -> Table:
    columns, rows = relaxed.columns, relaxed.rows
    return replace(
        table,
        least=np.where(columns < -reach, table.most, table.least),
        most=np.where(columns > reach, table.least, table.most),
        low=np.where(rows < -reach, table.high, table.low),
        high=np.where(rows > reach, table.low, table.high),
    )


def _run(module: ModuleType, highs: Any) -> bool:
    """Solve; False where the program is infeasible. A search may also end at its last branch."""
    highs.run()
    status, statuses = highs.getModelStatus(), module.HighsModelStatus
    if status in (statuses.kInfeasible, statuses.kUnboundedOrInfeasible):
        return False
    if status not in (statuses.kOptimal, statuses.kModelEmpty, statuses.kSolutionLimit):
        raise UnsolvedPlanError("search")
    return True


def _restrict(table: Table, inside: Flags) -> Table:
    columns = np.flatnonzero(inside)
    return replace(
        table,
        matrix=table.matrix[:, columns],
        price=table.price[columns],
        least=table.least[columns],
        most=table.most[columns],
    )


def _open(module: ModuleType, table: Table, whole: int | None) -> Any:
    """Return HiGHS with a table; the first `whole` columns count people, None: in parts."""
    highs, model = module.Highs(), module.HighsLp()
    for name, setting in _OPTIONS.items():
        highs.setOptionValue(name, setting)
    model.num_row_, model.num_col_ = table.matrix.shape
    model.col_cost_, model.col_lower_, model.col_upper_ = table.price, table.least, table.most
    model.row_lower_, model.row_upper_ = table.low, table.high
    model.a_matrix_.format_ = module.MatrixFormat.kColwise
    model.a_matrix_.start_ = table.matrix.indptr
    model.a_matrix_.index_ = table.matrix.indices
    model.a_matrix_.value_ = table.matrix.data
    if whole is not None:
        kinds = np.full(model.num_col_, module.HighsVarType.kContinuous)
        kinds[:whole] = module.HighsVarType.kInteger
        model.integrality_ = kinds
    highs.passModel(model)
    return highs
