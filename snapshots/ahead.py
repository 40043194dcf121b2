"""Views of days after the records' own: what the records hold goes on unchanged."""

from copy import copy

import numpy as np
import numpy.typing as npt

from snapshots.coding import read_integers
from snapshots.days import due_day, years_of
from snapshots.history import History, year_key
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags, Ledger
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


def list_coming_years(day: int, until: int) -> tuple[int, ...]:
    """Return the years whose predicate is due on or after `day` and known before `until`.

    Example: from 2025-06-01 until 2027-06-01 these are 2025 and 2026.
    """
    first, last = years_of([day, until]).tolist()
    return tuple(year for year in range(first - 1, last) if day <= int(due_day(year)) < until)


def keep_predicates(history: History, until: int) -> History:
    """Return the history in which everybody's yearly predicates go on as the latest known one.

    They come when they are due, up to the day number `until`. Who has none known gets none, and
    colleagues' means stay those of the records.
    """
    known = history.predicates
    years = np.array(list_coming_years(history.day, until), np.int32)
    if not len(known.order) or not len(years):
        return history
    person = history.rows_of_people("performance")[known.order]
    year = read_integers(history.snapshot, "performance", "year")[known.order]
    latest = np.full(len(history.people_ids), UNKNOWN, np.int64)
    told = known.day < history.day
    latest[person[told]] = known.value[told]  # rows lie by year: the last one stays
    rated = np.flatnonzero(latest != UNKNOWN)
    people, coming = (one.ravel() for one in np.meshgrid(rated, years, indexing="ij"))
    kept = copy(history)
    kept.predicates = Ledger(
        np.append(year_key(person, year), year_key(people, coming)),
        np.append(known.day, due_day(coming)),
        np.append(known.value, latest[people]),
    )
    return kept
