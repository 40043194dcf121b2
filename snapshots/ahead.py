"""Views of days after the records' own: what the records hold goes on unchanged."""

from copy import copy
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from snapshots import ladders
from snapshots.days import due_day, years_of
from snapshots.history import History
from snapshots.ladders import UNKNOWN
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


def list_coming_years(day: int, until: int) -> tuple[int, ...]:
    """Return the years whose predicate is due on or after `day` and known before `until`.

    Example: from 2025-06-01 until 2027-06-01 these are 2025 and 2026.
    """
    first, last = years_of([day, until]).tolist()
    return tuple(year for year in range(first - 1, last) if day <= int(due_day(year)) < until)


def keep_predicates(history: History, until: int) -> History:
    """Return the history in which everybody's yearly predicates go on as the latest known one.

    They come when they are due, up to the day number `until`. Who has none known gets none.
    """
    known, snapshot = history.predicates, history.snapshot
    years = np.array(list_coming_years(history.day, until), np.int32)
    if not len(known.order) or not len(years):
        return history
    person = history.rows_of_people("performance")[known.order]
    latest = np.full(len(history.people_ids), UNKNOWN, np.int64)
    told = known.day < history.day
    latest[person[told]] = known.value[told]  # rows lie by year: the last one stays
    people, coming = np.meshgrid(np.flatnonzero(latest != UNKNOWN), years, indexing="ij")
    performance = snapshot.tables["performance"]
    names = ("nip", "year", "predicate")
    cells = (
        np.array(history.people_ids)[people.ravel()],
        coming.ravel(),
        np.array(ladders.PREDICATES)[latest[people.ravel()] - 1],
    )
    fields = [performance.schema.field(name) for name in names]
    rows = pa.table(dict(zip(names, cells, strict=True)), pa.schema(fields))
    table = pa.concat_tables([performance, rows], promote_options="default")
    kept = copy(history)
    kept.snapshot = replace(snapshot, tables={**snapshot.tables, "performance": table})
    del kept.predicates  # read anew, from the longer table
    return kept
