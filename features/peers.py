"""Predicates against those of the colleagues, since agencies do not grade alike.

A person's colleagues of a year are who sat in the same unit at the end of that year (or on the day
the predicate became known, where that came first). Example: of the predicates of 2023 a view of
2024-02-10 compares those that were known before 2024-02-10, and no others.
"""

from copy import copy

import numpy as np

from snapshots.coding import Codes, read_integers
from snapshots.days import day_of
from snapshots.history import History, year_key
from snapshots.ledger import Floats, Ints, Ledger
from snapshots.view import View, view_rows

FEWEST_OTHERS = 3
"""With fewer colleagues in the unit the agency is looked at, with fewer there nothing is said."""


class Peers:
    """Yearly predicates by the unit and by the agency that a person sat in.

    `_held` is what those of its unit and agency hold of each predicate itself: 0 for nothing.
    """

    def __init__(self, history: History) -> None:
        self._predicates = own = history.predicates
        year = read_integers(history.snapshot, "performance", "year")[own.order]
        person = history.rows_of_people("performance")[own.order]
        seated_on = np.minimum(own.day, day_of(year + 1, 1, 1)).astype(np.int32)
        seats = view_rows(history, person, seated_on)
        self._unit, self._agency = seats.unit, seats.agency
        self._units = Ledger(year_key(seats.unit, year), own.day, own.value)
        self._agencies = Ledger(year_key(seats.agency, year), own.day, own.value)
        self._held = own.value

    def suppose(self, own: Ledger, seats: View, held: Ints) -> "Peers":
        """Return these colleagues for other predicates than those of the records.

        `own` are the predicates by `year_key`; `seats` (where each was earned) and `held` (what
        the records say in its stead, 0 for nothing) have one entry for each, in the order given to
        `own`.
        """
        supposed = copy(self)
        supposed._predicates = own
        supposed._unit, supposed._agency = seats.unit[own.order], seats.agency[own.order]
        supposed._held = held[own.order]
        return supposed

    def difference(self, view: View, year: Codes) -> Floats:
        """Return each row's predicate of `year` minus the mean of the colleagues'; else NaN."""
        window = self._predicates.before(year_key(view.person, year), view.day)
        own = self._predicates.last(window)
        row = np.where(window.count > 0, window.stop - 1, -1)
        unit, agency = _pick(self._unit, row), _pick(self._agency, row)
        held = self._held[row] if len(self._held) else np.zeros(len(row), np.int64)
        in_unit = _compare(self._units, view, unit, year, own, held)
        in_agency = _compare(self._agencies, view, agency, year, own, held)
        return np.where(np.isnan(in_unit), in_agency, in_unit)


def _pick(codes: Codes, row: Ints) -> Codes:
    return np.where(row < 0, -1, codes[row]) if len(codes) else np.full(row.shape, -1, np.int32)


def _compare(
    ledger: Ledger, view: View, group: Codes, year: Codes, own: Ints, held: Ints
) -> Floats:
    window = ledger.before(year_key(group, year), view.day)
    others = window.count - (held > 0)
    enough = others >= FEWEST_OTHERS
    mean = (ledger.total(window) - held) / np.maximum(others, 1)
    return np.where(enough, own - mean, np.nan)
