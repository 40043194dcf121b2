"""What was known of people on a day: the one object that gates and features read.

A view has rows (person, day). "Known on day D" means known strictly before D: a decree that takes
effect on D, and whatever follows from it, is not seen by a view of D. Example: somebody who sits in
post A from 2020-01-01 and in post B from 2024-03-01 holds A in the view of 2024-03-01 and B in the
view of 2024-03-02. At the snapshot's own date the employees table itself holds: a cell that is
empty there is unknown, whatever other tables say.

Columns are computed when first asked and kept; a part taken from a view reads the whole view's
columns, so that what does not depend on a position is computed once a day, not once a shortlist.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from snapshots.coding import Codes
from snapshots.days import UNKNOWN_DAY, Days
from snapshots.history import History, year_key
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags, Ints

Column = TypeVar("Column", bound=npt.NDArray[Any])


class View:
    """Rows of people, each as of a day; made by `view_day`, `view_rows` or `take`.

    `person` and `day` have one entry a row. Use `derive` for columns of one's own that depend on
    the row alone, so that they are shared with every part taken from this view.
    """

    def __init__(
        self,
        history: History,
        person: Codes,
        day: Days,
        whole: "tuple[View, npt.NDArray[np.intp]] | None" = None,
    ) -> None:
        self.history = history
        self.person = person
        self.day = day
        self._whole = whole
        self._columns: dict[Callable[[View], Any], Any] = {}

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: npt.NDArray[Any]) -> "View":
        """Return the part of this view at `rows` (indexes or a mask)."""
        chosen = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows.astype(np.intp)
        whole, place = self._whole or (self, np.arange(len(self), dtype=np.intp))
        return View(self.history, self.person[chosen], self.day[chosen], (whole, place[chosen]))

    def derive(self, compute: "Callable[[View], Column]") -> Column:
        """Return `compute(view)`, computed once on the whole view; one entry a row."""
        if self._whole is not None:
            whole, place = self._whole
            column: Column = whole.derive(compute)[place]  # type: ignore[assignment]
            return column
        if compute not in self._columns:
            self._columns[compute] = compute(self)
        kept: Column = self._columns[compute]
        return kept

    def over(self, history: History) -> "View":
        """Return a whole view's rows over the same records with other entries laid over them.

        All that was computed is shared, but what people said of moving.
        """
        view = View(history, self.person, self.day)
        view._columns = dict(self._columns)
        view._columns.pop(_find_wish, None)
        return view

    @property
    def stay(self) -> Ints:
        """Row of `history.stays` that was held, UNKNOWN where none; of several the last begun."""
        return self.derive(_find_stay)

    @property
    def position(self) -> Codes:
        """Index of the definitive position held, UNKNOWN where none was."""
        return self.derive(_find_position)

    @property
    def position_since(self) -> Days:
        """First day in that position."""
        return self.derive(_find_position_since)

    @property
    def counted_since(self) -> Days:
        """First day in that position or in the post that it continues after a reorganisation."""
        return self.derive(_find_counted_since)

    @property
    def rank(self) -> Codes:
        """Rank code (`ladders.RANK_CODES`)."""
        return self.derive(_find_rank)

    @property
    def rank_since(self) -> Days:
        """Day on which that rank was reached."""
        return self.derive(_find_rank_since)

    @property
    def education(self) -> Codes:
        """Education level code (`ladders.EDUCATION_CODES`)."""
        return self.derive(_find_education)

    @property
    def field(self) -> Codes:
        """Field of study of that education (`history.fields`)."""
        return self.derive(_find_field)

    @property
    def level(self) -> Codes:
        """Level 0–5 of the position held."""
        return self.derive(_find_level)

    @property
    def unit(self) -> Codes:
        """Unit of the position held."""
        return self.derive(_find_unit)

    @property
    def agency(self) -> Codes:
        """Agency of the position held."""
        return self.derive(_find_agency)

    @property
    def family(self) -> Codes:
        """Job family of the position held."""
        return self.derive(_find_family)

    @property
    def kind(self) -> Codes:
        """Kind of the position held (`ladders.KINDS`)."""
        return self.derive(_find_kind)

    @property
    def wish(self) -> Ints:
        """Row of `history.wishes` that was said last before the day, UNKNOWN where none was."""
        return self.derive(_find_wish)

    def of_position(self, codes: Codes) -> Codes:
        """Look a column of positions up for the position held; UNKNOWN where none was."""
        if not len(codes):
            return np.full(len(self), UNKNOWN, np.int32)
        return np.where(self.position < 0, UNKNOWN, codes[self.position]).astype(np.int32)

    def predicate(self, year: npt.ArrayLike) -> Codes:
        """Return the SKP predicate (1–5) of a calendar year if it was known, else UNKNOWN."""
        ledger = self.history.predicates
        return ledger.last(ledger.before(year_key(self.person, year), self.day)).astype(np.int32)

    @property
    def is_current(self) -> Flags:
        """Whether a row is as of the snapshot's own date, where the employees table holds."""
        return np.equal(self.day, self.history.day)


