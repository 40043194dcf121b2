"""Who is in service on a day: the one answer that gates, staffing and counts share."""

import numpy as np
import numpy.typing as npt

from snapshots.days import Days
from snapshots.ledger import Flags
from snapshots.view import View


def serves(appointed: Days, left: Days, day: npt.ArrayLike) -> Flags:
    """Tell who had been appointed before a day and was not known to have left (day numbers).

    What happens on a day is known after it: who is appointed on 2025-06-01 or leaves on 2025-06-02
    serves on 2025-06-02, and who leaves on 2025-06-01 does no more.
    """
    return np.less(appointed, day) & np.greater_equal(left, day)


def in_service(view: View) -> Flags:
    """Tell of each row who was in service as of its day."""
    people = view.history.people
    return serves(people.appointed[view.person], people.left[view.person], view.day)
