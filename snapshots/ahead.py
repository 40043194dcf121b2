"""Views of days after the records' own: what the records hold goes on unchanged."""

from copy import copy
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from snapshots import ladders
from snapshots.coding import read_integers
from snapshots.days import due_day, years_of
from snapshots.history import History, year_key
from snapshots.ledger import Flags, Ints
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
    what the records hold of a year already stays.
    """
    latest = _find_latest(history)
    years, rated = list_coming_years(history.day, until), np.flatnonzero(latest)
    person, year = (one.ravel().astype(np.int64) for one in np.meshgrid(rated, years))
    told = ~np.isin(year_key(person, year), _list_told(history))
    if not told.any():
        return history
    return _append(history, person[told], year[told], latest[person[told]])


def _find_latest(history: History) -> Ints:
    """Return everybody's predicate (1–5) of the latest year known before the day, 0 for none."""
    predicates = history.predicates
    known = predicates.day < history.day
    latest = np.zeros(len(history.people_ids), np.int64)
    person = history.rows_of_people("performance")[predicates.order]
    latest[person[known]] = predicates.value[known]  # rows lie by year: the last one stays
    return latest


def _list_told(history: History) -> Ints:
    """Return the keys of (person, year) that the records hold a predicate of."""
    year = read_integers(history.snapshot, "performance", "year")
    return year_key(history.rows_of_people("performance"), year)


def _append(history: History, person: Ints, year: Ints, predicate: Ints) -> History:
    """Return the history with further rows in its table of predicates, known when due."""
    tables = history.snapshot.tables
    cells = {
        "nip": np.array(history.people_ids)[person],
        "year": year,
        "predicate": np.array(ladders.PREDICATES)[predicate - 1],
    }
    schema = pa.schema([tables["performance"].schema.field(name) for name in cells])
    rows = [tables["performance"], pa.table(cells, schema)]
    longer = {**tables, "performance": pa.concat_tables(rows, promote_options="default")}
    kept = copy(history)
    kept.snapshot = replace(history.snapshot, tables=longer)
    del kept.predicates  # read anew, from the longer table
    return kept
