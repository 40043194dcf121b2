"""Which moves are what the person asked for, by what was said last before the day."""

import numpy as np

from snapshots.coding import Codes, fold, read_days, read_rows, read_texts
from snapshots.history import History
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags, Ints, Ledger
from snapshots.view import View

_STRANGE = -2
"""A job family that no post has: asked for, and met by none."""


def find_met(view: View, person: Codes, post: Codes) -> Flags:
    """Tell which pairs meet a wish: all that its last row names holds of the post, bool[pairs].

    A wish may name a position, an agency and a job family. Who names none of them has no wish that
    a move could meet, however willing. `person` are rows of `view`, a whole day's.
    """
    history, last = view.history, view.derive(_find_last)
    wanted_position, wanted_agency, wanted_family = _read_wants(history)
    row, positions = last[person], history.positions
    said = row >= 0
    row = np.where(said, row, 0)
    named, met = np.zeros(len(row), np.bool_), said.copy()
    for wanted, found in (
        (wanted_position, post),
        (wanted_agency, positions.agency[post]),
        (wanted_family, positions.family[post]),
    ):
        asked = (wanted[row] if len(wanted) else np.full(len(row), UNKNOWN)) != UNKNOWN
        named |= asked
        met &= ~asked | (wanted[row] == found if len(wanted) else np.False_)
    return met & named


def _find_last(view: View) -> Ints:
    """Return each row's last row of `preferences` before the day, UNKNOWN without one."""
    snapshot = view.history.snapshot
    person = view.history.rows_of_people("preferences")
    said = read_days(snapshot, "preferences", "submitted_on")
    ledger = Ledger(person, said, np.arange(len(person)))
    return ledger.last(ledger.before(view.person, view.day), UNKNOWN)


def _read_wants(history: History) -> tuple[Codes, Codes, Codes]:
    snapshot = history.snapshot
    families = read_texts(snapshot, "preferences", "wanted_job_family")
    codes = history.families.encode(families)
    strange = np.array([fold(text) is not None for text in families], np.bool_) & (codes == UNKNOWN)
    return (
        history.rows_of_positions("preferences", "wanted_position_id"),
        read_rows(snapshot, "preferences", "wanted_agency_id", history.units.unit_id),
        np.where(strange, _STRANGE, codes).astype(np.int32),
    )
