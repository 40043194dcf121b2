"""The cells into which the pieces of a model divide its rows: whom it cannot tell apart by a piece.

A piece is a tree or the curve of a column; its cells are the leaves, or the stretches between knots
with one more for an unknown value. A piece's reach is the most by which it can move the score: its
greatest answer less its least.
"""

import numpy as np
import numpy.typing as npt

Cells = npt.NDArray[np.int16]
"""One row a row of the matrix, one column a piece."""

ABSENT = -1
"""The cell of a row in a piece that does not speak of it."""
