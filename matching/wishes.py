"""What people wish and which letters cover them as of a day: shown, filtered on, never scored."""

import hashlib
import json
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from matching.answers import Preference
from snapshots.coding import read_days, read_numbers, read_texts
from snapshots.days import OPEN_END
from snapshots.history import History
from snapshots.ledger import Ledger
from snapshots.view import View

PREFERENCES: tuple[Preference, ...] = ("unwilling", "willing", "unknown")
WILLING = PREFERENCES.index("willing")
SILENT = PREFERENCES.index("unknown")


def read_wishes(view: View) -> npt.NDArray[np.int64]:
    """Return the place in `PREFERENCES` of each row: what was said last before the day."""
    snapshot = view.history.snapshot
    willing = read_numbers(snapshot, "preferences", "willing", SILENT)
    said = read_days(snapshot, "preferences", "submitted_on")
    ledger = Ledger(view.history.rows_of_people("preferences"), said, willing)
    return ledger.last(ledger.before(view.person, view.day), SILENT)


def find_consents(
    history: History, position: int, nips: Sequence[str], as_of: int, effective_on: int
) -> list[list[str | None]]:
    """Return [letter, rule] of the letters in force for a position and any of these people.

    In force: issued before `as_of`, valid on `effective_on` (day numbers).
    """
    snapshot = history.snapshot
    issued = read_days(snapshot, "consents", "issued_on")
    valid = read_days(snapshot, "consents", "valid_until", OPEN_END)
    columns = ("letter_no", "rule", "nip", "position_id")
    rows = zip(*(read_texts(snapshot, "consents", column) for column in columns), strict=True)
    shown = {None, *nips}
    asked = {None, history.positions.position_id[position]}
    return [
        [letter, rule]
        for row, (letter, rule, nip, position_id) in enumerate(rows)
        if issued[row] < as_of and valid[row] >= effective_on
        if nip in shown and position_id in asked
    ]


def hash_state(consents: Sequence[object], preferences: Sequence[object]) -> str:
    """Return the id of the consents and preferences that an answer shows."""
    state = json.dumps([consents, preferences], ensure_ascii=False)
    return hashlib.sha256(state.encode()).hexdigest()[:16]
