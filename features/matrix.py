"""The one assembler of feature matrices: for a position, a training set, a batch or a plan."""

import numpy as np
import numpy.typing as npt

from features.catalog import CATALOG
from features.pairs import Pairs
from features.source import FeatureSource
from snapshots.ledger import Floats
from snapshots.view import View

_BLOCK = 65_536
"""Rows computed together: what they need fits the processor's cache; no value depends on it."""


def build_matrix(source: FeatureSource, view: View, position: npt.ArrayLike) -> Floats:
    """Return float64[n, len(CATALOG)], columns in catalog order, NaN where a value is unknown.

    Row i is about `view.person[i]` as known strictly before `view.day[i]`, and about `position`:
    the index of one position for all rows, or int32[n] with one a row. A row has the same bits
    alone, in a batch and in a training set. Columns lie one after another in memory.
    """
    places = np.asarray(position, np.int32)
    matrix = np.empty((len(view), len(CATALOG)), order="F")
    for start in range(0, len(view), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(view)))
        part = view if len(rows) == len(view) else view.take(rows)
        pairs = Pairs(source, part, places[rows] if places.ndim else places)
        for place, feature in enumerate(CATALOG):
            matrix[rows[0] : rows[-1] + 1, place] = pairs.share(feature.compute)
    return matrix
