"""Views of days after the records' own: what the employees table holds goes on unchanged."""

import numpy as np
import numpy.typing as npt

from snapshots.history import History
from snapshots.ledger import Flags
from snapshots.view import View


class Ahead(View):
    """A view whose rows may lie after the snapshot's date.

    From that date on the employees table holds, as it does on it: nobody's post, rank or education
    is taken for lost because time passes. Example: records of 2025-06-01 with a rank without a date
    tell that rank in a row of 2026-06-01 too, while years in the post have grown by one.
    """

    @property
    def is_current(self) -> Flags:
        """Whether a row lies on the snapshot's own date or after it."""
        return np.greater_equal(self.day, self.history.day)


def view_ahead(history: History, person: npt.ArrayLike, day: npt.ArrayLike) -> Ahead:
    """Return one row for each (person, day number); the two broadcast together."""
    people, days = np.broadcast_arrays(np.asarray(person, np.int32), np.asarray(day, np.int32))
    return Ahead(history, np.ascontiguousarray(people), np.ascontiguousarray(days))
