"""The order of people by score, ties broken by a keyed hash of position and person.

The hash is computed only where scores tie, so that it costs nothing where they do not.
"""

from collections.abc import Callable

import numpy as np

from snapshots.ledger import Floats, Rows

TieBreak = Callable[[int], int]
"""From a row to its keyed hash; the smaller hash stands first."""


def rank_top(score: Floats, size: int, tie_break: TieBreak) -> Rows:
    """Return the rows of the `size` greatest scores, the best first."""
    size = min(size, len(score))
    if size == 0:
        return np.empty(0, np.intp)
    last = np.partition(score, len(score) - size)[len(score) - size]
    rows = np.flatnonzero(score >= last)
    return _order(rows, score, tie_break)[:size]


def find_place(score: Floats, row: int, tie_break: TieBreak) -> int:
    """Return the place, from 1, that a row has in the order of all."""
    above = int((score > score[row]).sum())
    tied = _order(np.flatnonzero(score == score[row]), score, tie_break)
    return above + 1 + int(np.flatnonzero(tied == row)[0])


def _order(rows: Rows, score: Floats, tie_break: TieBreak) -> Rows:
    ordered = rows[np.argsort(-score[rows], kind="stable")]
    starts = np.flatnonzero(np.diff(score[ordered], prepend=np.nan) != 0)
    for start, stop in zip(starts, [*starts[1:], len(ordered)], strict=True):
        if stop - start > 1:
            tied = ordered[start:stop]
            ordered[start:stop] = sorted(tied.tolist(), key=tie_break)
    return ordered
