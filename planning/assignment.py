"""The assignment problem on a table of costs."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment


def assign(costs: npt.ArrayLike) -> npt.NDArray[np.intp]:
    """Return the column of each row, every row another column, at the least sum of costs."""
    row, column = linear_sum_assignment(np.asarray(costs, np.float64))
    found = np.full(len(np.asarray(costs)), -1, np.intp)
    found[row] = column
    return found
