"""How many people a node may lose and an agency may release, beside what other plans decided."""

import numpy as np

from matching.staffing import Staffing
from planning.desk.forest import Forest
from planning.desk.seats import Seats
from planning.promised import Promised
from snapshots.coding import Codes
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Floats, Ints

_ALMOST = 1e-9
"""Added before rounding down: exactly 4 people must not become 3 by a binary fraction."""


def bound_losses(forest: Forest, staffing: Staffing, seats: Seats, floor: float) -> Ints:
    """Return how many people each node may lose net, int64[nodes]; a post all who hold it.

    A pool, unit or agency may lose max(0, floor(staff − `floor` × need)), staff as in
    `count_lasting`: so the floor holds on every one of these days.
    """
    lasting = count_lasting(forest, staffing, seats)
    room = lasting - floor * forest.sum_up(staffing.need) + _ALMOST
    losses = np.maximum(np.floor(room), 0).astype(np.int64)
    losses[: forest.posts] = seats.held_by
    return losses


def count_lasting(forest: Forest, staffing: Staffing, seats: Seats) -> Floats:
    """Return the staff of each node that a floor is held against, float64[nodes].

    Without who is gone by the effective day, and without what other plans only bring after it.
    """
    staff, late = forest.sum_up(staffing.staff), forest.sum_up(seats.late)
    return staff - forest.sum_up(seats.going) - np.maximum(late, 0)


def bound_leaving(agency: Codes, staffing: Staffing, share: float, promised: Promised) -> Ints:
    """Return how many people may leave the agency of each unit index, int64[units].

    At most max(1, floor(`share` × people in post)), less whom other plans have decided to take from
    it. `agency` is that of each position.
    """
    in_post = np.bincount(staffing.agency, staffing.holders, staffing.agencies)
    most = np.maximum(np.floor(share * in_post + _ALMOST), 1).astype(np.int64)
    return np.asarray(np.maximum(most - count_leaving(agency, staffing.agencies, promised), 0))


def count_leaving(agency: Codes, units: int, promised: Promised) -> Ints:
    """Return how many people other plans have decided to take from the agency of each unit."""
    held = promised.origin != UNKNOWN
    left, entered = agency[promised.origin[held]], agency[promised.post[held]]
    return np.asarray(np.bincount(left[left != entered], minlength=units), np.int64)