def view_day(history: History, day: int) -> View:
    """Return everybody in the tables as of `day`, in the order of people's indexes."""
    count = len(history.people_ids)
    return View(history, np.arange(count, dtype=np.int32), np.full(count, day, np.int32))


def view_rows(history: History, person: npt.ArrayLike, day: npt.ArrayLike) -> View:
    """Return one row for each (person, day); the two broadcast together."""
    people, days = np.broadcast_arrays(np.asarray(person, np.int32), np.asarray(day, np.int32))
    return View(history, np.ascontiguousarray(people), np.ascontiguousarray(days))


def _find_stay(view: View) -> Ints:
    """Walk back from the stay begun last until one still holds: end on or after the day."""
    stays, window = view.history.stays, view.history.stay_starts.before(view.person, view.day)
    held = np.full(len(view), UNKNOWN, np.int64)
    searching = np.flatnonzero(window.stop > window.start)
    row = window.stop[searching] - 1
    while len(searching):
        holds = stays.end[row] >= view.day[searching]
        held[searching[holds]] = row[holds]
        row, searching = row[~holds] - 1, searching[~holds]
        within = row >= window.start[searching]
        row, searching = row[within], searching[within]
    return held


def _find_wish(view: View) -> Ints:
    said = view.history.wishes.said
    return said.last(said.before(view.person, view.day), UNKNOWN)


def _pick(column: npt.NDArray[Any], row: Ints, unknown: int) -> Codes:
    if not len(column):
        return np.full(row.shape, unknown, np.int32)
    return np.where(row < 0, unknown, column[row]).astype(np.int32)


def _find_position(view: View) -> Codes:
    past = _pick(view.history.stays.position, view.stay, UNKNOWN)
    return np.where(view.is_current, view.history.people.position[view.person], past)


def _find_position_since(view: View) -> Days:
    past = _pick(view.history.stays.start, view.stay, UNKNOWN_DAY)
    return np.where(view.is_current, view.history.people.position_since[view.person], past)


def _find_counted_since(view: View) -> Days:
    stays = view.history.stays
    same = _pick(stays.position, view.stay, UNKNOWN) == view.position
    continued = _pick(stays.continued, view.stay, UNKNOWN_DAY)
    carried = same & (continued < _pick(stays.start, view.stay, UNKNOWN_DAY))
    return np.where(carried, continued, view.position_since)


def _find_rank(view: View) -> Codes:
    ledger = view.history.rank_changes
    past = ledger.last(ledger.before(view.person, view.day)).astype(np.int32)
    return np.where(view.is_current, view.history.people.rank[view.person], past)


def _find_rank_since(view: View) -> Days:
    ledger = view.history.rank_changes
    past = ledger.last_day(ledger.before(view.person, view.day), UNKNOWN_DAY).astype(np.int32)
    now = view.history.people.rank_since[view.person]
    return np.where(view.is_current & (now != UNKNOWN_DAY), now, past)


def _find_degree(view: View) -> Ints:
    ledger = view.history.graduations.ledger
    return ledger.last(ledger.before(view.person, view.day))


def _holds_now(view: View) -> Flags:
    """Tell where the employees row holds: at the snapshot's date, always without a history."""
    if not view.history.snapshot.has("educations"):
        return np.ones(len(view), np.bool_)
    return view.is_current


def _find_education(view: View) -> Codes:
    past = _pick(view.history.graduations.level, view.derive(_find_degree), UNKNOWN)
    return np.where(_holds_now(view), view.history.people.education[view.person], past)


def _find_field(view: View) -> Codes:
    past = _pick(view.history.graduations.field, view.derive(_find_degree), UNKNOWN)
    return np.where(_holds_now(view), view.history.people.field[view.person], past)


def _find_level(view: View) -> Codes:
    return view.of_position(view.history.positions.level)


def _find_unit(view: View) -> Codes:
    return view.of_position(view.history.positions.unit)


def _find_agency(view: View) -> Codes:
    return view.of_position(view.history.positions.agency)


def _find_family(view: View) -> Codes:
    return view.of_position(view.history.positions.family)


def _find_kind(view: View) -> Codes:
    return view.of_position(view.history.positions.kind)
